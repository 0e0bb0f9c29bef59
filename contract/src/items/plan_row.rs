//! A row of the plan, with all that is said about it from the derived files.

use crate::cube::Group;
use crate::derived::Derived;
use crate::plan::{PlanItems, PlanPolicy};
use planning::day::Day;
use planning::segment::{AbcClass, Variability};
use planning::stock::Status;
use planning::what_if::{Policy, Scenario};

/// A row of the plan. Numbers are NaN where they are not known.
#[derive(Clone, Copy)]
pub(super) struct PlanRow<'a> {
    derived: &'a Derived,
    pub(super) policy: &'a PlanPolicy,
    pub(super) items: &'a PlanItems,
    /// Which row it is: its place in the columns.
    pub(super) at: usize,
}

impl<'a> PlanRow<'a> {
    pub(super) fn new(derived: &'a Derived, row: u32) -> Self {
        PlanRow { derived, policy: &derived.plan.policy, items: &derived.plan.items, at: row as usize }
    }

    pub(super) fn category(self) -> &'a Group {
        &self.derived.cube.categories[usize::from(self.policy.category[self.at])]
    }

    pub(super) fn location(self) -> &'a Group {
        &self.derived.cube.locations[usize::from(self.policy.location[self.at])]
    }

    pub(super) fn supplier(self) -> Option<&'a str> {
        Some(self.items.supplier[self.at].as_str()).filter(|name| !name.is_empty())
    }

    pub(super) fn class(self) -> AbcClass {
        AbcClass::ALL[usize::from(self.policy.class[self.at])]
    }

    pub(super) fn status(self) -> Status {
        Status::ALL[usize::from(self.items.status[self.at])]
    }

    pub(super) fn variability(self) -> Variability {
        Variability::ALL[usize::from(self.items.variability[self.at])]
    }

    /// Units owed have no stock value.
    pub(super) fn stock_value(self) -> f32 {
        let on_hand = self.items.on_hand[self.at];
        let units = if on_hand < 0.0 { 0.0 } else { on_hand };
        units * self.policy.unit_cost[self.at]
    }

    pub(super) fn money_at_risk(self) -> f32 {
        self.items.units_at_risk[self.at] * self.items.unit_price[self.at]
    }

    /// Days that the stock on hand lasts, if it ends within the horizon.
    pub(super) fn cover_days(self) -> Option<f32> {
        Some(self.items.cover_days[self.at]).filter(|days| days.is_finite())
    }

    /// The settings, with what the item's rule sets.
    pub(super) fn scenario(self) -> Scenario {
        self.policy.as_items().own(self.at).scenario(&self.derived.facts.settings.scenario())
    }

    /// Its policy under the settings.
    pub(super) fn policy_now(self) -> Policy {
        self.derived.plan.policy_now(&self.derived.facts.settings, self.at)
    }

    /// The day that is so many days after today; none where that is not known, or never.
    pub(super) fn in_days(self, days: f64) -> Option<Day> {
        self.derived.facts.as_of.after(days)
    }
}
