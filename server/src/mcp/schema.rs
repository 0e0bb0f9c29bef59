//! JSON Schemas of tools: from the parameters of the API and from the types of its answers.

use super::tool::{DATA_NOTE, Tool};
use crate::api::parameter::Parameter;
use crate::table::{Cell, Column};
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Arguments: a property for each parameter, and no others.
pub(super) fn arguments(parameters: &[Parameter]) -> Value {
    let property = |parameter: &Parameter| {
        let one = parameter.value_schema();
        let mut schema =
            if parameter.may_be_repeated() { json!({ "type": "array", "items": one }) } else { one };
        schema["description"] = parameter.about.as_ref().into();
        (parameter.name.to_string(), schema)
    };
    let required = parameters.iter().filter(|parameter| parameter.required).map(|parameter| &parameter.name);
    json!({
        "type": "object",
        "properties": parameters.iter().map(property).collect::<Map<_, _>>(),
        "required": required.collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}

/// What a tool tells: its answer, and what stands beside every answer.
pub(super) fn told(tool: &dyn Tool) -> Value {
    let mut generator = generator();
    let answer = tool.answer(&mut generator);
    json!({
        "type": "object",
        "properties": {
            "as_of": { "type": "string", "description": "“Today” of the publication: every number is as of this day." },
            "publication": { "type": "string", "description": "The publication all numbers are from." },
            "meaning": { "type": "string", "description": "What the numbers mean." },
            "page": {
                "type": "string",
                "description": "Path of the page of the dashboard (granary serve) that shows the same numbers.",
            },
            "cut": {
                "type": ["string", "null"],
                "description": "What was left out of the answer; null if it is whole.",
            },
            "data_note": { "type": "string", "description": "What texts in the answer are.", "const": DATA_NOTE },
            "answer": answer,
        },
        "required": ["as_of", "publication", "meaning", "page", "cut", "data_note", "answer"],
        "$defs": generator.take_definitions(true),
    })
}

/// Schemas as tools have them: of what is written, with definitions where the protocol expects them.
pub(super) fn generator() -> SchemaGenerator {
    // Clients warn about formats that no standard has, such as uint32.
    let standard = |schema: &mut Schema| {
        if schema.get("format").is_some_and(|format| format != "date") {
            schema.remove("format");
        }
    };
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.meta_schema = None;
    settings.with_transform(RecursiveTransform(standard)).into_generator()
}

/// A row of a table that has no type of its own.
pub(super) fn row<R>(columns: &[Column<R>]) -> Value {
    let property = |column: &Column<R>| {
        let kind = match column.cell {
            Cell::Text(_) | Cell::Date(_) => "string",
            Cell::Number(_) | Cell::Single(_) => "number",
            Cell::Count(_) => "integer",
            Cell::Flag(_) => "boolean",
        };
        let kind = if column.always { json!(kind) } else { json!([kind, "null"]) };
        (column.name.to_owned(), json!({ "type": kind, "description": column.about }))
    };
    json!({ "type": "object", "properties": columns.iter().map(property).collect::<Map<_, _>>() })
}
