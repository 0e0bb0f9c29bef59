//! Queries in SQL: through the same gate, in the same cage and under the same limits as those of the API.

use super::tool::{About, Asked, Told, Tool, page};
use crate::refusal::Refusal;
use contract::{QueryString, SqlAnswer, SqlParameters, SqlRequest, SqlValue};
use futures::future::BoxFuture;
use schemars::SchemaGenerator;
use serde_json::{Value, json};

/// The tool.
pub(super) struct Sql;

pub(super) const TOOL: Sql = Sql;

/// Rows that are told by default, and at most.
const ROWS: u64 = 100;
const ROWS_MOST: u64 = 1_000;

const ABOUT: About = About {
    name: "sql",
    title: "Query in SQL",
    description: "One SELECT over the snapshot, read-only: tables, views such as kpi_period, item_status and orders_today, \
        and functions for inventory formulas (`describe` names them). Dates are DATE '2011-12-09'. Aggregate in the query: \
        at most 1000 rows are told. A refusal says where the query is wrong and what was probably meant. Prefer the other \
        tools where they answer the question.",
    meaning: "`rows` has a list of cells for each row, in the order of `columns`, which say kind, unit and meaning. A number \
        of more than 15 digits is text. `cut_at` is the limit, if there were more rows.",
};

impl Tool for Sql {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn arguments(&self) -> Value {
        let value = json!({ "type": ["string", "number", "boolean", "null"] });
        json!({
            "type": "object",
            "properties": {
                "sql": {
                    "type": "string",
                    "minLength": 1,
                    "description": "The query: one statement that begins with SELECT, WITH or VALUES.",
                },
                "parameters": {
                    "type": "object",
                    "additionalProperties": value,
                    "description": "Values of `$name` by name, bound and never pasted into the text.",
                },
                "row_limit": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": ROWS_MOST,
                    "description": format!("Rows to tell at most; by default {ROWS}."),
                },
            },
            "required": ["sql"],
            "additionalProperties": false,
        })
    }

    fn answer(&self, generator: &mut SchemaGenerator) -> Value {
        generator.subschema_for::<SqlAnswer>().to_value()
    }

    fn call(&'static self, asked: Asked) -> BoxFuture<'static, Result<Told, Refusal>> {
        Box::pin(async move {
            let Asked { server, served, client, arguments } = asked;
            let request: SqlRequest = serde_json::from_value(Value::Object(arguments))
                .map_err(|error| Refusal::BadBody(error.to_string()))?;
            let limit = request.row_limit.unwrap_or(ROWS).min(ROWS_MOST);
            let page = page("/sql", &linked(&request));
            // A longer address would be refused.
            let page = if page.len() > server.limits.address_bytes { "/sql".to_owned() } else { page };
            let request = SqlRequest { row_limit: Some(limit), ..request };
            let answer = server.answer(&served, client, request).await?;
            let cut = answer.cost.cut_at.map(|limit| format!("`rows` are cut at {limit}"));
            let answer = serde_json::to_value(answer).map_err(|_| Refusal::Internal)?;
            Ok(Told { answer, page, cut: cut.into_iter().collect() })
        })
    }
}

/// The query as the page takes it: its parameters by their names, or their places.
fn linked(request: &SqlRequest) -> QueryString {
    let mut query = QueryString::default();
    query.push("sql", &request.sql);
    let text = |value: &SqlValue| match value {
        SqlValue::Missing => String::new(),
        SqlValue::Flag(flag) => flag.to_string(),
        SqlValue::Whole(number) => number.to_string(),
        SqlValue::Number(number) => number.to_string(),
        SqlValue::Text(text) => text.clone(),
    };
    match &request.parameters {
        SqlParameters::Positional(values) => {
            (1..)
                .zip(values)
                .for_each(|(place, value): (u32, _)| query.push(&place.to_string(), &text(value)));
        }
        SqlParameters::Named(values) => {
            values.iter().for_each(|(name, value)| query.push(name, &text(value)))
        }
    }
    query
}
