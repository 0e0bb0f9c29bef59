//! Stock policies: when to order, how much, and what protects against uncertainty.
//!
//! Day convention: the stock is reviewed at the end of each day `review_days` apart, and a lead time of L means L
//! full days of demand between the order and the stock it brings. Deviations are those of the forecast error.

// Demand until the stock comes, and what it must cover.

/// Demand over a lead time that itself varies.
mod lead_time_demand;

/// How far below the reorder point a review finds the stock.
mod undershoot;

/// Safety stock and reorder point for a cycle service target.
mod reorder_point;

/// Reorder point for a fill rate.
mod fill_rate_target;

/// Fill rate of a level that is restored every review period.
mod order_up_to_fill_rate;

// Lots.

/// The lot that balances ordering against holding cost.
mod economic_order_quantity;

/// The same for goods that arrive as they are made.
mod economic_production_quantity;

/// The same where customers wait, at a price.
mod eoq_backorders;

/// The same where a larger order is cheaper per unit.
mod eoq_discounts;

/// Items that share the cost of an order.
mod joint_replenishment;

/// The cheapest lots for known demand that changes.
mod wagner_whitin;

/// What a supplier, a shelf or a date allow an order to be.
mod order_limits;

// Whole policies.

/// One order for demand that comes once.
mod newsvendor;

/// What ordering, holding and running short cost.
mod lot_costs;

/// (r,Q): order Q when the position falls to r.
mod reorder_quantity;

/// (s,S): order up to S when a review finds s or less.
mod min_max;

/// What policies tend to as orders cost nothing and nothing varies.
mod just_in_time;

/// Where along a supply network safety stock costs least.
mod guaranteed_service;

/// What a policy achieves, by daily replay.
pub mod simulate;

// One item-location today.

/// What is on order, and which orders still bring anything.
mod open_orders;

/// How expected demand uses up a stock.
mod outlook;

/// How long a stock lasts.
mod cover;

/// The state an item-location is in.
mod status;

/// What to order and when, and what waiting would cost.
mod proposal;

/// What will be short before more could arrive.
mod shortage;

/// What to add to an order that a supplier finds too small.
mod top_up;

// A tool.

/// Where a monotone condition changes.
mod bisect;

/// Under the names of the SQL functions.
pub use crate::normal::{loss as standard_normal_loss, ppf as norm_ppf};
pub use cover::days_of_supply;
pub use economic_order_quantity::{eoq, eoq_cost};
pub use economic_production_quantity::{economic_production_cost, economic_production_quantity};
pub use eoq_backorders::{BackorderLot, eoq_with_backorders};
pub use eoq_discounts::{DiscountLot, PriceBreak, eoq_all_units_discount, eoq_incremental_discount};
pub use fill_rate_target::{
    FillRatePoint, expected_fill_rate, fill_rate_factor, fill_rate_factor_exact, fill_rate_reorder_point,
};
pub use guaranteed_service::{GuaranteedService, Stage, guaranteed_service};
pub use joint_replenishment::{JointItem, JointPlan, joint_replenishment};
pub use just_in_time::{BrokenPrecondition, JustInTime, JustInTimeInputs, just_in_time};
pub use lead_time_demand::LeadTimeDemand;
pub use lot_costs::LotCosts;
pub use min_max::{MinMax, PeriodicDemand, min_max_cost, min_max_optimum, min_max_power_approximation};
pub use newsvendor::{critical_ratio, newsvendor, newsvendor_cost, newsvendor_level};
pub use open_orders::{ABANDONED_DAYS_MIN, ABANDONED_LEAD_TIMES, is_abandoned, on_order};
pub use order_limits::{LimitNotice, LimitedOrder, OrderLimits, orderable, whole_packs};
pub use order_up_to_fill_rate::{order_up_to_fill_rate, order_up_to_for_fill_rate};
pub use outlook::Outlook;
pub use proposal::{Proposal, Risk, Uncertain, proposal, risk};
pub use reorder_point::{order_up_to, reorder_point, safety_stock};
pub use reorder_quantity::{
    ReorderQuantity, rq_cost, rq_cost_whole_units, rq_eoq_with_backorders, rq_eoq_with_safety_stock,
    rq_expected_level, rq_loss_function, rq_optimum, rq_optimum_whole_units, rq_reorder_point,
};
pub use shortage::{Arrival, Shortage, arrivals, shortage};
pub use status::{Standing, Status};
pub use top_up::{Added, Candidate, fill_up};
pub use undershoot::Undershoot;
pub use wagner_whitin::{LotPlan, wagner_whitin};
