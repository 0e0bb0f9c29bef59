//! Horizontal bars for lists and tables that have name and value as text.

use super::whole_place;
use crate::view::{Element, el};

/// A bar of a share of the width, 0 to 1. Decoration: the list has name and value as text.
pub(crate) fn bar(share: f64) -> Element {
    let width = whole_place(share.clamp(0.0, 1.0) * 1000.0);
    let part = |class, width: String| el("rect").class(class).attr("width", width).attr("height", "10");
    el("svg")
        .class("bar")
        .attr("aria-hidden", "true")
        .attr("viewBox", "0 0 1000 10")
        .attr("preserveAspectRatio", "none")
        .child(part("track", "1000".to_owned()))
        .child(part("fill", width.to_string()))
}

/// Two bars from the middle, for the shares (−1 to 1 of half the width) at an input's lower and higher value.
/// Decoration: the table has both as numbers.
pub(crate) fn swing_bar([low, high]: [f64; 2]) -> Element {
    let part = |class: &'static str, share: f64| {
        let end = (500.0 + 500.0 * share.clamp(-1.0, 1.0)).round();
        el("rect")
            .class(class)
            .attr("x", end.min(500.0).to_string())
            .attr("width", (end - 500.0).abs().to_string())
            .attr("height", "10")
    };
    el("svg")
        .class("bar swing")
        .attr("aria-hidden", "true")
        .attr("viewBox", "0 0 1000 10")
        .attr("preserveAspectRatio", "none")
        .child(part("low", low))
        .child(part("high", high))
}
