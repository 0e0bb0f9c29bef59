//! The choice of method for a series, from its demand class and its errors from earlier origins.

use super::combination::{self, Weighted};
use super::definition::{Definition, Run};
use super::demand_class::{DemandClass, open_periods};
use super::historic_average::historic_average;
use super::method::Method;
use super::result::{Backtest, Notice, Reason};
use super::selection::Selection;
use super::series::Series;
use super::zero::zero;
use crate::convert::count_u32;

/// Fewer periods than this cannot be fitted.
const HISTORY_PERIODS_MIN: usize = 4;
/// Zeros before the first demand lie before the item's life if their probability, at the frequency of demand since,
/// is below this.
const BEFORE_LIFE_PROBABILITY: f64 = 1e-9;
/// Below this probability of going on, demand has ended.
const ALIVE_MIN: f64 = 0.05;
/// Above this probability of going on, a pause is not worth a notice.
const ALIVE_UNSAID: f64 = 0.9;
/// A member of a combination with more than this weight stands alone.
const ALONE: f64 = 0.95;

/// The rule `auto`.
pub const DEFINITION: Definition = Definition {
    method: None,
    name: "auto",
    description: "methods that suit the demand class, weighted by their errors from earlier origins",
    run: Run::Choose(choose),
};

/// Chooses a method for a series, from the beginning of the item's life. The forecast is multiplied by the
/// probability that demand goes on. On 9 605, 8 901 and 8 400 item-locations of Online Retail (thirteen weeks from
/// three dates), car parts and M5, that was at least as good as forecasting all of it, or nothing, after a long
/// pause.
///
/// Items without demand, or whose demand has ended, get zero; a history of fewer than four periods gets its mean; all
/// others get the methods that suit the demand class, weighted by their squared errors from earlier origins. Absolute
/// errors would favour forecasting zero for rare demand.
pub fn choose(series: &Series) -> Selection {
    let born = before_life(series.history);
    let calendar = series.calendar.get(born..).unwrap_or_default();
    let regressors = series.regressors.after(born);
    let lived = Series { history: &series.history[born..], calendar, regressors, ..*series };
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
        Selection { method, reason, fit, backtest, effects: None, notices }
    };
    if history.is_empty() {
        return alone(Method::Zero, Reason::NoDemand, zero(history, series.horizon), Vec::new());
    }
    let alive = if is_count { alive(&open_periods(history, series.season())) } else { 1.0 };
    if alive < ALIVE_MIN {
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
    let Weighted { mut fit, mut backtest, effects } = combination::weighted(series);
    fit.mean.iter_mut().for_each(|mean| *mean *= alive);
    let (largest, weight) = backtest.weights.first().copied().unwrap_or((Method::Zero, 0.0));
    let method = if weight > ALONE { largest } else { Method::WeightedCombination };
    if weight > ALONE {
        backtest.weights.clear();
    }
    let reason = reason(series, largest, weight, &backtest);
    let mut notices = if backtest.method.is_empty() { vec![Notice::ShortHistory] } else { Vec::new() };
    if alive < ALIVE_UNSAID {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a probability: 0 to 100 percent"
        )]
        let goes_on_percent = libm::round(100.0 * alive) as u8;
        notices.push(Notice::MayHaveEnded { goes_on_percent });
    }
    Selection { method, reason, fit, backtest, effects, notices }
}

fn reason(series: &Series, largest: Method, weight: f64, backtest: &Backtest) -> Reason {
    let origins = count_u32(backtest.method.len());
    let class = || Reason::Class(DemandClass::while_open(series.history, series.season()));
    let Some((sums, naive)) = backtest.sums() else { return class() };
    let (Some(rmsse), Some(naive_rmsse)) = (sums.rmsse(), naive.rmsse()) else { return class() };
    if weight > ALONE {
        Reason::BacktestWinner { rmsse, naive_rmsse, origins }
    } else {
        Reason::BacktestWeights { rmsse, naive_rmsse, origins, largest, weight }
    }
}

/// Periods before the first demand that lie before the item's life: all of them where demand is frequent later, and
/// where it is rare as many as chance cannot explain.
fn before_life(history: &[f64]) -> usize {
    let Some(run) = history.iter().position(|y| *y != 0.0) else { return history.len() };
    let since = &history[run..];
    let pause = libm::pow(1.0 - frequency(since), run as f64);
    if DemandClass::of(since).is_rare() && pause >= BEFORE_LIFE_PROBABILITY { 0 } else { run }
}

/// The probability that demand goes on after the zeros at the end of a history.
fn alive(lived: &[f64]) -> f64 {
    let run = lived.iter().rev().take_while(|y| **y <= 0.0).count();
    goes_on(&lived[..lived.len() - run], run as f64)
}

/// The probability that demand goes on after a pause of so many periods, given demand from the first to the last.
///
/// In each period demand comes with its frequency p so far, and an item that sold for n periods ends with
/// h = 1 ÷ (n + 1). A run of r zeros is either a pause, ((1 − p)(1 − h))^r, or began with the end, at one of its
/// periods: h·Σ ((1 − p)(1 − h))^j, j < r. Source: P. Fader, B. Hardie & J. Shang, "Customer-Base Analysis in a
/// Discrete-Time Noncontractual Setting", *Marketing Science* 29 (2010), with p and h given instead of drawn.
pub(crate) fn goes_on(before: &[f64], pause: f64) -> f64 {
    let end = 1.0 / (before.len() as f64 + 1.0);
    let stays = (1.0 - frequency(before)) * (1.0 - end);
    let paused = libm::pow(stays, pause);
    paused / (paused + end * (1.0 - paused) / (1.0 - stays))
}

/// Share of periods with demand, at most nine in ten: demand that never paused may still do so.
fn frequency(lived: &[f64]) -> f64 {
    let share = lived.iter().filter(|y| **y > 0.0).count() as f64 / lived.len() as f64;
    share.min(0.9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_that_is_usual_is_no_end_and_a_long_one_is() {
        let after = |every: usize, zeros: usize| {
            let sold = (0..40).map(|t| if t % every == every - 1 { 2.0 } else { 0.0 });
            alive(&sold.chain(std::iter::repeat_n(0.0, zeros)).collect::<Vec<f64>>())
        };
        assert_eq!(after(1, 0), 1.0);
        // By hand: p = ½, h = 1/41; ((½)(40/41))² = 0.2380 against (1/41)(1 + 20/41) = 0.0363.
        assert!((after(2, 2) - 0.867_7).abs() < 1e-4, "{}", after(2, 2));
        assert!(after(4, 3) > 0.85 && after(1, 3) < ALIVE_MIN && after(4, 30) < ALIVE_MIN);
        assert!((0..60).all(|zeros| after(3, zeros + 1) < after(3, zeros)));
    }
}
