//! The same item at other locations, and at all of them together.

use super::model::ItemModel;
use super::{known, units};
use crate::charts::scroll;
use crate::islands::shared::status::status;
use crate::view::{Element, cards, el};
use crate::{address, format, text};
use contract::{Elsewhere, ItemKey};
use planning::stock::Status;

/// A row for each, with a link to its page.
pub(super) fn elsewhere(model: &ItemModel) -> Element {
    let others = &model.record.elsewhere;
    let horizon_days = model.record.series.forecast.mean.len() as f64 * model.step().days();
    let heads = [
        text::location(),
        text::on_hand(),
        text::on_order(),
        text::demand_a_day(),
        text::days_of_stock(),
        text::reorder_point(),
        text::status(),
    ];
    let head = |name| el("th").attr("scope", "col").child(name);
    let table = el("table")
        .attr("data-items", "elsewhere")
        .child(el("caption").class("hidden").child(text::elsewhere_title()))
        .child(el("thead").child(el("tr").children(heads.into_iter().map(head))))
        .child(
            el("tbody")
                .children(others.iter().map(|other| row(&model.record.series.sku, horizon_days, other))),
        );
    let whole = el("a").attr("href", address::whole_item(&model.record.series.sku)).child(text::whole_link());
    let content = match others.is_empty() {
        true => vec![el("p").class("none").child(text::elsewhere_none())],
        false => vec![
            scroll(text::elsewhere_title().to_owned()).child(cards(table)),
            el("p").class("whole").child(whole),
        ],
    };
    el("section")
        .class("item-list elsewhere")
        .attr("aria-labelledby", "elsewhere-title")
        .child(el("h2").attr("id", "elsewhere-title").child(text::elsewhere_title()))
        .child(content)
}

fn row(sku: &str, horizon_days: f64, other: &Elsewhere) -> Element {
    let href = address::item(&ItemKey { sku: sku.to_owned(), location: other.location.id.clone() });
    let link = el("a").attr("href", href).child(other.location.name.clone());
    let cover = match (other.cover_days, other.status) {
        (Some(days), _) => format::number(days, 0),
        (None, Status::NoData) => text::no_data().to_owned(),
        (None, Status::NoDemand) => text::not_stocked().to_owned(),
        (None, _) => text::beyond(&format::number(horizon_days, 0)),
    };
    let cells = [
        known(other.on_hand, units),
        known(other.on_order, units),
        format::number(other.demand_per_day, 2),
        cover,
        units(other.reorder_point),
    ];
    el("tr")
        .child(el("th").attr("scope", "row").child(link))
        .children(cells.into_iter().map(|cell| el("td").child(cell)))
        .child(el("td").child(status(other.status)))
}
