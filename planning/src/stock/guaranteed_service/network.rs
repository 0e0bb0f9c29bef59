//! The shape of a supply network.

use super::{Promise, Stage};

/// The longest way through a network that is still planned in days; its square bounds time and memory.
const LONGEST_DAYS: u32 = 10_000;

/// A tree of stages, seen from the first.
pub(super) struct Network<'a> {
    pub(super) stages: &'a [Stage],
    /// Suppliers and customers of each stage.
    pub(super) neighbours: Vec<Vec<usize>>,
    /// Every stage after the one towards the root.
    pub(super) from_root: Vec<usize>,
    /// The neighbour towards the root; `None` for the root.
    pub(super) towards_root: Vec<Option<usize>>,
    /// Longest way through a stage from outside, days.
    pub(super) longest_days: Vec<u32>,
    /// Deviation of demand, with that of all stages supplied, units per √day.
    pub(super) sd: Vec<f64>,
}

impl<'a> Network<'a> {
    /// `None` unless the stages are one tree, no way through which takes more than [`LONGEST_DAYS`].
    pub(super) fn new(stages: &'a [Stage]) -> Option<Self> {
        let count = stages.len();
        let mut neighbours = vec![Vec::new(); count];
        for (stage, at) in stages.iter().enumerate() {
            for &supplier in &at.suppliers {
                neighbours.get_mut(supplier)?.push(stage);
                neighbours[stage].push(supplier);
            }
        }
        let links: usize = stages.iter().map(|stage| stage.suppliers.len()).sum();
        let mut towards_root = vec![None; count];
        let mut from_root = Vec::with_capacity(count);
        let mut is_seen = vec![false; count];
        if count > 0 {
            from_root.push(0);
            is_seen[0] = true;
        }
        let mut next = 0;
        while let Some(&stage) = from_root.get(next) {
            next += 1;
            for &other in &neighbours[stage] {
                if !is_seen[other] {
                    is_seen[other] = true;
                    towards_root[other] = Some(stage);
                    from_root.push(other);
                }
            }
        }
        let is_tree = from_root.len() == count && links + 1 == count;
        if !is_tree {
            return None;
        }
        let (longest_days, sd) = along_the_flow(stages);
        let is_short = longest_days.iter().all(|days| *days <= LONGEST_DAYS);
        is_short.then_some(Network { stages, neighbours, from_root, towards_root, longest_days, sd })
    }

    pub(super) fn supplies(&self, supplier: usize, customer: usize) -> bool {
        self.stages[customer].suppliers.contains(&supplier)
    }

    /// Every promise a stage can keep: outbound times in order, then inbound times.
    pub(super) fn promises(&self, stage: usize) -> impl Iterator<Item = Promise> + use<'_> {
        let at = &self.stages[stage];
        let is_last = self.neighbours[stage].len() == at.suppliers.len();
        let longest = self.longest_days[stage];
        let latest = if is_last { at.outbound_days.min(longest) } else { longest };
        (0..=latest).flat_map(move |outbound| {
            let inbound = at.inbound_days.max(outbound.saturating_sub(at.processing_days));
            (inbound..=longest - at.processing_days).map(move |inbound| Promise { inbound, outbound })
        })
    }
}

/// Longest days from outside to each stage's customers, and deviations of demand; stages form a tree.
fn along_the_flow(stages: &[Stage]) -> (Vec<u32>, Vec<f64>) {
    let mut waiting: Vec<usize> = stages.iter().map(|stage| stage.suppliers.len()).collect();
    let mut customers = vec![Vec::new(); stages.len()];
    for (stage, at) in stages.iter().enumerate() {
        at.suppliers.iter().for_each(|&supplier| customers[supplier].push(stage));
    }
    let mut order: Vec<usize> = (0..stages.len()).filter(|&stage| waiting[stage] == 0).collect();
    let mut longest: Vec<u32> =
        stages.iter().map(|stage| stage.inbound_days.saturating_add(stage.processing_days)).collect();
    let mut next = 0;
    while let Some(&stage) = order.get(next) {
        next += 1;
        for &customer in &customers[stage] {
            let through = longest[stage].saturating_add(stages[customer].processing_days);
            longest[customer] = longest[customer].max(through);
            waiting[customer] -= 1;
            if waiting[customer] == 0 {
                order.push(customer);
            }
        }
    }
    let mut variance: Vec<f64> = stages.iter().map(|stage| stage.sd_demand * stage.sd_demand).collect();
    for &stage in order.iter().rev() {
        variance[stage] =
            customers[stage].iter().fold(variance[stage], |sum, &customer| sum + variance[customer]);
    }
    (longest, variance.iter().map(|variance| variance.sqrt()).collect())
}
