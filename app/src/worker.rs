//! What a worker answers: bytes in, bytes out, both as postcard.

use contract::TrialRequest;
use wasm_bindgen::prelude::wasm_bindgen;

/// Tries a method: a [`TrialRequest`] in, a `Trial` out; nothing for what is no request.
#[wasm_bindgen]
pub fn trial(request: &[u8]) -> Option<Vec<u8>> {
    let request: TrialRequest = postcard::from_bytes(request).ok()?;
    postcard::to_allocvec(&request.run()).ok()
}
