//! The registry of methods: every one that can be asked for, a line each.

use super::definition::Definition;
use super::{
    adida, auto, combination, croston, damped_trend, drift, ets, exponential_smoothing, historic_average,
    holt, holt_winters, imapa, linear_regression, mstl, naive, seasonal_naive, seasonal_window_average,
    teunter_syntetos_babai, theta, window_average, zero,
};

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
