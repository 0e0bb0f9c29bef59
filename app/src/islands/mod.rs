//! The interactive part of each page: one island with its state, its view model and its views.

/// What islands and pages share.
pub(crate) mod shared;

/// The overview.
pub(crate) mod overview;

/// The list of items.
pub(crate) mod items;

/// Today's orders.
pub(crate) mod orders;

/// One item at one location.
pub(crate) mod item;

/// Scenarios over every item-location kept.
pub(crate) mod what_if;
