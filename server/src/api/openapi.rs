//! `/openapi.json`: the description of the API (OpenAPI 3.1), generated from the registry, the parameters and the
//! types.

use super::decisions;
use super::endpoint::Operation;
use super::parameter::{Kind, Parameter, common};
use super::sql::{SAVED, SORT, SQL_TEXT};
use super::{ALL, SQL, path};
use crate::problem::Problem;
use crate::table::Representation;
use contract::{SqlAnswer, SqlRequest};
use data::store::sha256_hex;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// Version of the API's addresses: `/api/v1` is only ever extended.
const VERSION: &str = "1.0.0";

const ABOUT: &str = "The numbers of the pages, computed by the same functions from the same derived files, under the \
    same parameters. Every answer comes as JSON or, flat, as CSV, an Arrow stream, Parquet or an Excel workbook. Where there is no data \
    a value is null, never zero. A parameter that is unknown, repeated or out of its limits is refused; an empty one is \
    as none. In CSV, text that a spreadsheet would take for a formula has an apostrophe before it.";

/// Every refusal that a request to an endpoint can get, by status.
const REFUSALS: [(&str, &str); 8] = [
    (
        "400",
        "A parameter is unknown, repeated or cannot be used, or the request does not name its host once.",
    ),
    ("406", "The Accept header takes none of the representations."),
    ("413", "The request announces a body larger than the limit."),
    ("414", "Path and query are longer than the limit."),
    ("421", "The request is for a host that this server does not answer to."),
    ("431", "The headers are larger than the limit."),
    ("503", "Nothing is published yet, or there are more requests than can be answered in time."),
    ("default", "A fault of the server."),
];

/// The document. Its version ends with its hash, so another text has another version.
pub(super) fn document() -> Vec<u8> {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = ALL
        .iter()
        .map(|operation| (path(*operation), json!({ "get": described(*operation, &mut generator) })))
        .collect();
    let answers = responses(&decisions::REFUSES, &mut generator);
    paths[decisions::PATH]["post"] = decisions::described(answers, &request_id(), &mut generator);
    let asked = query(&mut generator);
    paths.insert(SQL.to_owned(), json!({ "get": linked(asked.clone()), "post": asked }));
    let problem = generator.subschema_for::<Problem>().to_value();
    let refusals: Map<String, Value> = REFUSALS
        .iter()
        .map(|(status, about)| ((*status).to_owned(), refusal(status, about, &problem)))
        .collect();
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Granary",
            "version": VERSION,
            "description": ABOUT,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "responses": refusals,
        },
    });
    let hash = sha256_hex(document.to_string().as_bytes());
    document["info"]["version"] = format!("{VERSION}+{}", &hash[..12]).into();
    document.to_string().into_bytes()
}

fn refusal(status: &str, about: &str, problem: &Value) -> Value {
    let content = json!({ Problem::CONTENT_TYPE: { "schema": problem } });
    let mut response = json!({ "description": about, "headers": request_id(), "content": content });
    if matches!(status, "429" | "503") {
        response["headers"]["Retry-After"] = header("integer", "Seconds after which to try again.", true);
    }
    response
}

/// The refusals of every endpoint, with those of one of its own.
fn responses(own: &[(&str, &str)], generator: &mut SchemaGenerator) -> Map<String, Value> {
    let problem = generator.subschema_for::<Problem>().to_value();
    let of_all = REFUSALS.iter().map(|(status, _)| {
        ((*status).to_owned(), json!({ "$ref": format!("#/components/responses/{status}") }))
    });
    let own = own.iter().map(|(status, said)| ((*status).to_owned(), refusal(status, said, &problem)));
    of_all.chain(own).collect()
}

fn described(operation: &dyn Operation, generator: &mut SchemaGenerator) -> Value {
    let about = operation.about();
    let parameters: Vec<Value> = operation.parameters().iter().map(parameter).collect();
    let mut responses = responses(about.refuses, generator);
    responses.insert("200".to_owned(), answer(operation, generator));
    let unchanged = "The client already has this answer: If-None-Match names its tag.";
    responses.insert("304".to_owned(), json!({ "description": unchanged, "headers": headers(operation) }));
    json!({
        "operationId": about.name.replace('/', "-"),
        "summary": about.summary,
        "description": about.details,
        "parameters": parameters,
        "responses": responses,
    })
}

/// The operation that asks in SQL.
fn query(generator: &mut SchemaGenerator) -> Value {
    let refuses = [
        (
            "400",
            "The body cannot be used, or the query is refused: `sql` says why, where, and what was meant.",
        ),
        ("429", "The client has as many queries waiting as it may have."),
        ("501", "This server answers no queries."),
    ];
    let mut responses = responses(&refuses, generator);
    let content: Map<String, Value> = Representation::ALL
        .into_iter()
        .map(|representation| {
            let schema = match representation {
                Representation::Json => generator.subschema_for::<SqlAnswer>().to_value(),
                Representation::Csv => json!({ "type": "string" }),
                Representation::Arrow | Representation::Parquet | Representation::Xlsx => json!({}),
            };
            (representation.media_type().to_owned(), json!({ "schema": schema }))
        })
        .collect();
    responses.insert(
        "200".to_owned(),
        json!({ "description": "The rows of the query.", "headers": request_id(), "content": content }),
    );
    let request = generator.subschema_for::<SqlRequest>().to_value();
    json!({
        "operationId": "sql",
        "summary": "A query in SQL over the snapshot of the publication that is served",
        "description": "JSON has at most the rows that the server allows, and says so in `cut_at`. A workbook is made \
            whole. Others are sent as they are made: one that fails on its way breaks the connection off.",
        "parameters": common().iter().map(parameter).collect::<Vec<_>>(),
        "requestBody": { "required": true, "content": { "application/json": { "schema": request } } },
        "responses": responses,
    })
}

