//! Values that differ by item: costs, lead times, packs, rules and stock, each from a file if one is given.

use super::Arguments;
use super::policy::PolicySource;
use crate::failure::Failure;
use data::long::{Numbers, Series};
use data::terminal::plain;
use planning::convert::whole_usize;
use planning::replay::{FixedRule, Lot, Policy, Stock, Terms, Unmet};
use planning::stock::OrderLimits;

const COLUMNS: [&str; 6] =
    ["lead_time", "holding_cost", "shortage_cost", "unit_cost", "pack_size", "minimum_order"];
/// Columns of a file of rules.
const RULE: [&str; 3] = ["reorder_point", "order_quantity", "order_up_to"];
const LEAD_TIME_MAX: f64 = 1_000.0;

/// The items of a replay.
pub(super) struct Items {
    usual: Terms,
    /// Money per unit held and per unit short, if given for all items.
    costs: Option<(f64, f64)>,
    items: Option<Numbers>,
    state: Option<Numbers>,
    policy: Option<Policy>,
    rules: Option<Numbers>,
}

impl Items {
    /// Reads the files that were named.
    pub(super) fn read(arguments: &Arguments) -> Result<Items, Failure> {
        let read = |path: &std::path::PathBuf| arguments.numbers(path, &COLUMNS, 0);
        let items = arguments.items.as_ref().map(read).transpose()?;
        let costs = arguments.holding_cost.zip(arguments.shortage_cost);
        let (policy, rules) = match &arguments.policy.source {
            PolicySource::Shared(policy) => (Some(*policy), None),
            PolicySource::File(path) => (None, Some(arguments.numbers(path, &RULE, 0)?)),
        };
        let usual = Terms {
            lead_time_periods: arguments.lead_time.unwrap_or(0) as usize,
            review_periods: arguments.review() as usize,
            holding_cost: costs.map_or(0.0, |costs| costs.0),
            shortage_cost: costs.map_or(0.0, |costs| costs.1),
            unmet: arguments.unmet(),
            limits: OrderLimits::default(),
            is_whole: false,
        };
        let mut found = Items { usual, costs, items, state: None, policy, rules };
        if let Some(name) = found.ids_of_bad_lead_times() {
            let cause =
                format!("--items: the lead_time of {} is not a whole number of periods", plain(&name));
            return Err(Failure::new(cause, "Write a whole number from 0 to 1000"));
        }
        if arguments.policy.is_cost() && !found.has_costs() {
            let cause = "--policy cost: there are no costs";
            return Err(Failure::new(
                cause,
                "Give --holding-cost and --shortage-cost, or --items with these columns",
            ));
        }
        let due: Vec<String> = (1..=found.lead_time_most()).map(|period| format!("due_{period}")).collect();
        let columns: Vec<&str> = std::iter::once("on_hand").chain(due.iter().map(String::as_str)).collect();
        let read = |path: &std::path::PathBuf| arguments.numbers(path, &columns, 1);
        found.state = arguments.state.as_ref().map(read).transpose()?;
        Ok(found)
    }

    fn ids_of_bad_lead_times(&self) -> Option<String> {
        let items = self.items.as_ref()?;
        let is_bad = |time: f64| !(0.0..=LEAD_TIME_MAX).contains(&time) || time % 1.0 != 0.0;
        let bad = items.series().filter(|name| items.of(name, "lead_time").is_some_and(is_bad));
        bad.min().map(str::to_owned)
    }

    /// The longest lead time of any item, periods.
    pub(super) fn lead_time_most(&self) -> usize {
        let most = self.items.as_ref().and_then(|items| items.most("lead_time")).map_or(0, whole_usize);
        most.max(self.usual.lead_time_periods)
    }

    /// Whether costs are known.
    pub(super) fn has_costs(&self) -> bool {
        let has = |column| self.items.as_ref().is_some_and(|items| items.has(column));
        self.costs.is_some() || (has("holding_cost") && has("shortage_cost"))
    }

