//! Many item-locations over the same periods, which together show what each history alone is too short or too noisy
//! to show.
//!
//! The season of the year is learned from groups of item-locations (`Known::seasons`), together with the effect of
//! holidays that move from year to year (`Holiday`); the level of each item-location from its own history without
//! that season (`Known::level`), and the spread of demand around its forecast from the errors that all of them made
//! from earlier origins (`Scale`, `Shapes`, `Quantiles`). A forecast takes one pass over the history for each
//! origin, so many origins are affordable. What is learned at an origin uses nothing from after it.

/// What is known at an origin: the panel up to it.
mod known;

/// A level that follows what is new, keeps what is usual.
mod recent_level;

/// Holidays that fall in another week each year.
mod holiday;

/// What those holidays do to demand, where past years prove it.
mod moves;

/// What a season does to demand, and which group shows it.
mod season_effect;

/// The season of the year, of groups of item-locations.
mod season;

/// The level of each item-location, and its own spread.
mod level;

/// How far demand goes from its forecast, by what is known of an item-location.
mod spread;

/// How the errors of items alike are distributed.
mod shapes;

/// A quantile of weighted values.
mod quantile;

/// What an order must cover, learned from what all needed.
mod quantiles;

#[cfg(test)]
mod tests;

pub use holiday::{Holiday, HolidayName};
pub use known::Known;
pub use level::{FirstDemand, Level};
pub use quantiles::{Facts, Quantiles, RECENT_WEEKS, Seen};
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
    /// Holidays that move from year to year.
    pub holidays: &'a [Holiday],
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
