//! Series: history and forecast of item-locations, a few hundred in each file.

use crate::error::DecodeError;
use planning::forecast::{DemandClass, Forecast, Method};
use planning::periods::Periods;
use planning::stock::simulate::Evidence;
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
    /// Days of each period that ended without stock; NaN where stock was recorded on none.
    pub stockout_days: Vec<f32>,
    /// Class of its demand.
    pub demand_class: DemandClass,
    /// Forecast of the coming periods.
    pub forecast: Forecast,
    /// Median demand of each coming period, units, or the mean where that is smaller.
    pub median: Vec<f32>,
    /// Where each coming period's demand lies with a probability of 80 %.
    pub interval_80: Interval,
    /// The same with 95 %.
    pub interval_95: Interval,
    /// The evidence for its lead time in the plan.
    pub lead_time_source: LeadTimeSource,
    /// Lead times of its own receipts, by days.
    pub lead_times: Vec<LeadTimeCount>,
    /// What is on order, by the day it is due, soonest first.
    pub due: Vec<Due>,
    /// The simulation of its policy; `None` without demand.
    pub verification: Option<Verification>,
    /// The effect of stockouts on the forecast; `None` where all demand could be served.
    pub unserved: Option<Unserved>,
    /// Methods of a weighted forecast with their weights, a share each, largest first; empty for a single method.
    pub weights: Vec<(Method, f32)>,
    /// Effects of promotions and events on its demand; empty where none is known or has an effect.
    pub effects: Vec<Effect>,
}

/// Units on order that are due together: see [`planning::stock::arrivals`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// Days from today; zero for what is overdue.
    pub in_days: u16,
    /// Units.
    pub units: f32,
}

/// The effect of an influence on demand, from the item's own history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Effect {
    /// The influence.
    pub influence: Influence,
    /// Factor on demand from the period with the least of it to the one with the most.
    pub factor: f32,
    /// Periods since the first demand that had it.
    pub periods: u32,
}

/// Something that is known to move demand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Influence {
    /// A promotion, as sales name it.
    Promotion,
    /// A holiday or event of the calendar, by its name.
    Event(String),
}

/// The forecast that sales alone would give.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unserved {
    /// Days of the history for which demand could not be served, parts of days added up.
    pub days: f32,
    /// Forecast demand per day if these days counted as days without demand, units.
    pub as_sold_per_day: f32,
}

/// The simulation of a policy under the settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verification {
    /// The days on which the reorder point was tested.
    pub evidence: Evidence,
    /// Days of the history that forecasts from earlier origins had not seen.
    pub held_out_days: u32,
    /// Of those, days with demand.
    pub demand_days: u32,
    /// The promise.
    pub promised: Simulated,
    /// The achievement of the reorder point.
    pub achieved: Simulated,
    /// Standard error of the cycle service achieved, as a share.
    pub standard_error: f64,
}

/// The performance of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Simulated {
    /// Share of replenishment cycles without a stockout.
    pub cycle_service: f64,
    /// Share of demanded units shipped from stock.
    pub fill_rate: f64,
    /// Average stock on hand at the end of a day, units.
    pub average_stock: f64,
    /// Replenishment orders a year.
    pub orders_per_year: f64,
}

/// Ends of a prediction interval for each coming period, in units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower ends.
    pub lower: Vec<f32>,
    /// Upper ends.
    pub upper: Vec<f32>,
}

/// The evidence for a lead time, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeadTimeSource {
    /// Receipts of this item at this location.
    OwnReceipts,
    /// Receipts of everything its supplier delivers.
    SupplierReceipts,
    /// The supplier's statement.
    SupplierStated,
    /// The setting `lead_time_days`.
    Assumed,
}

/// The number of receipts with a lead time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeadTimeCount {
    /// Days from order to receipt.
    pub days: u16,
    /// Receipts that took them.
    pub receipts: u32,
}

/// Lead times of a supplier's receipts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupplierLeadTimes {
    /// The supplier.
    pub supplier: String,
    /// Its receipts, by days.
    pub lead_times: Vec<LeadTimeCount>,
}

/// A file of series: rows `n·256 ..` of the plan, in its order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesGroup {
    /// [`crate::CONTRACT_VERSION`].
    pub version: u32,
    /// The periods of history and forecasts.
    pub periods: Periods,
    /// The item-locations.
    pub items: Vec<SeriesItem>,
    /// Their suppliers, those with receipts, each once.
    pub suppliers: Vec<SupplierLeadTimes>,
}

impl SeriesGroup {
    /// Where groups are below the publication; ends with a slash.
    pub const FOLDER: &str = "series/";

    /// Path of a group below the publication.
    pub fn path(group: usize) -> String {
        format!("{}{group:05}.bin", Self::FOLDER)
    }

    /// The group that holds a row of the plan.
    pub fn of_row(row: usize) -> usize {
        row / SERIES_GROUP_ITEMS
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
    /// None in practice: the encoder fails only for types that are not used here.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        postcard::to_allocvec(self).map_err(|e| DecodeError::malformed("a series file", e.to_string()))
    }
}
