//! A sum of money for stock: one service level for all items, or where each unit of money does most.

use super::ladder::{Ladder, Step};
use super::{Formula, Items, Scenario, Target, Totals};
use crate::bounds;
use crate::normal;

/// Steps of each pass of the search: each narrows the money down between two steps, and the last takes the one value
/// between them at which it would be spent if stock were linear in it. Interpolating earlier would save little: stock
/// bends where a few dear items begin to need safety stock, and steps would close in from one side only.
const STEPS: [usize; 8] = [5, 5, 5, 5, 5, 5, 5, 1];

/// What the last unit of money may fill a year at the least and at the most, as powers of e: at most half of 365
/// cycles, an order a day.
const LOG_RETURN: (f64, f64) = (-9.0, 5.21);

/// What a sum of money in average stock buys, spent in two ways.
#[derive(Clone, Copy)]
pub struct Budget {
    /// Money, at cost.
    pub stock_budget: f64,
    /// Average stock without any safety stock, money: order quantities alone.
    pub least_stock: f64,
    /// One cycle service level for all.
    pub uniform: Spent,
    /// One number of stockouts a year for all.
    pub spread: Spent,
}

/// One way to spend it.
#[derive(Clone, Copy)]
pub struct Spent {
    /// The cycle service level, or what the last unit of money fills a year; see [`BudgetSearch`].
    pub value: f64,
    /// What that gives.
    pub totals: Totals,
    /// To compute an item's policy with.
    pub target: Target,
}

impl Budget {
    /// Whether the money does not even pay for the order quantities without safety stock: then both ways are that, and
    /// cost more.
    pub fn is_too_small(&self) -> bool {
        self.least_stock > self.stock_budget
    }
}

/// The search for both ways, while item-locations are added, once a pass.
///
/// Spread so that the last unit of money does the same wherever it lies. Safety stock costs c·σ per unit of its
/// factor k, and fills σ·(Φ(k + Q/σ) − Φ(k)) units more a cycle, D ÷ Q cycles a year. Valued at cost, the last unit
/// of money fills (Φ(k + Q/σ) − Φ(k))·D ÷ Q a year; the best allocation makes that equal for all items. Where orders
/// are large beside σ it is the item's stockouts a year. Factors below 0 are not used. Source: Silver, Pyke & Thomas,
/// *Inventory and Production Management in Supply Chains* (2017), §6.11: allocation of a total safety stock that
/// minimises the expected value short per year.
pub struct BudgetSearch {
    stock_budget: f64,
    least_stock: f64,
    uniform: Way,
    spread: Way,
    pass: usize,
}

/// One way to spend the money, while it is searched.
struct Way {
    scenario: Scenario,
    target: fn(f64, Formula) -> Target,
    ladder: Ladder,
    /// Values between which the money is spent, each with what is then too much.
    bracket: [(f64, f64); 2],
}

impl BudgetSearch {
    /// A search for a sum of money, of nothing yet.
    pub fn new(scenario: &Scenario, stock_budget: f64) -> Self {
        let factors = (0.0, normal::ppf(bounds::SERVICE_LEVEL.max));
        BudgetSearch {
            stock_budget,
            least_stock: f64::NAN,
            uniform: Way::new(scenario, factors, Target::with_factor),
            spread: Way::new(scenario, LOG_RETURN, |log, formula| {
                Target::with_return(libm::exp(log), formula)
            }),
            pass: 0,
        }
    }

    /// Adds rows.
    pub fn add(&mut self, items: &Items<'_>, rows: &[u32]) {
        self.uniform.ladder.add(items, rows);
        self.spread.ladder.add(items, rows);
    }

    /// Whether every row must be added once more, to find the money more closely.
    pub fn goes_on(&mut self) -> bool {
        if self.pass == 0 {
            self.least_stock = self.uniform.ladder.steps[0].totals.stock_value;
        }
        self.pass += 1;
        let Some(steps) = STEPS.get(self.pass) else {
            return false;
        };
        self.uniform.narrow(self.stock_budget, *steps);
        self.spread.narrow(self.stock_budget, *steps);
        true
    }

    /// What the money buys, once the search does not go on.
    pub fn found(&self) -> Budget {
        let spent = |way: &Way, shown: fn(f64) -> f64| {
            let Step { value, totals, target } = way.ladder.steps[0];
            Spent { value: shown(value), totals, target }
        };
        Budget {
            stock_budget: self.stock_budget,
            least_stock: self.least_stock,
            uniform: spent(&self.uniform, normal::cdf),
            spread: spent(&self.spread, libm::exp),
        }
    }
}

impl Way {
    fn new(scenario: &Scenario, (first, last): (f64, f64), target: fn(f64, Formula) -> Target) -> Self {
        let bracket = [(first, f64::NAN), (last, f64::NAN)];
        let ladder = Ladder::new(scenario, [], |value| target(value, scenario.formula));
        let mut way = Way { scenario: *scenario, target, ladder, bracket };
        way.climb(STEPS[0]);
        way
    }

    /// Takes the two neighbours between which the money is spent, of the bracket and the steps, and steps between them.
    fn narrow(&mut self, stock_budget: f64, steps: usize) {
        let seen = self.ladder.steps.iter().map(|step| (step.value, step.totals.stock_value - stock_budget));
        let mut points: Vec<(f64, f64)> =
            self.bracket.into_iter().filter(|point| !point.1.is_nan()).chain(seen).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let crossing = points.windows(2).find(|pair| (pair[0].1 <= 0.0) != (pair[1].1 <= 0.0));
        // All are too dear, or none is: the one nearest to the money.
        let nearest = points.iter().min_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        self.bracket = match (crossing, nearest) {
            (Some(pair), _) => [pair[0], pair[1]],
            (None, Some(point)) => [*point; 2],
            (None, None) => self.bracket,
        };
        self.climb(steps);
    }

    fn climb(&mut self, steps: usize) {
        let [(first, low), (last, high)] = self.bracket;
        let part = |step: usize| match steps {
            1 if low == high => 0.0,
            1 => low / (low - high),
            _ => step as f64 / (steps - 1) as f64,
        };
        let values: Vec<f64> = (0..steps).map(|step| first + part(step) * (last - first)).collect();
        let (target, formula) = (self.target, self.scenario.formula);
        self.ladder = Ladder::new(&self.scenario, values, |value| target(value, formula));
    }
}

/// What a sum of money in the average stock of the kept rows buys, all else as in the scenario.
pub fn budget(items: &Items<'_>, rows: &[u32], scenario: &Scenario, stock_budget: f64) -> Budget {
    let mut search = BudgetSearch::new(scenario, stock_budget);
    search.add(items, rows);
    while search.goes_on() {
        search.add(items, rows);
    }
    search.found()
}
