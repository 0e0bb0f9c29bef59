//! One run of what-if, in steps: the server runs it out, a browser does some item-locations a frame. Both add the same
//! item-locations in the same order, so that they find the same numbers to the last bit.

use super::{BudgetAnswer, CategoryTotals, MoverAnswer, WhatIfQuery};
use crate::Derived;
use planning::convert::count_u32;
use planning::what_if::{
    Budget, BudgetSearch, CURVE_SERVICE_LEVELS, Curve, CurvePoint, GroupTotals, ItemRule, Mover, Movers,
    Scenario, Sensitivity, Swing, Totals, totals,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How many movers are listed.
const MOVERS: usize = 10;

/// What is asked, the item-locations it is about, and their totals. The rest takes a [`WhatIfRun`].
#[derive(Clone, Debug)]
pub struct WhatIf {
    now: Scenario,
    query: WhatIfQuery,
    rows: Arc<[u32]>,
    sums: WhatIfSums,
}

/// Totals of the settings and of the scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhatIfSums {
    /// Under the settings.
    pub now: Totals,
    /// Under the scenario.
    pub scenario: Totals,
    /// Under the second scenario, if there is one.
    pub compared: Option<Totals>,
}

/// What one pass over the item-locations finds beside the totals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhatIfDetails {
    /// Service against cost, everything else as in the scenario; empty where the scenario’s sums are absent.
    pub curve: Vec<CurvePoint>,
    /// The item-locations whose stock value changes most from now to the scenario.
    pub movers: Vec<MoverAnswer>,
    /// Totals of each filtered category, in the order of the publication.
    pub categories: Vec<CategoryTotals>,
    /// Which parameter moves the cost most, that one first; empty where the scenario’s sums are absent.
    pub sensitivity: Vec<Swing>,
}

impl WhatIf {
    /// The item-locations that a query is about, and their totals.
    pub fn new(derived: &Derived, query: WhatIfQuery) -> Self {
        let nothing = Totals::default();
        let mut asked =
            WhatIf::with_sums(derived, query, WhatIfSums { now: nothing, scenario: nothing, compared: None });
        let now = asked.totals(derived, &asked.now);
        let of =
            |scenario: Scenario| if scenario == asked.now { now } else { asked.totals(derived, &scenario) };
        let (scenario, compared) = (of(asked.query.scenario), asked.query.compared.map(of));
        asked.sums = WhatIfSums { now, scenario, compared };
        asked
    }

    /// The same where the totals are known already.
    pub fn with_sums(derived: &Derived, query: WhatIfQuery, sums: WhatIfSums) -> Self {
        let Derived { facts, cube, plan, .. } = derived;
        let rows = plan.policy.rows(&cube.categories, &cube.locations, &query.filter);
        WhatIf { now: facts.settings.scenario(), query, rows: rows.into(), sums }
    }

    /// Asks for another scenario: its totals follow at once.
    pub fn move_to(&mut self, derived: &Derived, scenario: Scenario) {
        self.query.scenario = scenario;
        self.sums.scenario = self.totals(derived, &scenario);
    }

    /// What is asked.
    pub fn query(&self) -> &WhatIfQuery {
        &self.query
    }

    /// Totals of the settings and of the scenarios.
    pub fn sums(&self) -> &WhatIfSums {
        &self.sums
    }

    /// How many item-locations it is about, and how many of them have a rule that sets what the scenario sets for the
    /// others.
    pub fn ruled(&self, derived: &Derived) -> (u32, u32) {
        let items = derived.plan.policy.as_items();
        let has_rule = |row: &&u32| items.own(**row as usize) != ItemRule::default();
        (count_u32(self.rows.len()), count_u32(self.rows.iter().filter(has_rule).count()))
    }

    /// The run for everything else, of nothing yet.
    pub fn run(&self, derived: &Derived) -> WhatIfRun {
        let WhatIfQuery { scenario, stock_budget, .. } = self.query;
        let stock_value = self.sums.scenario.stock_value;
        WhatIfRun {
            scenario,
            rows: Arc::clone(&self.rows),
            done: 0,
            // Without costs nothing is known of money, and without a sum asked for there is none.
            budget_is_known: stock_budget.is_some() || self.sums.scenario.is_known(),
            search: BudgetSearch::new(&scenario, stock_budget.unwrap_or(stock_value)),
            pass: Pass::First(Box::new(FirstPass::new(self, derived.cube.categories.len()))),
        }
    }

    fn totals(&self, derived: &Derived, scenario: &Scenario) -> Totals {
        totals(&derived.plan.policy.as_items(), &self.rows, scenario)
    }
}

/// What is being computed, pass after pass over the item-locations.
pub struct WhatIfRun {
    scenario: Scenario,
    rows: Arc<[u32]>,
    /// How many of the rows this pass has added.
    done: usize,
    budget_is_known: bool,
    search: BudgetSearch,
    pass: Pass,
}

