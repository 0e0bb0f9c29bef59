//! Bars by category, location and class: each a link that narrows everything to it.

use super::figure::Figure;
use super::model::OverviewModel;
use crate::category;
use crate::charts::bar;
use crate::islands::shared::filter::{is_chosen, toggled};
use crate::text;
use crate::view::{Element, el};
use contract::{Dimension, Facts};

/// A list of bars for each dimension.
pub(super) fn breakdown(facts: &Facts, model: &OverviewModel) -> Element {
    let lists = Dimension::ALL
        .into_iter()
        .zip(&model.breakdown)
        .map(|(dimension, values)| bars(&facts.currency, model, dimension, values));
    let note = facts.category_note.as_ref().map(|origin| category::note(origin));
    let header = el("header")
        .child(el("h2").attr("id", "breakdown-title").child(text::breakdown_title(model.state.figure.name())))
        .child(el("p").class("hint").child(text::breakdown_hint()).child(" ").child(note));
    el("section")
        .class("breakdown")
        .attr("aria-labelledby", "breakdown-title")
        .child(header)
        .child(el("div").class("bar-lists").children(lists))
}

fn title(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Category => text::by_category(),
        Dimension::Location => text::by_location(),
        Dimension::Class => text::by_class(),
    }
}

fn bars(currency: &str, model: &OverviewModel, dimension: Dimension, values: &[Option<f64>]) -> Element {
    let key = |value: Option<f64>| value.unwrap_or(f64::NEG_INFINITY);
    let mut rows: Vec<((String, String), Option<f64>)> = Vec::new();
    for (member, value) in model.members(dimension).into_iter().zip(values.iter().copied()) {
        // A restricted cube blanks the names of what it leaves out.
        if member.0.is_empty() {
            continue;
        }
        // Classes keep their order; the rest come largest first, by insertion: they are few.
        let place = match dimension {
            Dimension::Class => rows.len(),
            _ => rows.partition_point(|row| key(row.1) >= key(value)),
        };
        rows.insert(place, (member, value));
    }
    let largest = rows.iter().filter_map(|row| row.1).fold(0.0, f64::max);
    let figure = model.state.figure;
    let items = rows.into_iter().map(|((id, name), value)| {
        let chosen = is_chosen(&model.state.filter, dimension, &id);
        let href = model.state.with_filter(&toggled(&model.state.filter, dimension, &id));
        item(currency, figure, href, name, value, largest, chosen)
    });
    let title_id = ["by-", dimension.name()].concat();
    let caption = el("figcaption").child(el("h3").attr("id", title_id.clone()).child(title(dimension)));
    el("figure")
        .class("bars")
        .attr("data-dimension", dimension.name())
        .child(caption)
        .child(el("ul").attr("aria-labelledby", title_id).children(items))
}

fn item(
    currency: &str,
    figure: Figure,
    href: String,
    name: String,
    value: Option<f64>,
    largest: f64,
    chosen: bool,
) -> Element {
    let shown = value.map_or(text::no_data().to_owned(), |value| figure.short(currency, value));
    let share = value.filter(|_| largest > 0.0).map_or(0.0, |value| value / largest);
    let number = el("span").class("number").attr("data-value", value.map(|value| value.to_string()));
    let link = el("a")
        .attr("href", href)
        .attr("aria-current", chosen.then_some("true"))
        .child(el("span").class("name").child(name))
        .child(number.child(shown))
        .child(bar(share));
    el("li").child(link)
}
