//! The numeric core of Granary: everything a person sees is computed here, natively and in WASM alike.
//!
//! Pure functions of their arguments: no I/O, no clock, no async, randomness only from a seed. Transcendental
//! functions come from the `libm` crate only and sums run in index order, so both targets give the same bits.

/// Conversions between numbers that could lose something.
pub mod convert;

/// The values for which a formula has a meaning.
pub mod domain;

/// Every parameter a person can set, with its limits.
pub mod bounds;

/// Civil dates as a count of days.
pub mod day;

/// The day of each month by which figures of months are dated.
pub mod month_day;

/// Periods of sales, and the steps in which they are counted.
pub mod periods;

/// Systems of linear equations.
mod linear_system;

/// The standard normal distribution.
pub mod normal;

/// Distributions of demand: probabilities, quantiles, losses.
pub mod distribution;

/// Key figures as ratios of sums.
pub mod kpi;

/// Measures of forecast error.
pub mod accuracy;

/// Forecasts of a series.
pub mod forecast;

/// Forecasts of many item-locations, learned together.
pub mod panel;

/// Item-locations that deserve the same policy.
pub mod segment;

/// Stock policies: when to order, and how much.
pub mod stock;

/// Policies of all item-locations under a scenario, and their totals.
pub mod what_if;

/// A policy over history: what it would have ordered and cost.
pub mod replay;

/// The examples of `docs/formulas.md`, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../docs/formulas.md")]
struct Formulas;
