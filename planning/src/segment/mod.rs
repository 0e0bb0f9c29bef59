//! Segments: item-locations that deserve the same policy.

mod abc;

pub use abc::AbcClass;
