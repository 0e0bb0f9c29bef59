//! The user interface: pages, islands, charts and text.
//!
//! A page is a function of derived files and a URL query. The server calls [`render()`]; the browser's module redraws
//! the same islands with the same functions from the same files.

// A module of one page leaves out the islands of other pages, so code that only they use is unused there.
#![cfg_attr(
    any(not(any(feature = "ssr", feature = "every-island")), feature = "pages"),
    allow(dead_code, unused_imports)
)]

/// Series files of a publication, read one at a time.
#[cfg(feature = "ssr")]
mod series;

/// Paths of style sheet, scripts and modules.
#[cfg(feature = "ssr")]
mod assets;

/// The language in which a page is drawn.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod language;

/// Addresses of the site.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod address;

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

/// Derived files, fetched by a browser.
#[cfg(all(target_arch = "wasm32", any(feature = "pages", feature = "hydrate")))]
mod fetch;

/// What makes islands live in a browser.
#[cfg(all(target_arch = "wasm32", feature = "hydrate"))]
mod browser;

/// Pages of queries that somebody wrote, read from their files.
#[cfg(feature = "ssr")]
mod query_page;

/// What is said of a refusal, by its code.
#[cfg(feature = "ssr")]
mod refusal;

/// Why a page cannot be drawn.
#[cfg(feature = "ssr")]
mod page_error;

/// What a page is, and what it is made from.
#[cfg(feature = "ssr")]
mod page;

/// What is said of findings and of what is simulated, by their ids.
#[cfg(feature = "ssr")]
mod words;

/// The pages, a file each.
#[cfg(feature = "ssr")]
mod pages;

/// What browsers are told of a page before they read it.
#[cfg(feature = "ssr")]
mod document;

/// What every page has around its content.
#[cfg(feature = "ssr")]
mod shell;

/// The overview as the body of a mail.
#[cfg(feature = "ssr")]
mod mail;

/// The page on which people sign in.
#[cfg(feature = "ssr")]
mod sign_in;

/// What a frame in a page of somebody else's shows first.
#[cfg(feature = "ssr")]
mod frame;

/// From a request to a document.
#[cfg(feature = "ssr")]
mod render;

/// Pages drawn by a browser, where a host has files only.
#[cfg(feature = "ssr")]
mod drawn;

/// The worker's answers: workbooks made where no server does.
#[cfg(all(target_arch = "wasm32", feature = "workbook"))]
mod workbook;

/// The worker's answers: forecasting methods tried beside the page.
#[cfg(all(target_arch = "wasm32", feature = "trial"))]
mod worker;

#[cfg(feature = "ssr")]
pub use address::below_language;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub use address::{Host, derived_folder};
#[cfg(feature = "ssr")]
pub use assets::{Assets, ForFiles, InOneFile, Module, Pocket};
#[cfg(feature = "ssr")]
pub use document::{APP, CONTENT_SECURITY_POLICY, ICON_SVG};
#[cfg(feature = "ssr")]
pub use drawn::{FileSite, Queries};
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub use language::Language;
#[cfg(feature = "ssr")]
pub use language::decimal_mark;
#[cfg(feature = "ssr")]
pub use mail::Mail;
#[cfg(feature = "ssr")]
pub use page::{Opened, Page, PageRequest, Place, Sql, item_record};
#[cfg(feature = "ssr")]
pub use page_error::PageError;
#[cfg(feature = "ssr")]
pub use query_page::{BadPage, PAGE_QUERIES_MAX, PageQuery, QueryPage};
#[cfg(feature = "ssr")]
pub use refusal::{About, Refusal, reason_in_english, refusal_in_english};
#[cfg(feature = "ssr")]
pub use render::{error_page, frame, mail, render, sign_in};
#[cfg(feature = "ssr")]
pub use series::{SeriesFiles, SeriesUnreadable};
#[cfg(feature = "ssr")]
pub use shell::REPORT;
#[cfg(feature = "ssr")]
pub use sign_in::{SIGN_IN, SIGN_OUT, Said};
#[cfg(feature = "ssr")]
pub use words::{in_english, key_figure_in_english};
