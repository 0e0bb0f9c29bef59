//! How far a publication is.

/// Progress of a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The current step, in words.
    pub step: &'static str,
    /// Steps done.
    pub done: u64,
    /// Total number of steps; item-locations while forecasting.
    pub total: u64,
}

/// Is told of progress.
pub(super) type OnProgress<'a> = &'a (dyn Fn(Progress) + Sync);
