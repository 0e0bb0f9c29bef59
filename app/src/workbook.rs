//! The worker that makes workbooks: takes and returns bytes.

use contract::ListWorkbook;
// Named for its feature alone: in a browser it must ask the browser for the time.
use rust_xlsxwriter as _;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// Makes a workbook of a list: takes an [`ListWorkbook`] as postcard.
///
/// # Errors
/// It is none; a sheet cannot hold it.
#[wasm_bindgen]
pub fn workbook(list: &[u8]) -> Result<Vec<u8>, JsError> {
    let list: ListWorkbook = postcard::from_bytes(list)?;
    Ok(list.write()?)
}
