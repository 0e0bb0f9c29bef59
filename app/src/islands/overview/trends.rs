//! Trend charts: what is looked at, large, and four that belong on every overview.

use super::figure::Figure;
use super::model::OverviewModel;
use crate::charts::{Trend, trend};
use crate::text;
use crate::view::{Element, el};
use contract::Facts;
use planning::periods::Step;

/// Ids of the charts that are always there, with an id for the page.
const FIXED: [(&str, &str); 4] = [
    ("revenue", "trend-revenue"),
    ("units", "trend-units"),
    ("stock_value", "trend-stock-value"),
    ("stockout_rate", "trend-stockout-rate"),
];

/// The charts and the chooser.
pub(super) fn trends(facts: &Facts, model: &OverviewModel) -> Element {
    let draw = |figure: Figure, id: &'static str, before: &[Option<f32>]| {
        trend(&Trend {
            id,
            title: figure.name(),
            unit: figure.axis(&facts.currency),
            periods: &model.periods,
            values: &model.series[figure.index()],
            before,
            as_bars: figure.is_flow(),
            format: &|value| figure.short(&facts.currency, value),
        })
    };
    let fixed = FIXED.iter().map(|(figure, id)| draw(Figure::of(figure), id, &[]));
    let title = match model.grain {
        Step::Week => text::trends_title_weeks(),
        Step::Month => text::trends_title_months(),
    };
    let header = el("header")
        .child(el("h2").attr("id", "trends-title").child(title))
        .child(el("p").class("hint needs-script").child(text::brush_hint()));
    el("section")
        .class("trends")
        .attr("aria-labelledby", "trends-title")
        .child(header)
        .child(chooser(model))
        .child(el("div").class("focus").child(draw(model.state.figure, "trend-focus", &model.series_before)))
        .child(el("div").class("small-charts").children(fixed))
}

fn chooser(model: &OverviewModel) -> Element {
    let link = |figure: Figure| {
        let link = el("a")
            .attr("href", model.state.with_figure(figure))
            .attr("aria-current", (figure == model.state.figure).then_some("true"));
        el("li").child(link.child(figure.name()))
    };
    let links = Figure::all().map(link);
    el("nav").class("chooser").attr("aria-label", text::look_at()).child(el("ul").children(links))
}
