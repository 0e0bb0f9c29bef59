//! Props of islands: handed over on the server, packed into the page for the browser.
//!
//! Leptos would write props as JSON into the island's tag. Postcard beside it needs no JSON decoder in the browser's
//! module (a tenth of its size; postcard reads the derived files anyway) and gives numbers back to the bit.

#[cfg(feature = "hydrate")]
pub(crate) use browser::take;
#[cfg(not(feature = "hydrate"))]
pub(crate) use server::{hand_over, take};

/// Bytes as text: readable ones as they are, so that names and SQL compress with the page, others as the letters
/// from U+0100 on. The low eight bits of each letter are the byte.
#[cfg(not(feature = "hydrate"))]
fn pack(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        b' '..=b'~' => char::from(*byte),
        _ => char::from_u32(0x100 + u32::from(*byte)).unwrap_or('\0'),
    };
    bytes.iter().map(letter).collect()
}

#[cfg(any(test, feature = "hydrate"))]
fn unpack(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u32::from(letter).to_le_bytes()[0]).collect()
}

#[cfg(not(feature = "hydrate"))]
mod server {
    use leptos::prelude::*;
    use serde::Serialize;
    use std::sync::{Arc, Mutex};

    /// Props on their way to the island of the page being rendered.
    struct Handed<T>(Arc<Mutex<Option<T>>>);

    impl<T> Clone for Handed<T> {
        fn clone(&self) -> Self {
            Handed(Arc::clone(&self.0))
        }
    }

    /// Keeps props for the island that is rendered next; the answer carries them to the browser.
    #[cfg(feature = "ssr")]
    pub(crate) fn hand_over<T: Serialize + Send + 'static>(props: T) -> AnyView {
        // Postcard refuses only sequences of unknown length, which view models do not have.
        let packed = postcard::to_allocvec(&props).map(|bytes| super::pack(&bytes));
        provide_context(Handed(Arc::new(Mutex::new(Some(props)))));
        view! { <div id="props" hidden data-props=packed.unwrap_or_default()></div> }.into_any()
    }

    /// The props handed over by the page.
    ///
    /// # Panics
    /// A page renders an island without handing it props.
    pub(crate) fn take<T: Send + 'static>() -> T {
        let handed = use_context::<Handed<T>>();
        let props = handed.and_then(|handed| handed.0.lock().ok()?.take());
        props.expect("a page hands its island props")
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use serde::de::DeserializeOwned;

    /// The props that the server packed into the page; without them the page stays as it is.
    pub(crate) fn take<T: DeserializeOwned>() -> T {
        let holder = leptos::prelude::document().get_element_by_id("props");
        let packed = holder.and_then(|holder| holder.get_attribute("data-props"));
        let props = packed.and_then(|packed| postcard::from_bytes(&super::unpack(&packed)).ok());
        props.unwrap_or_else(|| wasm_bindgen::throw_str("This page was made by another version."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        let bytes: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
        let packed = pack(&bytes);
        assert!(packed.chars().all(|letter| !letter.is_control()));
        assert_eq!(unpack(&packed), bytes);
    }
}
