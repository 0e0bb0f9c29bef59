//! A chart of past and expected values by period: bars, lines, bands and labelled levels, with a mark at today.

use super::scale::Scale;
use super::table_view::{TableRow, table_view};
use super::trend::{path, plot, readout};
use super::{BOX, axis, line, whole_place};
use crate::view::{Element, el};
use crate::{format, text};
use planning::day::Day;
use std::fmt::Write as _;

/// The content of a timeline.
pub(crate) struct Timeline<'a> {
    /// Unique on the page.
    pub(crate) id: &'static str,
    /// What is shown.
    pub(crate) title: &'static str,
    /// The unit on the axis.
    pub(crate) unit: String,
    /// First and last day of each past and coming period.
    pub(crate) periods: &'a [(Day, Day)],
    /// Number of past periods.
    pub(crate) past: usize,
    /// Shapes, the first at the back.
    pub(crate) shapes: Vec<Shape>,
    /// Heads of the table's columns.
    pub(crate) columns: Vec<String>,
    /// The table's cells for each period.
    pub(crate) cells: Vec<Vec<String>>,
    /// What it shows, in a sentence.
    pub(crate) finding: String,
}

/// Something drawn over the periods, with its name in the legend.
pub(crate) struct Shape {
    /// Class of its path; the legend's key has the same with `key-` before it.
    pub(crate) class: &'static str,
    /// Name in the legend.
    pub(crate) name: String,
    /// Its record.
    pub(crate) form: Form,
}

/// The form of a shape.
pub(crate) enum Form {
    /// A bar from zero for each period.
    Bars(Vec<Option<f32>>),
    /// A line through the periods.
    Line(Vec<Option<f32>>),
    /// The area between two lines.
    Band(Vec<Option<(f32, f32)>>),
    /// The same value at every period from the given one on.
    Level(f64, usize),
}

impl Form {
    fn values(&self) -> Vec<f64> {
        let wide = |value: &f32| f64::from(*value);
        match self {
            Form::Bars(values) | Form::Line(values) => values.iter().flatten().map(wide).collect(),
            Form::Band(ends) => {
                ends.iter().flatten().flat_map(|(low, high)| [f64::from(*low), f64::from(*high)]).collect()
            }
            Form::Level(value, _) => vec![*value],
        }
    }

    fn path(&self, count: usize, scale: Scale) -> String {
        match self {
            Form::Bars(values) => line::bars(values, scale),
            Form::Line(values) => line::path(values, count, scale),
            Form::Band(ends) => band(ends, count, scale),
            Form::Level(value, from) => {
                let left = edge(*from, count).to_string();
                ["M", &left, " ", &scale.y(*value).to_string(), "H1000"].concat()
            }
        }
    }
}

/// The left edge of a period's place in the box.
fn edge(index: usize, count: usize) -> i32 {
    whole_place(index as f64 * BOX / count.max(1) as f64)
}

/// The outline of a band: along its upper ends and back along its lower ones.
fn band(ends: &[Option<(f32, f32)>], count: usize, scale: Scale) -> String {
    let known = || ends.iter().enumerate().filter_map(|(i, ends)| Some((line::x(i, count), (*ends)?)));
    let upper = known().map(|(x, (_, high))| (x, high));
    let lower: Vec<_> = known().map(|(x, (low, _))| (x, low)).collect();
    let mut outline = String::new();
    for (x, value) in upper.chain(lower.into_iter().rev()) {
        let letter = if outline.is_empty() { 'M' } else { 'L' };
        let written = write!(outline, "{letter}{x} {}", scale.y(f64::from(value)));
        debug_assert!(written.is_ok());
    }
    if !outline.is_empty() {
        outline.push('Z');
    }
    outline
}

/// The chart with its legend and its table.
pub(crate) fn timeline(chart: Timeline<'_>) -> Element {
    let Timeline { id, title, periods, past, .. } = chart;
    let count = periods.len();
    let scale = Scale::covering(chart.shapes.iter().flat_map(|shape| shape.form.values()));
    let shapes = chart.shapes.iter().map(|shape| path(shape.class, shape.form.path(count, scale)));
    let today = ["M", &edge(past, count).to_string(), " 0V1000"].concat();
    let plot = plot(id, title, chart.finding.clone())
        .attr("data-points", count.to_string())
        .child(path("grid", scale.grid()))
        .children(shapes)
        .child(path("today", today))
        .child(path("cursor", String::new()));
    let key =
        |shape: &Shape| el("li").attr("class", ["key key-", shape.class].concat()).child(shape.name.clone());
    let legend = el("ul").class("legend").children(chart.shapes.iter().map(key));
    let caption = el("figcaption")
        .child(el("h3").child(title))
        .child(el("p").class("unit").child(chart.unit.clone()))
        .child(readout());
    let axes = el("div")
        .class("plot")
        .child(axis::value_axis(scale, &format::compact))
        .child(plot)
        .child(axis::even_axis(axis::date_labels(periods)));
    let row = |((from, to), cells): (&(Day, Day), Vec<String>)| TableRow {
        name: text::period_to(&format::date(*to)),
        days: Some((*from, *to)),
        x: None,
        cells,
    };
    let rows = periods.iter().zip(chart.cells).map(row).collect();
    el("figure")
        .class("chart timeline")
        .attr("data-chart", id)
        .attr("data-named", "")
        .child(caption)
        .child(axes)
        .child(legend)
        .child(el("p").class("finding").child(chart.finding))
        .child(table_view(
            &[title, text::list_comma(), &chart.unit].concat(),
            text::period(),
            chart.columns,
            rows,
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_runs_along_its_upper_ends_and_back() {
        let scale = Scale::covering([0.0, 4.0].into_iter());
        let ends = [None, Some((1.0, 2.0)), Some((0.0, 4.0))];
        assert_eq!(band(&ends, 4, scale), "M375 500L625 0L625 1000L375 750Z");
        assert_eq!(band(&[None, None], 2, scale), "");
    }

    #[test]
    fn a_level_begins_where_it_is_told_to() {
        let scale = Scale::covering([0.0, 4.0].into_iter());
        assert_eq!(Form::Level(3.0, 1).path(4, scale), "M250 250H1000");
    }
}