/// The same operation for links: the query and its parameters stand in the address.
fn linked(mut operation: Value) -> Value {
    let own = [
        Parameter::new(
            SQL_TEXT,
            "The query: one statement that begins with SELECT, WITH or VALUES. By default that of `query`.",
            Kind::Text(8_192),
        ),
        Parameter::new(
            SAVED,
            "The name of a saved query: its text if there is no `sql`, and the kinds and values of its parameters.",
            Kind::Text(256),
        ),
        Parameter::new(
            SORT,
            "The place of the column to sort by, counted from 1; with a minus before it the largest comes first.",
            Kind::Text(11),
        ),
    ];
    let values = json!({
        "name": "parameters",
        "in": "query",
        "description": "Values of the query's parameters: `$name` by `name`, `$1` by `1`. An empty one is NULL.",
        "schema": { "type": "object", "additionalProperties": { "type": "string" } },
    });
    let others = common().iter().map(parameter).collect::<Vec<_>>();
    operation["operationId"] = "sql-link".into();
    let own = own.iter().map(parameter).collect::<Vec<_>>();
    operation["parameters"] = [own, vec![values], others].concat().into();
    if let Some(parts) = operation.as_object_mut() {
        parts.remove("requestBody");
    }
    operation
}

fn answer(operation: &dyn Operation, generator: &mut SchemaGenerator) -> Value {
    let columns: Vec<String> = operation
        .columns()
        .iter()
        .map(|column| format!("- `{}` ({}): {}", column.name, column.kind, column.about))
        .collect();
    let table = format!("One row for each {}. Columns:\n\n{}", operation.about().row, columns.join("\n"));
    let content: Map<String, Value> = Representation::ALL
        .into_iter()
        .map(|representation| {
            let schema = match representation {
                Representation::Json => operation.schema(generator).to_value(),
                Representation::Csv => json!({ "type": "string", "description": table }),
                // Bytes have no schema in OpenAPI 3.1; the content type says what they are.
                Representation::Arrow | Representation::Parquet | Representation::Xlsx => {
                    json!({ "description": table })
                }
            };
            (representation.media_type().to_owned(), json!({ "schema": schema }))
        })
        .collect();
    json!({ "description": operation.about().summary, "headers": headers(operation), "content": content })
}

fn headers(operation: &dyn Operation) -> Value {
    let mut headers = request_id();
    headers["ETag"] = header("string", "Tag of this representation in this encoding.", true);
    headers["Cache-Control"] =
        header("string", "no-cache: ask each time whether it is still the newest.", true);
    headers["Vary"] = header("string", "The request headers that chose the representation.", true);
    if operation.pages() {
        headers["Link"] = header(
            "string",
            "First, previous, next and last page (RFC 8288), of an answer that is a page.",
            false,
        );
    }
    headers
}

fn request_id() -> Value {
    json!({ "X-Request-Id": header("string", "Id of the request, as in the server's log.", true) })
}

fn header(kind: &str, about: &str, required: bool) -> Value {
    json!({ "description": about, "required": required, "schema": { "type": kind } })
}

fn parameter(parameter: &Parameter) -> Value {
    // An empty value counts as absent, because forms send their empty fields.
    let or_empty = |schema: Value| json!({ "anyOf": [schema, { "const": "" }] });
    let one = parameter.value_schema();
    let schema = match &parameter.kind {
        Kind::Names => json!({ "type": "array", "items": one }),
        Kind::Choices(_) => json!({ "type": "array", "items": or_empty(one) }),
        Kind::Text(_) => one,
        _ => or_empty(one),
    };
    json!({
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "required": parameter.required,
        "schema": schema,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_content() {
        let document: Value = serde_json::from_slice(&document()).expect("JSON");
        let mut before = document.clone();
        before["info"]["version"] = VERSION.into();
        let hash = sha256_hex(before.to_string().as_bytes());
        assert_eq!(document["info"]["version"], format!("{VERSION}+{}", &hash[..12]));
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_part_is_used() {
        let text = String::from_utf8(document()).expect("UTF-8");
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let mut referred: Vec<&str> =
            text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        referred.sort_unstable();
        referred.dedup();
        for pointer in &referred {
            assert!(document.pointer(pointer).is_some(), "{pointer} leads nowhere");
        }
        for kind in ["schemas", "responses"] {
            for name in document["components"][kind].as_object().expect("components").keys() {
                let pointer = format!("/components/{kind}/{name}");
                assert!(referred.contains(&pointer.as_str()), "nothing refers to {pointer}");
            }
        }
    }
}
