//! What there is to ask about: tables and their columns, key figures, what is simulated.

use super::schema;
use super::tool::{About, Asked, Told, Tool};
use crate::api::parameter::{Kind, Parameter};
use crate::refusal::Refusal;
use crate::shelf::{Served, Shelf};
use contract::{BadParameter, KpiAnswer, QueryString, Reason, SqlFunction, SqlTable};
use futures::future::BoxFuture;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// The tool.
pub(super) struct Describe;

pub(super) const TOOL: Describe = Describe;

const ABOUT: About = About {
    name: "describe",
    title: "What there is",
    description: "Tables and views with what a row of each is, key figures with their definitions, and which data is \
        simulated. Name tables to get their columns with units and meanings. Call it first, and before writing a query.",
    meaning: "What queries can name, and what key figures are. `simulated` says which data nobody measured: say so when \
        you use it.",
};

/// What there is.
#[derive(Serialize, JsonSchema)]
struct Description {
    /// Snapshot that is asked.
    snapshot: String,
    /// ISO 4217 code of all money.
    currency: String,
    /// What is simulated in the snapshot; empty if all of it was measured.
    simulated: Vec<String>,
    /// Key figures.
    key_figures: Vec<KeyFigure>,
    /// Tables and views; those that were not named are without columns.
    tables: Vec<SqlTable>,
    /// Functions that queries can call, if they were asked for.
    functions: Vec<SqlFunction>,
}

/// A key figure.
#[derive(Serialize, JsonSchema)]
struct KeyFigure {
    /// Id.
    id: &'static str,
    /// What people call it.
    name: &'static str,
    /// Unit of its values.
    unit: &'static str,
    /// What it says.
    definition: &'static str,
    /// How it is computed.
    formula: &'static str,
}

impl Tool for Describe {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn arguments(&self) -> Value {
        schema::arguments(&parameters())
    }

    fn answer(&self, generator: &mut SchemaGenerator) -> Value {
        generator.subschema_for::<Description>().to_value()
    }

    fn call(&'static self, asked: Asked) -> BoxFuture<'static, Result<Told, Refusal>> {
        Box::pin(async { asked.compute(&parameters(), told).await })
    }
}

fn parameters() -> Vec<Parameter> {
    let yes = Kind::Choice(vec![Cow::from("yes")]);
    vec![
        Parameter::new("table", "Tables whose columns to tell.", Kind::Names),
        Parameter::new("functions", "`yes` for the functions that queries can call.", yes),
    ]
}

fn told(shelf: &Shelf, served: &Served, query: &QueryString) -> Result<Told, Refusal> {
    let names = shelf.names(served)?;
    let mut tables = names.tables.clone();
    let wanted: Vec<&str> = query.all("table").collect();
    if let Some(unknown) = wanted.iter().find(|name| tables.iter().all(|table| table.name != **name)) {
        let known: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        return Err(BadParameter::new("table", unknown, Reason::one_of("kpi", &known)).into());
    }
    let mut left_out = 0;
    for table in tables.iter_mut().filter(|table| !wanted.contains(&table.name.as_str())) {
        left_out += table.columns.len();
        table.columns.clear();
    }
    let facts = &served.derived().facts;
    let key_figure = |figure: &planning::kpi::Definition| {
        let [name, definition, formula] = app::key_figure_in_english(figure.id);
        KeyFigure { id: figure.id, name, unit: KpiAnswer::unit_name(figure.unit), definition, formula }
    };
    let with_functions = query.get("functions").is_some_and(|text| text == "yes");
    let description = Description {
        snapshot: names.snapshot.clone(),
        currency: facts.currency.clone(),
        simulated: facts.simulated.clone(),
        key_figures: planning::kpi::ALL.iter().map(key_figure).collect(),
        tables,
        functions: if with_functions { names.functions.clone() } else { Vec::new() },
    };
    let mut cut = Vec::new();
    if left_out > 0 {
        cut.push(format!("{left_out} columns of tables that were not named in `table`"));
    }
    if !with_functions {
        cut.push(format!("{} functions: ask with `functions`", names.functions.len()));
    }
    let answer = serde_json::to_value(description).map_err(|_| Refusal::Internal)?;
    Ok(Told { answer, page: "/sql".to_owned(), cut })
}
