//! What was decided about an order, as the browser keeps it, as a file and as the server takes it: the same JSON in each place.

use crate::browser::file;
use crate::browser::saved_file::{get, object, text_of, written};
use crate::text;
use contract::{OrderEdit, OrderEdits};
use js_sys::{Array, JSON, Object, Uint8Array};
use planning::convert::single;
use planning::day::Day;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};

/// An item and a location.
pub(super) type Key = (String, String);

/// A decision of today, as `granary decide --file` and the server take it.
pub(super) fn decision((sku, location): &Key, edit: &OrderEdit, today: Day) -> Object {
    let units = |units: &f32| ("units", JsValue::from(f64::from(*units)));
    let day = |name: &'static str, day: &Option<Day>| {
        (name, day.map_or_else(String::new, |day| day.to_string()).into())
    };
    let (kind, rest) = match edit {
        OrderEdit::Units(wanted) => ("order_quantity", [units(wanted)].to_vec()),
        OrderEdit::Skip { until, reason } => ("skip", [day("until", until), ("why", reason.into())].to_vec()),
        OrderEdit::Placed { units: ordered, arrives_on } => {
            ("order_placed", [units(ordered), day("arrives_on", arrives_on)].to_vec())
        }
    };
    let first = [
        ("kind", kind.into()),
        ("sku", sku.into()),
        ("location", location.into()),
        ("from", today.to_string().into()),
    ];
    object(&[&first[..], &rest].concat())
}

/// A decision that takes entries back.
pub(super) fn withdrawal(ids: &[String]) -> Object {
    let ids: Array = ids.iter().map(|id| JsValue::from(&**id)).collect();
    object(&[("kind", "withdraw".into()), ("supersedes", ids.into())])
}

/// The decisions as the browser keeps them: a list in JSON.
pub(super) fn kept(edits: &OrderEdits, today: Day) -> String {
    let list: Array = edits.own.iter().map(|(key, edit)| decision(key, edit, today)).collect();
    written(&list, 0)
}

/// The decisions that a browser has kept and that count on a day: other units and orders placed were for the order of one day,
/// what is skipped stays out until its date. Nothing of what is something else.
pub(super) fn of_kept(text: &str, today: Day) -> BTreeMap<Key, OrderEdit> {
    let list: Option<Array> = JSON::parse(text).ok().and_then(|list| list.dyn_into().ok());
    list.iter().flat_map(Array::iter).filter_map(|entry| read(&entry, today)).collect()
}

fn read(entry: &JsValue, today: Day) -> Option<(Key, OrderEdit)> {
    let text = |name| text_of(entry, name);
    let day = |name| text(name)?.parse::<Day>().ok();
    let units = || get(entry, "units")?.as_f64().map(single).filter(|units| *units >= 0.0);
    let edit = match &*text("kind")? {
        "order_quantity" => OrderEdit::Units(units()?),
        "order_placed" => OrderEdit::Placed { units: units()?, arrives_on: day("arrives_on") },
        _ => OrderEdit::Skip { until: day("until"), reason: text("why")? },
    };
    let counts = match &edit {
        OrderEdit::Skip { until, .. } => (*until)? >= today,
        _ => day("from")? == today,
    };
    counts.then_some(((text("sku")?, text("location")?), edit))
}

/// Saves the decisions as a file of JSON lines.
///
/// # Errors
/// Why not, in words.
pub(super) fn save(edits: &OrderEdits, today: Day) -> Result<(), String> {
    let line = |(key, edit): (&Key, &OrderEdit)| written(&decision(key, edit, today), 0) + "\n";
    let text: String = edits.own.iter().map(line).collect();
    let name = ["granary-decisions-", &today.to_string(), ".jsonl"].concat();
    let saved = file::save(&Uint8Array::from(text.as_bytes()), "application/jsonl", &name);
    saved.ok_or_else(|| text::saved_not_written().to_owned())
}
