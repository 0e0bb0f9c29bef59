//! The list itself, or why there is none.

use super::columns::{cell, columns, head, item_head};
use super::model::ItemsModel;
use super::{href, pager};
use crate::charts::scroll;
use crate::islands::shared::item_table::item_link;
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
    let query = &model.query;
    let columns = columns(query);
    let heads = columns.iter().map(|column| head(query, column));
    let rows = model.answer.items.iter().map(|item| row(facts, &columns, item));
    let head_row = el("thead")
        .attr("data-label", text::sort_by())
        .child(el("tr").child(item_head(query)).children(heads));
    let table = el("table")
        .attr("data-items", "all")
        .child(el("caption").class("hidden").child(text::list_title()))
        .child(head_row)
        .child(el("tbody").children(rows));
    section.child(scroll(text::list_title().to_owned()).child(cards(table))).child(pager::pager(model))
}

fn row(facts: &Facts, columns: &[&Column<ItemRow>], item: &ItemRow) -> Element {
    let supplier = item.supplier.clone().map(|name| el("span").class("place").child(name));
    let head = el("th")
        .attr("scope", "row")
        .child(item_link(&item.sku, &item.location, &item.name))
        .child(" ")
        .child(el("span").class("sku").child(item.sku.clone()))
        .child(" ")
        .child(supplier);
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
    let link = |to: ItemsQuery, label: String| el("li").child(el("a").attr("href", href(&to)).child(label));
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
    if query.filter != Filter::default() {
        ways.push(link(ItemsQuery { filter: Filter::default(), ..query }, text::loosen_filter().to_owned()));
    }
    let advice = if ways.is_empty() { text::no_items_at_all() } else { text::no_items_advice() };
    el("div")
        .class("empty")
        .child(el("p").child(el("strong").child(text::no_items())))
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
        .child(el("p").child(el("a").attr("href", href(&last)).child(text::to_last_page(&pages))))
}
