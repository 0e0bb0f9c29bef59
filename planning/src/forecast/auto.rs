//! The choice of method for a series, from its demand class and its recent one-step errors.

use super::{
    DemandClass, Fit, Forecast, Method, Notice, seasonal_naive, simple_exponential_smoothing, syntetos_boylan,
};

/// Fewer periods than this cannot be fitted.
const HISTORY_PERIODS_MIN: usize = 4;
/// Without demand for so long that a demand of the usual frequency would have come with this probability: ended.
const ENDED_PROBABILITY: f64 = 0.01;

/// Forecasts `horizon` periods; leading periods without demand are taken as before the item's life.
///
/// Rare demand (intermittent, lumpy) goes to Syntetos–Boylan, other demand to exponential smoothing, or to seasonal
/// naive where that was closer over up to a season, half a season at least. Errors are squared: absolute ones would
/// favour forecasting zero for rare demand.
pub fn auto(history: &[f64], season: usize, horizon: usize) -> Forecast {
    let born = history.iter().position(|y| *y > 0.0).unwrap_or(history.len());
    let lived = &history[born..];
    let class = DemandClass::of(lived);
    if class == DemandClass::None {
        return Forecast {
            method: Method::Zero,
            mean: vec![0.0; horizon],
            error_sd: 0.0,
            notices: Vec::new(),
        };
    }
    if has_ended(lived) {
        return Forecast {
            method: Method::Zero,
            mean: vec![0.0; horizon],
            error_sd: 0.0,
            notices: vec![Notice::DemandEnded],
        };
    }
    if lived.len() < HISTORY_PERIODS_MIN {
        return short(lived, horizon);
    }
    let (method, fit) = choose(lived, class, season, horizon);
    let from = lived.len().saturating_sub(season.max(1));
    let error_sd = fit.error_sd(lived, from).unwrap_or(0.0) * slower_pace(&lived[from..], &fit.mean).sqrt();
    Forecast { method, mean: fit.mean, error_sd, notices: Vec::new() }
}

fn choose(lived: &[f64], class: DemandClass, season: usize, horizon: usize) -> (Method, Fit) {
    if matches!(class, DemandClass::Intermittent | DemandClass::Lumpy) {
        return (Method::SyntetosBoylan, rare(lived, horizon));
    }
    let smoothed = simple_exponential_smoothing(lived, horizon);
    let tested = season.min(lived.len().saturating_sub(season));
    if tested >= (season / 2).max(1) {
        let seasonal = seasonal_naive(lived, season, horizon);
        let from = lived.len() - tested;
        if seasonal.error_sd(lived, from) < smoothed.error_sd(lived, from) {
            return (Method::SeasonalNaive, seasonal);
        }
    }
    (Method::SimpleExponentialSmoothing, smoothed)
}

/// Syntetos–Boylan over a life that begins with its first demand: before that one the item is taken to have waited as
/// long as it does on average, for the method begins with the first interval.
fn rare(lived: &[f64], horizon: usize) -> Fit {
    let demands = lived.iter().filter(|y| **y > 0.0).count().max(1);
    let waited = (lived.len() as f64 / demands as f64).round() as usize - 1;
    let mut padded = vec![0.0; waited];
    padded.extend(lived);
    let mut fit = syntetos_boylan(&padded, horizon);
    fit.fitted.drain(..waited);
    fit
}

/// Forecast demand as a share of that of the history, at most one.
///
/// The variance of rare demand is proportional to how often it comes: errors measured while the item sold more would
/// be too large for what is still expected of it, and a mean near zero beside them no distribution at all.
fn slower_pace(history: &[f64], forecast: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (before, coming) = (mean(history), mean(forecast));
    if before > 0.0 { (coming / before).min(1.0) } else { 1.0 }
}

