//! The scenario's controls: a form of numbers that works by itself, with sliders once the page is live.

use super::model::WhatIfModel;
use super::state::{WhatIfState, compared_names};
use crate::islands::filter::hidden_inputs;
use crate::{format, text};
use contract::{Filter, Publication, QueryString};
use leptos::prelude::*;
use planning::bounds::{self, Bound};
use planning::what_if::Scenario;

/// Sliders, numbers, and what can be done with the scenario.
pub(super) fn controls(publication: &Publication, model: &WhatIfModel) -> AnyView {
    let now = publication.settings.scenario();
    let state = &model.state;
    let fields: Vec<_> = bounds::SCENARIO
        .iter()
        .zip(state.scenario.values())
        .zip(now.values())
        .map(|((bound, value), now)| field(&publication.currency, bound, value, now))
        .collect();
    let kept = WhatIfState { scenario: now, ..state.clone() };
    let mut kept_names: Vec<String> = ["category", "location", "class"].map(str::to_owned).to_vec();
    kept_names.extend(compared_names());
    view! {
        <section class="controls" aria-labelledby="controls-title">
            <h2 id="controls-title">{text::scenario()}</h2>
            <form method="get" class="scenario-form" autocomplete="off" novalidate data-live="">
                {fields}
                {hidden_inputs(&kept.to_query(&now), &kept_names)}
                <button type="submit">{text::compute()}</button>
            </form>
            {actions(state, &now)}
        </section>
    }
    .into_any()
}

/// A value as people read it.
fn readable(currency: &str, bound: &Bound, value: f64) -> String {
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
pub(super) fn review(days: f64) -> String {
    if days == 1.0 { text::one_day().to_owned() } else { text::n_days(&format::number(days, 0)) }
}

fn field(currency: &str, bound: &'static Bound, value: f64, now: f64) -> impl IntoView + use<> {
    let words = text::parameter(bound.name);
    let [label_id, hint_id, ticks_id] = ["label", "hint", "ticks"].map(|part| [part, "-", bound.name].concat());
    let [min, max, step] = [bound.min, bound.max, bound.step].map(|limit| limit.to_string());
    let current = value.to_string();
    let setting = text::setting_is(&readable(currency, bound, now));
    view! {
        <div class="parameter" class:changed=value != now>
            <label id=label_id.clone() for=bound.name>{words.name}</label>
            <output class="readable" for=bound.name>{readable(currency, bound, value)}</output>
            <input
                type="range"
                class="needs-script"
                aria-labelledby=label_id
                aria-describedby=hint_id.clone()
                aria-valuetext=readable(currency, bound, value)
                list=ticks_id.clone()
                min=min.clone()
                max=max.clone()
                step=step.clone()
                value=current.clone()
                prop:value=current.clone()
                data-parameter=bound.name
            />
            <datalist id=ticks_id><option value=now.to_string()></option></datalist>
            <input
                type="number"
                id=bound.name
                name=bound.name
                aria-describedby=hint_id.clone()
                min=min
                max=max
                step=step
                value=current.clone()
                prop:value=current
                data-parameter=bound.name
            />
            <p class="hint" id=hint_id>{words.hint} " " {setting}</p>
        </div>
    }
}

fn actions(state: &WhatIfState, now: &Scenario) -> impl IntoView + use<> {
    let link = |href: String, label: &'static str| view! { <li><a class="action" href=href>{label}</a></li> };
    let pin = (state.scenario != *now && state.compared != Some(state.scenario)).then(|| {
        let pinned = WhatIfState { compared: Some(state.scenario), ..state.clone() };
        link(pinned.href(now), text::compare())
    });
    let unpin = state.compared.map(|compared| {
        let swapped = WhatIfState {
            scenario: compared,
            compared: Some(state.scenario).filter(|scenario| scenario != now),
            ..state.clone()
        };
        let without = WhatIfState { compared: None, ..state.clone() };
        (link(swapped.href(now), text::swap()), link(without.href(now), text::stop_comparing()))
    });
    let reset = WhatIfState { scenario: *now, ..state.clone() };
    view! {
        <ul class="actions">
            {link(reset.href(now), text::reset_scenario())}
            {pin}
            {unpin}
            <li><button type="button" class="copy" data-copy="link">{text::copy_link()}</button></li>
        </ul>
    }
}

/// The scenario's part of a query string, for the filter form to keep.
pub(super) fn kept_by_filter(state: &WhatIfState, now: &Scenario) -> (QueryString, Vec<String>) {
    let unfiltered = WhatIfState { filter: Filter::default(), ..state.clone() };
    let names = bounds::SCENARIO.iter().map(|bound| bound.name.to_owned());
    (unfiltered.to_query(now), names.chain(compared_names()).collect())
}
