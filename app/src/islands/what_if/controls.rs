//! The scenario's controls: a form of numbers that works by itself, with sliders once the page is live.

use super::model::Moving;
use super::state::{WhatIfState, other_names};
use crate::islands::shared::filter::{hidden_inputs, page_form};
use crate::islands::shared::scenario::{field, switches};
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Dimension, Facts, Filter, QueryString, scenario_names};
use planning::bounds;
use planning::what_if::Scenario;

/// Sliders, numbers, and actions on the scenario.
pub(super) fn controls(facts: &Facts, moving: &Moving) -> Element {
    let now = facts.settings.scenario();
    let state = &moving.state;
    let fields = bounds::SCENARIO
        .iter()
        .zip(state.scenario.values())
        .zip(now.values())
        .map(|((bound, value), now)| field(&facts.currency, bound, value, now));
    let kept = WhatIfState { scenario: now, ..state.clone() };
    let mut kept_names = Dimension::ALL.map(|dimension| dimension.name().to_owned()).to_vec();
    kept_names.extend(other_names());
    let (kept_rows, ruled) = moving.ruled;
    let rules = (ruled > 0).then(|| text::rules_keep(&format::count(ruled), &format::count(kept_rows)));
    let form = page_form("scenario-form")
        .children(fields)
        .children(switches(&state.scenario))
        .child(hidden_inputs(&kept.to_query(&now), &kept_names))
        .child(el("button").attr("type", "submit").child(text::compute()));
    el("section")
        .class("controls")
        .attr("aria-labelledby", "controls-title")
        .child(el("h2").attr("id", "controls-title").child(text::scenario()))
        .child(rules.map(|words| el("p").class("hint").flag("data-rules", true).child(words)))
        .child(form)
        .child(actions(state, &now))
}

fn actions(state: &WhatIfState, now: &Scenario) -> Element {
    let link = |state: WhatIfState, label: &'static str| {
        el("li").child(el("a").class("action").attr("href", state.href(now)).child(label))
    };
    let mut links = vec![link(WhatIfState { scenario: *now, ..state.clone() }, text::reset_scenario())];
    if state.scenario != *now && state.compared != Some(state.scenario) {
        links.push(link(WhatIfState { compared: Some(state.scenario), ..state.clone() }, text::compare()));
    }
    if let Some(compared) = state.compared {
        let swapped = WhatIfState {
            scenario: compared,
            compared: Some(state.scenario).filter(|scenario| scenario != now),
            ..state.clone()
        };
        links.push(link(swapped, text::swap()));
        links.push(link(WhatIfState { compared: None, ..state.clone() }, text::stop_comparing()));
    }
    let copy = el("button").attr("type", "button").class("copy").attr("data-copy", "link");
    el("ul").class("actions").child(links).child(el("li").child(copy.child(text::copy_link())))
}

/// The scenario's part of a query string, for the filter form to keep.
pub(super) fn kept_by_filter(state: &WhatIfState, now: &Scenario) -> (QueryString, Vec<String>) {
    let unfiltered = WhatIfState { filter: Filter::default(), ..state.clone() };
    let names = scenario_names().map(str::to_owned);
    (unfiltered.to_query(now), names.chain(other_names()).collect())
}
