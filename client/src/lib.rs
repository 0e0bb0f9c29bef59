//! The browser's entry points: for each page a WASM module that exports one function per island, and for the worker a
//! module that exports its function.
//!
//! `client/boot.js` loads a page's module and calls those functions, `client/trial.js` the worker's; what they call
//! lives in `app`. On any other target this crate is empty, so that a native build of the workspace never sees leptos
//! with its `hydrate` and `ssr` features at once.

#[cfg(target_arch = "wasm32")]
mod browser {
    // Without this line the linker would drop every island, because nothing here refers to one.
    use app as _;

    /// Prepares the reactive system; runs once, when the module has been instantiated.
    #[cfg(feature = "islands")]
    #[wasm_bindgen::prelude::wasm_bindgen(start)]
    fn start() {
        leptos::mount::hydrate_islands();
    }
}
