//! All text on screen, generated from `text/en.json` by `build.rs`.

// The browser's module has no use for the texts of what only the server renders.
#![cfg_attr(not(feature = "ssr"), allow(dead_code))]

include!(concat!(env!("OUT_DIR"), "/text.rs"));
