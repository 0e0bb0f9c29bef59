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
pub(crate) struct PlanRow<'a> {
    derived: &'a Derived,
    pub(crate) policy: &'a PlanPolicy,
    pub(crate) items: &'a PlanItems,
    /// Which row it is: its place in the columns.
    pub(crate) at: usize,
}

impl<'a> PlanRow<'a> {
    pub(crate) fn new(derived: &'a Derived, row: u32) -> Self {
        PlanRow { derived, policy: &derived.plan.policy, items: &derived.plan.items, at: row as usize }
    }

    pub(crate) fn category(self) -> &'a Group {
        &self.derived.cube.categories[usize::from(self.policy.category[self.at])]
    }

    pub(crate) fn location(self) -> &'a Group {
        &self.derived.cube.locations[usize::from(self.policy.location[self.at])]
    }

    pub(crate) fn supplier(self) -> Option<&'a str> {
        Some(self.items.supplier[self.at].as_str()).filter(|name| !name.is_empty())
    }

    pub(crate) fn class(self) -> AbcClass {
        AbcClass::ALL[usize::from(self.policy.class[self.at])]
    }

    pub(crate) fn status(self) -> Status {
        Status::ALL[usize::from(self.items.status[self.at])]
    }

    pub(crate) fn variability(self) -> Variability {
        Variability::ALL[usize::from(self.items.variability[self.at])]
    }

    /// Units owed have no stock value.
    pub(crate) fn stock_value(self) -> f32 {
        let on_hand = self.items.on_hand[self.at];
        let units = if on_hand < 0.0 { 0.0 } else { on_hand };
        units * self.policy.unit_cost[self.at]
    }

    pub(crate) fn money_at_risk(self) -> f32 {
        self.items.units_at_risk[self.at] * self.items.unit_price[self.at]
    }

    /// Days that the stock on hand lasts, if it ends within the horizon.
    pub(crate) fn cover_days(self) -> Option<f32> {
        Some(self.items.cover_days[self.at]).filter(|days| days.is_finite())
    }

    /// The day on which stock on hand runs out, within the horizon.
    pub(crate) fn runs_out_on(self) -> Option<Day> {
        self.cover_days().filter(|days| *days > 0.0).and_then(|days| self.in_days(f64::from(days) + 1.0))
    }

    /// What is owed to customers, at unit price.
    pub(crate) fn owed_value(self) -> f32 {
        self.items.owed_value(self.at)
    }

    /// What is to be ordered today, at unit cost.
    pub(crate) fn suggested_value(self) -> f32 {
        self.derived.plan.suggested_value(self.at)
    }

    /// The settings, with what the item's rule sets.
    pub(crate) fn scenario(self) -> Scenario {
        self.policy.as_items().own(self.at).scenario(&self.derived.facts.settings.scenario())
    }

    /// Its policy under the settings.
    pub(crate) fn policy_now(self) -> Policy {
        self.derived.plan.policy_now(&self.derived.facts.settings, self.at)
    }

    /// The day that is so many days after today; none where that is not known, or never.
    pub(crate) fn in_days(self, days: f64) -> Option<Day> {
        self.derived.facts.as_of.after(days)
    }
}
