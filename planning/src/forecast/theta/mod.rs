//! The theta models: exponential smoothing with a drift from the trend line, standard or optimised, fixed or dynamic.

/// The state space form, fitted.
mod model;

#[cfg(test)]
mod tests;

use super::decomposition;
use super::definition::{Definition, Run};
use super::exponential_smoothing::simple_exponential_smoothing;
use super::method::Method;
use super::series::Fit;

/// A theta model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theta {
    /// θ = 2, trend line through the whole series.
    Standard,
    /// θ ≥ 1 optimised, trend line through the whole series.
    Optimised,
    /// θ = 2, trend line through the series so far.
    Dynamic,
    /// θ ≥ 1 optimised, trend line through the series so far.
    DynamicOptimised,
}

impl Theta {
    fn is_dynamic(self) -> bool {
        matches!(self, Theta::Dynamic | Theta::DynamicOptimised)
    }

    fn is_optimised(self) -> bool {
        matches!(self, Theta::Optimised | Theta::DynamicOptimised)
    }
}

/// Standard theta.
pub const STANDARD: Definition = Definition {
    method: Some(Method::Theta),
    name: "theta",
    description: "theta: simple smoothing with half the slope of the trend line",
    run: Run::Fit(|series| theta(Theta::Standard, series.history, series.season(), series.horizon)),
};

/// Optimised theta.
pub const OPTIMISED: Definition = Definition {
    method: Some(Method::OptimisedTheta),
    name: "optimized_theta",
    description: "theta with an optimised weight of the trend line",
    run: Run::Fit(|series| theta(Theta::Optimised, series.history, series.season(), series.horizon)),
};

/// Dynamic theta.
pub const DYNAMIC: Definition = Definition {
    method: Some(Method::DynamicTheta),
    name: "dynamic_theta",
    description: "theta with a trend line that moves with the series",
    run: Run::Fit(|series| theta(Theta::Dynamic, series.history, series.season(), series.horizon)),
};

/// Dynamic optimised theta.
pub const DYNAMIC_OPTIMISED: Definition = Definition {
    method: Some(Method::DynamicOptimisedTheta),
    name: "dynamic_optimized_theta",
    description: "theta with an optimised weight of a trend line that moves with the series",
    run: Run::Fit(|series| theta(Theta::DynamicOptimised, series.history, series.season(), series.horizon)),
};

/// Forecasts by a theta model, after removing a season that the autocorrelation shows: multiplicative where data are
/// above zero, else additive. Series of fewer than four periods go to simple exponential smoothing.
///
/// Source: J. Fiorucci, T. Pellegrini, F. Louzada, F. Petropoulos & A. Koehler, "Models for optimising the theta method
/// and their relationship to state space models", *International Journal of Forecasting* 32 (2016).
pub fn theta(kind: Theta, history: &[f64], season: usize, horizon: usize) -> Fit {
    if history.len() < 4 {
        return simple_exponential_smoothing(history, horizon);
    }
    if !decomposition::is_seasonal(history, season) {
        return model::forecast(kind, history, horizon);
    }
    let is_multiplicative = history.iter().all(|y| *y > 0.0);
    let mut indices = decomposition::indices(history, season, is_multiplicative);
    // An index at the floor says that the season is not a share of the level.
    let is_multiplicative = is_multiplicative && indices.iter().all(|index| *index > 0.01);
    if !is_multiplicative {
        indices = decomposition::indices(history, season, false);
    }
    let adjust = |(t, y): (usize, &f64)| {
        let index = indices[t % season];
        if is_multiplicative { y / index } else { y - index }
    };
    let adjusted: Vec<f64> = history.iter().enumerate().map(adjust).collect();
    let mut fit = model::forecast(kind, &adjusted, horizon);
    let restore = |t: usize, value: &mut f64| {
        let index = indices[t % season];
        if is_multiplicative { *value *= index } else { *value += index }
    };
    let n = history.len();
    fit.fitted.iter_mut().enumerate().for_each(|(t, value)| restore(t, value));
    fit.mean.iter_mut().enumerate().for_each(|(h, value)| restore(n + h, value));
    if let (true, Some(variance)) = (is_multiplicative, &mut fit.variance) {
        for (h, value) in variance.iter_mut().enumerate() {
            *value *= indices[(n + h) % season] * indices[(n + h) % season];
        }
    }
    fit
}
