//! One horizontal bar, for lists of links.

use crate::view::{Element, el};

/// A bar of a share of the width, 0 to 1. Decoration: the list has name and value as text.
pub(crate) fn bar(share: f64) -> Element {
    let width = (share.clamp(0.0, 1.0) * 1000.0).round() as u32;
    let part = |class, width: String| el("rect").class(class).attr("width", width).attr("height", "10");
    el("svg")
        .class("bar")
        .attr("aria-hidden", "true")
        .attr("viewBox", "0 0 1000 10")
        .attr("preserveAspectRatio", "none")
        .child(part("track", "1000".to_owned()))
        .child(part("fill", width.to_string()))
}
