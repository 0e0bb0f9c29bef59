//! From a request to a document: pure, synchronous, and the same when served and when exported.

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
/// A parameter of the query string that cannot be used, an item that there is not, a file that cannot be read.
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

/// Runs a rendering in a language and under a reactive owner of its own, so that nothing is shared between requests and all its
/// memory is freed at the end.
fn in_owner<T>(language: Language, draw: impl FnOnce() -> T) -> T {
    // No shared context: it carries resources between server and browser, and no page has any.
    let owner = Owner::new_root(None);
    let drawn = owner.with(|| language::within(language, draw));
    owner.unset_with_forced_cleanup();
    drawn
}
