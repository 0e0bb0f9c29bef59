//! Replays a policy over history: what it would have ordered, period by period, and what that would have cost.
//!
//! Periods are those of the series, whatever their length. Before the first period, and then at the end of every
//! `review_periods`-th, an order may be placed; it arrives at the beginning of the period after `lead_time_periods`
//! full ones. In a period, due orders arrive, demand takes from stock, and unmet demand is lost or owed; holding and
//! shortage costs are charged at its end.
//!
//! `run` keeps the account; `foresight()` is its lower limit. An `Outlook` holds expected demand,
//! `PastErrors` the errors of such outlooks. `Goal::order` computes the order that keeps a promise or costs
//! least, from paths of demand through the lead time, because missing stock cannot be sold. `Learned` finds by
//! replays of the past which quantile costs least.

/// The account of one item's stock, period by period.
mod ledger;

/// What a replay adds up to.
mod totals;

/// The least cost there could have been.
mod foresight;

/// The level of demand, by memories of several lengths.
mod level;

/// The season that all series of a file show together.
mod season;

/// What demand is expected, and how far it may be off.
mod outlook;

/// Errors of past outlooks, as paths.
mod errors;

/// Rules that look at the inventory position alone.
mod rule;

/// What to order so that a promise is kept or cost is least.
mod goal;

/// Which quantile costs least, by replays of the past.
mod learn;

/// One item's history, as it was known at each review.
mod item;

#[cfg(test)]
mod tests;

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
