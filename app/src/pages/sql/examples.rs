//! Queries to begin with: those of the product's own key figures, under the filter that the page was opened with.

use crate::islands::shared::key_figure::sql_query;
use crate::text;
use crate::view::{Element, el, section};
use contract::{Filter, Publication, QueryString};

/// A link for each key figure.
pub(super) fn examples(publication: &Publication, query: &QueryString) -> Element {
    let filter = Filter::from_query(query).unwrap_or_default();
    let link = |id: &str| {
        let link = el("a").attr("href", ["?", &sql_query(id, &filter)].concat());
        el("li").child(link.child(text::kpi(id).name))
    };
    section("sql-examples", "notes sql-examples", text::sql_examples())
        .child(el("p").class("hint").child(text::sql_examples_hint()))
        .child(el("ul").children(publication.kpi_sql.iter().map(|sql| link(&sql.id))))
}
