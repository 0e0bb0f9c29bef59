//! The interactive part of each page: one island a page, its state, its view model and its views.

pub(crate) mod filter;
pub(crate) mod item;
pub(crate) mod items;
mod order_week;
pub(crate) mod overview;
pub(crate) mod props;
pub(crate) mod what_if;

use order_week::order_week;
