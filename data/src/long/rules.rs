//! What counts where rows do not form a regular series.

use super::step::Step;

/// Rules for rows that do not form a regular series.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rules {
    /// The step of all series; `None` to detect it.
    pub step: Option<Step>,
    /// Periods without a row.
    pub gaps: Gaps,
    /// Periods with several rows.
    pub duplicates: Duplicates,
}

/// The meaning of a period without a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gaps {
    /// Its value is not known.
    #[default]
    Missing,
    /// Its value is zero, up to the last time of the file.
    Zero,
}

/// The value that counts where a period has several rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// The value of the last row.
    #[default]
    Last,
    /// The sum of all rows.
    Sum,
}
