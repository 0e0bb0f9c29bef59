//! Sparklines: the shape of a series, without axes.

use super::line;
use super::scale::Scale;
use crate::view::{Element, el};

/// The shape of a series from its lowest to its highest value. It is decoration, because the tile's text has the
/// facts.
pub(crate) fn spark(values: &[Option<f32>]) -> Element {
    let known = values.iter().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = known.fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let spread = if high > low { high - low } else { 1.0 };
    let shares: Vec<_> = values.iter().map(|v| v.map(|v| (v - low) / spread)).collect();
    let scale = Scale::covering([1.0].into_iter());
    el("svg")
        .class("spark")
        .attr("aria-hidden", "true")
        .attr("viewBox", "0 -60 1000 1120")
        .attr("preserveAspectRatio", "none")
        .child(el("path").attr("d", line::path(&shares, shares.len(), scale)))
}
