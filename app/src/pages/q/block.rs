//! The answer of a query: a picture, its rows, or its values in large; why there is none; and links to take it further.

use super::Outcome;
use super::form::spoken;
use super::value::{unit_behind, written};
use crate::address::{self, Host};
use crate::charts::scroll;
use crate::format::count;
use crate::page::PageRequest;
use crate::pages::sql::{cell, picture};
use crate::query_page::{PageQuery, QueryPage, Shown};
use crate::view::{Element, cards, el};
use crate::{language, text};
use contract::{QueryString, SqlAnswer, SqlColumn, SqlRefusal, SqlValue};

/// Rows of a table at most: all of them are in the files.
const TABLE_ROWS: usize = 100;
/// Numbers that stand in large where the page does not say how an answer is shown.
const NUMBERS_MAX: usize = 6;
/// Formats of files, as the API names them, with what people call them.
const FILES: [(&str, &str); 2] = [("csv", "CSV"), ("xlsx", "Excel")];

/// The place of a query.
pub(super) fn block(
    request: &PageRequest<'_>,
    page: &QueryPage,
    of: &PageQuery,
    outcome: &Outcome,
    query: &QueryString,
) -> Element {
    let shown = match outcome {
        Ok(answer) => answered(request, of, answer),
        Err(refusal) => refusal_of(refusal),
    };
    // In a text of another language, the words of the page are its own.
    let language = page.language.is_some().then(|| language::current().code());
    let id = ["query-", &of.name].concat();
    el("div")
        .class("query-block")
        .attr("id", id.clone())
        .attr("role", "group")
        .attr("aria-label", spoken(&of.name))
        .attr("lang", language)
        .children(shown.into_iter().map(|part| part.with_ids(&id)))
        .child(links(page, of, query))
}

fn answered(request: &PageRequest<'_>, of: &PageQuery, answer: &SqlAnswer) -> Vec<Element> {
    let mut answer = answer.clone();
    answer.columns.iter_mut().for_each(|column| column.name = spoken(&column.name));
    let currency = &request.derived().facts.currency;
    let hint = |sentence: String| el("p").class("hint").child(sentence);
    let cut = answer.cost.cut_at.map(|rows| hint(text::query_page_cut(&count(rows))));
    let table = || rows(&answer, currency);
    let in_currency = cell::in_currency(&answer, currency);
    let over_table = |drawn: Element| vec![drawn, behind(table())];
    // One row of few numbers stands in large where the page does not say.
    let drawn = match of.shown.or_else(|| is_few_numbers(&answer).then_some(Shown::Number)) {
        Some(Shown::Number) if answer.rows.len() < 2 => Some(vec![numbers(&answer, currency)]),
        Some(Shown::Table) => Some(vec![table()]),
        Some(shown) => picture::picture_of(&in_currency, shown).map(over_table),
        None => picture::best(&in_currency).map(over_table),
    };
    let mut parts = drawn.unwrap_or_else(|| {
        let asked = of.shown.map(|_| hint(text::query_page_no_picture().to_owned()));
        asked.into_iter().chain([table()]).collect()
    });
    parts.extend(cut);
    parts
}

fn is_few_numbers(answer: &SqlAnswer) -> bool {
    let has_number = answer.columns.iter().any(cell::is_number);
    answer.rows.len() == 1 && has_number && answer.columns.len() <= NUMBERS_MAX
}

/// Each value of the first row in large, under its name.
fn numbers(answer: &SqlAnswer, currency: &str) -> Element {
    let tile = |(place, column): (usize, &SqlColumn)| {
        let value = answer.rows.first().and_then(|row| row.get(place)).unwrap_or(&SqlValue::Missing);
        let known = written(column, value, currency);
        let unit = unit_behind(column).filter(|_| known.is_some());
        let class = if known.is_some() { "value" } else { "value none" };
        let number = el("span")
            .class("number")
            .attr("data-value", known.is_some().then(|| cell::shown(value)))
            .child(known.unwrap_or_else(|| text::no_data().to_owned()));
        let value =
            el("dd").class(class).child(number).child(" ").child(el("span").class("unit").child(unit));
        el("div").class("tile").child(el("dt").child(column.name.clone())).child(value)
    };
    el("dl").class("tiles query-numbers").children(answer.columns.iter().enumerate().map(tile))
}

/// The rows, under names with units.
fn rows(answer: &SqlAnswer, currency: &str) -> Element {
    let head = |column: &SqlColumn| {
        let unit = column.unit.as_deref().filter(|unit| !unit.is_empty()).map(cell::unit);
        el("th")
            .attr("scope", "col")
            .attr("class", (!cell::is_number(column)).then_some("text"))
            .child(column.name.clone())
            .child(unit.map(|unit| el("span").class("unit").child(unit)))
    };
    let row = |row: &Vec<SqlValue>| {
        let cells = answer.columns.iter().zip(row);
        el("tr").children(cells.map(|(column, value)| cell_of(column, value, currency)))
    };
    let table = el("table")
        .child(el("thead").child(el("tr").children(answer.columns.iter().map(head))))
        .child(el("tbody").children(answer.rows.iter().take(TABLE_ROWS).map(row)));
    let first = (answer.rows.len() > TABLE_ROWS).then(|| text::sql_first_rows(&count(TABLE_ROWS as u64)));
    el("div")
        .class("query-rows")
        .child(scroll(text::sql_rows().to_owned()).child(cards(table)))
        .child(first.map(|sentence| el("p").class("hint").child(sentence)))
}

fn cell_of(column: &SqlColumn, value: &SqlValue, currency: &str) -> Element {
    let known = written(column, value, currency);
    let class = match (&known, cell::is_number(column)) {
        (None, _) => Some("none"),
        (_, true) => None,
        (_, false) => Some("text"),
    };
    el("td")
        .attr("class", class)
        .attr("data-value", known.is_some().then(|| cell::shown(value)))
        .child(known.unwrap_or_else(|| text::no_data().to_owned()))
}

/// Rows behind a disclosure, beneath their picture.
fn behind(rows: Element) -> Element {
    el("details").class("table-view").child(el("summary").child(text::show_table())).child(rows)
}

/// Why there is no answer. The engine speaks English; screen readers should know.
fn refusal_of(refusal: &SqlRefusal) -> Vec<Element> {
    let said = [&*refusal.message, ". ", &*refusal.remedy, "."].concat();
    let title = text::sql_code(refusal.code.name()).title;
    vec![
        el("p").attr("data-refused", refusal.code.name()).child(el("strong").child(title)),
        el("p").class("verdict apart").attr("lang", "en").child(said),
    ]
}

/// Links to the query on the page for SQL, and to files of all its rows where a server makes them.
fn links(page: &QueryPage, of: &PageQuery, query: &QueryString) -> Element {
    let mut asked = QueryString::default().with("query", &page.saved_name(of));
    page.values(of, query).iter().for_each(|(name, value)| asked.push(name, value));
    let link = |href: String, label: &'static str| el("a").attr("href", href).child(label);
    let sql = link(address::page("sql", &asked.to_string()), text::sql_open());
    let file = |(format, name): (&str, &'static str)| {
        let query = asked.clone().with("format", format).to_string();
        let href = address::at(&["api/v1/sql?", &query].concat());
        let file = [&*of.name, ".", format].concat();
        el("li").child(link(href, name).attr("download", file))
    };
    let files = (address::host() == Host::Granary).then(|| FILES.map(file));
    el("ul").class("query-links").child(el("li").child(sql)).children(files.into_iter().flatten())
}
