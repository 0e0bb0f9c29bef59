//! The scenario's controls: a form of numbers that works by itself, with sliders once the page is live.

use super::model::Moving;
use super::state::{WhatIfState, other_names};
use crate::islands::filter::{hidden_inputs, page_form};
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Dimension, FORMULA, Filter, Publication, QueryString, SERVICE_TYPE, scenario_names};
use planning::bounds::{self, Bound};
use planning::what_if::{Formula, Scenario, ServiceType};

/// Sliders, numbers, and what can be done with the scenario.
pub(super) fn controls(publication: &Publication, moving: &Moving) -> Element {
    let now = publication.settings.scenario();
    let state = &moving.state;
    let fields = bounds::SCENARIO
        .iter()
        .zip(state.scenario.values())
        .zip(now.values())
        .map(|((bound, value), now)| field(&publication.currency, bound, value, now));
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

/// A value as people read it.
pub(super) fn readable(currency: &str, bound: &Bound, value: f64) -> String {
    match bound.name {
        "service_level" => format::percent(value, 1),
        "holding_rate" => text::a_year(&format::percent(value, 1)),
        "order_cost" => format::money(currency, value, 2),
        "review_days" => review(value),
        _ if value == 1.0 => text::as_today().to_owned(),
        _ => text::times_today(&format::number(value, 2)),
    }
}

/// A review period in words.
pub(crate) fn review(days: f64) -> String {
    if days == 1.0 { text::one_day().to_owned() } else { text::n_days(&format::number(days, 0)) }
}

/// A parameter: its name, its value in words, a slider, a number.
pub(crate) fn field(currency: &str, bound: &'static Bound, value: f64, now: f64) -> Element {
    let words = text::parameter(bound.name);
    let [label_id, hint_id, ticks_id] =
        ["label", "hint", "ticks"].map(|part| [part, "-", bound.name].concat());
    let input = |kind: &'static str| {
        el("input")
            .attr("type", kind)
            .attr("aria-describedby", hint_id.clone())
            .attr("min", bound.min.to_string())
            .attr("max", bound.max.to_string())
            .attr("step", bound.step.to_string())
            .attr("value", value.to_string())
            .attr("data-parameter", bound.name)
    };
    let slider = input("range")
        .class("needs-script")
        .attr("aria-labelledby", label_id.clone())
        .attr("aria-valuetext", readable(currency, bound, value))
        .attr("list", ticks_id.clone());
    let tick = el("option").attr("value", now.to_string());
    let setting = text::setting_is(&readable(currency, bound, now));
    el("div")
        .class(if value == now { "parameter" } else { "parameter changed" })
        .child(el("label").attr("id", label_id).attr("for", bound.name).child(words.name))
        .child(el("output").class("readable").attr("for", bound.name).child(readable(currency, bound, value)))
        .child(slider)
        .child(el("datalist").attr("id", ticks_id).child(tick))
        .child(input("number").attr("id", bound.name).attr("name", bound.name))
        .child(el("p").class("hint").attr("id", hint_id).child(words.hint).child(" ").child(setting))
}

/// What the service level promises, and by which formula: one of two each.
pub(crate) fn switches(scenario: &Scenario) -> [Element; 2] {
    let types = ServiceType::ALL.map(|one| (one.name(), one == scenario.service_type));
    let formulas = Formula::ALL.map(|one| (one.name(), one == scenario.formula));
    [switch(SERVICE_TYPE, text::service_type(), types), switch(FORMULA, text::formula_choice(), formulas)]
}

fn switch(name: &'static str, legend: &'static str, options: [(&'static str, bool); 2]) -> Element {
    let option = |(id, chosen): (&'static str, bool)| {
        let words = text::choice(id);
        let input =
            el("input").attr("type", "radio").attr("name", name).attr("value", id).flag("checked", chosen);
        let hint = el("span").class("hint").child(words.hint);
        el("label").child(input).child(el("span").child(words.name).child(" ").child(hint))
    };
    el("fieldset").class("switch").child(el("legend").child(legend)).children(options.map(option))
}

/// What a scenario's service level promises, in words.
pub(crate) fn promise(scenario: &Scenario) -> String {
    let level = format::percent(scenario.service_level, 1);
    match scenario.service_type {
        ServiceType::Cycle => text::promise_cycle(&level),
        ServiceType::Fill => text::promise_fill(&level),
    }
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
