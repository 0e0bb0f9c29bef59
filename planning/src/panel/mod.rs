//! Many item-locations over the same periods, which together show what each history alone is too short or too noisy
//! to show.
//!
//! The season of the year is learned from groups of item-locations ([`Known::seasons`]), the level of each from its
//! own history without that season ([`Known::level`]), and the spread of demand around its forecast from the errors
//! that all of them made from earlier origins ([`Scale`], [`Shapes`], [`Quantiles`]). A forecast takes one pass over
//! the history for each origin, so many origins are affordable. What is learned at an origin uses nothing from after
//! it.

mod known;
mod level;
mod quantile;
mod quantiles;
mod season;
mod season_effect;
mod shapes;
mod spread;
#[cfg(test)]
mod tests;

pub use known::Known;
pub use level::{FirstDemand, Level};
pub use quantiles::{Facts, Quantiles, RECENT_PERIODS, Seen};
pub use season::Seasons;
pub use season_effect::{SeasonEffect, SeasonGroup};
pub use shapes::{Came, Shapes};
pub use spread::{Observation, Scale};

/// Demand of many item-locations over the same periods.
#[derive(Clone, Copy, Debug)]
pub struct Panel<'a> {
    /// Periods of the history.
    pub periods: usize,
    /// Units, row by row, one value for each period, oldest first; NaN where demand is not known.
    pub demand: &'a [f64],
    /// The groups of each row.
    pub groups: &'a [Group],
    /// Periods in a year.
    pub season: usize,
}

/// The groups with which an item-location shares its season.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Number of its category.
    pub category: u16,
    /// Number of its location.
    pub location: u16,
}

impl<'a> Panel<'a> {
    /// Number of item-locations.
    pub fn rows(&self) -> usize {
        self.groups.len()
    }

    /// Demand of a row in its first `known` periods.
    fn history(&self, row: usize, known: usize) -> &'a [f64] {
        &self.demand[row * self.periods..][..known]
    }
}
