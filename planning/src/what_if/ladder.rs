//! Totals under several targets at once: what an item needs under each is computed once.

use super::policy::Basis;
use super::{Items, Scenario, Target, Totals};

/// A target with what names it, and the totals of what was added.
pub(super) struct Step {
    pub(super) value: f64,
    pub(super) target: Target,
    pub(super) totals: Totals,
}

/// Targets while item-locations are added.
pub(super) struct Ladder {
    scenario: Scenario,
    pub(super) steps: Vec<Step>,
}

impl Ladder {
    /// A step for each value.
    pub(super) fn new(
        scenario: &Scenario,
        values: impl IntoIterator<Item = f64>,
        target: impl Fn(f64) -> Target,
    ) -> Self {
        let step = |value| Step { value, target: target(value), totals: Totals::default() };
        Ladder { scenario: *scenario, steps: values.into_iter().map(step).collect() }
    }

    /// Adds rows.
    pub(super) fn add(&mut self, items: &Items<'_>, rows: &[u32]) {
        for row in rows {
            let item = items.item(*row as usize);
            let basis = Basis::of(&item, &self.scenario);
            for step in &mut self.steps {
                let policy = basis.as_ref().map(|basis| basis.policy(&step.target));
                step.totals.add(&item, policy, &self.scenario);
            }
        }
    }
}
