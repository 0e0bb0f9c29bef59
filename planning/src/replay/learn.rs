//! The quantile that costs least, found by replays of the past.

use super::errors::PastErrors;
use super::goal::Goal;
use super::ledger::{Stock, Terms, run};
use super::outlook::{Outlook, OwnError};

/// Candidate factors on the odds of shortage to holding cost, as powers of e.
const LOG_ODDS: [f64; 10] = [-1.25, -1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0];
/// Index of 0 in it.
const TRUSTED: usize = 5;
/// Parts of the past with equal weight, whatever they cost: a part after a peak, when all stock is too much, costs
/// most but says least about other times.
const BLOCKS: usize = 4;
/// Saving that a choice needs, as a share of cost, per square of its distance from the odds of the costs.
const CAUTION: f64 = 0.05;
/// Mean absolute error of Poisson demand ÷ the root of its mean, nearly √(2 ÷ π); used where no series has a past.
const POISSON: f64 = 0.8;
/// Replayed periods, over all series, needed before another quantile is chosen than the one the costs give.
const PERIODS_MIN: usize = 200;

/// What was known before a past period.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Expected demand from then on, units.
    pub mean: Vec<f64>,
    /// How wrong the series' level had been.
    pub own: OwnError,
}

/// Recent periods of a series, to be replayed.
#[derive(Clone, Debug)]
pub struct Past {
    /// Demand, units.
    pub demand: Vec<f64>,
    /// Whether demand is known and not an estimate; costs of estimated periods do not count.
    pub is_known: Vec<bool>,
    /// What was known before period 0 and every `review_periods`-th after it.
    pub views: Vec<View>,
    /// Costs, lead time, packs.
    pub terms: Terms,
}

/// The cost of one series' past.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    class: usize,
    periods: usize,
    /// Money by choice of odds and block of the past.
    costs: [[f64; BLOCKS]; LOG_ODDS.len()],
}

/// What is learned from the past of many series.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// Mean relative error of levels; see [`OwnError::relative`].
    pub typical: f64,
    /// Errors of outlooks.
    pub errors: PastErrors,
    /// The factor on the odds of shortage to holding cost by class, as a power of e.
    log_odds: Vec<f64>,
    /// Periods replayed to find them.
    pub periods: usize,
}

impl Learned {
    /// Typical errors and their paths over `periods` periods; the odds are those of the costs.
    pub fn of_errors(pasts: &[Past], periods: usize) -> Learned {
        let views = || pasts.iter().filter_map(|past| past.views.last());
        let relative: Vec<f64> = views().filter_map(|view| view.own.relative()).collect();
        let typical = if relative.is_empty() {
            POISSON * (periods as f64).sqrt()
        } else {
            relative.iter().sum::<f64>() / relative.len() as f64
        };
        let mut found = Vec::new();
        for past in pasts {
            for (number, view) in past.views.iter().enumerate() {
                let from = number * past.terms.review_periods.max(1);
                let Some(actual) = past.demand.get(from..from + periods) else { break };
                let outlook = Outlook::new(view.mean.clone(), &view.own, typical);
                if outlook.spread <= 0.0 {
                    continue;
                }
                let error = |(actual, mean): (&f64, &f64)| (actual - mean) / outlook.spread;
                found.push((outlook.level(), actual.iter().zip(&outlook.mean).map(error).collect()));
            }
        }
        let errors = PastErrors::new(found, periods);
        Learned { typical, log_odds: vec![0.0; errors.classes()], errors, periods: 0 }
    }

    /// Replays a series' past with each choice of odds; `None` without a view. It begins with the demand expected
    /// during the lead time as stock, and the first periods, which that stock decides, do not count.
    pub fn replay(&self, past: &Past) -> Option<Trial> {
        let outlooks: Vec<Outlook> =
            past.views.iter().map(|view| Outlook::new(view.mean.clone(), &view.own, self.typical)).collect();
        let terms = &past.terms;
        let review = terms.review_periods.max(1);
        let skipped = (terms.lead_time_periods + review).min(past.demand.len() / 3);
        let counts = |period: &usize| *period >= skipped && past.is_known.get(*period) == Some(&true);
        let first = outlooks.first()?;
        // The same stock for every choice: left-over stock would favour the choices that begin with little.
        let expected = first.mean.iter().take(terms.lead_time_periods).fold(0.0, |sum, units| sum + units);
        let start = Stock::of(if terms.is_whole { libm::rint(expected) } else { expected });
        let cost = |log_odds: f64| {
            let goal = Goal::Cost(log_odds);
            let periods = run(&past.demand, start.clone(), terms, |period, stock| {
                outlooks
                    .get(period / review)
                    .map_or(0.0, |outlook| goal.order(outlook, &self.errors, stock, terms))
            });
            let mut costs = [0.0; BLOCKS];
            for (number, period) in periods.iter().enumerate().filter(|(number, _)| counts(number)) {
                costs[(number - skipped) * BLOCKS / (past.demand.len() - skipped)] += period.cost();
            }
            costs
        };
        let periods = (0..past.demand.len()).filter(counts).count();
        Some(Trial { class: self.errors.class(first), periods, costs: LOG_ODDS.map(cost) })
    }

    /// Takes for each class the odds that cost least. The cost of the class and the cost of all series count half
    /// each, because the choice of a class alone follows chance. Odds far from those of the costs are taken only if
    /// they save much. With too few periods the odds of the costs stay.
    pub fn choose(&mut self, trials: &[Trial]) {
        self.periods = trials.iter().map(|trial| trial.periods).sum();
        if self.periods < PERIODS_MIN {
            return;
        }
        let all = relative(trials.iter());
        for (class, log_odds) in self.log_odds.iter_mut().enumerate() {
            let own = relative(trials.iter().filter(|trial| trial.class == class));
            let cost = |choice: usize| {
                0.5 * (own[choice] + all[choice]) + CAUTION * LOG_ODDS[choice] * LOG_ODDS[choice]
            };
            let better = |best: usize, choice: usize| if cost(choice) < cost(best) { choice } else { best };
            *log_odds = LOG_ODDS[(0..LOG_ODDS.len()).fold(TRUSTED, better)];
        }
    }

    /// The goal `cost` for an outlook of some class.
    pub fn cost_goal(&self, outlook: &Outlook) -> Goal {
        Goal::Cost(self.log_odds.get(self.errors.class(outlook)).copied().unwrap_or(0.0))
    }

    /// Factors on the odds of shortage to holding cost by class, rarest demand first.
    pub fn odds_factors(&self) -> Vec<f64> {
        self.log_odds.iter().map(|log_odds| libm::exp(*log_odds)).collect()
    }
}

/// Costs by choice, of each block relative to the least, averaged over blocks; all 1 without any.
fn relative<'a>(trials: impl Iterator<Item = &'a Trial>) -> [f64; LOG_ODDS.len()] {
    let mut sums = [[0.0; BLOCKS]; LOG_ODDS.len()];
    for trial in trials {
        for (sum, cost) in sums.iter_mut().flatten().zip(trial.costs.iter().flatten()) {
            *sum += cost;
        }
    }
    let least: [f64; BLOCKS] =
        core::array::from_fn(|block| sums.iter().map(|costs| costs[block]).fold(f64::INFINITY, f64::min));
    let of_block = |(cost, least): (&f64, &f64)| if *least > 0.0 { cost / least } else { 1.0 };
    sums.map(|costs| costs.iter().zip(&least).map(of_block).sum::<f64>() / BLOCKS as f64)
}
