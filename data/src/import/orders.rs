//! Turns order lines into daily sales: reads and stages them, sorts, decides about each line, collects by item.

use std::path::PathBuf;

use futures::StreamExt;
use planning::periods::SalesPeriod;

use super::carried::Carried;
use super::clean::{Cleaner, ORDER};
use super::collect::{Collected, Collector};
use super::currency::{self, Currencies};
use super::field::{CURRENCY, Columns, Field};
use super::files::SourceFile;
use super::findings::Findings;
use super::line::LineParser;
use super::overlap::{find_overlap, mark};
use super::report::report;
use super::rows::{TableRows, Value};
use super::staging::{Staging, lines};
use super::way_out::way_out;
use super::{Job, OnProgress, Phase, Prepared, PreparedTable, Progress};
use crate::error::{Error, Place, Result};
use crate::number::Point;
use crate::schema::{LOCATIONS, ORDERS, PRODUCTS, SALES};
use crate::sorting::Sorter;
use crate::source::missing::Meaning;
use crate::source::text::listed;
use crate::source::{CHOOSE_LINE, CHOOSE_SHEET, Reason, Row, Rows, Step, file_bytes, find_column};
use crate::store::RowPeriods;

/// Rows between two progress reports.
const STRIDE: u64 = 16_384;

/// Does everything except writing to the store.
pub(super) async fn prepare_order_lines(job: &Job<'_>, progress: OnProgress<'_>) -> Result<Prepared> {
    refuse_periods(job)?;
    let columns = job.mapping.columns.clone().unwrap_or_default();
    let mut findings = Findings::new(job.file_names(), columns, &job.mapping.places);
    findings.currencies = Currencies::new(&job.mapping.currency);
    let (staged, rows) = stage(job, &mut findings, progress)?;
    let mut tables = Vec::new();
    if let Some(staged) = staged {
        let sorter = Sorter::new(job.scratch, job.request.memory_bytes)?;
        sorter.register("lines", &[&staged]).await?;
        find_overlap(&sorter, &mut findings).await?;
        let mut sorted = format!("SELECT *, source AS kept_source FROM lines ORDER BY {ORDER}");
        if findings.overlapping_invoices.affected > 0
            && let Some(marked) = mark(&sorter, job.scratch).await?
        {
            sorter.register("marked", &[marked]).await?;
            sorted = format!("SELECT * FROM marked ORDER BY {ORDER}");
        }
        let collected;
        (collected, findings) = clean(job, &sorter, &sorted, findings, progress).await?;
        tables = prepared_tables(job, collected)?;
    }
    let sources = job.describe_sources(&rows)?;
    let row_periods = RowPeriods::default();
    Ok(Prepared { mapping: job.mapping.clone(), tables, sources, row_periods, report: report(findings) })
}

/// Order lines have days.
fn refuse_periods(job: &Job<'_>) -> Result<()> {
    let told = job.request.period.or(job.mapping.sales.period);
    let of = [told, job.stored.map(|stored| stored.rows.sales)];
    match of.into_iter().flatten().find(|period| *period != SalesPeriod::Day) {
        None => Ok(()),
        Some(period) => Err(Error::bad(
            Place::new(listed(&job.file_names())),
            format!("are order lines, which have days; sales by {} are a table of sales", period.name()),
            "Import order lines into a store of their own, or write [tables.sales] in place of [columns]",
        )),
    }
}

/// Reads all sources into one scratch file; also returns the rows read from each.
fn stage(
    job: &Job<'_>,
    findings: &mut Findings,
    progress: OnProgress<'_>,
) -> Result<(Option<PathBuf>, Vec<u64>)> {
    let total = job.total_bytes()?;
    let parser = LineParser::new(&job.mapping, job.last_day);
    let mut staging = Staging::new(job.scratch);
    let (mut counts, mut before) = (Vec::new(), 0);
    for (index, file) in job.request.sources.iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let mut shown = |done| progress(Progress { phase: Phase::Reading, done: before + done, total });
        let read = stage_file(job, (index, file), &parser, &mut staging, findings, &mut shown);
        counts.push(file.placed(read)?);
        before += file_bytes(file.path())?;
    }
    progress(Progress { phase: Phase::Reading, done: total, total });
    refuse_share(findings, job.mapping.max_refused_share, job.mapping.point)?;
    Ok((staging.finish()?, counts))
}

