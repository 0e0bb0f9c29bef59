//! What the replays of an item-location add up to, by rule.

use contract::{ProofCauses, ProofRule};
use planning::stock::simulate::PastService;
use planning::what_if::{FACTOR_LEVELS, Formula};

/// Number of replays.
pub(super) const REPLAYS: u64 = 4;
/// Weeks that the rule of fixed weeks covers beside the lead time.
pub(super) const WEEKS: u32 = 4;

/// The compared rules, each with its promise on the curve, if it has one.
pub(super) const RULES: [ProofRule; 4] =
    [ProofRule::Plan, ProofRule::Textbook, ProofRule::Weeks(WEEKS), ProofRule::Foresight];
/// Rules with a curve.
pub(super) const CURVES: [(ProofRule, Formula); 2] =
    [(ProofRule::Plan, Formula::Corrected), (ProofRule::Textbook, Formula::Textbook)];

/// Sums over the replays of a row.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) cycles: f64,
    pub(super) kept: f64,
    pub(super) asked: f64,
    pub(super) short: f64,
    pub(super) stock: f64,
    pub(super) orders: f64,
}

/// A row that had a plan.
pub(super) struct RowProof {
    pub(super) row: usize,
    /// By [`RULES`].
    pub(super) rules: [Sums; RULES.len()],
    /// By [`CURVES`] and [`FACTOR_LEVELS`].
    pub(super) curves: [[Sums; FACTOR_LEVELS.len()]; CURVES.len()],
    /// Sum of the promises over the plan's cycles.
    pub(super) promised: f64,
    pub(super) causes: ProofCauses,
}

impl Sums {
    /// Adds a replay.
    pub(super) fn add(&mut self, service: &PastService) {
        self.cycles += service.arrivals.len() as f64;
        self.kept += service.arrivals.iter().filter(|arrival| arrival.is_kept()).count() as f64;
        self.asked += service.asked;
        self.short += service.short;
        self.stock += service.stock;
        self.orders += f64::from(service.orders);
    }
}
