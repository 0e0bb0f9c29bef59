//! The form: the query, a field for each of its parameters, and what the page's script says while it asks.

use super::asked::Asked;
use crate::address::{self, Host};
use crate::islands::shared::filter::hidden_inputs;
use crate::view::{Element, el, marked};
use crate::{language, text};
use contract::{SavedQuery, SavedWords, SqlKind};

/// The form that asks.
pub(super) fn form(asked: &Asked) -> Element {
    let run = || el("button").attr("type", "submit").attr("id", "sql-run").child(text::sql_run());
    let is_served = address::host() == Host::Granary;
    let others = [("sql-cancel", text::sql_cancel()), ("sql-format", text::sql_format())];
    let other = |(id, name): (&'static str, &'static str)| {
        el("button").attr("type", "button").attr("id", id).flag("hidden", true).child(name)
    };
    let status = el("output")
        .class("hint")
        .attr("id", "sql-status")
        .attr("data-running", text::sql_running())
        .attr("data-cancelled", text::sql_cancelled())
        .attr("data-unformatted", text::sql_unformatted());
    let actions = el("div")
        .class("actions")
        .child(is_served.then(run))
        .children(others.map(other))
        .child(status)
        .child(is_served.then(|| el("p").class("hint needs-script").child(marked(text::sql_keys()))));
    el("form")
        .class("controls sql-form")
        .attr("method", "get")
        .attr("autocomplete", "off")
        .children(asked.saved.iter().flat_map(head))
        .child(el("label").attr("for", "sql").child(text::sql_query()))
        .child(
            el("textarea")
                .attr("id", "sql")
                .attr("name", "sql")
                .attr("data-completions", text::sql_completions())
                // SQL is no language of the page: nobody should translate it or read it as one.
                .attr("lang", "en")
                .attr("translate", "no")
                .attr("spellcheck", "false")
                .attr("autocapitalize", "none")
                .child(asked.sql.clone()),
        )
        .child(parameters(asked))
        .child(actions)
        .child(history())
}

/// The queries of this browser, which the page's script lists.
fn history() -> Element {
    el("details")
        .class("table-view sql-history")
        .attr("id", "sql-history")
        .flag("hidden", true)
        .child(el("summary").child(text::sql_history()))
        .child(el("ol"))
        .child(el("p").class("hint").child(text::sql_history_hint()))
        .child(el("button").attr("type", "button").child(text::sql_history_clear()))
}

/// Title and description of a saved query.
fn head(saved: &SavedQuery) -> [Element; 2] {
    let language = language::current().code();
    let said = |tag, words: &SavedWords| el(tag).child(words.of(language).to_owned());
    [said("h2", &saved.title), said("p", &saved.description)]
}

/// A field for each parameter. What else the address says stands here, too: the page's script takes over this part of the form
/// from the next answer.
fn parameters(asked: &Asked) -> Element {
    let kind = |name: &str| {
        let known = asked.saved.as_ref().and_then(|saved| saved.parameter(name));
        match known.map(|parameter| parameter.kind) {
            Some(SqlKind::Date) => "date",
            Some(SqlKind::Number) => "number",
            _ => "text",
        }
    };
    let field = |(name, value): &(String, String)| {
        let input =
            el("input").attr("type", kind(name)).attr("step", (kind(name) == "number").then_some("any"));
        let input = input.attr("name", name.clone()).attr("value", value.clone());
        el("label").class("field").child(el("code").child(["$", name].concat())).child(input)
    };
    let mut kept = asked.query(&asked.sql);
    if let Some(picture) = asked.picture {
        kept.push("picture", picture.name());
    }
    el("fieldset")
        .attr("id", "sql-parameters")
        .class("filter-form")
        .flag("hidden", asked.values.is_empty())
        .child(el("legend").child(text::sql_parameters()))
        .child(hidden_inputs(&kept, &["query", "picture"].map(str::to_owned)))
        .children(asked.values.iter().map(field))
}
