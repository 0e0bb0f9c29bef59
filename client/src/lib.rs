//! The browser's entries into Granary: for each page a WASM module that exports one function per island, and one that
//! tries forecasting methods.
//!
//! `client/boot.js` loads a page's module and calls those functions; the islands themselves live in `app`.
//! `client/trial.js` is a worker that loads the other.
//! On any other target this crate is empty, so that a native build of the workspace never sees leptos with
//! its `hydrate` and `ssr` features at once.

#[cfg(all(target_arch = "wasm32", feature = "islands"))]
mod browser {
    // Without this line the linker drops every island, because nothing here names one.
    use app as _;
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Prepares the reactive system; runs once, when the module has been instantiated.
    #[wasm_bindgen(start)]
    fn start() {
        leptos::mount::hydrate_islands();
    }
}

#[cfg(all(target_arch = "wasm32", feature = "trial"))]
mod worker {
    use contract::TrialRequest;
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Tries a method: a `TrialRequest` in, a `Trial` out, both as postcard; nothing for what is no request.
    #[wasm_bindgen]
    pub fn trial(request: &[u8]) -> Option<Vec<u8>> {
        let request: TrialRequest = postcard::from_bytes(request).ok()?;
        postcard::to_allocvec(&request.run()).ok()
    }
}
