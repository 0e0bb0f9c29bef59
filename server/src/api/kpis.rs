//! `GET /api/v1/kpis`: every key figure for a filter.

use super::endpoint::{AboutEndpoint, Endpoint, FunctionOf};
use super::parameter;
use crate::table::{Column, count, date, number, text};
use contract::{Filter, KpiAnswer, KpiValue, KpisAnswer, kpis};
use planning::day::Day;

/// A key figure with its windows.
pub(super) struct KpiRow {
    kpi: KpiAnswer,
    window: [Option<Day>; 4],
}

pub(super) const ENDPOINT: Endpoint<KpisAnswer, KpiRow> = Endpoint {
    about: AboutEndpoint {
        name: "kpis",
        summary: "Every key figure in a window and in the window before",
        details: "Each value comes with what it was made of: value = numerator ÷ denominator × factor. Where the \
                  snapshot lacks what a key figure needs, its value is null, never zero.",
        row: "key figure",
        parameters: &[parameter::window, parameter::filter],
        function_of: FunctionOf::Publication,
        refuses: &[],
    },
    answer: |asked| {
        let filter = Filter::from_query(asked.query)?;
        Ok(kpis(&asked.derived().facts, &asked.derived().cube, &filter))
    },
    rows: |answer| {
        let window = [answer.from, answer.to, answer.previous_from, answer.previous_to];
        answer.kpis.into_iter().map(|kpi| KpiRow { kpi, window }).collect()
    },
    columns: &COLUMNS,
    paging: None,
};

const COLUMNS: [Column<KpiRow>; 16] = [
    text("id", "Id of the key figure", |row| Some(row.kpi.id)),
    text("unit", "Unit of its values", |row| Some(row.kpi.unit)),
    date("from", "First day of the window", |row| row.window[0]),
    date("to", "Last day of the window", |row| row.window[1]),
    number("value", "Value in the window", |row| current(row, |kpi| kpi.value)),
    number("numerator", "Upper sum", |row| current(row, |kpi| kpi.numerator)),
    number("denominator", "Lower sum", |row| current(row, |kpi| kpi.denominator)),
    number("factor", "Constant factor", |row| current(row, |kpi| kpi.factor)),
    count("rows", "Rows counted", |row| row.kpi.current.map(|kpi| kpi.rows)),
    date("previous_from", "First day of the window before", |row| row.window[2]),
    date("previous_to", "Last day of the window before", |row| row.window[3]),
    number("previous_value", "Value in the window before", |row| previous(row, |kpi| kpi.value)),
    number("previous_numerator", "Upper sum there", |row| previous(row, |kpi| kpi.numerator)),
    number("previous_denominator", "Lower sum there", |row| previous(row, |kpi| kpi.denominator)),
    number("previous_factor", "Constant factor there", |row| previous(row, |kpi| kpi.factor)),
    count("previous_rows", "Rows counted there", |row| row.kpi.previous.map(|kpi| kpi.rows)),
];

fn current(row: &KpiRow, part: fn(KpiValue) -> f64) -> Option<f64> {
    row.kpi.current.map(part)
}

fn previous(row: &KpiRow, part: fn(KpiValue) -> f64) -> Option<f64> {
    row.kpi.previous.map(part)
}
