//! What only a browser does: fetch derived files, follow links and forms without loading pages, move a chart's
//! cursor. Everything works without it, as plain links and forms; this makes it immediate.

mod charts;
mod data;
mod dom;
mod find;
pub(crate) mod item;
pub(crate) mod items;
mod live;
pub(crate) mod overview;
mod slider;
mod stale;
mod trial;
pub(crate) mod what_if;
