//! What was decided about an order, as the browser keeps it and as a file.

use super::file;
use super::saved_file::{object, sha256, written};
use crate::text;
use contract::{Facts, OrderEdit, OrderEdits};
use js_sys::{Array, JSON, Uint8Array};
use planning::convert::single;
use planning::day::Day;
use wasm_bindgen::{JsCast, JsValue};

/// What a file says it is.
const FORMAT: &str = "granary-orders";
/// The version of files that is written.
const VERSION: f64 = 1.0;

/// The decisions as the browser keeps them: the day, and a list of each, in JSON.
pub(super) fn kept(edits: &OrderEdits, today: Day) -> String {
    let entry = |((sku, location), edit): (&(String, String), &OrderEdit)| {
        let (units, until, reason) = match edit {
            OrderEdit::Units(units) => (JsValue::from(f64::from(*units)), String::new(), ""),
            OrderEdit::Skip { until, reason } => (JsValue::NULL, until.to_string(), &**reason),
        };
        Array::of5(&sku.into(), &location.into(), &units, &until.into(), &reason.into())
    };
    let list: Array = edits.0.iter().map(entry).collect();
    written(&Array::of2(&today.to_string().into(), &list), 0)
}

/// The decisions that a browser has kept and that count on a day: other units were for the order of one day, what is skipped
/// stays out until its date. Nothing of what is something else.
pub(super) fn of_kept(text: &str, today: Day) -> OrderEdits {
    let read = || {
        let whole: Array = JSON::parse(text).ok()?.dyn_into().ok()?;
        let is_today = whole.get(0).as_string()? == today.to_string();
        let list: Array = whole.get(1).dyn_into().ok()?;
        Some(list.iter().filter_map(|entry| decision(entry, today, is_today)).collect())
    };
    OrderEdits(read().unwrap_or_default())
}

fn decision(entry: JsValue, today: Day, is_today: bool) -> Option<((String, String), OrderEdit)> {
    let entry: Array = entry.dyn_into().ok()?;
    let text = |place| entry.get(place).as_string();
    let edit = match entry.get(2).as_f64() {
        Some(units) => OrderEdit::Units(single(units)),
        None => OrderEdit::Skip { until: text(3)?.parse().ok()?, reason: text(4)? },
    };
    let counts = match &edit {
        OrderEdit::Units(units) => is_today && units.is_finite() && *units >= 0.0,
        OrderEdit::Skip { until, .. } => *until >= today,
    };
    counts.then_some(((text(0)?, text(1)?), edit))
}

/// Saves the decisions as a file, with a hash of what it says, so that a file that was changed is noticed.
///
/// # Errors
/// Why not, in words.
pub(super) async fn save(edits: &OrderEdits, facts: &Facts) -> Result<(), String> {
    let entry = |((sku, location), edit): (&(String, String), &OrderEdit)| {
        let mut fields: Vec<(&str, JsValue)> = vec![("sku", sku.into()), ("location", location.into())];
        match edit {
            OrderEdit::Units(units) => fields.push(("units", f64::from(*units).into())),
            OrderEdit::Skip { until, reason } => {
                fields.push(("skip_until", until.to_string().into()));
                fields.push(("reason", reason.into()));
            }
        }
        object(&fields)
    };
    let decisions: Array = edits.0.iter().map(entry).collect();
    let about: [(&str, JsValue); 5] = [
        ("format", FORMAT.into()),
        ("version", VERSION.into()),
        ("publication", (&*facts.id).into()),
        ("as_of", facts.as_of.to_string().into()),
        ("decisions", decisions.into()),
    ];
    let content: Array = about.iter().map(|(_, value)| value.clone()).collect();
    let hash: JsValue = sha256(&written(&content, 0)).await?.into();
    let fields: Vec<(&str, JsValue)> = about.into_iter().chain([("sha256", hash)]).collect();
    let text = [&written(&object(&fields), 2), "\n"].concat();
    let name = ["granary-orders-", &facts.as_of.to_string(), ".json"].concat();
    let saved = file::save(&Uint8Array::from(text.as_bytes()), "application/json", &name);
    saved.ok_or_else(|| text::saved_not_written().to_owned())
}