/// Reads one file into the scratch file; returns the number of its rows.
fn stage_file(
    job: &Job<'_>,
    (index, file): (u32, &SourceFile),
    parser: &LineParser<'_>,
    staging: &mut Staging,
    findings: &mut Findings,
    shown: &mut dyn FnMut(u64),
) -> Result<u64> {
    let mut rows = file.open(&job.mapping.reading)?;
    let mut selected = select(file, rows.as_ref(), &findings.columns)?;
    selected.push(currency::column(rows.headers()));
    findings.currencies.are_named |= selected[CURRENCY].is_some();
    rows.select(&selected)?;
    let mut carried = Carried::new(&job.mapping.first_only);
    let (mut row, mut count) = (Row::default(), 0_u64);
    loop {
        match rows.next(&mut row)? {
            Step::End => break,
            Step::Fault(reason) => findings.note_misshapen(index, row.line, &reason),
            Step::Row => {
                row.forget(&job.mapping.missing, |index| {
                    Field::ALL.get(index).map_or(Meaning::Other, |f| f.meaning())
                });
                let continues = carried.fill(&mut row);
                findings.currencies.note(index, row.line, row.text(CURRENCY));
                match parser.parse(index, &row) {
                    Err(refusal) => {
                        if refusal.reason == Reason::Empty && continues {
                            findings.continued.get_or_insert(refusal.field);
                        }
                        findings.note_refusal(index, row.line, &refusal);
                    }
                    Ok(understood) => {
                        findings.note_repairs(&understood, row.recoded);
                        staging.push(&understood.line)?;
                    }
                }
            }
        }
        count += 1;
        findings.read += 1;
        if count.is_multiple_of(STRIDE) {
            shown(rows.bytes_done());
            refuse_hopeless(findings, STRIDE, job.mapping.point)?;
        }
    }
    if rows.is_unverified() {
        findings.unverified.add(index, 1, || file.name().to_owned());
    }
    Ok(count)
}

/// The source's column of each field; an error names the expected and the existing columns.
fn select(file: &SourceFile, rows: &dyn Rows, columns: &Columns) -> Result<Vec<Option<usize>>> {
    let path = file.path();
    let headers = rows.headers();
    let mut selected = Vec::new();
    for field in Field::ALL {
        let accepted = columns.accepted(field);
        let found = find_column(path, headers, accepted)?;
        if found.is_none() && !accepted.is_empty() {
            let is_header =
                |cells: &[String]| find_column(path, cells, accepted).is_ok_and(|found| found.is_some());
            let elsewhere = rows
                .elsewhere(&is_header)
                .map(|found| format!(". {}", found.remedy(CHOOSE_SHEET, CHOOSE_LINE)));
            return Err(Error::bad(
                Place::new(file.name()),
                format!(
                    "no column for {}: expected {}; found {}",
                    field.name(),
                    accepted.join(" or "),
                    listed(headers)
                ),
                format!(
                    "Add the right name to columns.{} in the mapping{}",
                    field.name(),
                    elsewhere.unwrap_or_default()
                ),
            ));
        }
        selected.push(found);
    }
    Ok(selected)
}

/// Stops early when not a single row can be read: the mapping is wrong, and the file may be long.
fn refuse_hopeless(findings: &Findings, rows: u64, point: Point) -> Result<()> {
    if findings.read >= rows && findings.refused() == findings.read {
        refuse_share(findings, 0.0, point)
    } else {
        Ok(())
    }
}

