//! JSON Schema (2020-12), as far as the API's description uses it. An unknown keyword fails the test, so that nothing
//! described goes unchecked.

use serde_json::Value;

/// The violations of a schema by a value, one per line; references are looked up in `document`.
pub fn violations(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(document, schema, value, "", &mut found);
    found
}

/// Descriptions for people.
const WORDS: [&str; 3] = ["description", "title", "default"];

fn check(document: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let keywords = match schema {
        Value::Bool(true) => return,
        Value::Object(keywords) => keywords,
        other => panic!("{other} is no schema this knows"),
    };
    for (keyword, said) in keywords.iter().filter(|(keyword, _)| !WORDS.contains(&keyword.as_str())) {
        let mut refuse = |why: String| found.push(format!("{place}: {why}"));
        match keyword.as_str() {
            "$ref" => {
                let pointer = said.as_str().and_then(|text| text.strip_prefix('#')).expect("a reference");
                let target = document.pointer(pointer).unwrap_or_else(|| panic!("{pointer} leads nowhere"));
                check(document, target, value, place, found);
            }
            "type" => {
                let named = said.as_array().cloned().unwrap_or_else(|| vec![said.clone()]);
                if !named.iter().any(|name| is(name.as_str().expect("a type"), value)) {
                    refuse(format!("{value} is not of type {said}"));
                }
            }
            "enum" if !said.as_array().expect("a list").contains(value) => {
                refuse(format!("{value} is not among {said}"));
            }
            "const" if said != value => refuse(format!("{value} is not {said}")),
            "format" => {
                let text = value.as_str();
                if said == "date" && text.is_some_and(|text| text.parse::<planning::day::Day>().is_err()) {
                    refuse(format!("{value} is not a date"));
                }
            }
            "minimum" if value.as_f64() < said.as_f64() && value.is_number() => {
                refuse(format!("{value} < {said}"))
            }
            "maximum" if value.as_f64() > said.as_f64() && value.is_number() => {
                refuse(format!("{value} > {said}"))
            }
            "required" => {
                let absent =
                    |name: &&Value| value.is_object() && value.get(name.as_str().expect("a name")).is_none();
                said.as_array().expect("a list").iter().filter(absent).for_each(|name| {
                    refuse(format!("{name} is missing"));
                });
            }
            "properties" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    match said.get(name) {
                        Some(schema) => check(document, schema, value, &format!("{place}/{name}"), found),
                        None => found.push(format!("{place}/{name}: is not described")),
                    }
                }
            }
            "items" => {
                for (place_in, value) in value.as_array().into_iter().flatten().enumerate() {
                    check(document, said, value, &format!("{place}/{place_in}"), found);
                }
            }
            "anyOf" | "oneOf" => {
                let fits = |schema: &&Value| violations(document, schema, value).is_empty();
                let fitting = said.as_array().expect("a list").iter().filter(fits).count();
                if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
                    refuse(format!("{value} fits {fitting} of {said}"));
                }
            }
            // Undescribed properties are refused in any case.
            "additionalProperties" if *said == Value::Bool(false) => {}
            "enum" | "const" | "minimum" | "maximum" => {}
            other => panic!("{place}: this does not know the keyword {other}"),
        }
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_does_not_fit_is_found_at_its_place() {
        let document = json!({ "defs": { "day": { "type": "string", "format": "date" } } });
        let schema = json!({
            "type": "object",
            "required": ["id", "days"],
            "properties": {
                "id": { "enum": ["a", "b"] },
                "days": { "type": "array", "items": { "$ref": "#/defs/day" } },
                "share": { "anyOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "type": "null" }] },
            },
        });
        let check = |value: Value, places: &[&str]| {
            let found = violations(&document, &schema, &value);
            assert_eq!(found.len(), places.len(), "{found:?}");
            for (found, place) in found.iter().zip(places) {
                assert!(found.starts_with(place), "{found}");
            }
        };
        check(json!({ "id": "a", "days": ["2011-12-09"], "share": null }), &[]);
        check(json!({ "id": "c", "days": ["2011-12-39"], "share": 2 }), &["/days/0", "/id", "/share"]);
        check(json!({ "days": 1, "more": true }), &["/days", "/more", ": \"id\""]);
        check(json!([]), &[": [] is not"]);
    }
}
