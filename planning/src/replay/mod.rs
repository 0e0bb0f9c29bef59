//! A policy over history: what it would have ordered, period by period, and what that would have cost.
//!
//! Periods are those of the series, whatever their length. Before the first period, and then at the end of every
//! `review_periods`-th, an order may be placed; it is there at the beginning of the period after `lead_time_periods`
//! full ones. In a period what is due arrives, demand takes from stock, and what cannot be had is lost or owed; costs are
//! charged for what is on hand and what is missing at its end.
//!
//! [`run`] keeps the account, [`foresight()`] is its limit. An [`Outlook`] says what demand is expected, [`PastErrors`] how
//! wrong such outlooks were, and [`Goal::order`] what to order so that a promise is kept or cost is least: by paths of
//! demand through the lead time, because stock that is not there cannot be sold. [`Learned`] finds by replays of the past
//! which quantile costs least.

mod errors;
mod foresight;
mod goal;
mod item;
mod learn;
mod ledger;
mod level;
mod outlook;
mod rule;
mod season;
#[cfg(test)]
mod tests;
mod totals;

pub use errors::PastErrors;
pub use foresight::foresight;
pub use goal::Goal;
pub use item::{Item, Policy};
pub use learn::{Learned, Past, Trial};
pub use ledger::{Period, Stock, Terms, Unmet, run};
pub use outlook::Outlook;
pub use rule::{FixedRule, Lot};
pub use season::SharedSeason;
pub use totals::Totals;
