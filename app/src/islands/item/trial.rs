//! Another forecasting method, tried on this item beside the published forecast.

use super::model::ItemModel;
use super::state::{ItemState, tried};
use super::units;
use crate::islands::shared::filter::{hidden_inputs, page_form};
use crate::view::{Element, el};
use crate::{format, text};
use planning::accuracy::ErrorSums;
use planning::forecast::Method;

/// The choice of method, and the result for the chosen one.
pub(super) fn trial(model: &ItemModel) -> Element {
    let state = &model.state;
    let name = |method: Method| text::method(method.name()).name;
    let option = |method: Method| {
        el("option")
            .attr("value", method.name())
            .flag("selected", state.method == Some(method))
            .child(name(method))
    };
    let none = el("option").attr("value", "").child(text::trial_none());
    let select = el("select").attr("name", "method").child(none).children(tried().map(option));
    let now = model.answer.now.scenario;
    let query = ItemState { method: None, ..state.clone() }.to_query(&now);
    let kept: Vec<String> = query.pairs().map(|(name, _)| name.to_owned()).collect();
    let form = page_form("filter-form trial")
        .child(el("label").class("field").child(el("span").child(text::trial_title())).child(select))
        .child(hidden_inputs(&query, &kept))
        .child(el("button").attr("type", "submit").child(text::trial_try()));
    el("div").class("trial-of").child(form).child(found(model))
}

/// Its forecast and errors beside the published ones, or a note that they are being computed.
fn found(model: &ItemModel) -> Option<Element> {
    model.state.method?;
    let said = el("p").class("finding").attr("aria-live", "polite");
    let Some(trial) = &model.trial else {
        return Some(said.child(text::trial_computing()));
    };
    let factor = model.answer.scenario.scenario.demand_factor;
    let sum = |mean: &[f64]| units(factor * mean.iter().sum::<f64>());
    let mut sentence = text::trial_found(
        text::method(trial.method.name()).name,
        &sum(&trial.mean),
        &format::number(trial.mean.len() as f64, 0),
        &sum(&model.record.series.forecast.mean),
    );
    let off = |sums: &ErrorSums| sums.wape().map(|share| format::percent(share, 0));
    let published = model.record.backtest.as_ref().and_then(|backtest| off(&backtest.forecast));
    if let Some((tried, published)) = trial.errors.as_ref().and_then(off).zip(published) {
        sentence = text::two_sentences(&sentence, &text::trial_errors(&tried, &published));
    }
    Some(
        said.attr("data-method", trial.method.name())
            .attr("data-units", trial.mean.iter().sum::<f64>().to_string())
            .child(text::two_sentences(&sentence, text::trial_adopt())),
    )
}
