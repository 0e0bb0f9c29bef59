//! `GET /api/v1/what-if`: one or two scenarios for a filter, beside the settings of today.

use super::endpoint::{AboutEndpoint, Endpoint, FunctionOf};
use super::parameter;
use crate::table::{Column, count, number, text};
use contract::{
    COMPARED_PREFIX, Filter, QueryString, WhatIfAnswer, WhatIfQuery, WhatIfTotals, number_from_query,
    scenario_from_query, scenario_names, what_if,
};
use planning::bounds;
use planning::what_if::Totals;

/// A scenario with its totals and its role.
pub(super) struct TotalsRow {
    which: &'static str,
    totals: WhatIfTotals,
}

impl TotalsRow {
    /// A sum of the totals, if they are meaningful.
    fn sum(&self, of: fn(&Totals) -> f64) -> Option<f64> {
        self.totals.totals.known(of(&self.totals.totals))
    }
}

pub(super) const ENDPOINT: Endpoint<WhatIfAnswer, TotalsRow> = Endpoint {
    about: AboutEndpoint {
        name: "what-if",
        summary: "Stock, service and cost under one or two scenarios, beside today’s",
        details: "A scenario changes what its parameters name; the rest stays as the publication’s settings have \
                  it. The whole answer has also the curve of service against cost, the item-locations whose stock \
                  changes most, totals by category, what moves the cost most, and what a sum of money buys \
                  if it is spread to where it does most.",
        row: "scenario: now, scenario and, if one is given, compared",
        parameters: &[
            parameter::no_window,
            parameter::filter,
            parameter::scenario,
            parameter::compared,
            parameter::stock_budget,
        ],
        function_of: FunctionOf::Publication,
        refuses: &[],
    },
    answer: |asked| {
        let (derived, query) = (asked.derived(), asked.query);
        let now = derived.facts.settings.scenario();
        let filter = Filter::from_query(query)?;
        let scenario = scenario_from_query(query, "", &now)?;
        let compared = match compares(query) {
            true => Some(scenario_from_query(query, COMPARED_PREFIX, &now)?),
            false => None,
        };
        let stock_budget = number_from_query(query, "", &bounds::STOCK_BUDGET)?;
        let query = WhatIfQuery { filter, scenario, compared, stock_budget };
        Ok(what_if(derived, query))
    },
    rows: |answer| {
        let row = |(which, totals): (&'static str, Option<WhatIfTotals>)| {
            Some(TotalsRow { which, totals: totals? })
        };
        let all =
            [("now", Some(answer.now)), ("scenario", Some(answer.scenario)), ("compared", answer.compared)];
        all.into_iter().filter_map(row).collect()
    },
    columns: &COLUMNS,
    paging: None,
};

/// Whether the query has a second scenario.
fn compares(query: &QueryString) -> bool {
    let given =
        |name: &str| query.get(&format!("{COMPARED_PREFIX}{name}")).is_some_and(|text| !text.is_empty());
    scenario_names().any(given)
}

const COLUMNS: [Column<TotalsRow>; 26] = [
    text("which", "now, scenario or compared", |row| Some(row.which)),
    number("service_level", "Target service level", |row| Some(row.totals.scenario.service_level)),
    number("lead_time_factor", "Times today’s lead times", |row| {
        Some(row.totals.scenario.lead_time_factor)
    }),
    number("lead_time_sd_factor", "Times their deviations", |row| {
        Some(row.totals.scenario.lead_time_sd_factor)
    }),
    number("demand_factor", "Times today’s demand", |row| Some(row.totals.scenario.demand_factor)),
    number("order_cost", "Money per order line", |row| Some(row.totals.scenario.order_cost)),
    number("holding_rate", "Holding cost per year, of stock value", |row| {
        Some(row.totals.scenario.holding_rate)
    }),
    number("review_days", "Days between reviews", |row| Some(row.totals.scenario.review_days)),
    text("service_type", "cycle or fill: what the service level promises", |row| {
        Some(row.totals.scenario.service_type.name())
    }),
    text("formula", "corrected or textbook", |row| Some(row.totals.scenario.formula.name())),
    count("items", "Item-locations in the sums", |row| Some(row.totals.totals.items.into())),
    count("without_cost", "Left out for want of a cost", |row| Some(row.totals.totals.without_cost.into())),
    count("without_demand", "Not stocked: without forecast demand, or with too little", |row| {
        Some(row.totals.totals.without_demand.into())
    }),
    number("stock_value", "Average stock at cost", |row| row.sum(|totals| totals.stock_value)),
    number("safety_stock_value", "Of it safety stock", |row| row.sum(|totals| totals.safety_stock_value)),
    number("holding_cost_per_year", "Money per year", |row| row.sum(|totals| totals.holding_cost_per_year)),
    number("ordering_cost_per_year", "Money per year", |row| row.sum(|totals| totals.ordering_cost_per_year)),
    number("cost_per_year", "Both, money per year", |row| row.totals.cost_per_year),
    number("orders_per_year", "Order lines per year", |row| row.sum(|totals| totals.orders_per_year)),
    number("stockouts_per_year", "Replenishment cycles per year expected to run out", |row| {
        row.sum(|totals| totals.stockouts_per_year)
    }),
    number("cost_of_goods_sold_per_year", "Money per year", |row| {
        row.sum(|totals| totals.cost_of_goods_sold_per_year)
    }),
    number("demand_per_year", "Units per year", |row| row.sum(|totals| totals.demand_per_year)),
    number("filled_per_year", "Of those shipped from stock", |row| row.sum(|totals| totals.filled_per_year)),
    number("fill_rate", "Expected fill rate", |row| row.totals.fill_rate),
    number("cycle_service", "Expected share of cycles without a stockout", |row| row.totals.cycle_service),
    number("turnover_per_year", "Inventory turnover per year", |row| row.totals.turnover_per_year),
];
