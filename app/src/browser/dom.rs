//! Small helpers over `web_sys`.

use crate::address;
use gloo::events::{EventListener, EventListenerOptions};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget, HtmlFormElement, NodeList};

/// Listens as long as the page lives; the listener may prevent the browser's default action.
pub(super) fn listen(target: &EventTarget, name: &'static str, react: impl FnMut(&Event) + 'static) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(target, name, options, react).forget();
}

/// The closest element around an event's target that matches.
pub(super) fn closest(event: &Event, selector: &str) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(selector).ok()?
}

/// Elements of a list.
pub(super) fn elements(list: Result<NodeList, JsValue>) -> impl Iterator<Item = Element> {
    let list = list.ok();
    let count = list.as_ref().map_or(0, NodeList::length);
    (0..count).filter_map(move |i| list.as_ref()?.item(i)?.dyn_into().ok())
}

/// Every element of the page that matches.
pub(super) fn all(selector: &str) -> impl Iterator<Item = Element> {
    elements(document().query_selector_all(selector))
}

/// Sets an attribute; only an invalid name could be refused.
pub(super) fn set(element: &Element, name: &str, value: &str) {
    let set = element.set_attribute(name, value);
    debug_assert!(set.is_ok());
}

/// Removes an attribute; only an invalid name could be refused.
pub(super) fn remove(element: &Element, name: &str) {
    let removed = element.remove_attribute(name);
    debug_assert!(removed.is_ok());
}

/// The page's address up to its query, and the query with its question mark.
fn path_and_search() -> (String, String) {
    let location = window().location();
    if !address::is_one_file() {
        return (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    }
    let mut path = location.hash().unwrap_or_default();
    let search = path.find('?').map(|begin| path.split_off(begin));
    (path, search.unwrap_or_default())
}

/// The address's query string, with its question mark.
pub(super) fn search() -> String {
    path_and_search().1
}

/// The page's address with another query string, with or without its question mark.
pub(super) fn with_search(query: &str) -> String {
    let (path, _) = path_and_search();
    let query = query.trim_start_matches('?');
    if query.is_empty() { path } else { [&*path, "?", query].concat() }
}

/// The query string that a form would send.
pub(super) fn form_query(form: &HtmlFormElement) -> Option<String> {
    let fields = web_sys::FormData::new_with_form(form).ok()?;
    let query = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
    Some(query.to_string().into())
}

/// Loads the page with another query string.
pub(super) fn load_search(query: &str) {
    let left = window().location().assign(&with_search(query));
    debug_assert!(left.is_ok());
}
