//! `GET /api/v1/forecast`: history and forecast of one item-location.

use super::endpoint::{AboutEndpoint, Endpoint, FunctionOf};
use super::parameter::{self, UNKNOWN_ITEM};
use crate::table::{Column, date, number};
use contract::{ForecastAnswer, ForecastRow, ItemKey, forecast};

pub(super) const ENDPOINT: Endpoint<ForecastAnswer, ForecastRow> = Endpoint {
    about: AboutEndpoint {
        name: "forecast",
        summary: "History and forecast of one item-location",
        details: "Periods, oldest first: those of the history have what was, those to come have what is forecast. \
                  What is not known is null.",
        row: "period",
        parameters: &[parameter::item],
        function_of: FunctionOf::Publication,
        refuses: &[UNKNOWN_ITEM],
    },
    answer: |asked| {
        let record = asked.record(&ItemKey::from_query(asked.query)?)?;
        Ok(forecast(&asked.derived().facts, &record))
    },
    rows: |answer| answer.rows,
    columns: &COLUMNS,
    paging: None,
};

const COLUMNS: [Column<ForecastRow>; 11] = [
    date("from", "First day", |row| Some(row.from)),
    date("to", "Last day", |row| Some(row.to)),
    number("units", "Units demanded", |row| row.units),
    number("on_hand", "Units in stock at its end", |row| row.on_hand),
    number("stockout_days", "Days that ended without stock", |row| row.stockout_days),
    number("mean", "Mean of the forecast, units", |row| row.mean),
    number("median", "Median of the forecast, or the mean where that is less, units", |row| row.median),
    number("lower_80", "Lower end of the 80 % interval", |row| row.lower_80),
    number("upper_80", "Upper end of the 80 % interval", |row| row.upper_80),
    number("lower_95", "Lower end of the 95 % interval", |row| row.lower_95),
    number("upper_95", "Upper end of the 95 % interval", |row| row.upper_95),
];