    pub(super) fn has_state(&self) -> bool {
        self.state.is_some()
    }

    fn of(&self, series: &Series, column: &str) -> Option<f64> {
        self.items.as_ref()?.of(&series.id, column)
    }

    /// Money for a unit at cost.
    pub(super) fn unit_cost(&self, series: &Series) -> Option<f64> {
        self.of(series, "unit_cost")
    }

    /// The conditions under which an item is replayed. Demand in whole units is ordered in whole units.
    pub(super) fn terms(&self, series: &Series) -> Result<Terms, Failure> {
        let cost = |column: &str, usual: Option<f64>| {
            let cost = self.of(series, column).or(usual);
            let lacks = |what: &str| Failure::new(format!("{} {what} {column}", plain(&series.id)), REMEDY);
            match cost {
                Some(cost) if cost < 0.0 => Err(lacks("has a negative")),
                Some(cost) => Ok(cost),
                None if self.has_costs() => Err(lacks("has no")),
                None => Ok(0.0),
            }
        };
        let is_whole = |units: &f64| !units.is_finite() || units % 1.0 == 0.0;
        Ok(Terms {
            lead_time_periods: self.of(series, "lead_time").map_or(self.usual.lead_time_periods, whole_usize),
            holding_cost: cost("holding_cost", self.costs.map(|costs| costs.0))?,
            shortage_cost: cost("shortage_cost", self.costs.map(|costs| costs.1))?,
            limits: OrderLimits {
                pack_size: self.of(series, "pack_size"),
                minimum: self.of(series, "minimum_order"),
                ..OrderLimits::default()
            },
            is_whole: series.history.iter().all(is_whole),
            ..self.usual
        })
    }

    /// The policy that decides an item's orders.
    pub(super) fn policy(&self, series: &Series) -> Result<Policy, Failure> {
        let Some(rules) = &self.rules else { return Ok(self.policy.unwrap_or(Policy::Cost)) };
        let of = |column| rules.of(&series.id, column);
        let lot = of("order_up_to").map(Lot::UpTo).or(of("order_quantity").map(Lot::Quantity));
        match (of("reorder_point"), lot) {
            (None, Some(lot @ Lot::UpTo(_))) => {
                Ok(Policy::Fixed(FixedRule { reorder_point: f64::INFINITY, lot }))
            }
            (Some(reorder_point), Some(lot)) => Ok(Policy::Fixed(FixedRule { reorder_point, lot })),
            _ => {
                let cause = format!("--policy fixed: {} has no rule", plain(&series.id));
                Err(Failure::new(
                    cause,
                    "Give every series a reorder_point and an order_quantity or order_up_to",
                ))
            }
        }
    }

    /// Stock before the first period; `None` for an item without a row in the state.
    pub(super) fn stock(&self, series: &Series, terms: &Terms) -> Result<Option<Stock>, Failure> {
        let Some(state) = self.state.as_ref().filter(|state| state.names(&series.id)) else {
            return Ok(None);
        };
        let of = |column: &str| state.of(&series.id, column).unwrap_or(0.0);
        let due = (1..=terms.lead_time_periods).map(|period| of(&format!("due_{period}"))).collect();
        let stock = Stock { on_hand: of("on_hand"), due };
        let may_owe = terms.unmet == Unmet::Backordered;
        if (stock.on_hand < 0.0 && !may_owe) || stock.due.iter().any(|units| *units < 0.0) {
            let cause = format!("--state: {} has units below zero", plain(&series.id));
            return Err(Failure::new(
                cause,
                "Owed units are only there with --unmet backordered, as on_hand",
            ));
        }
        Ok(Some(stock))
    }

    /// Rows of the state that no replayed series has; so many series have one.
    pub(super) fn not_replayed(&self, with_state: u64) -> u64 {
        let rows = self.state.as_ref().map_or(0, |state| state.series().count() as u64);
        rows.saturating_sub(with_state)
    }
}

const REMEDY: &str = "Give it in --items, or --holding-cost and --shortage-cost for all";
