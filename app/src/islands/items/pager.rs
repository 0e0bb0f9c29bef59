//! The position in the list, and links to other pages.

use super::model::ItemsModel;
use crate::format::count;
use crate::text;
use crate::view::{Element, el};
use contract::ItemsQuery;

/// Sizes of a page that are offered.
const SIZES: [u32; 4] = [25, 50, 100, 250];

/// Rows shown, pages, sizes of pages.
pub(super) fn pager(model: &ItemsModel) -> Element {
    let answer = &model.answer;
    let before = (u64::from(answer.page) - 1) * u64::from(answer.page_size);
    let shown = text::rows_of(
        &count(before + 1),
        &count(before + answer.items.len() as u64),
        &count(answer.total.item_locations),
    );
    let to = |page: u32, label: &'static str, there: bool| {
        let link = el("a").child(label);
        // A disabled link keeps its place, so that the next click does not hit another link.
        let link = match there {
            true => link.attr("href", model.href(&ItemsQuery { page, ..model.query.clone() })),
            false => link.attr("role", "link").attr("aria-disabled", "true"),
        };
        el("li").child(link)
    };
    let (page, pages) = (answer.page, answer.pages);
    let pages_list = el("ul")
        .child(to(1, text::first_page(), page > 1))
        .child(to(page.saturating_sub(1), text::previous_page(), page > 1))
        .child(el("li").child(text::page_of(&count(page), &count(pages))))
        .child(to(page + 1, text::next_page(), page < pages))
        .child(to(pages, text::last_page(), page < pages));
    let size = |size: u32| {
        let query = ItemsQuery { page_size: size, page: 1, ..model.query.clone() };
        let current = (size == model.query.page_size).then_some("true");
        el("li").child(
            el("a").attr("href", model.href(&query)).attr("aria-current", current).child(size.to_string()),
        )
    };
    el("div")
        .class("pager")
        .child(el("p").child(shown))
        .child(el("nav").attr("aria-label", text::pages_of_list()).child(pages_list))
        .child(
            el("div")
                .class("chooser sizes")
                .child(el("span").attr("id", "sizes").child(text::rows_a_page()))
                .child(el("ul").attr("aria-labelledby", "sizes").children(SIZES.map(size))),
        )
}
