//! The way through the list that an item is opened from.

use crate::address;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Derived, ItemKey, ItemsQuery, QueryString, Walk};

/// Links to the items before and after, and back to the list; none where the list does not hold the item, or is none.
pub(super) fn walk(derived: &Derived, key: &ItemKey, list: &str) -> Option<Element> {
    let query = ItemsQuery::from_query(&QueryString::parse(list)).ok()?;
    let row = key.row(&derived.cube, &derived.plan).ok()?;
    let walk = Walk::of(derived, &query, row)?;
    let step = |key: Option<ItemKey>, rel: &'static str, letter: &'static str, label: &'static str| {
        let link = el("a").child(label);
        // A link that leads nowhere keeps its place, as in the list.
        let link = match key {
            Some(key) => link
                .attr("href", address::item_of(&key, Some(list)))
                .attr("rel", rel)
                .attr("aria-keyshortcuts", letter)
                .attr("title", text::walk_keys()),
            None => link.attr("role", "link").attr("aria-disabled", "true"),
        };
        el("li").child(link)
    };
    let page = (walk.place - 1) / query.page_size + 1;
    let back = ItemsQuery { page, ..query }.to_query().to_string();
    let list = el("ul")
        .child(step(walk.previous, "prev", "K", text::previous_page()))
        .child(el("li").child(text::walk_place(&format::count(walk.place), &format::count(walk.of))))
        .child(step(walk.next, "next", "J", text::next_page()))
        .child(el("li").child(el("a").attr("href", address::page("items", &back)).child(text::walk_back())));
    Some(el("nav").class("walk pager").attr("aria-label", text::walk()).child(list))
}
