//! `GET /api/v1/accuracy`: forecast errors from earlier dates, and the value added over the naive method.

use super::endpoint::{AboutEndpoint, Endpoint, FunctionOf};
use super::parameter;
use crate::table::{Column, count, number, text};
use contract::{AccuracyAnswer, AccuracyRow, Filter, Grouping, accuracy};

pub(super) const ENDPOINT: Endpoint<AccuracyAnswer, AccuracyRow> = Endpoint {
    about: AboutEndpoint {
        name: "accuracy",
        summary: "Forecast accuracy, bias and value added over the naive method",
        details: "Errors of forecasts from earlier dates, as ratios of sums: over all item-locations kept, \
                  and by category, demand class and method. A measure without data is null.",
        row: "group",
        parameters: &[parameter::no_window, parameter::filter],
        function_of: FunctionOf::Publication,
        refuses: &[],
    },
    answer: |asked| {
        let filter = Filter::from_query(asked.query)?;
        Ok(accuracy(&asked.derived().facts, &asked.derived().cube, &asked.derived().plan, &filter))
    },
    rows: |answer| std::iter::once(answer.total).chain(answer.groups).collect(),
    columns: &COLUMNS,
    paging: None,
};

const COLUMNS: [Column<AccuracyRow>; 14] = [
    text("grouping", "total, category, demand_class or method", |row| Some(grouping(row.grouping))),
    text("group", "The group; none for the total", |row| (!row.group.is_empty()).then_some(&*row.group)),
    count("item_locations", "Forecast from earlier origins", |row| Some(row.item_locations.into())),
    count("untested", "History too short, or demand ended", |row| Some(row.untested.into())),
    number("periods", "Periods forecast", |row| Some(row.periods)),
    number("demand", "Demand of those periods, units", |row| Some(row.demand)),
    number("rmsse", "Root mean squared scaled error", |row| row.rmsse),
    number("naive_rmsse", "The naive method's", |row| row.naive_rmsse),
    number("wape", "Weighted absolute percentage error, a fraction", |row| row.wape),
    number("naive_wape", "The naive method's", |row| row.naive_wape),
    number("bias", "Forecast less demand ÷ demand, a fraction", |row| row.bias),
    number("value_added", "1 − rmsse ÷ naive_rmsse", |row| row.value_added),
    number("better", "Share of item-locations better than the naive method", |row| row.better),
    number("better_by_value", "The same, weighed by demand at cost", |row| row.better_by_value),
];

fn grouping(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::Total => "total",
        Grouping::Category => "category",
        Grouping::DemandClass => "demand_class",
        Grouping::Method => "method",
    }
}
