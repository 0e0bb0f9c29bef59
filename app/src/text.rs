//! All text on screen, generated from the catalogues `text/CODE.json` by the build script.

// The browser's module does not use the texts of parts that only the server renders.
#![cfg_attr(not(feature = "ssr"), allow(dead_code))]

#[cfg(feature = "every-language")]
use crate::language::{Language, current};

include!(concat!(env!("OUT_DIR"), "/text.rs"));
