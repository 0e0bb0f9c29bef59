//! Forecasts of demand per period, with the error deviation that safety stock needs.
//!
//! A series is demand in equal periods, oldest first. Each method has its own file and a line in `METHODS`.
//! `forecast` runs one of them, by default the rule `auto`, which chooses by demand class and by errors from
//! earlier origins. Methods never fail but return a value with notices: three periods of history give a forecast and
//! `Notice::ShortHistory`.

// What a method is given, and what it gives back.

/// Columns of known influences.
mod regressors;

/// What the calendar does to demand that many items share.
mod calendar;

/// A series to forecast, and a method's fit.
mod series;

/// The methods by name.
mod method;

/// Demand classes: smooth, erratic, intermittent, lumpy.
mod demand_class;

/// A forecast as it is handed out.
mod result;

/// What regressors do to demand.
mod effects;

/// A method chosen for a series.
mod selection;

/// What a method is: name, description, function.
mod definition;

// Demand made ready.

/// Demand that stock hid, and values that are missing.
mod censored;

/// Outliers and level shifts.
mod outlier;

/// Whether there is a season, and its indices.
mod decomposition;

/// A season for methods that have none.
mod seasonal_index;

/// Demand without calendar and regressors.
mod influences;

/// Demand without what promotions and events do to it.
mod freed;

// The methods, simple ones first.

/// Nothing: demand has stopped.
mod zero;

/// The last value.
mod naive;

/// The last value and the mean change.
mod drift;

/// As one season before.
mod seasonal_naive;

/// The mean of all history.
mod historic_average;

/// The mean of the last periods.
mod window_average;

/// The mean of the same period of the last seasons.
mod seasonal_window_average;

/// Simple exponential smoothing.
mod exponential_smoothing;

/// Holt's linear trend.
mod holt;

/// Holt's trend, damped.
mod damped_trend;

/// Level, trend and season.
mod holt_winters;

/// Exponential smoothing in state space form, and the choice among its forms.
pub mod ets;

/// The theta models.
pub mod theta;

/// Seasons by repeated STL, the rest by exponential smoothing.
mod mstl;

/// Least squares on trend, season and regressors.
mod linear_regression;

/// Croston's method, for demand that is rare.
mod croston;

/// The probability of demand falls while none comes.
mod teunter_syntetos_babai;

/// Smooth at the interval between demands, then divide.
mod adida;

/// The mean of ADIDA forecasts at several levels.
mod imapa;

// The choice among them.

/// Which methods a combination is made of.
mod pool;

/// Their mean, their median, or weighted by their errors.
mod combination;

/// The choice of method for a series.
mod auto;

/// Every method that can be asked for.
mod registry;

// From a question to a forecast.

/// What a forecast is asked for.
mod options;

/// How wrong a forecast may be.
mod uncertainty;

/// Intervals from mean and variance.
mod interval;

/// Making a forecast.
mod run;

/// A history as level, season and rest.
mod components;

// What many series show together.

/// Demand of many series by day, and its calendar.
mod shared_demand;

/// Which event each day has.
mod event_days;

/// The calendar of groups of series.
mod group_calendar;

/// Demand of groups of series, and the events of their days.
mod group_demand;

// Tools.

/// Sorting short lists.
mod short_sort;

/// The minimum of a function of one variable.
mod line_search;

/// The minimum of a function of several variables.
mod descent;

#[cfg(test)]
mod tests;

pub(crate) use auto::goes_on;
pub use calendar::{Calendar, CalendarDay};
pub use components::{Components, LEVEL_PERIODS, components};
pub use croston::{croston, syntetos_boylan};
pub use definition::{Definition, Run};
pub use demand_class::DemandClass;
pub use effects::Effects;
pub use exponential_smoothing::{fixed_exponential_smoothing, simple_exponential_smoothing};
pub use freed::{Freed, freed};
pub use group_calendar::GroupCalendars;
pub use group_demand::GroupDemand;
pub use method::Method;
pub use options::Options;
pub use registry::{METHODS, find};
pub use regressors::Regressors;
pub use result::{Backtest, Forecast, Interval, Notice, Reason};
pub use run::{auto, backtested, forecast};
pub use seasonal_naive::seasonal_naive;
pub use selection::Selection;
pub use series::{Fit, Series};
pub use shared_demand::{NoNumber, SharedDemand};
pub use teunter_syntetos_babai::teunter_syntetos_babai;
