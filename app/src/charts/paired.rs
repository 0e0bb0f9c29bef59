//! A horizontal bar with a mark for comparison, for tables.

use super::whole_place;
use crate::view::{Element, el};

/// A bar of a share of the width, 0 to 1, and a line across it at another share. Decoration: the table has both as
/// text.
pub(crate) fn paired(share: f64, mark: f64, is_worse: bool) -> Element {
    let place = |share: f64| whole_place(share.clamp(0.0, 1.0) * 1000.0).to_string();
    let part = |class, width: String| {
        el("rect").class(class).attr("y", "3").attr("width", width).attr("height", "8")
    };
    el("svg")
        .class("bar paired")
        .attr("aria-hidden", "true")
        .attr("viewBox", "0 0 1000 14")
        .attr("preserveAspectRatio", "none")
        .child(part("track", "1000".to_owned()))
        .child(part(if is_worse { "fill worse" } else { "fill" }, place(share)))
        .child(el("path").class("mark").attr("d", ["M", &place(mark), " 0V14"].concat()))
}
