//! What a scenario's parameters are called and set with: a slider and a number each, and two switches.

use crate::view::{Element, el};
use crate::{format, text};
use contract::{FORMULA, SERVICE_TYPE};
use planning::bounds::Bound;
use planning::what_if::{Formula, Scenario, ServiceType};

/// A value as people read it.
pub(crate) fn readable(currency: &str, bound: &Bound, value: f64) -> String {
    match bound.name {
        "service_level" => format::percent(value, 1),
        "holding_rate" => text::a_year(&format::percent(value, 1)),
        "order_cost" => format::money(currency, value, 2),
        "review_days" => days(value),
        _ if value == 1.0 => text::as_today().to_owned(),
        _ => text::times_today(&format::number(value, 2)),
    }
}

/// A number of days in words.
pub(crate) fn days(count: f64) -> String {
    if count == 1.0 { text::one_day().to_owned() } else { text::n_days(&format::number(count, 0)) }
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

/// The type of the service level and the formula, one of two each.
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
