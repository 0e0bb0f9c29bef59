//! How a page's numbers are computed, a sentence each.

use crate::text;
use leptos::prelude::*;

/// The sentences below a page. They are the same whatever it shows, so the browser's module does not contain them.
pub(super) fn notes<T: IntoView + 'static>(sentences: impl IntoIterator<Item = T>) -> impl IntoView {
    let notes: Vec<_> = sentences.into_iter().map(|note| view! { <li>{note}</li> }).collect();
    view! {
        <section class="notes" aria-labelledby="notes-title">
            <h2 id="notes-title">{text::how_computed_title()}</h2>
            <ul>{notes}</ul>
        </section>
    }
}
