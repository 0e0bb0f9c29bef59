//! Tiles of the key figures.

use super::explain::{explain, uses_average_inventory};
use super::figure::Figure;
use super::model::{OverviewModel, Tile};
use crate::charts::spark;
use crate::view::{Element, el};
use crate::{format, text};
use contract::Facts;
use planning::convert::count_u32;
use planning::kpi::{self, Definition, Unit};
use planning::periods::SalesPeriod;

/// One tile a key figure, in the registry's order.
pub(super) fn tiles(facts: &Facts, model: &OverviewModel) -> Element {
    let of = |(definition, tile)| tile_view(facts, model, definition, tile);
    let tiles = kpi::ALL.iter().zip(&model.tiles).map(of);
    el("section")
        .class("tiles")
        .attr("aria-labelledby", "tiles-title")
        .child(el("h2").attr("id", "tiles-title").class("hidden").child(text::key_figures()))
        .children(tiles)
}

fn tile_view(facts: &Facts, model: &OverviewModel, definition: &'static Definition, tile: &Tile) -> Element {
    let figure = Figure::of(definition.id);
    let link = el("a")
        .attr("href", model.state.with_figure(figure))
        .attr("aria-current", (model.state.figure == figure).then_some("true"))
        .child(figure.name());
    el("article")
        .class("tile")
        .attr("data-kpi", definition.id)
        .child(el("h3").child(link))
        .child(value(facts, definition, tile))
        .child(change(facts, definition, tile))
        .child(known_days(facts, model, definition, tile).map(|note| el("p").class("hint").child(note)))
        .child(spark(&model.series[figure.index()]))
        .child(explain(facts, model, definition, tile))
}

fn value(facts: &Facts, definition: &Definition, tile: &Tile) -> Element {
    let (shown, unit) = shown(facts, definition, tile);
    let number = el("span")
        .class("number")
        .attr("data-value", tile.current.map(|parts| parts.value.to_string()))
        .child(shown);
    el("p")
        .class(if tile.current.is_some() { "value" } else { "value none" })
        .child(number)
        .child(" ")
        .child(el("span").class("unit").child(unit))
}

/// A value and its unit as people read them.
fn shown(facts: &Facts, definition: &Definition, tile: &Tile) -> (String, String) {
    tile.current.map_or((text::no_data().to_owned(), String::new()), |parts| {
        format::kpi(definition.unit, &facts.currency, parts.value)
    })
}

/// The number of days on which stock is known, if it is not known on all of them.
fn known_days(facts: &Facts, model: &OverviewModel, definition: &Definition, tile: &Tile) -> Option<String> {
    // Of a week or month it is known where it is at the end.
    let all = if facts.period == SalesPeriod::Day { model.days } else { count_u32(model.periods.len()) };
    let is_part = tile.current.is_some() && uses_average_inventory(definition.id) && model.stock_days < all;
    is_part.then(|| text::stock_known_part(&format::count(model.stock_days), &format::count(model.days)))
}

/// A change under its arrow.
fn change(facts: &Facts, definition: &Definition, tile: &Tile) -> Element {
    let (class, words) = changed(facts, definition, tile);
    let arrow = tile.current.zip(tile.previous).map(|(parts, before)| {
        let path = match parts.value - before {
            d if d > 0.0 => "M6 1 11 8H1Z",
            d if d < 0.0 => "M6 9 1 2H11Z",
            _ => "M1 4H11V6H1Z",
        };
        el("svg")
            .class("arrow")
            .attr("aria-hidden", "true")
            .attr("viewBox", "0 0 12 10")
            .attr("width", "12")
            .attr("height", "10")
            .child(el("path").attr("d", path))
    });
    el("p").class(class).child(arrow).child(words)
}

/// A change in words: its size, its baseline, and whether it is an improvement, which also the class says.
fn changed(facts: &Facts, definition: &Definition, tile: &Tile) -> (&'static str, String) {
    let Some(parts) = tile.current else {
        return ("change", text::kpi(definition.id).missing.to_owned());
    };
    let Some(before) = tile.previous else {
        return ("change", text::nothing_before().to_owned());
    };
    let before_text = format::kpi_short(definition.unit, &facts.currency, before);
    change_words(definition, tile.improved, parts.value, before, &before_text)
}

/// What a tile says, for documents that draw it in another way.
#[cfg(feature = "ssr")]
pub(crate) struct TileWords {
    /// Name of the key figure.
    pub(crate) name: &'static str,
    /// Its value; "no data" where there is none.
    pub(crate) value: String,
    /// The value's unit, if it is not a part of it.
    pub(crate) unit: String,
    /// The change, or why there is none.
    pub(crate) change: String,
    /// `good` or `bad` behind `change`, where that is known.
    pub(crate) class: &'static str,
    /// On how many days stock is known, if not on all.
    pub(crate) note: Option<String>,
    /// What it means.
    pub(crate) meaning: &'static str,
}

/// What every tile says, in their order.
#[cfg(feature = "ssr")]
pub(crate) fn words(facts: &Facts, model: &OverviewModel) -> Vec<TileWords> {
    let of = |(definition, tile): (&Definition, &Tile)| {
        let (value, unit) = shown(facts, definition, tile);
        let (class, change) = changed(facts, definition, tile);
        let note = known_days(facts, model, definition, tile);
        let text::Kpi { name, definition: meaning, .. } = text::kpi(definition.id);
        TileWords { name, value, unit, change, class, note, meaning }
    };
    kpi::ALL.iter().zip(&model.tiles).map(of).collect()
}

fn change_words(
    definition: &Definition,
    improved: Option<bool>,
    now: f64,
    before: f64,
    before_text: &str,
) -> (&'static str, String) {
    let size = match definition.unit {
        Unit::Percent => {
            let points = (now - before) * 100.0;
            text::percentage_points(&format::signed(points, format::number(points, 1)))
        }
        // A share of zero, or of a negative value, means nothing.
        _ if before <= 0.0 => return ("change", text::was(before_text)),
        _ => {
            let share = now / before - 1.0;
            format::signed(share, format::percent(share, 1))
        }
    };
    // A change that rounds to zero is neither better nor worse.
    let visible = size.contains(|c: char| ('1'..='9').contains(&c));
    match improved {
        _ if !visible => ("change", text::change_none(before_text)),
        Some(true) => ("change good", text::change_better(&size, before_text)),
        Some(false) => ("change bad", text::change_worse(&size, before_text)),
        None => ("change", text::change_plain(&size, before_text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_said_in_words() {
        let check = |id: &str, improved, now, before, class: &str, expected: &str| {
            let definition = kpi::find(id).expect("a key figure");
            let before_text = format::kpi_short(definition.unit, "GBP", before);
            let (found, words) = change_words(definition, improved, now, before, &before_text);
            assert_eq!((found, &*words.replace('\u{a0}', " ")), (class, expected));
        };
        check("turnover", Some(true), 4.2, 4.0, "change good", "+5.0 %, better; was 4.00×");
        check("stockout_rate", Some(false), 0.083, 0.075, "change bad", "+0.8 points, worse; was 7.5 %");
        check("stock_value", None, 90.0, 100.0, "change", "−10.0 %; was £100");
        check("revenue", Some(true), 5.0, 0.0, "change", "was £0");
        check("fill_rate", Some(true), 0.94001, 0.94, "change", "unchanged; was 94.0 %");
    }
}
