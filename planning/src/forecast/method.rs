//! The registry of methods: name on the command line, description, function.

use serde::{Deserialize, Serialize};

use super::auto::Selection;
use super::series::{Fit, Series};
use super::{
    adida, auto, combination, croston, damped_trend, drift, ets, exponential_smoothing, historic_average,
    holt, holt_winters, imapa, linear_regression, mstl, naive, seasonal_naive, seasonal_window_average,
    teunter_syntetos_babai, theta, window_average, zero,
};

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

/// What runs a method.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// A method.
    Fit(fn(&Series) -> Fit),
    /// A rule that chooses one for each series.
    Choose(fn(&Series) -> Selection),
}

/// The description of a method, for the command line, documentation and tests.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The method; `None` for a rule that chooses one.
    pub method: Option<Method>,
    /// Name on the command line.
    pub name: &'static str,
    /// What it does, in a phrase.
    pub description: &'static str,
    /// The function.
    pub run: Run,
}

impl Definition {
    /// Whether it follows a calendar it is given: see [`super::Options::calendar`].
    pub fn follows_calendar(&self) -> bool {
        let combinations = [Method::MeanCombination, Method::MedianCombination, Method::WeightedCombination];
        self.method.is_none_or(|method| combinations.contains(&method))
    }

    /// Whether it uses regressors: see [`super::Options::regressors`].
    pub fn follows_regressors(&self) -> bool {
        self.follows_calendar() || self.method == Some(Method::LinearRegression)
    }
}

/// Every method that can be asked for, in the order in which they are listed.
pub static METHODS: [Definition; 29] = [
    auto::DEFINITION,
    ets::DEFINITION,
    theta::STANDARD,
    theta::OPTIMISED,
    theta::DYNAMIC,
    theta::DYNAMIC_OPTIMISED,
    mstl::DEFINITION,
    exponential_smoothing::DEFINITION,
    exponential_smoothing::FIXED,
    holt::DEFINITION,
    damped_trend::DEFINITION,
    holt_winters::DEFINITION,
    holt_winters::MULTIPLICATIVE,
    croston::DEFINITION,
    croston::SBA,
    teunter_syntetos_babai::DEFINITION,
    adida::DEFINITION,
    imapa::DEFINITION,
    linear_regression::DEFINITION,
    combination::MEAN,
    combination::MEDIAN,
    combination::WEIGHTED,
    naive::DEFINITION,
    seasonal_naive::DEFINITION,
    seasonal_window_average::DEFINITION,
    drift::DEFINITION,
    window_average::DEFINITION,
    historic_average::DEFINITION,
    zero::DEFINITION,
];

/// The method of that name.
pub fn find(name: &str) -> Option<&'static Definition> {
    METHODS.iter().find(|definition| definition.name == name)
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
