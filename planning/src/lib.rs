//! The numeric core of Granary: everything a person sees is computed here, natively and in WASM alike.
//!
//! Pure functions of their arguments: no I/O, no clock, no async, randomness only from a seed. Transcendental
//! functions come from the `libm` crate only and sums run in index order, so both targets give the same bits.

pub mod accuracy;
pub mod bounds;
pub mod convert;
pub mod day;
pub mod distribution;
pub mod domain;
pub mod forecast;
pub mod kpi;
mod linear_system;
pub mod month_day;
pub mod normal;
pub mod panel;
pub mod replay;
pub mod segment;
pub mod stock;
pub mod what_if;

/// The examples of `docs/formulas.md`, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../docs/formulas.md")]
struct Formulas;
