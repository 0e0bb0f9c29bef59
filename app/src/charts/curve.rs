//! Cost against service level, with the points of today and of the scenario.

use super::scale::Scale;
use super::table_view::{Row, table_view};
use super::{BOX, axis};
use crate::{format, text};
use leptos::prelude::*;
use std::fmt::Write as _;

/// What the curve shows.
pub(crate) struct Curve<'a> {
    /// Service level (a fraction), cost a year, and table cells of each point, service levels rising.
    pub(crate) points: Vec<(f64, f64, Vec<String>)>,
    /// Heads of the cells.
    pub(crate) columns: Vec<String>,
    /// Service level and cost of today's settings.
    pub(crate) now: (f64, f64),
    /// Service level and cost of the scenario.
    pub(crate) scenario: (f64, f64),
    /// A cost with its currency, short.
    pub(crate) format: &'a dyn Fn(f64) -> String,
    /// What it shows, in a sentence.
    pub(crate) finding: String,
}

/// Left end of the service axis.
const SERVICE_MIN: f64 = 0.5;

fn x(service_level: f64) -> i32 {
    (BOX * (service_level - SERVICE_MIN) / (1.0 - SERVICE_MIN)).round() as i32
}

/// The chart with its table.
pub(crate) fn curve(chart: Curve<'_>) -> AnyView {
    let costs = chart.points.iter().map(|point| point.1);
    let scale = Scale::covering(costs.chain([chart.now.1, chart.scenario.1]));
    let mut path = String::new();
    for (i, (service, cost, _)) in chart.points.iter().enumerate() {
        let letter = if i == 0 { 'M' } else { 'L' };
        let written = write!(path, "{letter}{} {}", x(*service), scale.y(*cost));
        debug_assert!(written.is_ok());
    }
    // A line of no length with round caps is a dot that keeps its shape in a stretched box.
    let dot = |(service, cost): (f64, f64)| {
        ["M", &x(service).to_string(), " ", &scale.y(cost).to_string(), "h0"].concat()
    };
    let labels = [0.5, 0.6, 0.7, 0.8, 0.9].map(|share| format::percent(share, 0)).to_vec();
    let row = |(service, _, cells): (f64, f64, Vec<String>)| Row {
        name: format::percent(service, 1),
        days: None,
        x: Some(x(service)),
        cells,
    };
    let count = chart.points.len();
    let points: Vec<Row> = chart.points.into_iter().map(row).collect();
    view! {
        <figure class="chart" data-chart="curve">
            <figcaption>
                <h3>{text::curve_title()}</h3>
                <p class="unit">{text::curve_unit()}</p>
                <output class="readout" aria-live="polite"></output>
                <p class="legend">
                    <span class="key key-now">{text::now()}</span>
                    <span class="key key-scenario">{text::scenario()}</span>
                </p>
            </figcaption>
            <div class="plot">
                {axis::value_axis(scale, chart.format)}
                <svg
                    role="img"
                    tabindex="0"
                    aria-labelledby="curve-title curve-finding"
                    data-points=count.to_string()
                    viewBox="0 0 1000 1000"
                    preserveAspectRatio="none"
                >
                    <title id="curve-title">{text::curve_title()}</title>
                    <desc id="curve-finding">{chart.finding.clone()}</desc>
                    <path class="grid" d=scale.grid()></path>
                    <path class="line" d=path></path>
                    <path class="dot dot-now" d=dot(chart.now)></path>
                    <path class="dot dot-scenario" d=dot(chart.scenario)></path>
                    <path class="cursor"></path>
                </svg>
                {axis::even_axis(labels)}
            </div>
            <p class="finding">{chart.finding.clone()}</p>
            {table_view(text::curve_title(), text::service_level(), chart.columns, points)}
        </figure>
    }
    .into_any()
}
