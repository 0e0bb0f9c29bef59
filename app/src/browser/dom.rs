//! Small helpers over `web_sys`.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, Element, Event, EventTarget, HtmlAnchorElement, HtmlFormElement, NodeList, Url,
};

/// How long a file's address stays valid; browsers begin saving it well before.
const FILE_KEPT_MS: u32 = 60_000;

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

/// The URL's query string, with its question mark.
pub(super) fn search() -> String {
    window().location().search().unwrap_or_default()
}

/// The query string that a form would send.
pub(super) fn form_query(form: &HtmlFormElement) -> Option<String> {
    let fields = web_sys::FormData::new_with_form(form).ok()?;
    let query = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
    Some(query.to_string().into())
}

/// Saves a text as a file of a kind; nothing if the browser refuses.
pub(super) fn save_file(name: &str, kind: &str, text: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&text.into());
    let anchor: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Timeout::new(FILE_KEPT_MS, move || {
        let revoked = Url::revoke_object_url(&url);
        debug_assert!(revoked.is_ok());
    })
    .forget();
    Some(())
}
