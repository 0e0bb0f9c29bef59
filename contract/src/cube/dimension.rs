//! The dimensions of the cube: periods of time, and groups of item-locations.

use planning::day::Day;
use serde::{Deserialize, Serialize};

/// A stretch of days of the cube's grain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
}

impl Period {
    /// Number of days; zero if the period ends before it begins.
    pub fn days(self) -> u32 {
        u32::try_from(self.last.since(self.first).saturating_add(1)).unwrap_or(0)
    }
}

/// Periods `first..end` of a cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodRange {
    /// First period.
    pub first: usize,
    /// One past the last period.
    pub end: usize,
}

impl PeriodRange {
    /// Number of periods.
    pub fn len(self) -> usize {
        self.end - self.first
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.end <= self.first
    }

    /// The same number of periods just before; `None` if the cube does not reach back so far.
    pub fn before(self) -> Option<Self> {
        let first = self.first.checked_sub(self.len())?;
        (!self.is_empty()).then_some(PeriodRange { first, end: self.first })
    }
}

/// The category of items that have none, as filters and answers name it. Pages have a word for it in their language.
pub const UNCATEGORISED: &str = "Uncategorised";

/// A member of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Group {
    /// Its name in URLs.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

/// A dimension for breakdowns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dimension {
    /// Product category.
    Category,
    /// Location.
    Location,
    /// ABC class.
    Class,
}

impl Dimension {
    /// Every dimension, in the order in which they are shown.
    pub const ALL: [Dimension; 3] = [Dimension::Category, Dimension::Location, Dimension::Class];

    /// Name in the query string.
    pub fn name(self) -> &'static str {
        ["category", "location", "class"][self as usize]
    }
}
