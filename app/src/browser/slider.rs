//! A slider or a number of a scenario that is moved.

use super::dom;
use planning::bounds;
use planning::what_if::Scenario;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

/// A slider rests when it has not moved for so long.
pub(super) const REST_MS: u32 = 150;

/// What a parameter was moved to: its place in the scenario, and a value within its bounds. A value outside them is
/// marked, and not taken.
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
