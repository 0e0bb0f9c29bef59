//! Renders a request as a document: a pure, synchronous function, the same when served and when exported.

use crate::mail::{self, Mail};
use crate::page::{Page, PageRequest, Place};
use crate::page_error::PageError;
use crate::refusal::Refusal;
use crate::sign_in::Said;
use crate::{address, language, shell};
use contract::QueryString;
use leptos::prelude::*;
use leptos::reactive::owner::Owner;

/// Renders a page as a whole HTML document.
///
/// # Errors
/// An invalid parameter of the query string, an unknown item, a file that cannot be read.
pub fn render(request: &PageRequest<'_>) -> Result<String, PageError> {
    let query = QueryString::parse(request.query);
    in_owner(request.place, || {
        let content = request.page.content(request, &query)?;
        Ok(shell::page(request, &query, content).to_html())
    })
}

/// Renders a refusal as a whole HTML document; `page` is the page in whose place it stands, where its address asks for more
/// than it says.
pub fn error_page(refusal: &Refusal<'_>, place: Place<'_>, page: Option<&'static Page>) -> String {
    in_owner(place, || shell::refusal(refusal, place, page).to_html())
}

/// Renders what a frame shows until the page around it, from one of these origins, has shown a token.
pub fn frame(place: Place<'_>, origins: &str) -> String {
    in_owner(place, || crate::frame::document(place, origins).to_html())
}

/// Renders the page on which people sign in, which leads on to an address of this site.
pub fn sign_in(place: Place<'_>, to: &str, said: Said) -> String {
    in_owner(place, || crate::sign_in::page(place, to, said).to_html())
}

/// Renders the body of a mail as a whole HTML document, whose title is the subject. It has no script, loads nothing, and its only
/// addresses begin with [`Mail::link`].
pub fn mail(mail: &Mail<'_>) -> String {
    owned(|| mail::document(mail))
}

/// Renders at a place and under its own reactive owner, so that requests share nothing and all memory is freed at the
/// end.
fn in_owner<T>(place: Place<'_>, draw: impl FnOnce() -> T) -> T {
    let at_place = || address::within(place.base, place.host, draw);
    owned(|| language::within(place.language, at_place))
}

/// Renders under its own reactive owner.
fn owned<T>(draw: impl FnOnce() -> T) -> T {
    // No shared context, which would carry resources between server and browser; pages have none.
    let owner = Owner::new_root(None);
    let drawn = owner.with(draw);
    owner.unset_with_forced_cleanup();
    drawn
}
