//! Stock policies: when to order, how much, and what protects against uncertainty.
//!
//! Day convention: the stock is reviewed at the end of each day `review_days` apart, and a lead time of L means L
//! full days of demand between the order and the stock it brings. Deviations are those of the forecast error.

mod cover;
mod economic_order_quantity;
mod fill_rate_target;
mod lead_time_demand;
mod outlook;
mod proposal;
mod reorder_point;
mod shortage;
mod status;
mod undershoot;

pub use economic_order_quantity::{eoq, eoq_cost};
pub use fill_rate_target::{expected_fill_rate, fill_rate_factor};
pub use lead_time_demand::LeadTimeDemand;
pub use outlook::Outlook;
pub use proposal::{Proposal, Risk, proposal, risk};
pub use reorder_point::{order_up_to, reorder_point, safety_stock};
pub use shortage::{Arrival, Shortage, arrivals, shortage};
pub use status::{Standing, Status};
pub use undershoot::Undershoot;
