//! Totals under several targets at once; what all targets share is computed once for each item.

use super::item_rule::Rules;
use super::policy::Basis;
use super::{Items, Scenario, Target, Totals};

/// A target with its label, and the totals of the rows added.
pub(super) struct Step {
    pub(super) value: f64,
    pub(super) target: Target,
    pub(super) totals: Totals,
}

/// Several targets, to which item-locations are added.
pub(super) struct Ladder {
    rules: Rules,
    /// Whether items keep the service level that their rule sets, whatever the step.
    keeps_levels: bool,
    pub(super) steps: Vec<Step>,
}

impl Ladder {
    /// One step for each value.
    pub(super) fn new(
        scenario: &Scenario,
        values: impl IntoIterator<Item = f64>,
        target: impl Fn(f64) -> Target,
    ) -> Self {
        let step = |value| Step { value, target: target(value), totals: Totals::default() };
        let steps = values.into_iter().map(step).collect();
        Ladder { rules: Rules::new(scenario), keeps_levels: false, steps }
    }

    /// The same for steps that do not reach items whose rule sets a service level.
    pub(super) fn keeping_levels(self) -> Self {
        Ladder { keeps_levels: true, ..self }
    }

    /// Adds rows.
    pub(super) fn add(&mut self, items: &Items<'_>, rows: &[u32]) {
        for row in rows {
            let item = items.item(*row as usize);
            let (scenario, level) = self.rules.of(items.own(*row as usize));
            let level = level.filter(|_| self.keeps_levels);
            let basis = Basis::of(&item, scenario);
            for step in &mut self.steps {
                let policy = basis.as_ref().map(|basis| basis.policy(level.unwrap_or(&step.target)));
                step.totals.add(&item, policy, scenario);
            }
        }
    }
}
