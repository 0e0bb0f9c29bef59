//! A heat map: a cell for each pair, the deeper the larger its number.

use super::axis;
use super::trend::boxed;
use crate::view::{Element, el};
use crate::{format, text};
use planning::convert::whole_usize;
use std::fmt::Write as _;

/// Depths of colour, the classes `level-0` to `level-5` of their paths.
const LEVELS: [&str; 6] = ["level-0", "level-1", "level-2", "level-3", "level-4", "level-5"];
/// Names under the columns at most.
const LABELS: usize = 6;

/// The content of the map.
pub(crate) struct Heat {
    /// Unique on the page.
    pub(crate) id: &'static str,
    /// What is shown.
    pub(crate) title: String,
    /// Its unit.
    pub(crate) unit: String,
    /// Names of the columns, from left to right.
    pub(crate) columns: Vec<String>,
    /// Names of the rows, from above.
    pub(crate) rows: Vec<String>,
    /// A number for each column of each row.
    pub(crate) cells: Vec<Vec<Option<f64>>>,
}

/// The map; its numbers stand in a table beside it. None without any number.
pub(crate) fn heat_map(map: &Heat) -> Option<Element> {
    let cells = || {
        map.cells.iter().enumerate().flat_map(|(y, row)| {
            row.iter().enumerate().filter_map(move |(x, value)| Some(((x, y), (*value)?)))
        })
    };
    let least = cells().reduce(|a, b| if b.1 < a.1 { b } else { a })?;
    let most = cells().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    // Zero is the ground where nothing is negative, as it is on the axes of charts.
    let low = least.1.min(0.0);
    let spread = if most.1 > low { most.1 - low } else { 1.0 };
    let mut shapes = LEVELS.map(|_| String::new());
    for ((x, y), value) in cells() {
        let level = whole_usize(((value - low) / spread * 5.0).round()).min(LEVELS.len() - 1);
        let written = write!(shapes[level], "M{x} {y}h1v1h-1Z");
        debug_assert!(written.is_ok());
    }
    let name =
        |((x, y), _): ((usize, usize), f64)| [&*map.rows[y], text::list_comma(), &map.columns[x]].concat();
    let finding = text::sql_heat_finding(
        &format::compact(most.1),
        &name(most),
        &format::compact(least.1),
        &name(least),
    );
    let size = format!("0 0 {} {}", map.columns.len(), map.rows.len());
    let shapes =
        LEVELS.into_iter().zip(shapes).map(|(class, shape)| el("path").class(class).attr("d", shape));
    let plot = boxed(map.id, &map.title, finding.clone(), size).children(shapes);
    let key = |class| el("span").attr("class", ["key ", class].concat());
    let legend = el("p")
        .class("legend")
        .child(format::compact(low))
        .children(LEVELS.map(key))
        .child(format::compact(most.1));
    let caption = el("figcaption")
        .child(el("h3").child(map.title.clone()))
        .child(el("p").class("unit").child(map.unit.clone()))
        .child(legend);
    let names = map.rows.iter().map(|name| el("span").attr("title", name.clone()).child(name.clone()));
    let axes = el("div")
        .class("heat-plot")
        .child(el("div").class("axis-rows").attr("aria-hidden", "true").children(names))
        .child(el("div").class("heat-cells").child(plot))
        .child(axis::even_axis(labels(&map.columns)));
    Some(
        el("figure")
            .class("chart heat")
            .attr("data-chart", map.id)
            .child(caption)
            .child(axes)
            .child(el("p").class("finding").child(finding)),
    )
}

/// Names of columns at even distances, few enough to be read.
fn labels(columns: &[String]) -> Vec<String> {
    let count = columns.len().min(LABELS);
    (0..count).map(|label| columns[label * columns.len() / count].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_as_deep_as_their_numbers_are_large() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let mut map = Heat {
            id: "x",
            title: "Rate".into(),
            unit: String::new(),
            columns: names(&["w1", "w2"]),
            rows: names(&["a", "b"]),
            cells: vec![vec![Some(0.0), Some(0.5)], vec![None, Some(1.0)]],
        };
        let html = leptos::prelude::RenderHtml::to_html(heat_map(&map).expect("a map"));
        for (class, shape) in
            [("level-0", "M0 0h1v1h-1Z"), ("level-3", "M1 0h1v1h-1Z"), ("level-5", "M1 1h1v1h-1Z")]
        {
            assert!(html.contains(&format!("class=\"{class}\" d=\"{shape}\"")), "{html}");
        }
        assert!(html.contains("b, w2"), "the finding names the largest: {html}");
        map.cells = vec![vec![None; 2]; 2];
        assert!(heat_map(&map).is_none());
    }
}
