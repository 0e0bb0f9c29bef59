//! Queries to begin with: those of the product's own key figures, under the filter that the page was opened with.

use crate::text;
use crate::view::{Element, el};
use contract::{Filter, Publication, QueryString};

/// A link for each key figure.
pub(super) fn examples(publication: &Publication, query: &QueryString) -> Element {
    let filter = Filter::from_query(query).unwrap_or_default();
    let link = |id: &str| {
        let mut query = QueryString::default();
        query.push("kpi", id);
        filter.to_query(&mut query);
        let href = ["?", &query.to_string()].concat();
        el("li").child(el("a").attr("href", href).child(text::kpi(id).name))
    };
    el("section")
        .class("notes sql-examples")
        .attr("aria-labelledby", "sql-examples-title")
        .child(el("h2").attr("id", "sql-examples-title").child(text::sql_examples()))
        .child(el("p").class("hint").child(text::sql_examples_hint()))
        .child(el("ul").children(publication.kpi_sql.iter().map(|sql| link(&sql.id))))
}
