//! Fields for the parameters: a form that asks for the same page with other values. On a host of files they only say with
//! which values the page was exported.

use crate::address::{self, Host};
use crate::query_page::QueryPage;
use crate::text;
use crate::view::{Element, el};
use contract::{QueryString, SavedParameter, SqlKind};

/// The form; none where the page has no parameters.
pub(super) fn form(page: &QueryPage, query: &QueryString) -> Option<Element> {
    let field = |parameter: &SavedParameter| {
        let kind = match parameter.kind {
            SqlKind::Date => "date",
            SqlKind::Number => "number",
            _ => "text",
        };
        let input = el("input")
            .attr("type", kind)
            .attr("step", (kind == "number").then_some("any"))
            .attr("name", parameter.name.clone())
            .attr("value", page.value(&parameter.name, query));
        el("label").class("field").child(el("span").child(spoken(&parameter.name))).child(input)
    };
    let is_fixed = address::host() != Host::Granary;
    let fields = el("fieldset")
        .class("filter-form")
        .child(el("legend").child(text::sql_parameters()))
        .flag("disabled", is_fixed)
        .children(page.about.parameters.iter().map(field))
        .child((!is_fixed).then(|| el("button").attr("type", "submit").child(text::query_page_show())));
    let hint = is_fixed.then(|| el("p").class("hint").child(text::files_parameters()));
    let form = el("form").class("controls query-form").attr("method", "get").attr("autocomplete", "off");
    (!page.about.parameters.is_empty()).then(|| form.child(hint).child(fields))
}

/// A name of SQL as people read it.
pub(super) fn spoken(name: &str) -> String {
    name.replace('_', " ")
}
