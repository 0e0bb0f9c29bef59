//! Code that runs only in a browser: it fetches derived files, follows links and forms without loading pages, and
//! moves a chart's cursor. Everything works without it, as plain links and forms; this makes it immediate.

/// Elements, events, the address.
mod dom;

/// Buttons that copy.
mod copy;

/// Steps of the browser's history.
mod history;

/// Links and forms followed without loading pages.
mod live;

/// A chart's cursor and brush.
mod charts;

/// Suggestions of the header's search.
mod find;

/// The notice that something newer has been published.
mod stale;

/// What of these every page has.
mod attachments;

/// Sliders and numbers of a scenario.
mod slider;

/// The overview.
pub(crate) mod overview;

/// Files that a browser saves.
mod file;

/// The worker that makes workbooks.
mod workbook;

/// The list of items.
pub(crate) mod items;

/// Today's orders.
pub(crate) mod orders;

/// The worker that tries forecasting methods.
mod trial;

/// One item.
pub(crate) mod item;

/// Scenarios.
pub(crate) mod what_if;

/// Scenarios under names.
mod scenarios;

/// Files of them.
mod saved_file;
