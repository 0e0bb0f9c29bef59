//! What goes over the wire: derived files of a publication and answers of the API, versioned together.

mod api;
mod columns;
mod cube;
mod error;
mod filter;
mod item;
mod plan;
mod publication;
mod query;
mod series;
mod settings;

pub use api::{KpiAnswer, KpiValue, KpisAnswer, MoverAnswer, WhatIfAnswer, WhatIfTotals, kpis, what_if};
pub use cube::{Cells, Cube, Dimension, Group, Period, PeriodRange};
pub use error::{BadParameter, DecodeError};
pub use filter::{AbcClass, Filter};
pub use item::{
    Action, Advice, Elsewhere, ForecastAnswer, ForecastRow, ItemAnswer, ItemKey, ItemPolicy, ItemRecord,
    Receipts, RiskIf, UnknownItem, forecast, item,
};
pub use plan::{Plan, PlanItems, PlanPolicy};
pub use publication::{DerivedFile, KpiSql, Publication, Source, TableSummary};
pub use query::{COMPARED_PREFIX, QueryString, scenario_from_query, scenario_to_query};
pub use series::{
    Interval, LeadTimeCount, LeadTimeSource, SERIES_GROUP_ITEMS, SeriesGroup, SeriesItem, SupplierLeadTimes,
};
pub use settings::Settings;

/// Version of every type in this crate: a publication made by another version is refused, and made anew.
pub const CONTRACT_VERSION: u32 = 2;
