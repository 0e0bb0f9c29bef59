//! The browser's entry into Granary: a WASM module that exports one function per island.
//!
//! `client/boot.js` loads this module and calls those functions; the islands themselves live in `app`.
//! On any other target this crate is empty, so that a native build of the workspace never sees leptos with
//! its `hydrate` and `ssr` features at once.

#[cfg(target_arch = "wasm32")]
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
