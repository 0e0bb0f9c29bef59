//! Trend charts: what is looked at, large, and four that belong on every overview.

use super::look::Look;
use super::model::OverviewModel;
use crate::charts::{Trend, trend};
use crate::text;
use contract::Publication;
use leptos::prelude::*;

/// Ids of the charts that are always there, with an id for the page.
const FIXED: [(&str, &str); 4] = [
    ("revenue", "trend-revenue"),
    ("units", "trend-units"),
    ("stock_value", "trend-stock-value"),
    ("stockout_rate", "trend-stockout-rate"),
];

/// The charts and the chooser.
pub(super) fn trends(publication: &Publication, model: &OverviewModel) -> AnyView {
    let draw = |look: Look, id: &'static str, before: &[Option<f32>]| {
        trend(&Trend {
            id,
            title: look.name(),
            unit: look.axis(&publication.currency),
            periods: &model.periods,
            values: &model.series[look.index()],
            before,
            as_bars: look.is_flow(),
            format: &|value| look.short(&publication.currency, value),
        })
    };
    let fixed: Vec<_> = FIXED
        .iter()
        .filter(|(look, _)| Look::of(look) != model.state.look)
        .map(|(look, id)| draw(Look::of(look), id, &[]))
        .collect();
    view! {
        <section class="trends" aria-labelledby="trends-title">
            <header>
                <h2 id="trends-title">{text::trends_title(&model.grain_days.to_string())}</h2>
                <p class="hint needs-script">{text::brush_hint()}</p>
            </header>
            {chooser(model)}
            <div class="focus">{draw(model.state.look, "trend-focus", &model.series_before)}</div>
            <div class="small-charts">{fixed}</div>
        </section>
    }
    .into_any()
}

fn chooser(model: &OverviewModel) -> impl IntoView + use<> {
    let link = |look: Look| {
        let current = (look == model.state.look).then_some("true");
        view! { <li><a href=model.state.with_look(look) aria-current=current>{look.name()}</a></li> }
    };
    let links: Vec<_> = Look::all().map(link).collect();
    view! {
        <nav class="chooser" aria-label=text::look_at()>
            <ul>{links}</ul>
        </nav>
    }
}
