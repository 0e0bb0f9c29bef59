//! Granary's face: pages, islands, charts and text.
//!
//! A page is a function of derived files and a URL query. The server calls [`render()`]; the browser's module redraws
//! the same islands with the same functions from the same files.

// A module of one page leaves out the islands of the others: what only they use is unused there.
#![cfg_attr(not(any(feature = "ssr", feature = "every-island")), allow(dead_code, unused_imports))]

#[cfg(all(target_arch = "wasm32", feature = "hydrate"))]
mod browser;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod charts;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod format;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod islands;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod language;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod render;
#[cfg(feature = "ssr")]
mod series;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod text;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod view;
#[cfg(all(target_arch = "wasm32", feature = "trial"))]
mod worker;

#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub use language::Language;
#[cfg(feature = "ssr")]
pub use pages::Page;
#[cfg(feature = "ssr")]
pub use render::{Assets, Module, PageError, PageRequest, Refusal, error_page, render};
#[cfg(feature = "ssr")]
pub use series::{SeriesFiles, SeriesUnreadable, item_record};
