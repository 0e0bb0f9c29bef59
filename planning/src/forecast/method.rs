//! The methods by name: as derived files, the API and the command line know them.

use serde::{Deserialize, Serialize};

/// A forecasting method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The mean of all history, used when history is short.
    HistoricAverage,
    /// Each period as one season before.
    SeasonalNaive,
    /// Simple exponential smoothing with an optimised constant.
    SimpleExponentialSmoothing,
    /// Croston's method for intermittent demand.
    Croston,
    /// Croston's method with the Syntetos–Boylan bias correction.
    SyntetosBoylan,
    /// Zero: demand has stopped.
    Zero,
    /// The last value.
    Naive,
    /// The last value and the mean change per period.
    Drift,
    /// The mean of the last season, or of the last seven periods.
    WindowAverage,
    /// The mean of the same periods of the last four seasons.
    SeasonalWindowAverage,
    /// Simple exponential smoothing with a constant of 0.1.
    FixedExponentialSmoothing,
    /// Holt's linear trend.
    Holt,
    /// Holt's trend, damped.
    DampedTrend,
    /// Holt–Winters, additive season.
    HoltWinters,
    /// Holt–Winters, multiplicative season.
    HoltWintersMultiplicative,
    /// Exponential smoothing in the form with the least AICc.
    AutoEts,
    /// The standard theta model.
    Theta,
    /// The theta model with an optimised theta.
    OptimisedTheta,
    /// The standard theta model with a trend that moves.
    DynamicTheta,
    /// The theta model with an optimised theta and a trend that moves.
    DynamicOptimisedTheta,
    /// Teunter–Syntetos–Babai for intermittent demand that may end.
    TeunterSyntetosBabai,
    /// Aggregate–disaggregate at the mean interval between demands.
    Adida,
    /// The mean of forecasts at several levels of aggregation.
    Imapa,
    /// Seasons removed by repeated STL, the rest by exponential smoothing.
    Mstl,
    /// Least squares on trend, season and regressors.
    LinearRegression,
    /// The mean of exponential smoothing, theta and season-by-season forecasts.
    MeanCombination,
    /// The median of the same.
    MedianCombination,
    /// The same, weighted by their errors in a backtest.
    WeightedCombination,
    /// Its own level and the season of similar items: see [`crate::panel`].
    LevelAndSeason,
}

impl Method {
    /// Every method, in a stable order: derived files store the index.
    pub const ALL: [Method; 29] = [
        Method::HistoricAverage,
        Method::SeasonalNaive,
        Method::SimpleExponentialSmoothing,
        Method::Croston,
        Method::SyntetosBoylan,
        Method::Zero,
        Method::Naive,
        Method::Drift,
        Method::WindowAverage,
        Method::SeasonalWindowAverage,
        Method::FixedExponentialSmoothing,
        Method::Holt,
        Method::DampedTrend,
        Method::HoltWinters,
        Method::HoltWintersMultiplicative,
        Method::AutoEts,
        Method::Theta,
        Method::OptimisedTheta,
        Method::DynamicTheta,
        Method::DynamicOptimisedTheta,
        Method::TeunterSyntetosBabai,
        Method::Adida,
        Method::Imapa,
        Method::Mstl,
        Method::LinearRegression,
        Method::MeanCombination,
        Method::MedianCombination,
        Method::WeightedCombination,
        Method::LevelAndSeason,
    ];

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        [
            "historic_average",
            "seasonal_naive",
            "simple_exponential_smoothing",
            "croston",
            "syntetos_boylan",
            "zero",
            "naive",
            "drift",
            "window_average",
            "seasonal_window_average",
            "fixed_exponential_smoothing",
            "holt",
            "damped_trend",
            "holt_winters",
            "holt_winters_multiplicative",
            "auto_ets",
            "theta",
            "optimised_theta",
            "dynamic_theta",
            "dynamic_optimised_theta",
            "teunter_syntetos_babai",
            "adida",
            "imapa",
            "mstl",
            "linear_regression",
            "mean_combination",
            "median_combination",
            "weighted_combination",
            "level_and_season",
        ][self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_json_and_places_those_of_derived_files() {
        for (place, method) in Method::ALL.into_iter().enumerate() {
            assert_eq!(method as usize, place);
            assert_eq!(serde_json::to_string(&method).ok(), Some(format!("\"{}\"", method.name())));
        }
    }
}
