//! The tables at hand: what a row is, how many there are, from when to when, and what each column means in which unit. The
//! page's script completes from the same markup.

use super::cell;
use crate::charts::scroll;
use crate::format::{self, count};
use crate::text;
use crate::view::{Element, el, marked, section};
use contract::{Publication, SqlSchema, SqlTable, SqlTableColumn};

/// Every table and view, each behind a disclosure.
pub(super) fn schema(schema: &SqlSchema, publication: &Publication) -> Element {
    let functions: Vec<&str> = schema.functions.iter().map(|function| function.name.as_str()).collect();
    section("sql-schema", "notes sql-schema", text::sql_schema())
        .attr("data-functions", functions.join(" "))
        .children(schema.tables.iter().map(|of| table(of, publication)))
}

fn table(table: &SqlTable, publication: &Publication) -> Element {
    let name = el("code").child(table.name.clone());
    let heads = [text::sql_column(), text::sql_type(), text::sql_meaning()];
    let head = |name: &'static str| el("th").attr("scope", "col").class("text").child(name);
    let rows = table.columns.iter().map(|of| column(table, of, publication));
    let columns = el("table")
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(el("tbody").children(rows));
    el("details")
        .class("table-view columns")
        .attr("data-table", table.name.clone())
        .child(el("summary").child(name).child(" ").child(el("span").class("hint").child(extent(table))))
        .child(el("p").class("meaning").child(row(table)))
        .child(scroll(text::sql_schema().to_owned()).child(columns))
}

/// Rows, dates and whether they are simulated.
fn extent(table: &SqlTable) -> String {
    let rows = match table.rows {
        None => text::sql_view().to_owned(),
        Some(rows) => text::sql_row_count(&count(rows)),
    };
    let dates = table.first.zip(table.last);
    let dates = dates.map(|(from, to)| text::date_span(&format::date(from), &format::date(to)));
    let simulated = table.simulated.then(|| text::quality_simulated().to_owned());
    [Some(rows), dates, simulated].into_iter().flatten().collect::<Vec<_>>().join(text::list_comma())
}

/// What one row is: in the page's language, or else in the words of the data dictionary.
fn row(table: &SqlTable) -> String {
    or_own(text::data_table(&table.name).row, &table.row)
}

fn or_own(known: &'static str, own: &str) -> String {
    if known.is_empty() { own.to_owned() } else { known.to_owned() }
}

fn column(table: &SqlTable, column: &SqlTableColumn, publication: &Publication) -> Element {
    let SqlTableColumn { name, unit, .. } = column;
    let meaning = or_own(text::data_column(&[&*table.name, ".", name].concat()).meaning, &column.meaning);
    let is_simulated = publication
        .simulated_data
        .iter()
        .any(|data| data.table == table.name && data.column.as_ref() == Some(name));
    let simulated = is_simulated.then(|| el("strong").child([" ", text::quality_simulated()].concat()));
    let unit = if unit.is_empty() { String::new() } else { cell::unit(unit) };
    el("tr")
        .attr("data-column", name.clone())
        .child(el("th").attr("scope", "row").child(el("code").child(name.clone())))
        .child(
            el("td").class("text").child(cell::kind(column.kind)).child(el("span").class("unit").child(unit)),
        )
        .child(
            el("td")
                .class("text")
                .child(el("span").class("meaning").child(marked(&meaning)))
                .child(simulated),
        )
}
