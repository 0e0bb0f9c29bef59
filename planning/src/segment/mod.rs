//! Segments: item-locations that deserve the same policy.

mod abc;
mod features;
mod xyz;

pub use abc::AbcClass;
pub use features::{Feature, features};
pub use xyz::{Variability, deseasonalised_variation};
