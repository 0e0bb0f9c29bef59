//! Forecasts of demand per period, with the error deviation that safety stock needs.
//!
//! A series is demand in equal periods, oldest first. Each method has its own file and a line in [`METHODS`].
//! [`forecast`] runs one of them, by default the rule `auto`, which chooses by demand class and by errors from
//! earlier origins. Methods never fail but return a value with notices: three periods of history give a forecast and
//! [`Notice::ShortHistory`].

mod adida;
mod auto;
mod calendar;
mod censored;
mod combination;
mod components;
mod croston;
mod damped_trend;
mod decomposition;
mod demand_class;
mod descent;
mod drift;
pub mod ets;
mod event_days;
mod exponential_smoothing;
mod freed;
mod group_calendar;
mod group_demand;
mod historic_average;
mod holt;
mod holt_winters;
mod imapa;
mod influences;
mod interval;
mod line_search;
mod linear_regression;
mod method;
mod mstl;
mod naive;
mod options;
mod outlier;
mod pool;
mod regressors;
mod result;
mod seasonal_index;
mod seasonal_naive;
mod seasonal_window_average;
mod series;
mod shared_demand;
mod short_sort;
#[cfg(test)]
mod tests;
mod teunter_syntetos_babai;
pub mod theta;
mod uncertainty;
mod window_average;
mod zero;

pub use auto::Selection;
pub(crate) use auto::goes_on;
pub use calendar::{Calendar, CalendarDay};
pub use components::{Components, LEVEL_PERIODS, components};
pub use croston::{croston, syntetos_boylan};
pub use demand_class::DemandClass;
pub use exponential_smoothing::{fixed_exponential_smoothing, simple_exponential_smoothing};
pub use freed::{Freed, freed};
pub use group_calendar::GroupCalendars;
pub use group_demand::GroupDemand;
pub use method::{Definition, METHODS, Method, Run, find};
pub use options::{Options, auto, backtested, forecast};
pub use regressors::{Effects, Regressors};
pub use result::{Backtest, Forecast, Interval, Notice, Reason};
pub use seasonal_naive::seasonal_naive;
pub use series::{Fit, Series};
pub use shared_demand::{NoNumber, SharedDemand};
pub use teunter_syntetos_babai::teunter_syntetos_babai;
