//! Bars by category, location and class: each a link that narrows everything to it.

use super::look::Look;
use super::model::OverviewModel;
use crate::charts::bar;
use crate::islands::filter::{is_chosen, toggled};
use crate::text;
use contract::{Dimension, Publication};
use leptos::prelude::*;

/// A list of bars for each dimension.
pub(super) fn breakdown(publication: &Publication, model: &OverviewModel) -> AnyView {
    let lists: Vec<_> = Dimension::ALL
        .into_iter()
        .zip(&model.breakdown)
        .map(|(dimension, values)| bars(&publication.currency, model, dimension, values))
        .collect();
    let note = publication.category_note.clone().map(|note| text::category_note(&note));
    view! {
        <section class="breakdown" aria-labelledby="breakdown-title">
            <header>
                <h2 id="breakdown-title">{text::breakdown_title(model.state.look.name())}</h2>
                <p class="hint">{text::breakdown_hint()} " " {note}</p>
            </header>
            <div class="bar-lists">{lists}</div>
        </section>
    }
    .into_any()
}

fn title(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Category => text::by_category(),
        Dimension::Location => text::by_location(),
        Dimension::Class => text::by_class(),
    }
}

fn bars(
    currency: &str,
    model: &OverviewModel,
    dimension: Dimension,
    values: &[Option<f64>],
) -> impl IntoView + use<> {
    let mut rows: Vec<((String, String), Option<f64>)> =
        model.members(dimension).into_iter().zip(values.iter().copied()).collect();
    // A restricted cube blanks the names of what it leaves out.
    rows.retain(|((id, _), _)| !id.is_empty());
    if dimension != Dimension::Class {
        let key = |value: Option<f64>| value.unwrap_or(f64::NEG_INFINITY);
        rows.sort_by(|a, b| key(b.1).total_cmp(&key(a.1)));
    }
    let largest = rows.iter().filter_map(|row| row.1).fold(0.0, f64::max);
    let look = model.state.look;
    let items: Vec<_> = rows
        .into_iter()
        .map(|((id, name), value)| {
            let chosen = is_chosen(&model.state.filter, dimension, &id);
            let href = model.state.with_filter(&toggled(&model.state.filter, dimension, &id));
            item(currency, look, href, name, value, largest, chosen)
        })
        .collect();
    let title_id = ["by-", dimension.name()].concat();
    view! {
        <figure class="bars" data-dimension=dimension.name()>
            <figcaption><h3 id=title_id.clone()>{title(dimension)}</h3></figcaption>
            <ul aria-labelledby=title_id>{items}</ul>
        </figure>
    }
}

fn item(
    currency: &str,
    look: Look,
    href: String,
    name: String,
    value: Option<f64>,
    largest: f64,
    chosen: bool,
) -> impl IntoView + use<> {
    let shown = value.map_or(text::no_data().to_owned(), |value| look.short(currency, value));
    let share = value.filter(|_| largest > 0.0).map_or(0.0, |value| value / largest);
    view! {
        <li>
            <a href=href aria-current=chosen.then_some("true")>
                <span class="name">{name}</span>
                <span class="number" data-value=value.map(|value| value.to_string())>{shown}</span>
                {bar(share)}
            </a>
        </li>
    }
}
