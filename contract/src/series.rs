//! Series: history and forecast of item-locations, a few hundred a file.

use crate::error::DecodeError;
use planning::day::Day;
use planning::forecast::{DemandClass, Forecast};
use serde::{Deserialize, Serialize};

/// Item-locations of a series file: few enough to fetch for one item, many enough to keep file counts low.
pub const SERIES_GROUP_ITEMS: usize = 256;

/// One item-location's history and forecast, in periods of the cube.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesItem {
    /// Stock keeping unit.
    pub sku: String,
    /// Location id.
    pub location: String,
    /// Units demanded in each period.
    pub units: Vec<f32>,
    /// Stock on hand at the end of each period; NaN where it is not recorded.
    pub on_hand: Vec<f32>,
    /// Class of its demand.
    pub demand_class: DemandClass,
    /// Forecast of the coming periods.
    pub forecast: Forecast,
}

/// A file of series: rows `n·256 ..` of the plan, in its order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesGroup {
    /// [`crate::CONTRACT_VERSION`].
    pub version: u32,
    /// First day of the first period.
    pub first_day: Day,
    /// Days of a period.
    pub period_days: u32,
    /// The item-locations.
    pub items: Vec<SeriesItem>,
}

impl SeriesGroup {
    /// Path of a group below the publication.
    pub fn path(group: usize) -> String {
        format!("series/{group:05}.bin")
    }

    /// Reads a series file.
    ///
    /// # Errors
    /// Another version; a file cut short.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        const WHAT: &str = "a series file";
        let bad = |e: postcard::Error| DecodeError::malformed(WHAT, e.to_string());
        let (version, _) = postcard::take_from_bytes::<u32>(bytes).map_err(bad)?;
        DecodeError::check_version(WHAT, version)?;
        postcard::from_bytes(bytes).map_err(bad)
    }

    /// Writes a series file.
    ///
    /// # Errors
    /// None in practice: the encoder refuses only types that this is not.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        postcard::to_allocvec(self).map_err(|e| DecodeError::malformed("a series file", e.to_string()))
    }

    /// The group of the item-locations that `keep` accepts.
    #[must_use]
    pub fn restrict(&self, keep: impl Fn(&SeriesItem) -> bool) -> Self {
        SeriesGroup { items: self.items.iter().filter(|item| keep(item)).cloned().collect(), ..*self }
    }
}
