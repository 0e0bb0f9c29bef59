//! A series by period: bars or a line, the window before as a dashed line, a data cursor, a brush, a table.

use super::scale::Scale;
use super::table_view::{TableRow, table_view};
use super::{axis, line};
use crate::view::{Element, el};
use crate::{format, text};
use planning::day::Day;

/// What a trend chart shows.
pub(crate) struct Trend<'a> {
    /// Unique on the page.
    pub(crate) id: &'static str,
    /// What is shown.
    pub(crate) title: &'a str,
    /// The unit, as the axis says it.
    pub(crate) unit: String,
    /// First and last day of each period.
    pub(crate) periods: &'a [(Day, Day)],
    /// A value for each period.
    pub(crate) values: &'a [Option<f32>],
    /// Values of the window before, or none.
    pub(crate) before: &'a [Option<f32>],
    /// Bars rather than a line.
    pub(crate) as_bars: bool,
    /// A value with its unit.
    pub(crate) format: &'a dyn Fn(f64) -> String,
}

/// The chart with its table.
pub(crate) fn trend(chart: &Trend<'_>) -> Element {
    let Trend { id, title, periods, values, before, .. } = *chart;
    let both = values.iter().chain(before).flatten();
    let scale = Scale::covering(both.map(|value| f64::from(*value)));
    let count = values.len();
    let current = if chart.as_bars { line::bars(values, scale) } else { line::path(values, count, scale) };
    let plot = plot(id, title, finding(chart))
        .attr("data-points", count.to_string())
        .attr("data-brush", "")
        .child(path("grid", scale.grid()))
        .child(path(if chart.as_bars { "bars" } else { "line" }, current))
        .child(path("before", line::path(before, count, scale)))
        .child(el("rect").class("brush").attr("y", "0").attr("width", "0").attr("height", "1000"))
        .child(path("cursor", String::new()));
    let key = |class, name| el("span").class(class).child(name);
    let legend = (!before.is_empty()).then(|| {
        el("p")
            .class("legend")
            .child(key("key key-window", text::this_window()))
            .child(key("key key-before", text::window_before()))
    });
    let caption = el("figcaption")
        .child(el("h3").child(title.to_owned()))
        .child(el("p").class("unit").child(chart.unit.clone()))
        .child(legend)
        .child(readout());
    let axes = el("div")
        .class("plot")
        .child(axis::value_axis(scale, chart.format))
        .child(plot)
        .child(axis::even_axis(axis::date_labels(periods)));
    el("figure").class("chart").attr("data-chart", id).child(caption).child(axes).child(table(chart))
}

/// Where the data cursor says what it stands on.
pub(super) fn readout() -> Element {
    el("output").class("readout").attr("aria-live", "polite")
}

pub(super) fn path(class: &'static str, shape: String) -> Element {
    el("path").class(class).attr("d", shape)
}

/// An empty plot that the keyboard reaches, to move its data cursor.
pub(super) fn plot(id: &str, title: &str, finding: String) -> Element {
    still_plot(id, title, finding).attr("tabindex", "0")
}

/// An empty plot with a title and what it shows in words.
pub(super) fn still_plot(id: &str, title: &str, finding: String) -> Element {
    boxed(id, title, finding, "0 0 1000 1000".to_owned())
}

/// The same with a box of its own.
pub(super) fn boxed(id: &str, title: &str, finding: String, view_box: String) -> Element {
    let [title_id, finding_id] = ["-title", "-finding"].map(|part| [id, part].concat());
    el("svg")
        .attr("role", "img")
        .attr("aria-labelledby", [&*title_id, " ", &*finding_id].concat())
        .attr("viewBox", view_box)
        .attr("preserveAspectRatio", "none")
        .child(el("title").attr("id", title_id).child(title.to_owned()))
        .child(el("desc").attr("id", finding_id).child(finding))
}

fn period_name(period: (Day, Day)) -> String {
    text::period_to(&format::date(period.1))
}

fn table(chart: &Trend<'_>) -> Element {
    let show = |value: Option<&Option<f32>>| match value {
        Some(Some(value)) => (chart.format)(f64::from(*value)),
        _ => text::no_data().to_owned(),
    };
    let mut columns = vec![chart.title.to_owned()];
    if !chart.before.is_empty() {
        columns.push(text::window_before().to_owned());
    }
    let row = |(i, period): (usize, &(Day, Day))| {
        let mut cells = vec![show(chart.values.get(i))];
        if !chart.before.is_empty() {
            cells.push(show(chart.before.get(i)));
        }
        TableRow { name: period_name(*period), days: Some(*period), x: None, cells }
    };
    let rows = chart.periods.iter().enumerate().map(row).collect();
    table_view(&text::by_period(chart.title, &chart.unit), text::period(), columns, rows)
}

/// What the chart shows, in a sentence.
fn finding(chart: &Trend<'_>) -> String {
    let known: Vec<(f32, (Day, Day))> = chart
        .values
        .iter()
        .zip(chart.periods)
        .filter_map(|(value, period)| Some(((*value)?, *period)))
        .collect();
    let by = |better: fn(f32, f32) -> bool| {
        known.iter().copied().reduce(|best, next| if better(next.0, best.0) { next } else { best })
    };
    let (Some(low), Some(high), Some(last)) = (by(|a, b| a < b), by(|a, b| a > b), known.last()) else {
        return text::nothing_to_draw().to_owned();
    };
    let value = |point: (f32, (Day, Day))| (chart.format)(f64::from(point.0));
    text::trend_finding(
        &value(low),
        &format::date(low.1.1),
        &value(high),
        &format::date(high.1.1),
        &value(*last),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finding_names_lowest_highest_and_last() {
        let periods: Vec<_> = (0..3).map(|i| (Day(7 * i), Day(7 * i + 6))).collect();
        let check = |values: &[Option<f32>], parts: &[&str]| {
            let chart = Trend {
                id: "x",
                title: "Revenue",
                unit: "GBP".into(),
                periods: &periods,
                values,
                before: &[],
                as_bars: true,
                format: &|value| format::number(value, 0),
            };
            let finding = finding(&chart).replace('\u{a0}', " ");
            for part in parts {
                assert!(finding.contains(part), "{finding}");
            }
        };
        check(&[Some(5.0), Some(2.0), Some(4.0)], &["2", "14 Jan 1970", "5", "7 Jan 1970", "4"]);
        check(&[None, None, None], &["No data"]);
    }
}
