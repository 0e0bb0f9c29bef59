//! One horizontal bar, for lists of links.

use leptos::prelude::*;

/// A bar of a share of the width, 0 to 1. Decoration: the list has name and value as text.
pub(crate) fn bar(share: f64) -> impl IntoView {
    let width = (share.clamp(0.0, 1.0) * 1000.0).round() as u32;
    view! {
        <svg class="bar" aria-hidden="true" viewBox="0 0 1000 10" preserveAspectRatio="none">
            <rect class="track" width="1000" height="10"/>
            <rect class="fill" width=width.to_string() height="10"/>
        </svg>
    }
}
