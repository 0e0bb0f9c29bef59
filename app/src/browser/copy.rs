//! Buttons that copy.

use crate::text;
use gloo::timers::callback::Timeout;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

/// Copies the page's address, and confirms it on the button for a while.
pub(super) fn copy(button: Element) {
    let what = window().location().href().unwrap_or_default();
    // Without a secure connection browsers offer no clipboard.
    let clipboard: Option<web_sys::Clipboard> =
        js_sys::Reflect::get(&window().navigator(), &"clipboard".into()).ok().and_then(|c| c.dyn_into().ok());
    spawn_local(async move {
        let copied = match clipboard {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&what)).await.is_ok(),
            None => false,
        };
        let label = button.text_content();
        button.set_text_content(Some(if copied { text::copied() } else { text::copy_failed() }));
        Timeout::new(2_000, move || button.set_text_content(label.as_deref())).forget();
    });
}
