//! `GET /api/v1/snapshots`: the store's snapshots and publications, with the current one marked.

use super::endpoint::{AboutEndpoint, Asked, Endpoint, FunctionOf};
use crate::refusal::Refusal;
use crate::shelf::history::{PublicationRecord, publications};
use crate::table::{Column, count, date, flag, text};
use contract::{PublicationAnswer, SnapshotAnswer, SnapshotsAnswer, TableSummary};
use data::error::Error;
use data::publish::{sources, tables};
use data::store::Manifest;

/// A table of a snapshot.
pub(super) struct SnapshotTable {
    snapshot: String,
    created_at: String,
    current: bool,
    publication: Option<String>,
    table: TableSummary,
}

pub(super) const ENDPOINT: Endpoint<SnapshotsAnswer, SnapshotTable> = Endpoint {
    about: AboutEndpoint {
        name: "snapshots",
        summary: "Snapshots and publications of the store, the current one marked",
        details: "Newest first. Every other endpoint answers from the publication that is served.",
        row: "table of a snapshot",
        parameters: &[],
        function_of: FunctionOf::Store,
        refuses: &[],
    },
    answer: |asked| {
        answer(asked).map_err(|error| {
            tracing::error!(%error, "the store cannot be listed");
            Refusal::Internal
        })
    },
    rows: |answer| answer.snapshots.into_iter().flat_map(rows).collect(),
    columns: &COLUMNS,
    paging: None,
};

fn answer(asked: &Asked<'_>) -> Result<SnapshotsAnswer, Error> {
    let tenant = asked.shelf.store();
    let (current, publications) = (tenant.current()?, publications(tenant)?);
    let is_current = |record: &PublicationRecord| current.as_ref() == Some(&record.id);
    let snapshot = |manifest: &Manifest| {
        let own = publications.iter().filter(|record| record.snapshot == manifest.id);
        let publication = |record: &PublicationRecord| PublicationAnswer {
            id: record.id.clone(),
            current: is_current(record),
            contract_version: record.contract_version,
        };
        SnapshotAnswer {
            id: manifest.id.clone(),
            created_at: manifest.created_at.clone(),
            current: own.clone().any(is_current),
            currency: manifest.currency.clone(),
            time_zone: manifest.time_zone.clone(),
            sources: sources(manifest),
            simulated: manifest.simulated.clone(),
            tables: tables(manifest),
            publications: own.map(publication).collect(),
        }
    };
    Ok(SnapshotsAnswer {
        tenant: tenant.name().to_owned(),
        publication: asked.served.id().to_owned(),
        snapshots: tenant.snapshots()?.iter().map(snapshot).collect(),
        current,
    })
}

fn rows(snapshot: SnapshotAnswer) -> Vec<SnapshotTable> {
    let SnapshotAnswer { id, created_at, current, publications, tables, .. } = snapshot;
    let chosen = publications.iter().find(|publication| publication.current).or(publications.first());
    let publication = chosen.map(|publication| publication.id.clone());
    let row = |table| SnapshotTable {
        snapshot: id.clone(),
        created_at: created_at.clone(),
        current,
        publication: publication.clone(),
        table,
    };
    tables.into_iter().map(row).collect()
}

const COLUMNS: [Column<SnapshotTable>; 9] = [
    text("snapshot", "Id of the snapshot", |row| Some(&row.snapshot)),
    text("created_at", "When it was made, RFC 3339", |row| Some(&row.created_at)),
    flag("current", "Whether the current publication is of it", |row| Some(row.current)),
    text("publication", "Its current publication, or else its newest", |row| row.publication.as_deref()),
    text("table", "Name of the table", |row| Some(&row.table.table)),
    count("rows", "Rows of the table", |row| Some(row.table.rows)),
    date("first", "First date in it", |row| row.table.first),
    date("last", "Last date in it", |row| row.table.last),
    flag("simulated", "Whether it is simulated", |row| Some(row.table.simulated)),
];
