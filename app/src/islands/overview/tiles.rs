//! Tiles of the key figures.

use super::explain::explain;
use super::look::Look;
use super::model::{OverviewModel, Tile};
use crate::charts::spark;
use crate::{format, text};
use contract::Publication;
use leptos::prelude::*;
use planning::kpi::{self, Definition, Unit};

/// One tile a key figure, in the registry's order.
pub(super) fn tiles(publication: &Publication, model: &OverviewModel) -> AnyView {
    let tiles: Vec<_> = kpi::ALL
        .iter()
        .zip(&model.tiles)
        .map(|(definition, tile)| tile_view(publication, model, definition, tile))
        .collect();
    view! {
        <section class="tiles" aria-labelledby="tiles-title">
            <h2 id="tiles-title" class="hidden">{text::key_figures()}</h2>
            {tiles}
        </section>
    }
    .into_any()
}

fn tile_view(
    publication: &Publication,
    model: &OverviewModel,
    definition: &'static Definition,
    tile: &Tile,
) -> impl IntoView + use<> {
    let look = Look::of(definition.id);
    let looked_at = (model.state.look == look).then_some("true");
    view! {
        <article class="tile" data-kpi=definition.id>
            <h3>
                <a href=model.state.with_look(look) aria-current=looked_at>{look.name()}</a>
            </h3>
            {value(publication, definition, tile)}
            {change(publication, definition, tile)}
            {spark(&model.series[look.index()])}
            {explain(publication, model, definition, tile)}
        </article>
    }
}

fn value(publication: &Publication, definition: &Definition, tile: &Tile) -> impl IntoView + use<> {
    let parts = tile.current;
    let (shown, unit) = parts.map_or((text::no_data().to_owned(), String::new()), |parts| {
        format::kpi(definition.unit, &publication.currency, parts.value)
    });
    view! {
        <p class="value" class:none=parts.is_none()>
            <span class="number" data-value=parts.map(|parts| parts.value.to_string())>{shown}</span>
            " "
            <span class="unit">{unit}</span>
        </p>
    }
}

/// A change in words: how much, since when, and whether that is good.
fn change(publication: &Publication, definition: &Definition, tile: &Tile) -> impl IntoView + use<> {
    let compared = tile.current.map(|parts| parts.value).zip(tile.previous);
    let (class, arrow, words) = match (tile.current, compared) {
        (None, _) => ("change", "", text::kpi(definition.id).missing.to_owned()),
        (_, None) => ("change", "", text::nothing_before().to_owned()),
        (_, Some((now, before))) => {
            let difference = now - before;
            let arrow = match difference {
                d if d > 0.0 => "M6 1 11 8H1Z",
                d if d < 0.0 => "M6 9 1 2H11Z",
                _ => "M1 4H11V6H1Z",
            };
            let before_text = format::kpi_short(definition.unit, &publication.currency, before);
            let (class, words) = change_words(definition, tile.improved, now, before, &before_text);
            (class, arrow, words)
        }
    };
    view! {
        <p class=class>
            <svg class="arrow" aria-hidden="true" viewBox="0 0 12 10" width="12" height="10">
                <path d=arrow></path>
            </svg>
            <span>{words}</span>
        </p>
    }
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
        // A share of nothing, or of something negative, says nothing.
        _ if before <= 0.0 => return ("change", text::was(before_text)),
        _ => {
            let share = now / before - 1.0;
            format::signed(share, format::percent(share, 1))
        }
    };
    // What rounds to nothing is neither better nor worse.
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
