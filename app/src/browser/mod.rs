//! What only a browser does: fetch derived files, follow links and forms without loading pages, move a chart's
//! cursor. Everything works without it, as plain links and forms; this makes it immediate.

mod charts;
mod data;
mod dom;
pub(crate) mod item;
mod live;
pub(crate) mod overview;
mod slider;
pub(crate) mod what_if;
