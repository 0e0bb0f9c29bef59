//! How far a publication is.

/// Where a publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, for people.
    pub step: &'static str,
    /// Steps done.
    pub done: u64,
    /// Steps in all; item-locations while forecasting.
    pub total: u64,
}

/// Is told of progress.
pub(super) type OnProgress<'a> = &'a (dyn Fn(Progress) + Sync);
