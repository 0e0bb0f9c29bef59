//! Guaranteed service: where along a supply network safety stock costs least.
//!
//! Every stage promises its customers delivery within a number of days, its outbound time. It holds stock for demand
//! over the days that its suppliers' promises and its own work leave uncovered. Source: Graves & Willems,
//! *Manufacturing & Service Operations Management* 2 (2000), 68–83.

/// The shape of a supply network.
mod network;

#[cfg(test)]
mod tests;

use network::Network;

/// A stage of a supply network: a place where goods can wait.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// Days of its own work or transport.
    pub processing_days: u32,
    /// Money per unit and period.
    pub holding_cost: f64,
    /// Deviation of its own customers' demand, units per √day; 0 without customers.
    pub sd_demand: f64,
    /// Days within which suppliers outside the network deliver.
    pub inbound_days: u32,
    /// Days within which its own customers must be served; counts for stages that supply no other.
    pub outbound_days: u32,
    /// Stages that supply it, by their index in the list.
    pub suppliers: Vec<usize>,
}

/// The promise and the stock of each stage, in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct GuaranteedService {
    /// Days within which each stage delivers.
    pub outbound_days: Vec<u32>,
    /// Days of demand each stage's stock must cover.
    pub covered_days: Vec<u32>,
    /// Units.
    pub safety_stock: Vec<f64>,
    /// Holding cost of all safety stock, money per period.
    pub cost: f64,
}

/// The cheapest promises in a network that is a tree; a stage's safety stock is z·σ·√(inbound + processing − outbound).
///
/// `factor` z bounds the demand that stock is held for; σ of a stage adds up the variances of those it supplies.
/// `None` if the stages and their suppliers are not one tree, or a way through it takes more than 10 000 days. Time
/// grows with the stages and the square of the longest way through them in days.
pub fn guaranteed_service(factor: f64, stages: &[Stage]) -> Option<GuaranteedService> {
    let network = Network::new(stages)?;
    let mut promises: Vec<Option<Promise>> = vec![None; stages.len()];
    let tables = Tables::new(factor, &network);
    for &stage in &network.from_root {
        promises[stage] = tables.best(stage, |promise| match network.towards_root[stage] {
            None => true,
            Some(root_side) => match promises[root_side] {
                Some(fixed) if network.supplies(stage, root_side) => promise.outbound <= fixed.inbound,
                Some(fixed) => promise.inbound >= fixed.outbound,
                None => false,
            },
        });
    }
    let promises: Vec<Promise> = promises.into_iter().collect::<Option<_>>()?;
    let covered: Vec<u32> = promises
        .iter()
        .zip(stages)
        .map(|(p, stage)| p.inbound + stage.processing_days - p.outbound)
        .collect();
    let safety_stock: Vec<f64> =
        covered.iter().zip(&network.sd).map(|(days, sd)| factor * sd * f64::from(*days).sqrt()).collect();
    Some(GuaranteedService {
        outbound_days: promises.iter().map(|promise| promise.outbound).collect(),
        cost: safety_stock
            .iter()
            .zip(stages)
            .fold(0.0, |sum, (units, stage)| sum + units * stage.holding_cost),
        covered_days: covered,
        safety_stock,
    })
}

/// The promise that a stage gets and the one that it gives, days.
#[derive(Clone, Copy)]
struct Promise {
    inbound: u32,
    outbound: u32,
}

/// Least cost of each stage and all beyond it, seen from the root, by the promise that ties it to the root's side: for
/// a supplier, if it promises at most so many days; for a customer, if it is promised at least so many.
struct Tables<'a> {
    factor: f64,
    network: &'a Network<'a>,
    costs: Vec<Vec<f64>>,
}

impl<'a> Tables<'a> {
    fn new(factor: f64, network: &'a Network<'a>) -> Self {
        let mut tables = Tables { factor, network, costs: vec![Vec::new(); network.stages.len()] };
        for &stage in network.from_root.iter().rev() {
            let Some(root_side) = network.towards_root[stage] else {
                continue;
            };
            let is_supplier = network.supplies(stage, root_side);
            let mut costs = vec![f64::INFINITY; network.longest_days[stage] as usize + 1];
            for promise in network.promises(stage) {
                let days = if is_supplier { promise.outbound } else { promise.inbound } as usize;
                costs[days] = costs[days].min(tables.cost(stage, promise));
            }
            let mut least = f64::INFINITY;
            let mut settle = |cost: &mut f64| {
                least = least.min(*cost);
                *cost = least;
            };
            if is_supplier {
                costs.iter_mut().for_each(&mut settle);
            } else {
                costs.iter_mut().rev().for_each(&mut settle);
            }
            tables.costs[stage] = costs;
        }
        tables
    }

    /// The least cost of a stage under a promise, and of all stages beyond it.
    fn cost(&self, stage: usize, promise: Promise) -> f64 {
        let at = &self.network.stages[stage];
        let covered = f64::from(promise.inbound + at.processing_days - promise.outbound);
        let own = at.holding_cost * self.factor * self.network.sd[stage] * covered.sqrt();
        self.network.neighbours[stage].iter().fold(own, |sum, &other| {
            if self.network.towards_root[stage] == Some(other) {
                return sum;
            }
            let costs = &self.costs[other];
            let is_supplier = self.network.supplies(other, stage);
            let days = if is_supplier { promise.inbound } else { promise.outbound } as usize;
            sum + costs[days.min(costs.len() - 1)]
        })
    }

    /// The cheapest promise that is allowed; of equally cheap ones the first.
    fn best(&self, stage: usize, allows: impl Fn(&Promise) -> bool) -> Option<Promise> {
        let allowed = self.network.promises(stage).filter(allows);
        let priced = allowed.map(|promise| (self.cost(stage, promise), promise));
        priced.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, promise)| promise)
    }
}