enum Pass {
    /// Details, and the first pass of the search.
    First(Box<FirstPass>),
    /// Another pass of the search for what the budget buys.
    Search,
    /// That is found: the items that differ most between its two ways.
    Movers(Box<(Budget, Movers)>),
}

/// What a step has completed.
pub enum WhatIfStep {
    /// Nothing yet.
    Going(WhatIfRun),
    /// The details; the budget is still to be found.
    Details(WhatIfRun, WhatIfDetails),
    /// The budget, the last of all.
    Budget(BudgetAnswer),
}

impl WhatIfRun {
    /// Adds at most so many item-locations.
    pub fn step(mut self, derived: &Derived, most: usize) -> WhatIfStep {
        let end = self.done.saturating_add(most).min(self.rows.len());
        let rows = &self.rows[self.done..end];
        let policy = &derived.plan.policy;
        let items = policy.as_items();
        match &mut self.pass {
            Pass::First(first) => {
                self.search.add(&items, rows);
                first.add(derived, rows);
            }
            Pass::Search => self.search.add(&items, rows),
            Pass::Movers(found) => found.1.add(&items, rows),
        }
        self.done = end;
        if end < self.rows.len() { WhatIfStep::Going(self) } else { self.next_pass(derived) }
    }

    /// Does all that is left at once.
    pub fn run_out(mut self, derived: &Derived) -> (WhatIfDetails, BudgetAnswer) {
        let mut details = WhatIfDetails::default();
        loop {
            self = match self.step(derived, usize::MAX) {
                WhatIfStep::Going(run) => run,
                WhatIfStep::Details(run, found) => {
                    details = found;
                    run
                }
                WhatIfStep::Budget(budget) => return (details, budget),
            };
        }
    }

    /// All rows are in: what that completes, and the pass that follows.
    fn next_pass(mut self, derived: &Derived) -> WhatIfStep {
        self.done = 0;
        let details = match self.pass {
            Pass::First(first) => Some(first.details(derived)),
            Pass::Search => None,
            Pass::Movers(found) => {
                let (mut budget, movers) = *found;
                if !self.budget_is_known {
                    budget.stock_budget = f64::NAN;
                }
                return WhatIfStep::Budget(BudgetAnswer::of(&budget, named(movers, derived)));
            }
        };
        self.pass = if self.search.goes_on() {
            Pass::Search
        } else {
            let budget = self.search.found();
            let ways = [budget.uniform, budget.spread].map(|spent| (self.scenario, spent.target));
            Pass::Movers(Box::new((budget, Movers::between(ways, MOVERS))))
        };
        match details {
            Some(details) => WhatIfStep::Details(self, details),
            None => WhatIfStep::Going(self),
        }
    }
}

/// The details while item-locations are added.
struct FirstPass {
    /// None where the scenario's sums are absent.
    money: Option<(Curve, Sensitivity)>,
    movers: Movers,
    /// Now and in the scenario.
    categories: [GroupTotals; 2],
}

impl FirstPass {
    fn new(asked: &WhatIf, categories: usize) -> Self {
        let (now, scenario) = (&asked.now, &asked.query.scenario);
        let money = || (Curve::new(scenario, &CURVE_SERVICE_LEVELS), Sensitivity::new(scenario));
        FirstPass {
            money: asked.sums.scenario.is_known().then(money),
            movers: Movers::new(now, scenario, MOVERS),
            categories: [now, scenario].map(|scenario| GroupTotals::new(scenario, categories)),
        }
    }

    fn add(&mut self, derived: &Derived, rows: &[u32]) {
        let policy = &derived.plan.policy;
        let items = policy.as_items();
        if let Some((curve, sensitivity)) = &mut self.money {
            curve.add(&items, rows);
            sensitivity.add(&items, rows);
        }
        self.movers.add(&items, rows);
        for totals in &mut self.categories {
            totals.add(&items, rows, &policy.category);
        }
    }

    fn details(self, derived: &Derived) -> WhatIfDetails {
        let [now, scenario] = &self.categories;
        let (curve, sensitivity) = match self.money {
            Some((curve, sensitivity)) => (curve.points(), sensitivity.swings()),
            None => Default::default(),
        };
        WhatIfDetails {
            curve,
            movers: named(self.movers, derived),
            categories: CategoryTotals::of(&derived.cube.categories, now.totals(), scenario.totals()),
            sensitivity,
        }
    }
}

/// Movers with their names.
fn named(movers: Movers, derived: &Derived) -> Vec<MoverAnswer> {
    let named = |mover: Mover| MoverAnswer::of(&mover, &derived.plan, &derived.cube.locations);
    movers.largest().into_iter().map(named).collect()
}
