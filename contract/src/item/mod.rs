//! One item-location: all its data, and the answers about it.

mod advice;
mod answer;
mod forecast;
mod key;
mod record;
mod trial;
mod whole;

pub use advice::{Action, Advice, RiskIf};
pub use answer::{ItemAnswer, ItemPolicy, MethodWeight, item};
pub use forecast::{ForecastAnswer, ForecastRow, forecast};
pub use key::{ItemKey, UnknownItem};
pub use record::{Elsewhere, ItemRecord, Receipts};
pub use trial::{Trial, TrialRequest};
pub use whole::WholeItem;
