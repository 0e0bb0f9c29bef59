//! `GET /api/v1/item`: one item-location, what to order and why, under the settings and under a scenario.

use super::endpoint::{AboutEndpoint, Endpoint, FunctionOf};
use super::parameter::{self, UNKNOWN_ITEM};
use crate::table::{Column, date, number, text};
use contract::{ItemAnswer, ItemKey, ItemPolicy, item, scenario_from_query};
use planning::what_if::Parts;

/// The policy of an item-location under the settings, or under the scenario.
pub(super) struct PeriodRow {
    which: &'static str,
    sku: String,
    location: String,
    policy: ItemPolicy,
    /// Under the settings; a scenario is not simulated.
    achieved_service: Option<f64>,
}

pub(super) const ENDPOINT: Endpoint<ItemAnswer, PeriodRow> = Endpoint {
    about: AboutEndpoint {
        name: "item",
        summary: "One item-location: what to order and when, and every number behind it",
        details: "Under the settings and under a scenario, with history, forecast, lead times seen and the same item \
                  at other locations. What is not known is null. As a table: the policy now and in the scenario.",
        row: "policy",
        parameters: &[parameter::item, parameter::scenario],
        function_of: FunctionOf::Publication,
        refuses: &[UNKNOWN_ITEM],
    },
    answer: |asked| {
        let facts = &asked.derived().facts;
        let key = ItemKey::from_query(asked.query)?;
        // A wrong parameter is reported before an unknown item.
        scenario_from_query(asked.query, "", &facts.settings.scenario())?;
        let record = asked.record(&key)?;
        let scenario = scenario_from_query(asked.query, "", &record.now(&facts.settings))?;
        Ok(item(facts, &record, scenario))
    },
    rows: |answer| {
        let (sku, location) = (answer.sku, answer.location.id);
        let achieved = answer.verification.map(|verification| verification.achieved.cycle_service);
        let row = |(which, policy, achieved_service): (&'static str, ItemPolicy, Option<f64>)| PeriodRow {
            which,
            sku: sku.clone(),
            location: location.clone(),
            policy,
            achieved_service,
        };
        [("now", answer.now, achieved), ("scenario", answer.scenario, None)].map(row).into()
    },
    columns: &COLUMNS,
    paging: None,
};

const COLUMNS: [Column<PeriodRow>; 24] = [
    text("which", "now or scenario", |row| Some(row.which)),
    text("sku", "Stock keeping unit", |row| Some(&row.sku)),
    text("location", "Location id", |row| Some(&row.location)),
    number("position", "Units on hand and on order", |row| row.policy.advice.position),
    number("quantity", "Units to order", |row| row.policy.advice.quantity),
    date("order_by", "Day by which to order", |row| row.policy.advice.order_by),
    date("arrives", "Day on which that order is expected", |row| row.policy.advice.arrives),
    date("runs_out", "Day by whose end all is expected to be gone without an order", |row| {
        row.policy.advice.runs_out
    }),
    number("demand_per_day", "Forecast, units per day", |row| part(row, |parts| parts.demand_per_day)),
    number("exposed_demand_per_day", "The same over the coming lead time and review, units per day", |row| {
        part(row, |parts| parts.exposed_demand_per_day)
    }),
    number("error_sd_per_day", "Its error over the lead time, units per √day", |row| {
        part(row, |parts| parts.error_sd_per_day)
    }),
    number("lead_time_days", "Mean lead time", |row| part(row, |parts| parts.lead_time_days)),
    number("lead_time_sd_days", "Its deviation", |row| part(row, |parts| parts.lead_time_sd_days)),
    number("lead_time_demand", "Demand over the lead time, units", |row| {
        part(row, |parts| parts.lead_time_demand.mean)
    }),
    number("undershoot", "Expected undershoot at a review, units", |row| {
        part(row, |parts| parts.undershoot.mean)
    }),
    number("safety_stock", "Units", |row| part(row, |parts| parts.policy.safety_stock)),
    number("reorder_point", "Units", |row| part(row, |parts| parts.policy.reorder_point)),
    number("order_quantity", "Units", |row| part(row, |parts| parts.policy.order_quantity)),
    number("average_stock_value", "At cost, money", |row| row.policy.average_stock_value),
    number("holding_cost_per_year", "Money per year", |row| row.policy.holding_cost_per_year),
    number("ordering_cost_per_year", "Money per year", |row| row.policy.ordering_cost_per_year),
    number("review_sd_per_day", "Deviation of a review period's demand, units per √day", |row| {
        part(row, |parts| parts.review_sd_per_day)
    }),
    number("safety_factor", "Deviations of safety stock: what items alike have needed", |row| {
        part(row, |parts| parts.safety_factor)
    }),
    number("achieved_service", "In simulation under the settings, a share", |row| row.achieved_service),
];

fn part(row: &PeriodRow, of: fn(&Parts) -> f64) -> Option<f64> {
    row.policy.parts.as_ref().map(of)
}
