//! Just in time: the limit of the other policies as order costs and variability go to zero.

use super::{LeadTimeDemand, eoq};
use crate::normal;

/// The task of a just-in-time supply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JustInTimeInputs {
    /// Target cycle service level, in (0, 1).
    pub service: f64,
    /// Mean lead time, days.
    pub lead_time: f64,
    /// Its deviation, days.
    pub sd_lead_time: f64,
    /// Units per day.
    pub demand: f64,
    /// Deviation of its forecast error, units per √day.
    pub sd_demand: f64,
    /// Days between deliveries.
    pub review_period: f64,
    /// Money per order.
    pub order_cost: f64,
    /// Money per unit and day.
    pub holding_cost: f64,
    /// Smallest order or pack, units; 0 if none.
    pub smallest_lot: f64,
}

/// A precondition of just in time that the inputs do not meet.
///
/// The preconditions are those of Hopp & Spearman, *Factory Physics*, ch. 4: cheap orders, reliable supply, level
/// demand, small lots. Each is tested against what the policy itself would order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenPrecondition {
    /// The economic order quantity is more than one delivery: ordering this often costs more than it saves.
    OrderCost,
    /// At the service target a delivery may be more than a day late.
    LeadTime,
    /// At the service target demand may exceed twice its mean between two deliveries.
    Demand,
    /// The supplier's smallest lot is more than one delivery.
    LotSize,
}

/// A delivery every review period of what was used in the last one.
#[derive(Clone, Debug, PartialEq)]
pub struct JustInTime {
    /// Mean units per delivery: demand of one review period.
    pub order_quantity: f64,
    /// Units still held against variability; 0 in the limit.
    pub safety_stock: f64,
    /// Inventory position after each order, units.
    pub order_up_to: f64,
    /// Mean stock: safety stock and half a delivery, units.
    pub average_stock: f64,
    /// Which preconditions do not hold; empty if all do.
    pub broken: Vec<BrokenPrecondition>,
}

/// The just-in-time policy and whether its preconditions hold.
///
/// It is the order-up-to policy (R,S) with R as short as deliveries allow; as order cost and both deviations go to
/// zero its lot is the cheapest and its stock half a delivery.
pub fn just_in_time(inputs: &JustInTimeInputs) -> JustInTime {
    let JustInTimeInputs { service, lead_time, sd_lead_time, demand, sd_demand, review_period, .. } = *inputs;
    let z = normal::ppf(service);
    let order_quantity = demand * review_period;
    let exposed = LeadTimeDemand::new(demand, sd_demand, lead_time + review_period, sd_lead_time);
    let safety_stock = z * exposed.sd;
    let checks = [
        (BrokenPrecondition::OrderCost, eoq(demand, inputs.order_cost, inputs.holding_cost) > order_quantity),
        (BrokenPrecondition::LeadTime, z * sd_lead_time > 1.0),
        (BrokenPrecondition::Demand, z * sd_demand * review_period.sqrt() > order_quantity),
        (BrokenPrecondition::LotSize, inputs.smallest_lot > order_quantity),
    ];
    JustInTime {
        order_quantity,
        safety_stock,
        order_up_to: exposed.mean + safety_stock,
        average_stock: safety_stock + 0.5 * order_quantity,
        broken: checks.iter().filter(|(_, broken)| *broken).map(|(precondition, _)| *precondition).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::order_up_to;

    const STEADY: JustInTimeInputs = JustInTimeInputs {
        service: 0.98,
        lead_time: 2.0,
        sd_lead_time: 0.1,
        demand: 50.0,
        sd_demand: 5.0,
        review_period: 1.0,
        order_cost: 0.1,
        holding_cost: 0.01,
        smallest_lot: 10.0,
    };

    #[test]
    fn steady_supply_of_steady_demand_can_be_just_in_time() {
        let policy = just_in_time(&STEADY);
        assert_eq!((policy.order_quantity, policy.broken.as_slice()), (50.0, [].as_slice()));
        assert!((policy.order_up_to - order_up_to(0.98, 2.0, 0.1, 50.0, 5.0, 1.0)).abs() < 1e-9);
    }

    #[test]
    fn each_precondition_is_reported_alone() {
        for (inputs, broken) in [
            (JustInTimeInputs { order_cost: 20.0, ..STEADY }, BrokenPrecondition::OrderCost),
            (JustInTimeInputs { sd_lead_time: 0.6, ..STEADY }, BrokenPrecondition::LeadTime),
            (JustInTimeInputs { sd_demand: 30.0, ..STEADY }, BrokenPrecondition::Demand),
            (JustInTimeInputs { smallest_lot: 51.0, ..STEADY }, BrokenPrecondition::LotSize),
        ] {
            assert_eq!(just_in_time(&inputs).broken, [broken]);
        }
    }

    #[test]
    fn in_the_limit_half_a_delivery_is_left() {
        let mut last = f64::INFINITY;
        for shrink in [1.0, 0.1, 0.01, 0.0] {
            let inputs = JustInTimeInputs {
                sd_lead_time: shrink * STEADY.sd_lead_time,
                sd_demand: shrink * STEADY.sd_demand,
                ..STEADY
            };
            let policy = just_in_time(&inputs);
            assert!(policy.average_stock < last);
            last = policy.average_stock;
        }
        assert_eq!(last, 25.0);
    }
}
