//! The order that keeps a promise or has the least cost, from paths of demand.

use super::errors::PastErrors;
use super::ledger::{Stock, Terms, Unmet};
use super::outlook::Outlook;

/// Halvings to find a quantity, to the limit of precision.
const HALVINGS: usize = 50;
/// Tolerance within which a rounded number is still a whole number.
const ROUNDING: f64 = 1e-9;

/// The goal of an order in the periods that it decides: from its arrival to that of the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// Probability that all demand is met until the next order can arrive.
    CycleService(f64),
    /// Share of demand met.
    FillRate(f64),
    /// Least holding and shortage cost, the odds of shortage to holding cost multiplied by e to this power; 0 trusts
    /// the paths as they are.
    Cost(f64),
}

/// One path: stock when the order arrives, and demand from then on.
struct Path {
    /// Units on hand when the order arrives, before demand; below zero what is owed.
    there: f64,
    /// Demand of each period that the order decides, units.
    demand: Vec<f64>,
}

impl Goal {
    /// Units to order. The demand of each path takes from stock on hand and due; with lost sales, unmet demand uses
    /// no later stock. Whole units are rounded up for a promise, to the nearest for cost.
    pub fn order(self, outlook: &Outlook, errors: &PastErrors, stock: &Stock, terms: &Terms) -> f64 {
        let paths: Vec<Path> =
            errors.paths(outlook).map(|path| follow(path, outlook, stock, terms)).collect();
        let quantity = match self {
            Goal::CycleService(share) => for_cycles(&paths, share),
            Goal::FillRate(share) => for_units(&paths, share),
            Goal::Cost(log_odds) => for_cost(&paths, log_odds, terms),
        };
        let whole = match (terms.is_whole, self) {
            (false, _) => quantity,
            (true, Goal::Cost(_)) => libm::floor(quantity + 0.5),
            (true, _) => libm::ceil(quantity - ROUNDING),
        };
        whole.max(0.0)
    }

    /// The order-up-to level, units: the order with nothing on hand or due and all unmet demand owed.
    pub fn level(self, outlook: &Outlook, errors: &PastErrors, terms: &Terms) -> f64 {
        let terms = Terms { unmet: Unmet::Backordered, ..*terms };
        self.order(outlook, errors, &Stock::default(), &terms)
    }
}

fn follow(errors: &[f64], outlook: &Outlook, stock: &Stock, terms: &Terms) -> Path {
    let mut demand =
        outlook.mean.iter().zip(errors).map(|(mean, error)| (mean + error * outlook.spread).max(0.0));
    let there = stock.at_arrival(demand.by_ref(), terms);
    Path { there, demand: demand.take(terms.review_periods.max(1)).collect() }
}

impl Path {
    /// The order needed so that all demand up to each period is met.
    fn needs(&self) -> impl Iterator<Item = f64> + '_ {
        self.demand.iter().scan(-self.there, |need, demand| {
            *need += demand;
            Some(*need)
        })
    }
}

/// The smallest quantity that meets all demand in this share of paths.
fn for_cycles(paths: &[Path], share: f64) -> f64 {
    let mut needs: Vec<f64> = paths.iter().filter_map(|path| path.needs().last()).collect();
    needs.sort_unstable_by(f64::total_cmp);
    let enough = libm::ceil(share * needs.len() as f64 - ROUNDING);
    let place = crate::convert::whole_usize(enough).max(1).min(needs.len());
    place.checked_sub(1).map_or(0.0, |place| needs[place])
}

/// The smallest quantity that meets this share of demand, over all paths.
fn for_units(paths: &[Path], share: f64) -> f64 {
    let demanded = paths.iter().flat_map(|path| &path.demand).fold(0.0, |sum, units| sum + units);
    let allowed = (1.0 - share) * demanded;
    let unmet = |quantity: f64| {
        let of_path = |path: &Path| {
            path.needs()
                .zip(&path.demand)
                .fold(0.0, |sum, (need, units)| sum + units.min((need - quantity).max(0.0)))
        };
        paths.iter().map(of_path).sum::<f64>()
    };
    let (mut low, mut high) = (0.0, paths.iter().flat_map(Path::needs).fold(0.0, f64::max));
    if unmet(low) <= allowed {
        return low;
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if unmet(middle) > allowed { low = middle } else { high = middle }
    }
    high
}

/// The quantity of least expected cost: the one at which, over all paths, holding one unit more costs what it saves.
/// A unit is held at the end of each period that did not need it. Without it, a unit is lost once if the last period
/// needed it, or is owed at the end of each period that did.
fn for_cost(paths: &[Path], log_odds: f64, terms: &Terms) -> f64 {
    let odds = terms.shortage_cost / terms.holding_cost * libm::exp(log_odds);
    let shortage = if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 };
    let holding = 1.0 - shortage;
    let mut needs = Vec::with_capacity(paths.len());
    for path in paths {
        let last = path.demand.len().saturating_sub(1);
        let saves = |period: usize| terms.unmet == Unmet::Backordered || period == last;
        needs.extend(path.needs().enumerate().map(|(period, need)| (need, saves(period))));
    }
    needs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let saving = needs.iter().filter(|(_, saves)| *saves).count() as f64 * shortage;
    let (mut sum, mut quantity) = (0.0, 0.0);
    for (need, saves) in needs {
        if sum >= saving - ROUNDING {
            break;
        }
        sum += holding + if saves { shortage } else { 0.0 };
        quantity = need;
    }
    quantity
}