/// With demand in a share p of periods, a run of r periods without any has the probability (1 − p)^r.
fn has_ended(lived: &[f64]) -> bool {
    let run = lived.iter().rev().take_while(|y| **y <= 0.0).count();
    let before = lived.len() - run;
    let share = lived[..before].iter().filter(|y| **y > 0.0).count() as f64 / before as f64;
    // At a share of one the logarithm is minus infinity; one empty period does not end an item.
    let share = share.min(0.8);
    run as f64 * libm::log(1.0 - share) < libm::log(ENDED_PROBABILITY)
}

fn short(lived: &[f64], horizon: usize) -> Forecast {
    let mean = lived.iter().sum::<f64>() / lived.len() as f64;
    let variance = lived.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / lived.len() as f64;
    Forecast {
        method: Method::HistoricAverage,
        mean: vec![mean; horizon],
        // Two or three periods hardly show a deviation: at least that of Poisson demand.
        error_sd: variance.max(mean).sqrt(),
        notices: vec![Notice::ShortHistory],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(history: &[f64], method: Method) {
        assert_eq!(auto(history, 12, 3).method, method, "{history:?}");
    }

    #[test]
    fn each_class_gets_its_method() {
        let season: Vec<f64> =
            (0..48).map(|t| if t % 12 > 8 { 90.0 } else { 20.0 + (t % 12) as f64 }).collect();
        check(&season, Method::SeasonalNaive);
        let level: Vec<f64> = (0..48).map(|t| 20.0 + ((t * 7) % 5) as f64).collect();
        check(&level, Method::SimpleExponentialSmoothing);
        let rare: Vec<f64> = (0..48).map(|t| if t % 4 == 1 { 3.0 } else { 0.0 }).collect();
        check(&rare, Method::SyntetosBoylan);
        check(&[0.0, 0.0, 3.0, 4.0], Method::HistoricAverage);
        check(&[0.0; 10], Method::Zero);
        check(&[], Method::Zero);
    }

    #[test]
    fn an_item_that_stopped_selling_is_not_stocked() {
        let mut history = vec![5.0; 30];
        history.extend([0.0; 12]);
        let forecast = auto(&history, 52, 4);
        assert_eq!((forecast.method, forecast.notices), (Method::Zero, vec![Notice::DemandEnded]));
        assert_eq!(auto(&history[..32], 52, 4).method, Method::SimpleExponentialSmoothing);
    }

    #[test]
    fn a_launch_does_not_haunt_an_item_that_hardly_sells() {
        // A real item: 588 units in its first week, a few dozen a week after, none at last.
        let history: Vec<f64> =
            [588, 36, 48, 60, 122, 120, 54, 18, 13, 48, 24, 62, 57, 12, 13, 0].map(f64::from).to_vec();
        let forecast = auto(&history, 52, 13);
        // The undershoot of a lump is about half of it: sd² ÷ 2·mean is not more than the largest week.
        let undershoot = forecast.error_sd * forecast.error_sd / (2.0 * forecast.mean[0]);
        assert!(undershoot < 588.0, "{undershoot} {forecast:?}");
    }

    proptest! {
        #[test]
        fn any_demand_gives_a_finite_forecast_not_below_zero(
            history in prop::collection::vec(prop_oneof![Just(0.0), 0.0..1e6f64], 0..120),
            season in 1..60usize,
        ) {
            let forecast = auto(&history, season, 5);
            prop_assert_eq!(forecast.mean.len(), 5);
            prop_assert!(forecast.mean.iter().all(|m| m.is_finite() && *m >= 0.0), "{forecast:?}");
            prop_assert!(forecast.error_sd.is_finite() && forecast.error_sd >= 0.0);
        }

        #[test]
        fn leading_emptiness_changes_nothing(history in prop::collection::vec(0.5..50f64, 6..60), lead in 0..30usize) {
            let mut longer = vec![0.0; lead];
            longer.extend(&history);
            prop_assert_eq!(auto(&longer, 12, 4), auto(&history, 12, 4));
        }
    }
}
