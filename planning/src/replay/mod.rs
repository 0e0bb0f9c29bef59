//! Replays a policy over history: what it would have ordered, period by period, and what that would have cost.
//!
//! Periods are those of the series, whatever their length. Before the first period, and then at the end of every
//! `review_periods`-th, an order may be placed; it arrives at the beginning of the period after `lead_time_periods`
//! full ones. In a period, due orders arrive, demand takes from stock, and unmet demand is lost or owed; holding and
//! shortage costs are charged at its end.
//!
//! [`run`] keeps the account; [`foresight()`] is its lower limit. An [`Outlook`] holds expected demand,
//! [`PastErrors`] the errors of such outlooks. [`Goal::order`] computes the order that keeps a promise or costs
//! least, from paths of demand through the lead time, because missing stock cannot be sold. [`Learned`] finds by
//! replays of the past which quantile costs least.

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
