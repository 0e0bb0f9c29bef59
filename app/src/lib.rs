//! The user interface: pages, islands, charts and text.
//!
//! A page is a function of derived files and a URL query. The server calls [`render()`]; the browser's module redraws
//! the same islands with the same functions from the same files.

// A module of one page leaves out the islands of other pages, so code that only they use is unused there.
#![cfg_attr(not(any(feature = "ssr", feature = "every-island")), allow(dead_code, unused_imports))]

/// Series files of a publication, read one at a time.
#[cfg(feature = "ssr")]
mod series;

/// Paths of style sheet, scripts and modules.
#[cfg(feature = "ssr")]
mod assets;

/// The language in which a page is drawn.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod language;

/// Every word on screen.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod text;

/// What pages say of categories.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod category;

/// Why a parameter cannot be used.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod reason;

/// How numbers, money and dates are written.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod format;

/// Elements that server and browser draw alike.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod view;

/// Charts made of such elements.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod charts;

/// The interactive part of each page.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod islands;

/// What makes islands live in a browser.
#[cfg(all(target_arch = "wasm32", feature = "hydrate"))]
mod browser;

/// Pages of queries that somebody wrote, read from their files.
#[cfg(feature = "ssr")]
mod query_page;

/// What a page is, what it is made from, why there is none.
#[cfg(feature = "ssr")]
mod page;

/// What is said of a refusal, by its code.
#[cfg(feature = "ssr")]
mod refusal;

/// What is said of findings and of what is simulated, by their ids.
#[cfg(feature = "ssr")]
mod words;

/// The pages, a file each.
#[cfg(feature = "ssr")]
mod pages;

/// What every document has around its page.
#[cfg(feature = "ssr")]
mod shell;

/// From a request to a document.
#[cfg(feature = "ssr")]
mod render;

/// The worker's answers: forecasting methods tried beside the page.
#[cfg(all(target_arch = "wasm32", feature = "trial"))]
mod worker;

#[cfg(feature = "ssr")]
pub use assets::{Assets, Module};
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub use language::Language;
#[cfg(feature = "ssr")]
pub use page::{Opened, Page, PageError, PageRequest, Sql, item_record};
#[cfg(feature = "ssr")]
pub use query_page::{BadPage, PAGE_QUERIES_MAX, PageQuery, QueryPage};
#[cfg(feature = "ssr")]
pub use refusal::{About, Refusal, reason_in_english, refusal_in_english};
#[cfg(feature = "ssr")]
pub use render::{error_page, render};
#[cfg(feature = "ssr")]
pub use series::{SeriesFiles, SeriesUnreadable};
#[cfg(feature = "ssr")]
pub use words::{in_english, key_figure_in_english};
