//! Sparklines: the shape of a series, without axes.

use super::scale::Scale;
use super::{BOX, line};
use leptos::prelude::*;

/// The shape of a series from its lowest to its highest value. Decoration: the tile's words carry the facts.
pub(crate) fn spark(values: &[Option<f32>]) -> impl IntoView + use<> {
    let known = || values.iter().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = known().fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let spread = if high > low { high - low } else { 1.0 };
    let shares: Vec<_> = values.iter().map(|v| v.map(|v| (v - low) / spread)).collect();
    let scale = Scale::covering([1.0].into_iter());
    let path = line::path(&shares, shares.len(), scale);
    view! {
        <svg class="spark" aria-hidden="true" viewBox=[0.0, -60.0, BOX, BOX + 120.0].map(|n| n.to_string()).join(" ") preserveAspectRatio="none">
            <path d=path/>
        </svg>
    }
}
