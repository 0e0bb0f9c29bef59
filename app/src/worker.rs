//! The worker's function: takes and returns postcard bytes.

use contract::TrialRequest;
use wasm_bindgen::prelude::wasm_bindgen;

/// Tries a method: takes a [`TrialRequest`] and returns a `Trial`; empty for an invalid request.
#[wasm_bindgen]
pub fn trial(request: &[u8]) -> Option<Vec<u8>> {
    let request: TrialRequest = postcard::from_bytes(request).ok()?;
    postcard::to_allocvec(&request.run()).ok()
}
