//! Files that a browser saves.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long a file's address stays valid; browsers begin saving it well before.
const FILE_KEPT_MS: u32 = 60_000;

/// Saves bytes as a file; nothing if the browser refuses.
pub(super) fn save(bytes: &Uint8Array, kind: &str, name: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let anchor: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(bytes), &options).ok()?;
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
