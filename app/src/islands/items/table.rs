//! The list itself, or why there is none.

use super::columns::{cell, columns, head, item_head};
use super::model::ItemsModel;
use super::pager;
use crate::charts::scroll;
use crate::islands::shared::item_table::item_link;
use crate::islands::shared::unknown::unknown;
use crate::text;
use crate::view::{Element, cards, el};
use contract::table::Column;
use contract::{Facts, Filter, ItemRow, ItemsQuery};

/// The table with its pages, or advice on widening the list.
pub(super) fn list(facts: &Facts, model: &ItemsModel) -> Element {
    let section = el("section")
        .class("items item-list all-items")
        .attr("aria-labelledby", "list-title")
        .child(el("h2").attr("id", "list-title").class("hidden").child(text::list_title()));
    if model.answer.total.item_locations == 0 {
        return section.child(nothing(model));
    }
    if model.answer.items.is_empty() {
        return section.child(beyond_the_last(model));
    }
    let columns = columns(&model.query, model.shown);
    let heads = columns.iter().map(|column| head(model, column));
    let list = model.query.to_query().to_string();
    let items = model.answer.items.iter().enumerate();
    let rows = items.map(|(place, item)| {
        let pick = pick(item, place, model.has_picked(item));
        row(facts, &columns, item, (&list, pick))
    });
    let head_row = el("thead")
        .attr("data-label", text::sort_by())
        .child(el("tr").child(item_head(model)).children(heads));
    let table = el("table")
        .attr("data-items", "all")
        .child(el("caption").class("hidden").child(text::list_title()))
        .child(head_row)
        .child(el("tbody").children(rows));
    section
        .flag("data-wide", model.shown.is_wide())
        .child(scroll(text::list_title().to_owned()).child(cards(table)))
        .child(pager::pager(model))
}

/// A box that picks a row, for sums of what is picked.
fn pick(item: &ItemRow, place: usize, is_picked: bool) -> Element {
    el("input")
        .attr("type", "checkbox")
        .class("pick needs-script")
        .attr("data-pick", place.to_string())
        .attr("aria-label", text::pick(&item.name))
        .flag("checked", is_picked)
}

fn row(
    facts: &Facts,
    columns: &[&Column<ItemRow>],
    item: &ItemRow,
    (list, pick): (&str, Element),
) -> Element {
    let head = el("th")
        .attr("scope", "row")
        .child(pick)
        .child(item_link(&item.sku, &item.location, &item.name, Some(list)).attr("title", item.name.clone()))
        .child(" ")
        .child(el("span").class("sku").child(item.sku.clone()));
    let cells = columns.iter().map(|column| cell(facts, item, column));
    el("tr")
        .attr("data-sku", item.sku.clone())
        .attr("data-location", item.location.clone())
        .child(head)
        .children(cells)
}

/// Nothing is kept: each restriction with a link that takes it away.
fn nothing(model: &ItemsModel) -> Element {
    let query = ItemsQuery { page: 1, ..model.query.clone() };
    let link =
        |to: ItemsQuery, label: String| el("li").child(el("a").attr("href", model.href(&to)).child(label));
    let mut ways = Vec::new();
    if !query.search.is_empty() {
        let without = ItemsQuery { search: String::new(), ..query.clone() };
        ways.push(link(without, text::loosen_search(&query.search)));
    }
    if !query.status.is_empty() {
        ways.push(link(ItemsQuery { status: Vec::new(), ..query.clone() }, text::loosen_status().to_owned()));
    }
    if !query.supplier.is_empty() {
        ways.push(link(
            ItemsQuery { supplier: Vec::new(), ..query.clone() },
            text::loosen_supplier().to_owned(),
        ));
    }
    if let Some(only) = query.only {
        let without = ItemsQuery { only: None, ..query.clone() };
        ways.push(link(without, text::loosen_only(text::only(only.name()).name)));
    }
    let filter = |filter: &Filter| model.href(&ItemsQuery { filter: filter.clone(), ..query.clone() });
    let unknown = unknown(&query.filter, &model.members, &filter);
    if query.filter != Filter::default() {
        let without = ItemsQuery { filter: Filter::default(), ..query.clone() };
        ways.push(link(without, text::loosen_filter().to_owned()));
    }
    let advice = if ways.is_empty() { text::no_items_at_all() } else { text::no_items_advice() };
    let none = unknown.is_empty().then(|| el("p").child(el("strong").child(text::no_items())));
    el("div")
        .class("empty")
        .child(none)
        .child(unknown)
        .child(el("p").child(advice))
        .child(el("ul").children(ways))
}

/// A page beyond the last: the data may have shrunk since the link was made.
fn beyond_the_last(model: &ItemsModel) -> Element {
    let answer = &model.answer;
    let (page, pages) = (answer.page.to_string(), answer.pages.to_string());
    let last = ItemsQuery { page: answer.pages, ..model.query.clone() };
    el("div")
        .class("empty")
        .child(el("p").child(el("strong").child(text::no_such_page(&page, &pages))))
        .child(el("p").child(el("a").attr("href", model.href(&last)).child(text::to_last_page(&pages))))
}
