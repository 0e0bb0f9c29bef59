//! The browser's entries into Granary: for each page a WASM module that exports one function per island, and for the
//! worker one that exports what it answers.
//!
//! `client/boot.js` loads a page's module and calls those functions, `client/trial.js` the worker's; what they call
//! lives in `app`. On any other target this crate is empty, so that a native build of the workspace never sees leptos
//! with its `hydrate` and `ssr` features at once.

#[cfg(target_arch = "wasm32")]
mod browser {
    // Without this line the linker drops every island, because nothing here names one.
    use app as _;

    /// Prepares the reactive system; runs once, when the module has been instantiated.
    #[cfg(feature = "islands")]
    #[wasm_bindgen::prelude::wasm_bindgen(start)]
    fn start() {
        leptos::mount::hydrate_islands();
    }
}
