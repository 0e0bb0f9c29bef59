//! Tables of item-locations, and links to their pages.

use crate::charts::scroll;
use crate::view::{Element, el};
use crate::{address, text};
use contract::{Group, ItemKey};

/// A row that begins with an item-location's names.
pub(crate) fn named_row(sku: &str, name: &str, location: &Group) -> Element {
    let head = el("th")
        .attr("scope", "row")
        .child(item_link(sku, &location.id, name, None))
        .child(" ")
        .child(el("span").class("sku").child(sku.to_owned()))
        .child(" ")
        .child(el("span").class("place").child(location.name.clone()));
    el("tr").child(head)
}

/// The name of an item, linked to its page; if it stands in a list, so that one can walk on from there: by its query.
pub(crate) fn item_link(sku: &str, location: &str, name: &str, list: Option<&str>) -> Element {
    let key = ItemKey { sku: sku.to_owned(), location: location.to_owned() };
    let href = address::item_of(&key, list);
    el("a").class("item-name").attr("href", href).child(name.to_owned())
}

/// What a table of item-locations says and holds.
pub(crate) struct ItemTable {
    /// Unique on the page.
    pub(crate) id: &'static str,
    /// What it lists.
    pub(crate) title: &'static str,
    /// More about it.
    pub(crate) note: Option<String>,
    /// A link to all of them.
    pub(crate) more: Option<Element>,
    /// Heads of the columns after the item.
    pub(crate) heads: Vec<&'static str>,
    /// Rows.
    pub(crate) rows: Vec<Element>,
    /// How phones show it: [`core::convert::identity`], or `view::cards` where the page has the style for them.
    pub(crate) on_phones: fn(Element) -> Element,
    /// What to say without rows.
    pub(crate) empty: &'static str,
}

/// The table.
pub(crate) fn item_table(table: ItemTable) -> Element {
    let head = |name| el("th").attr("scope", "col").child(name);
    let heads = table.heads.into_iter().map(head);
    let empty = table.rows.is_empty().then(|| el("p").class("none").child(table.empty));
    let columns = el("tr").child(head(text::item_at_location())).children(heads);
    let rows = el("table")
        .attr("data-items", table.id)
        .child(el("caption").class("hidden").child(table.title))
        .child(el("thead").child(columns))
        .child(el("tbody").child(table.rows));
    let caption = el("figcaption")
        .child(el("h3").child(table.title))
        .child(el("p").class("hint").child(table.note))
        .child(table.more);
    el("figure")
        .class("item-list")
        .attr("id", table.id)
        .child(caption)
        .child(scroll(table.title.to_owned()).child((table.on_phones)(rows)))
        .child(empty)
}
