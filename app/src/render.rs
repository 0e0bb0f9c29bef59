//! Renders a request as a document: a pure, synchronous function, the same when served and when exported.

use crate::assets::Assets;
use crate::language::{self, Language};
use crate::page::{PageError, PageRequest};
use crate::refusal::Refusal;
use crate::shell;
use contract::QueryString;
use leptos::prelude::*;
use leptos::reactive::owner::Owner;

/// Renders a page as a whole HTML document.
///
/// # Errors
/// An invalid parameter of the query string, an unknown item, a file that cannot be read.
pub fn render(request: &PageRequest<'_>) -> Result<String, PageError> {
    let query = QueryString::parse(request.query);
    in_owner(request.language, || {
        let content = request.page.content(request, &query)?;
        Ok(shell::page(request, &query, content).to_html())
    })
}

/// Renders a refusal as a whole HTML document.
pub fn error_page(refusal: &Refusal<'_>, base: &str, language: Language, assets: &Assets) -> String {
    in_owner(language, || shell::refusal(refusal, base, assets).to_html())
}

/// Renders in a language and under its own reactive owner, so that requests share nothing and all memory is freed at
/// the end.
fn in_owner<T>(language: Language, draw: impl FnOnce() -> T) -> T {
    // No shared context, which would carry resources between server and browser; pages have none.
    let owner = Owner::new_root(None);
    let drawn = owner.with(|| language::within(language, draw));
    owner.unset_with_forced_cleanup();
    drawn
}
