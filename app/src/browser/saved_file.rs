//! Files of scenarios: JSON with a hash of what it says, so that a file that was changed is noticed.

use super::file;
use crate::islands::what_if::Named;
use crate::text;
use js_sys::{Array, Function, JSON, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// What a file says it is.
const FORMAT: &str = "granary-scenarios";
/// The version of files that is written and read.
const VERSION: f64 = 1.0;
/// The file's name.
const NAME: &str = "granary-scenarios.json";
/// A file of fifty scenarios has a tenth of this.
const LETTERS_MAX: usize = 1 << 20;

/// The list as the browser keeps it: pairs of name and query string, in JSON.
pub(super) fn pairs(kept: &[Named]) -> String {
    let pair = |named: &Named| Array::of2(&(&*named.name).into(), &(&*named.query).into());
    written(&kept.iter().map(pair).collect::<Array>(), 0)
}

/// The list of what the browser has kept; none if that is something else.
pub(super) fn of_pairs(text: &str) -> Option<Vec<Named>> {
    let list: Array = JSON::parse(text).ok()?.dyn_into().ok()?;
    let named = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some(Named { name: pair.get(0).as_string()?, query: pair.get(1).as_string()? })
    };
    list.iter().map(named).collect()
}

/// Saves a file.
///
/// # Errors
/// Why not, in words.
pub(super) async fn save(kept: &[Named]) -> Result<(), String> {
    let scenarios: Array = kept
        .iter()
        .map(|named| object(&[("name", (&*named.name).into()), ("query", (&*named.query).into())]))
        .collect();
    let sha256 = sha256(&content(&scenarios)).await?;
    let file = object(&[
        ("format", FORMAT.into()),
        ("version", VERSION.into()),
        ("scenarios", scenarios.into()),
        ("sha256", sha256.into()),
    ]);
    let text = [&written(&file, 2), "\n"].concat();
    let saved = file::save(&Uint8Array::from(text.as_bytes()), "application/json", NAME);
    saved.ok_or_else(|| text::saved_not_written().to_owned())
}

/// Reads the file that was chosen.
///
/// # Errors
/// Why not, in words: it is something else, of another version, or was changed.
pub(super) async fn read(input: &HtmlInputElement) -> Result<Vec<Named>, String> {
    let other = || text::saved_other_file().to_owned();
    let text = chosen(input).await.filter(|text| text.len() <= LETTERS_MAX).ok_or_else(other)?;
    let file = JSON::parse(&text).map_err(|_| other())?;
    if text_of(&file, "format").as_deref() != Some(FORMAT) {
        return Err(other());
    }
    let version = get(&file, "version").unwrap_or(JsValue::NULL);
    if version.as_f64() != Some(VERSION) {
        return Err(text::saved_other_version(&written(&version, 0)));
    }
    let scenarios: Array = get(&file, "scenarios").and_then(|list| list.dyn_into().ok()).ok_or_else(other)?;
    if text_of(&file, "sha256") != Some(sha256(&content(&scenarios)).await?) {
        return Err(text::saved_changed().to_owned());
    }
    let named = |one: JsValue| Some(Named { name: text_of(&one, "name")?, query: text_of(&one, "query")? });
    scenarios.iter().map(named).collect::<Option<_>>().ok_or_else(other)
}

/// What the hash is of: everything that the file says but the hash.
fn content(scenarios: &Array) -> String {
    written(&Array::of3(&FORMAT.into(), &VERSION.into(), scenarios), 0)
}

/// A value as JSON.
pub(super) fn written(value: &JsValue, indent: u32) -> String {
    let text = JSON::stringify_with_replacer_and_space(value, &JsValue::NULL, &indent.into());
    text.map_or_else(|_| String::new(), String::from)
}

/// An object of fields, in their order.
pub(super) fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        let set = Reflect::set(&object, &(*name).into(), value);
        debug_assert!(set.is_ok());
    }
    object
}

/// A field of an object, where it has one.
pub(super) fn get(value: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(value, &name.into()).ok().filter(|found| !found.is_undefined())
}

/// A text of an object, where it has one.
pub(super) fn text_of(value: &JsValue, name: &str) -> Option<String> {
    get(value, name)?.as_string()
}

/// Calls a function of an object that promises something, and waits for it.
pub(super) async fn ask(of: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    let function: Function = get(of, name)?.dyn_into().ok()?;
    let promise: Promise = function.apply(of, arguments).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// The text of the file that was chosen.
async fn chosen(input: &HtmlInputElement) -> Option<String> {
    let file = get(&get(input, "files")?, "0")?;
    ask(&file, "text", &Array::new()).await?.as_string()
}

/// SHA-256 of a text, in hexadecimal. Browsers offer it on secure connections only.
async fn sha256(text: &str) -> Result<String, String> {
    let none = || text::saved_no_hash().to_owned();
    let subtle = get(&window(), "crypto").and_then(|crypto| get(&crypto, "subtle")).ok_or_else(none)?;
    let arguments = Array::of2(&"SHA-256".into(), &Uint8Array::from(text.as_bytes()));
    let digest = ask(&subtle, "digest", &arguments).await.ok_or_else(none)?;
    Ok(Uint8Array::new(&digest).to_vec().iter().map(|byte| format!("{byte:02x}")).collect())
}
