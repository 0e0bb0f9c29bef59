//! What the what-if page shows beside its totals, computed some item-locations a frame: curve, lists and sensitivity in
//! one pass over them, the budget in several more.

use crate::Derived;
use crate::islands::what_if::{BudgetRows, CategoryRow, CurveRow, MoverRow, SwingRow, WhatIfModel};
use contract::{BudgetAnswer, CategoryTotals, MOVERS, MoverAnswer, SwingAnswer};
use leptos::prelude::*;
use planning::what_if::{
    Budget, BudgetSearch, CURVE_SERVICE_LEVELS, Curve, GroupTotals, Mover, Movers, Scenario, Sensitivity,
};
use std::rc::Rc;

/// Item-locations added in one frame, so that no frame is long.
const ROWS_PER_FRAME: usize = 8_192;

/// The results of a scenario while they are computed.
pub(super) struct Refinement {
    scenario: Scenario,
    derived: Rc<Derived>,
    rows: Rc<Vec<u32>>,
    /// How many of the rows are in.
    done: usize,
    /// Until they are shown.
    results: Option<Results>,
    search: BudgetSearch,
    /// What was found, and the items that differ while they are searched.
    budget: Option<(Budget, Movers)>,
}

struct Results {
    curve: Curve,
    movers: Movers,
    /// Now and in the scenario.
    categories: [GroupTotals; 2],
    sensitivity: Sensitivity,
}

impl Refinement {
    /// Of what a model's state asks for, whose totals it has.
    pub(super) fn new(now: &Scenario, model: &WhatIfModel, derived: Rc<Derived>, rows: Rc<Vec<u32>>) -> Self {
        let scenario = model.state.scenario;
        let stock_budget = model.state.stock_budget.unwrap_or(model.scenario.stock_value);
        let groups = derived.cube.categories.len();
        let results = Results {
            curve: Curve::new(&scenario, &CURVE_SERVICE_LEVELS),
            movers: Movers::new(now, &scenario, MOVERS),
            categories: [now, &scenario].map(|scenario| GroupTotals::new(scenario, groups)),
            sensitivity: Sensitivity::new(&scenario),
        };
        let search = BudgetSearch::new(&scenario, stock_budget);
        Refinement { scenario, derived, rows, done: 0, results: Some(results), search, budget: None }
    }

    /// Adds some rows and shows what is complete; whether there is more to do.
    pub(super) fn step(&mut self, model: RwSignal<WhatIfModel>) -> bool {
        let policy = &self.derived.plan.policy;
        let items = policy.as_items();
        let end = (self.done + ROWS_PER_FRAME).min(self.rows.len());
        let rows = &self.rows[self.done..end];
        match &mut self.budget {
            Some((_, movers)) => movers.add(&items, rows),
            None => self.search.add(&items, rows),
        }
        if let Some(results) = &mut self.results {
            results.curve.add(&items, rows);
            results.movers.add(&items, rows);
            results.categories.iter_mut().for_each(|totals| totals.add(&items, rows, &policy.category));
            results.sensitivity.add(&items, rows);
        }
        self.done = end;
        end < self.rows.len() || self.next_pass(model)
    }

    /// All rows are in: shows what that completes, and begins the next pass if there is one.
    fn next_pass(&mut self, model: RwSignal<WhatIfModel>) -> bool {
        self.done = 0;
        if let Some(results) = self.results.take() {
            model.update(|model| self.show(results, model));
        }
        if let Some((budget, movers)) = self.budget.take() {
            let movers = movers.largest().iter().map(|mover| self.named(mover)).collect();
            let rows = BudgetRows::of(BudgetAnswer::of(&budget, movers), &self.derived.cube.locations);
            model.update(|model| model.budget = rows);
            return false;
        }
        if !self.search.goes_on() {
            let budget = self.search.found();
            let ways = [budget.uniform, budget.spread].map(|spent| (self.scenario, spent.target));
            self.budget = Some((budget, Movers::between(ways, MOVERS)));
        }
        true
    }

    fn named(&self, mover: &Mover) -> MoverAnswer {
        MoverAnswer::of(mover, &self.derived.plan, &self.derived.cube.locations)
    }

    fn show(&self, results: Results, model: &mut WhatIfModel) {
        let cube = &self.derived.cube;
        let mover = |mover: &Mover| MoverRow::of(self.named(mover), &cube.locations);
        let [now, scenario] = &results.categories;
        model.curve = results.curve.points().iter().map(CurveRow::from).collect();
        model.movers = results.movers.largest().iter().map(mover).collect();
        model.categories = CategoryTotals::of(&cube.categories, now.totals(), scenario.totals())
            .into_iter()
            .map(CategoryRow::from)
            .collect();
        let swings = results.sensitivity.swings();
        model.swings = swings.iter().map(SwingAnswer::from).map(SwingRow::from).collect();
    }
}
