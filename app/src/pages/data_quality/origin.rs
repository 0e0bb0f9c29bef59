//! The origin of the numbers: the snapshot's tables and the files it was made from.

use super::{count, section};
use crate::charts::scroll;
use crate::view::{Element, cards, el};
use crate::words::web_address;
use crate::{format, text, words};
use contract::{Publication, Quality, SourceFile, TableSummary};

/// The tables a snapshot can have, in the order in which they are explained.
const TABLES: [&str; 8] =
    ["sales", "stock", "products", "locations", "suppliers", "receipts", "orders", "calendar"];

/// Every table with its rows and dates, including missing ones.
pub(super) fn tables(publication: &Publication) -> Element {
    let find = |name: &str| publication.tables.iter().find(|table| table.table == name);
    let rows = TABLES.into_iter().map(|name| row(publication, name, find(name)));
    let heads = [
        (text::quality_table(), true),
        (text::quality_rows(), false),
        (text::from(), false),
        (text::to(), false),
        (text::quality_origin(), true),
    ];
    let head = |(name, is_text): (&'static str, bool)| {
        el("th").attr("scope", "col").attr("class", is_text.then_some("text")).child(name)
    };
    let table = el("table")
        .class("snapshot-tables")
        .child(el("caption").child(text::quality_tables_caption()))
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(el("tbody").children(rows));
    section("tables", text::quality_tables())
        .child(scroll(text::quality_tables().to_owned()).child(cards(table)))
}

fn row(publication: &Publication, name: &'static str, table: Option<&TableSummary>) -> Element {
    let day = |of: fn(&TableSummary) -> Option<planning::day::Day>| {
        table.and_then(of).map(format::date).unwrap_or_default()
    };
    let rows = table.map_or(text::no_data().to_owned(), |table| count(table.rows));
    let simulated = publication.simulated_data.iter().filter(|data| data.table == name);
    let columns: Vec<&str> = simulated.filter_map(|data| data.column.as_deref()).collect();
    let origin = match table {
        None => text::quality_absent().to_owned(),
        Some(table) if table.simulated => text::quality_simulated().to_owned(),
        Some(_) if columns.is_empty() => text::quality_recorded().to_owned(),
        Some(_) => text::quality_recorded_but(&columns.join(text::list_comma())),
    };
    let title = el("th")
        .attr("scope", "row")
        .child(el("code").child(name))
        .child(" ")
        .child(el("span").class("hint").child(text::table(name).meaning));
    el("tr")
        .attr("data-table", name)
        .child(title)
        .child(el("td").attr("data-value", table.map(|table| table.rows.to_string())).child(rows))
        .child(el("td").child(day(|table| table.first)))
        .child(el("td").child(day(|table| table.last)))
        .child(el("td").class("text").child(origin))
}

/// The files, with licence and credit.
pub(super) fn sources(publication: &Publication, quality: &Quality) -> Element {
    let section = section("sources", text::sources());
    let made = text::quality_made(&publication.snapshot, &quality.created_at, &publication.id);
    let list = match quality.files.is_empty() {
        true => el("p").child(text::quality_no_sources()),
        false => el("ul").class("source-files").children(quality.files.iter().map(file)),
    };
    section.child(list).child(el("p").class("hint").child(made))
}

fn file(source: &SourceFile) -> Element {
    let url = web_address(source.url.as_deref());
    let name = match url {
        Some(url) => el("a").attr("href", url).attr("rel", "noreferrer").child(source.name.clone()),
        None => el("span").child(source.name.clone()),
    };
    let rows = match source.rows {
        0 => None,
        rows => Some(text::quality_rows_read(&count(rows))),
    };
    let licence = source.licence.clone().unwrap_or_else(|| text::quality_no_licence().to_owned());
    let facts = [rows, Some(licence), source.attribution.clone(), words::used(source)];
    let facts = facts.into_iter().flatten().map(|fact| el("li").child(fact));
    el("li")
        .child(el("h3").child(name).child(" ").child(el("code").class("place").child(source.file.clone())))
        .child(el("ul").class("facts").children(facts))
}
