//! What to order today: the lines of `granary plan`, those of most value first.

use super::schema;
use super::tool::{About, Asked, Told, Tool, page, without};
use crate::api;
use crate::api::parameter::{self, Kind, Parameter};
use crate::refusal::Refusal;
use crate::shelf::{Served, Shelf};
use crate::table::json_rows;
use contract::{
    Facts, ItemsQuery, OrdersToday, ProposalRow, QueryString, number_from_query, scenario_from_query,
    scenario_names, scenario_to_query,
};
use data::publish;
use futures::future::BoxFuture;
use planning::bounds::{self, Bound};
use planning::convert::whole_usize;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;

/// The tool.
pub(super) struct Plan;

pub(super) const TOOL: Plan = Plan;

/// Lines that are told.
const LINES: Bound = Bound { name: "lines", max: 200.0, ..bounds::PAGE_SIZE };
const LINES_USUAL: usize = 20;

/// Parameters of the list of items that choose what is planned.
const KEPT: [&str; 6] = ["category", "location", "class", "status", "variability", "supplier"];

const ABOUT: About = About {
    name: "plan",
    title: "What to order today",
    description: "The order lines of today, those of most value first: item, location, supplier, quantity, value and the \
        numbers behind them, as `granary plan` writes them; under the settings, under other assumptions, or under a stock \
        budget. Call it for questions on what to order. Nothing is ordered by it.",
    meaning: "A line is what to order now of an item at a location: its position (on hand and on order) is at or below its \
        reorder point. Quantities in units, values at cost in the publication's currency.",
};

/// What to order today.
#[derive(Serialize, JsonSchema)]
struct OrdersTold {
    /// ISO 4217 code of all money.
    currency: String,
    /// What is simulated in the snapshot.
    simulated: Vec<String>,
    /// The assumptions that differ from the settings, as a query string; empty under the settings.
    scenario: String,
    /// Item-locations planned.
    planned: usize,
    /// Order lines of today, whether told or not.
    lines: usize,
    /// Their value at cost; null where no unit cost is known.
    value: Option<f64>,
    /// Lines among them whose unit cost is not known.
    value_unknown: usize,
    /// The lines told, those of most value first.
    rows: Vec<Value>,
}

impl Tool for Plan {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn arguments(&self) -> Value {
        schema::arguments(&parameters())
    }

    fn answer(&self, generator: &mut SchemaGenerator) -> Value {
        let mut answer = generator.root_schema_for::<OrdersTold>().to_value();
        answer["properties"]["rows"]["items"] = schema::row(ProposalRow::COLUMNS);
        answer
    }

    fn call(&'static self, asked: Asked) -> BoxFuture<'static, Result<Told, Refusal>> {
        Box::pin(async { asked.compute(&parameters(), told).await })
    }
}

fn parameters() -> Vec<Parameter> {
    let kept = api::ITEMS.parameters().into_iter().filter(|parameter| KEPT.contains(&&*parameter.name));
    let lines = Parameter {
        about: format!("How many lines to tell at most; by default {LINES_USUAL}.").into(),
        ..Parameter::new(LINES.name, "", Kind::Whole(LINES))
    };
    kept.chain(parameter::scenario()).chain(parameter::stock_budget()).chain([lines]).collect()
}

fn told(shelf: &Shelf, served: &Served, query: &QueryString) -> Result<Told, Refusal> {
    let published = &served.published;
    let facts = &published.derived.facts;
    let now = facts.settings.scenario();
    let scenario = scenario_from_query(query, "", &now)?;
    let stock_budget = number_from_query(query, "", &bounds::STOCK_BUDGET)?;
    let most = number_from_query(query, "", &LINES)?.map_or(LINES_USUAL, whole_usize);
    let kept = ItemsQuery::from_query(&without(query, &[LINES.name]))?;
    let assumed = (&scenario, stock_budget);
    let planned =
        publish::proposals(shelf.store(), &published.publication, &published.derived, &kept, assumed);
    let (rows, _) = planned.map_err(|error| {
        tracing::error!(%error, "the plan cannot be made");
        Refusal::Internal
    })?;
    let mut changes = QueryString::default();
    scenario_to_query(&mut changes, "", &scenario, &now);
    let mut cut = Vec::new();
    let answer = orders(facts, changes.to_string(), rows, most, &mut cut);
    let is_as_settings = changes.is_empty() && stock_budget.is_none();
    let assumptions: Vec<&str> = scenario_names().chain([bounds::STOCK_BUDGET.name, LINES.name]).collect();
    let page = match is_as_settings {
        true => page("/items", &without(query, &assumptions)),
        false => page("/what-if", &without(query, &[LINES.name, "status", "variability", "supplier"])),
    };
    let answer = serde_json::to_value(answer).map_err(|_| Refusal::Internal)?;
    Ok(Told { answer, page, cut })
}

/// The lines with something to order, and their sums.
fn orders(
    facts: &Facts,
    scenario: String,
    proposals: Vec<ProposalRow>,
    most: usize,
    cut: &mut Vec<String>,
) -> OrdersTold {
    let planned = proposals.len();
    let OrdersToday { mut rows, value, value_unknown } = OrdersToday::of(proposals);
    let lines = rows.len();
    if lines > most {
        cut.push(format!("`rows` are cut at {most} of {lines}"));
        rows.truncate(most);
    }
    OrdersTold {
        currency: facts.currency.clone(),
        simulated: facts.simulated.clone(),
        scenario,
        planned,
        lines,
        value,
        value_unknown,
        rows: json_rows(ProposalRow::COLUMNS, &rows),
    }
}
