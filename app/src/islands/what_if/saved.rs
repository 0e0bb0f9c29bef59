//! Scenarios that a browser keeps under names, and some of them side by side.

use super::state::WhatIfState;
use super::totals;
use crate::islands::shared::scenario::readable;
use crate::text;
use crate::view::{Element, el};
use contract::{Dimension, Facts, QueryString};
use planning::bounds;
#[cfg(any(test, target_arch = "wasm32"))]
use planning::what_if::Scenario;
use planning::what_if::Totals;

/// Most scenarios beside today.
pub(crate) const COMPARED_MAX: usize = 4;
/// Most letters of a name.
pub(crate) const NAME_LETTERS_MAX: usize = 60;

/// A scenario under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Its name.
    pub(crate) name: String,
    /// The page's query string, in canonical form.
    pub(crate) query: String,
}

/// What this browser keeps, and what is shown of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Saved {
    /// The scenarios, in the order in which they were saved.
    pub(crate) kept: Vec<Named>,
    /// Names of those that stand side by side.
    pub(crate) chosen: Vec<String>,
    /// Their totals over the item-locations kept, once the derived files are there.
    pub(crate) sums: Vec<(String, Totals)>,
    /// What has just been done, or why not.
    pub(crate) said: String,
}

/// Why a query string is not one of the page.
#[cfg(any(test, target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NotRead {
    /// It has a parameter that the page does not know.
    Unknown(String),
    /// A parameter cannot have its value.
    Bad(contract::BadParameter),
}

/// A query string of the page in canonical form.
///
/// # Errors
/// The first parameter that the page does not know, or that cannot have its value.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) fn checked(query: &str, now: &Scenario) -> Result<String, NotRead> {
    let query = QueryString::parse(query);
    let mut known: Vec<String> = Dimension::ALL.map(|dimension| dimension.name().to_owned()).to_vec();
    known.extend(contract::scenario_names().map(str::to_owned).chain(super::state::other_names()));
    if let Some((unknown, _)) = query.pairs().find(|(name, _)| !known.iter().any(|known| known == name)) {
        return Err(NotRead::Unknown(unknown.to_owned()));
    }
    let state = WhatIfState::from_query(&query, now).map_err(NotRead::Bad)?;
    Ok(state.to_query(now).to_string())
}

/// The section: a name for the present scenario, those that are kept, and some of them side by side.
pub(super) fn section(facts: &Facts, today: &Totals, saved: &Saved) -> Element {
    let name = el("input")
        .attr("type", "text")
        .attr("name", "name")
        .attr("maxlength", NAME_LETTERS_MAX.to_string())
        .flag("required", true);
    let form = el("form")
        .class("budget-form")
        .flag("data-save", true)
        .attr("autocomplete", "off")
        .child(el("label").class("field").child(el("span").child(text::saved_name())).child(name))
        .child(el("button").attr("type", "submit").child(text::saved_save()));
    let rows = saved.kept.iter().map(|named| row(facts, saved, named));
    let list = (!saved.kept.is_empty()).then(|| el("ul").class("saved-list").children(rows));
    let button = |does: &'static str, label: &'static str| {
        el("button")
            .attr("type", "button")
            .flag(does, true)
            .flag("disabled", saved.kept.is_empty())
            .child(label)
    };
    let file =
        el("input").attr("type", "file").attr("accept", ".json,application/json").flag("data-import", true);
    let files = el("div")
        .class("budget-form")
        .child(button("data-export", text::saved_export()))
        .child(el("label").class("field").child(el("span").child(text::saved_import())).child(file));
    el("section")
        .class("totals saved needs-script")
        .attr("aria-labelledby", "saved-title")
        .child(el("h2").attr("id", "saved-title").child(text::saved_title()))
        .child(el("p").class("hint").child(text::saved_hint()))
        .child(form)
        .child(list)
        .child(files)
        .child(el("p").attr("role", "status").flag("data-said", true).child(saved.said.clone()))
        .child((!saved.sums.is_empty()).then(|| totals::side_by_side(facts, today, &saved.sums)))
}

fn row(facts: &Facts, saved: &Saved, named: &Named) -> Element {
    let is_chosen = saved.chosen.contains(&named.name);
    let is_full = saved.chosen.len() >= COMPARED_MAX && !is_chosen;
    let choice = el("input")
        .attr("type", "checkbox")
        .attr("data-choose", named.name.clone())
        .attr("aria-label", text::saved_compare(&named.name))
        .flag("checked", is_chosen)
        .flag("disabled", is_full);
    let delete = el("button")
        .attr("type", "button")
        .attr("data-delete", named.name.clone())
        .attr("aria-label", text::saved_delete_name(&named.name))
        .child(text::saved_delete());
    el("li")
        .attr("data-saved", named.name.clone())
        .child(choice)
        .child(el("a").class("action").attr("href", ["?", &named.query].concat()).child(named.name.clone()))
        .child(el("span").class("hint").child(says(facts, &named.query)))
        .child(delete)
}

/// What a scenario changes and is filtered to, in words.
fn says(facts: &Facts, query: &str) -> String {
    let now = facts.settings.scenario();
    let query = QueryString::parse(query);
    let Ok(state) = WhatIfState::from_query(&query, &now) else {
        return String::new();
    };
    let (values, before) = (state.scenario.values(), now.values());
    let moved = bounds::SCENARIO.iter().zip(values).zip(before).filter(|((_, value), now)| value != now);
    let mut parts: Vec<String> = moved
        .map(|((bound, value), _)| {
            [text::parameter(bound.name).name, " ", &readable(&facts.currency, bound, value)].concat()
        })
        .collect();
    if state.scenario.service_type != now.service_type {
        parts.push(text::choice(state.scenario.service_type.name()).name.to_owned());
    }
    if state.scenario.formula != now.formula {
        parts.push(text::choice(state.scenario.formula.name()).name.to_owned());
    }
    if parts.is_empty() {
        parts.push(text::no_change().to_owned());
    }
    let filtered = Dimension::ALL.iter().flat_map(|dimension| query.all(dimension.name()));
    parts.extend(filtered.map(str::to_owned));
    parts.join(text::list_comma())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::Settings;

    fn check(query: &str) -> Result<String, NotRead> {
        checked(query, &Settings::default().scenario())
    }

    #[test]
    fn a_scenario_of_elsewhere_is_read_as_the_page_reads_it() {
        let read = check("service_level=0.98&category=Garden&b.review_days=14");
        assert_eq!(read, Ok("category=Garden&service_level=0.98&b.review_days=14".to_owned()));
        assert_eq!(check("service_level=0.95"), Ok(String::new()), "what is as today is left out");
    }

    #[test]
    fn what_the_page_does_not_know_is_refused_by_name() {
        assert_eq!(check("service_level=0.98&servce=1"), Err(NotRead::Unknown("servce".to_owned())));
        let bad = |query: &str| match check(query) {
            Err(NotRead::Bad(bad)) => bad.name,
            other => panic!("{query}: {other:?}"),
        };
        assert_eq!(bad("service_level=2"), "service_level");
        assert_eq!(bad("b.review_days=none"), "b.review_days");
    }
}
