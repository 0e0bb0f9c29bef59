//! The choice of method for a series, from its demand class and its errors from earlier origins.

use super::combination::{self, Weighted};
use super::demand_class::DemandClass;
use super::historic_average::historic_average;
use super::method::{Definition, Method, Run};
use super::result::{Backtest, Notice, Reason};
use super::series::{Fit, Series};
use super::zero::zero;

/// Fewer periods than this cannot be fitted.
const HISTORY_PERIODS_MIN: usize = 4;
/// A run without demand that has less than this probability at the usual frequency is outside the item's life: before
/// its first demand not yet sold, after its last no longer. Car parts and M5 were forecast better with 1e-9 than with a
/// hundredth, which takes many a pause for an end.
const OUTSIDE_LIFE_PROBABILITY: f64 = 1e-9;
/// A member of a combination with this weight stands alone.
const ALONE: f64 = 0.95;

/// The rule.
pub const DEFINITION: Definition = Definition {
    method: None,
    name: "auto",
    description: "methods that suit the demand class, weighted by their errors from earlier origins",
    run: Run::Choose(choose),
};

/// A method chosen for a series.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The method.
    pub method: Method,
    /// Why.
    pub reason: Reason,
    /// Its fit, over the whole history given.
    pub fit: Fit,
    /// Its forecasts from earlier origins; empty where history is too short, or a method was asked for.
    pub backtest: Backtest,
    /// What a reader should know.
    pub notices: Vec<Notice>,
}

/// Chooses for a series, from the beginning of the item's life.
///
/// Nothing for items without demand or whose demand has ended; the mean of a history of fewer than four periods; else
/// the methods that suit the demand class, weighted by their squared errors from earlier origins. Absolute errors would
/// favour forecasting zero for rare demand.
pub fn choose(series: &Series) -> Selection {
    let born = before_life(series.history);
    let lived = Series { history: &series.history[born..], ..*series };
    // Regressors begin with the history; the methods chosen here do not look at them.
    let mut selection = choose_lived(&lived);
    selection.fit.fitted.splice(0..0, core::iter::repeat_n(f64::NAN, born));
    selection.backtest.begin_at(born);
    selection
}

fn choose_lived(series: &Series) -> Selection {
    let history = series.history;
    let is_count = history.iter().all(|y| *y >= 0.0);
    let alone = |method, reason, fit, notices| {
        let backtest = Backtest::default();
        Selection { method, reason, fit, backtest, notices }
    };
    if history.is_empty() {
        return alone(Method::Zero, Reason::NoDemand, zero(history, series.horizon), Vec::new());
    }
    if is_count && has_ended(history) {
        return alone(
            Method::Zero,
            Reason::NoDemand,
            zero(history, series.horizon),
            vec![Notice::DemandEnded],
        );
    }
    if history.len() < HISTORY_PERIODS_MIN {
        let fit = historic_average(history, series.horizon);
        return alone(Method::HistoricAverage, Reason::ShortHistory, fit, vec![Notice::ShortHistory]);
    }
    if history.iter().all(|y| *y == history[0]) {
        let fit = historic_average(history, series.horizon);
        return alone(Method::HistoricAverage, Reason::Constant, fit, vec![Notice::Constant]);
    }
    let Weighted { fit, mut backtest } = combination::weighted(series);
    let (largest, weight) = backtest.weights.first().copied().unwrap_or((Method::Zero, 0.0));
    let method = if weight > ALONE { largest } else { Method::WeightedCombination };
    if weight > ALONE {
        backtest.weights.clear();
    }
    let reason = reason(history, largest, weight, &backtest);
    let notices = if backtest.method.is_empty() { vec![Notice::ShortHistory] } else { Vec::new() };
    Selection { method, reason, fit, backtest, notices }
}

fn reason(history: &[f64], largest: Method, weight: f64, backtest: &Backtest) -> Reason {
    let origins = backtest.method.len() as u32;
    let Some((sums, naive)) = backtest.sums() else {
        return Reason::Class(DemandClass::of(history));
    };
    let (Some(rmsse), Some(naive_rmsse)) = (sums.rmsse(), naive.rmsse()) else {
        return Reason::Class(DemandClass::of(history));
    };
    if weight > ALONE {
        Reason::BacktestWinner { rmsse, naive_rmsse, origins }
    } else {
        Reason::BacktestWeights { rmsse, naive_rmsse, origins, largest, weight }
    }
}

/// Periods before the first demand that are not demand of zero: all where demand is frequent since, as many as cannot be
/// chance where it is rare.
fn before_life(history: &[f64]) -> usize {
    let Some(run) = history.iter().position(|y| *y != 0.0) else { return history.len() };
    let since = &history[run..];
    if DemandClass::of(since).is_rare() && !is_outside_life(run, since) { 0 } else { run }
}

fn has_ended(lived: &[f64]) -> bool {
    let run = lived.iter().rev().take_while(|y| **y <= 0.0).count();
    is_outside_life(run, &lived[..lived.len() - run])
}

/// With demand in a share p of periods, a run of r periods without any has the probability (1 − p)^r.
fn is_outside_life(run: usize, lived: &[f64]) -> bool {
    let share = lived.iter().filter(|y| **y > 0.0).count() as f64 / lived.len() as f64;
    // At a share of one the logarithm is minus infinity; a few empty periods do not end an item.
    let share = share.min(0.9);
    run as f64 * libm::log(1.0 - share) < libm::log(OUTSIDE_LIFE_PROBABILITY)
}
