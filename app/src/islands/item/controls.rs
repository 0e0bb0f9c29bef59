//! The scenario's controls for one item: those of what-if, a form that works by itself.

use super::model::ItemModel;
use super::state::ItemState;
use super::{more, nothing};
use crate::islands::shared::filter::{hidden_inputs, page_form};
use crate::islands::shared::scenario::{field, switches};
use crate::view::{Element, el};
use crate::{address, text};
use contract::Facts;
use planning::bounds;

/// Sliders, numbers, and what can be done with the scenario.
pub(super) fn controls(facts: &Facts, model: &ItemModel) -> Element {
    if !model.has_policy() {
        return nothing();
    }
    let now = model.answer.now.scenario;
    let state = &model.state;
    let fields = bounds::SCENARIO
        .iter()
        .zip(state.scenario.values())
        .zip(now.values())
        .map(|((bound, value), now)| field(&facts.currency, bound, value, now));
    let unchanged = ItemState { scenario: now, ..state.clone() };
    let kept = ["sku", "location", "method", "history", address::LIST].map(str::to_owned);
    let form = page_form("scenario-form")
        .children(fields)
        .children(switches(&state.scenario))
        .child(hidden_inputs(&unchanged.to_query(&now), &kept))
        .child(el("button").attr("type", "submit").child(text::compute()));
    let reset = el("a").class("action").attr("href", unchanged.href(&now)).child(text::reset_scenario());
    let copy = el("button").attr("type", "button").class("copy").attr("data-copy", "link");
    let actions = el("ul")
        .class("actions")
        .child(el("li").child(reset))
        .child(el("li").child(copy.child(text::copy_link())));
    more("controls", text::item_scenario()).flag("open", model.is_opened).child(form).child(actions)
}
