//! What assistants are told of the tools.

use super::*;
use serde_json::{Value, json};

fn schemas() -> Vec<(&'static str, Value, Value)> {
    ALL.iter().map(|tool| (tool.about().name, tool.arguments(), schema::told(*tool))).collect()
}

#[test]
fn names_are_distinct_and_descriptions_say_when_to_call() {
    for (at, tool) in ALL.iter().enumerate() {
        let about = tool.about();
        assert!(ALL[..at].iter().all(|other| other.about().name != about.name), "{}", about.name);
        assert!(about.description.ends_with('.') && about.description.len() > 80, "{}", about.name);
        assert!(!tool.meaning().is_empty() && !about.title.is_empty(), "{}", about.name);
    }
}

#[test]
fn arguments_are_objects_of_known_properties() {
    for (name, arguments, _) in schemas() {
        assert_eq!(arguments["type"], "object", "{name}");
        assert_eq!(arguments["additionalProperties"], false, "{name}");
        let properties = arguments["properties"].as_object().expect("properties");
        assert!(properties.keys().all(|property| property != "format"), "{name} has one form");
        assert!(properties.values().all(|property| property["description"].is_string()), "{name}");
    }
}

#[test]
fn every_reference_of_an_answer_leads_somewhere() {
    for (name, _, told) in schemas() {
        assert_eq!(told["type"], "object", "{name}");
        let text = told.to_string();
        for pointer in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(told.pointer(pointer).is_some(), "{name}: {pointer} leads nowhere");
        }
        assert!(!text.contains("\"format\":\"uint"), "{name} has formats that no standard has");
    }
}

#[test]
fn what_is_cut_is_said() {
    let mut answer = json!({ "rows": [1, 2, 3], "inner": { "few": [1] } });
    let mut cut = Vec::new();
    tool::shorten(&mut answer, "/rows", 2, &mut cut);
    tool::shorten(&mut answer, "/inner/few", 2, &mut cut);
    tool::shorten(&mut answer, "/none", 2, &mut cut);
    assert_eq!(answer, json!({ "rows": [1, 2], "inner": { "few": [1] } }));
    assert_eq!(cut, ["`rows` is cut at 2 of 3"]);
}
