//! A moving slider or number of a scenario.

use super::dom;
use planning::bounds;
use planning::what_if::Scenario;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

/// A slider counts as resting after this time without movement.
pub(super) const REST_MS: u32 = 150;

/// The parameter that was moved, by its index in the scenario, and its value within bounds. A value outside them is
/// marked and ignored.
pub(super) fn moved(event: &Event) -> Option<(usize, f64)> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let name = input.get_attribute("data-parameter")?;
    let place = bounds::SCENARIO.iter().position(|bound| bound.name == name)?;
    let value = input.value().parse::<f64>().ok()?;
    let allowed = bounds::SCENARIO[place].allows(value);
    dom::set(&input, "aria-invalid", if allowed { "false" } else { "true" });
    allowed.then_some((place, value))
}

/// The scenario with one value changed.
pub(super) fn with(scenario: &Scenario, (place, value): (usize, f64)) -> Scenario {
    let mut values = scenario.values();
    values[place] = value;
    scenario.with_values(values)
}
