//! Queries that somebody saved in the store, by title.

use crate::view::{Element, el, section};
use crate::{language, text};
use contract::{QueryString, SavedQuery};

/// A link for each; nothing where nobody saved any. The queries of pages stand on their pages.
pub(super) fn saved(saved: &[SavedQuery]) -> Option<Element> {
    let saved: Vec<&SavedQuery> = saved.iter().filter(|saved| !saved.name.contains('/')).collect();
    let language = language::current().code();
    let link = |saved: &&SavedQuery| {
        let mut query = QueryString::default();
        query.push("query", &saved.name);
        let href = ["?", &query.to_string()].concat();
        let about = el("p").class("hint").child(saved.description.of(language).to_owned());
        el("li").child(el("a").attr("href", href).child(saved.title.of(language).to_owned())).child(about)
    };
    let listed = section("sql-saved", "notes sql-examples", text::sql_saved())
        .child(el("ul").children(saved.iter().map(link)));
    (!saved.is_empty()).then_some(listed)
}
