//! Stock policies: when to order, how much, and what protects against uncertainty.
//!
//! Day convention: the stock is reviewed at the end of each day `review_days` apart, and a lead time of L means L
//! full days of demand between the order and the stock it brings. Deviations are those of the forecast error.

mod bisect;
mod cover;
mod economic_order_quantity;
mod economic_production_quantity;
mod eoq_backorders;
mod eoq_discounts;
mod fill_rate_target;
mod guaranteed_service;
mod joint_replenishment;
mod just_in_time;
mod lead_time_demand;
mod lot_costs;
mod min_max;
mod newsvendor;
mod open_orders;
mod order_limits;
mod order_up_to_fill_rate;
mod outlook;
mod proposal;
mod reorder_point;
mod reorder_quantity;
mod shortage;
pub mod simulate;
mod status;
mod undershoot;
mod wagner_whitin;

/// Under the names of the SQL functions.
pub use crate::normal::{loss as standard_normal_loss, ppf as norm_ppf};
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
pub use order_limits::{LimitNotice, LimitedOrder, OrderLimits, whole_packs};
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
pub use undershoot::Undershoot;
pub use wagner_whitin::{LotPlan, wagner_whitin};
