//! Links to the pages that somebody wrote, by title.

use crate::page::PageRequest;
use crate::query_page::{FOLDER, QueryPage};
use crate::view::{Element, el, section};
use crate::{address, language, text};

/// A link for each; nothing where nobody wrote any.
pub(super) fn query_pages(request: &PageRequest<'_>) -> Option<Element> {
    let language = language::current().code();
    let pages: Vec<_> = request.sql?.pages.iter().flatten().collect();
    let link = |page: &&QueryPage| {
        let about = &page.about;
        let href = address::page(&[FOLDER, "/", &about.name].concat(), "");
        let link = el("a").attr("href", href).child(about.title.of(language).to_owned());
        el("li").child(link).child(el("p").class("hint").child(about.description.of(language).to_owned()))
    };
    let listed = section("query-pages", "notes sql-examples", text::query_pages())
        .child(el("ul").children(pages.iter().map(link)));
    (!pages.is_empty()).then_some(listed)
}
