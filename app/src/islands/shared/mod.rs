//! What islands and pages share. It knows no page.

/// How an island gets what it is made from.
pub(crate) mod props;

/// Menus of boxes to tick.
pub(crate) mod menu;

/// The filter bar, and forms and links that keep the page's state.
pub(crate) mod filter;

/// What a filter names and the data does not have.
pub(crate) mod unknown;

/// Tables of item-locations, and links to their pages.
pub(crate) mod item_table;

/// How an item-location stands, in a word and a mark.
pub(crate) mod status;

/// What makes workbooks in a browser.
pub(crate) mod workbooks;

/// A scenario's parameters: names, values, sliders.
pub(crate) mod scenario;

/// Rules of the settings, in words.
#[cfg(feature = "ssr")]
pub(crate) mod policy_rule;

/// Why today's list of orders is long, in a sentence.
pub(crate) mod order_week;

/// The query of a key figure under a filter.
pub(crate) mod key_figure;
