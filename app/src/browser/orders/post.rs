//! Hands decisions in at the server.

use super::kept::Key;
use crate::address;
use crate::browser::saved_file::{ask, get, object, text_of, written};
use js_sys::Array;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

/// What became of decisions.
pub(super) enum Answer {
    /// They are written: the id of what is served now, and of each entry with the item and location that it is about.
    Written(String, Vec<(Key, String)>),
    /// They are wrong, in words.
    Wrong(String),
    /// The server does not take them, or did not answer.
    Refused,
}

/// Hands decisions in: all of them are written or none.
pub(super) async fn post(decisions: &Array) -> Answer {
    let headers = object(&[("content-type", "application/json".into())]);
    let request = object(&[
        ("method", "POST".into()),
        ("headers", headers.into()),
        ("body", written(decisions, 0).into()),
    ]);
    let address = JsValue::from(address::at("api/v1/decisions"));
    let Some(response) = ask(&window(), "fetch", &Array::of2(&address, &request)).await else {
        return Answer::Refused;
    };
    let status = get(&response, "status").and_then(|status| status.as_f64());
    let said = ask(&response, "json", &Array::new()).await.unwrap_or(JsValue::NULL);
    if status == Some(400.0) {
        return text_of(&said, "detail").map_or(Answer::Refused, Answer::Wrong);
    }
    match text_of(&said, "publication").filter(|_| status == Some(201.0)) {
        Some(publication) => Answer::Written(publication, entries(&said).unwrap_or_default()),
        None => Answer::Refused,
    }
}

fn entries(said: &JsValue) -> Option<Vec<(Key, String)>> {
    let list: Array = get(said, "entries")?.dyn_into().ok()?;
    let entry = |entry: JsValue| {
        let decision = get(&entry, "decision")?;
        Some(((text_of(&decision, "sku")?, text_of(&decision, "location")?), text_of(&entry, "id")?))
    };
    Some(list.iter().filter_map(entry).collect())
}
