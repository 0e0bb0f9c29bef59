//! Segments: item-locations that deserve the same policy.

/// How much of the value an item-location makes up.
mod abc;

/// How much demand varies without its season.
mod xyz;

/// What demand is like, in numbers that clusters are found in.
mod features;

pub use abc::AbcClass;
pub use features::{Feature, features};
pub use xyz::{Variability, deseasonalised_variation};
