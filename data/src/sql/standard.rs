//! Where the engine or its parser departs from the standard: mended by rules that change the plan, or refused.

/// Lists of IN that may have missing values.
mod membership;

/// What the engine believes to know.
mod hide;

/// A function of which it knows nothing.
mod same;

/// What is read in another way than the standard reads it.
pub(super) mod unlike;

pub(super) use hide::Hide;
pub(super) use membership::Membership;