/// Refuses the import when more than `share` of its rows cannot be read.
fn refuse_share(findings: &Findings, share: f64, point: Point) -> Result<()> {
    let (refused, read) = (findings.refused(), findings.read);
    if refused as f64 <= share * read as f64 {
        return Ok(());
    }
    let mut place = Place::new(listed(&findings.files));
    let (mut reasons, mut way, mut is_placeless) = (String::new(), None, false);
    let tallies = findings.unreadable.iter().chain([&findings.misshapen]);
    if let Some(worst) = tallies.max_by_key(|tally| tally.affected)
        && let Some((source, line, content)) = worst.first()
    {
        place = Place::new(findings.files[source as usize].as_str()).line(line);
        reasons = format!("; here, as in {} others: {content}", worst.affected - 1);
        way = worst.first_fact().and_then(|fact| way_out(fact, point));
        is_placeless = worst.first_fact().is_some_and(|fact| {
            fact.id == "cell_empty" && fact.values.get("column").is_some_and(|column| column == "location")
        });
    }
    let first_only = |field: Field| {
        let name = field.name();
        format!("if {name} stands on the first line of an order only, write lines.first_only = [\"{name}\"]")
    };
    let way = way.or_else(|| findings.continued.map(first_only)).or_else(|| {
        let default = "say by a [[location]] with default = true where lines without a location are";
        is_placeless.then(|| default.to_owned())
    });
    Err(Error::bad(
        place,
        format!("{refused} of {read} rows cannot be read{reasons}"),
        format!(
            "Correct the mapping (columns, timestamps.formats, numbers.decimal){}, or allow more by \
             limits.max_refused_share",
            way.map(|way| format!(": {way}")).unwrap_or_default()
        ),
    ))
}

/// Streams the sorted lines through the cleaner into the collector.
async fn clean(
    job: &Job<'_>,
    sorter: &Sorter,
    sorted: &str,
    findings: Findings,
    progress: OnProgress<'_>,
) -> Result<(Collected, Findings)> {
    const DOING: &str = "sorting order lines";
    let (mut done, total) = (0, findings.read - findings.refused());
    progress(Progress { phase: Phase::Cleaning, done, total });
    let mut batches = sorter.query(DOING, sorted).await?;
    let mut cleaner = Cleaner::new(&job.mapping.rules);
    let mut collector = Collector::new(&job.mapping, job.scratch, findings);
    let mut given = Vec::new();
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(Error::engine(DOING))?;
        for (line, overlap) in lines(&batch)? {
            cleaner.push(line, overlap, &mut given);
            for (line, verdict) in given.drain(..) {
                collector.take(&line, verdict)?;
            }
        }
        done += batch.num_rows() as u64;
        progress(Progress { phase: Phase::Cleaning, done, total });
    }
    cleaner.finish(&mut given);
    for (line, verdict) in given {
        collector.take(&line, verdict)?;
    }
    collector.finish()
}

fn prepared_tables(job: &Job<'_>, collected: Collected) -> Result<Vec<PreparedTable>> {
    let mut locations =
        TableRows::new(job.scratch, &LOCATIONS, |name| !matches!(name, "latitude" | "longitude"));
    for location in job.mapping.places.all() {
        locations.push(&[
            Some(Value::Text(&location.id)),
            Some(Value::Text(&location.name)),
            Some(Value::Text(&location.kind)),
            location.country.as_deref().map(Value::Text),
        ])?;
    }
    let locations = locations.finish()?;
    let found = [(&SALES, collected.sales), (&PRODUCTS, collected.products), (&LOCATIONS, locations)];
    let has_channel = job.mapping.columns.as_ref().is_some_and(|columns| columns.has(Field::Channel));
    let has = |name: &str| has_channel && name == "channel";
    let mut tables: Vec<_> = found
        .into_iter()
        .filter_map(|(table, path)| Some(PreparedTable::sorted(table, path?, has)))
        .collect();
    if let Some(path) = collected.orders {
        tables.push(PreparedTable { table: &ORDERS, path, sql: ORDERS_SQL.into() });
    }
    // Without sales the caller refuses the import in any case.
    Ok(tables)
}

/// Lines are numbered within their order, in the order of the sources.
const ORDERS_SQL: &str = "
    SELECT * REPLACE (CAST(row_number() OVER (PARTITION BY \"order\" ORDER BY line) AS BIGINT) AS line)
    FROM orders ORDER BY placed_at, \"order\", line";
