//! How an island gets what it is made from: handed over on the server, packed into the page for the browser.
//!
//! Leptos would write props as JSON into the island's tag. Postcard in base64 beside it needs no JSON decoder in the
//! browser's module (a tenth of its size; postcard reads the derived files anyway) and gives numbers back to the bit.

use serde::Serialize;
use serde::de::DeserializeOwned;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use server::{hand_over, take};

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::take;

#[cfg(not(target_arch = "wasm32"))]
mod server {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD_NO_PAD;
    use leptos::prelude::*;
    use std::sync::{Arc, Mutex};

    /// Props on their way to the island of the page being rendered.
    struct Handed<T>(Arc<Mutex<Option<T>>>);

    impl<T> Clone for Handed<T> {
        fn clone(&self) -> Self {
            Handed(Arc::clone(&self.0))
        }
    }

    /// Keeps props for the island that is rendered next; the answer carries them to the browser.
    pub(crate) fn hand_over<T: Serialize + Send + 'static>(props: T) -> AnyView {
        // Postcard refuses only sequences of unknown length, and view models have none.
        let packed = postcard::to_allocvec(&props).map(|bytes| STANDARD_NO_PAD.encode(bytes));
        provide_context(Handed(Arc::new(Mutex::new(Some(props)))));
        view! { <div id="props" hidden data-props=packed.unwrap_or_default()></div> }.into_any()
    }

    /// The props handed over by the page.
    ///
    /// # Panics
    /// A page renders an island without handing it props.
    pub(crate) fn take<T: DeserializeOwned + Send + 'static>() -> T {
        let handed = use_context::<Handed<T>>();
        let props = handed.and_then(|handed| handed.0.lock().ok()?.take());
        props.expect("a page hands its island props")
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD_NO_PAD;

    /// The props that the server packed into the page; without them the page stays as it is.
    pub(crate) fn take<T: DeserializeOwned>() -> T {
        let holder = leptos::prelude::document().get_element_by_id("props");
        let packed = holder.and_then(|holder| holder.get_attribute("data-props"));
        let bytes = packed.and_then(|packed| STANDARD_NO_PAD.decode(packed).ok());
        let props = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok());
        props.unwrap_or_else(|| wasm_bindgen::throw_str("This page was made for another version of this script."))
    }
}
