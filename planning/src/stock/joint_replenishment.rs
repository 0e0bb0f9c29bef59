//! Joint replenishment: items that share the cost of an order.

use crate::convert::whole_u32;

/// One of the items that are ordered together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JointItem {
    /// Units per period.
    pub demand: f64,
    /// Money, whenever an order contains the item.
    pub item_order_cost: f64,
    /// Money per unit and period.
    pub holding_cost: f64,
}

/// When to order, and what.
#[derive(Clone, Debug, PartialEq)]
pub struct JointPlan {
    /// Periods between orders.
    pub order_interval: f64,
    /// An item is in every so-many-th order.
    pub multiples: Vec<u32>,
    /// Units of each item when ordered.
    pub order_quantities: Vec<f64>,
    /// Ordering plus holding cost per period, money.
    pub cost: f64,
}

/// Silver's heuristic: the item with the smallest order cost to holding cost is in every order, the others in every
/// mₙ-th, mₙ = √(kₙ ÷ hₙλₙ · h₁λ₁ ÷ (K + k₁)) rounded, at least 1; the interval is then the best for these multiples.
///
/// `shared_order_cost` K in money per order. `None` without items, where a demand or holding cost is not positive, or
/// where an order costs nothing: then no interval is the best.
/// Source: E. A. Silver, *Management Science* 22 (1976), 1351–1361.
pub fn joint_replenishment(shared_order_cost: f64, items: &[JointItem]) -> Option<JointPlan> {
    let value = |item: &JointItem| item.holding_cost * item.demand;
    let usable =
        items.iter().all(|item| value(item) > 0.0 && item.demand > 0.0 && item.item_order_cost >= 0.0);
    let ratio = |item: &JointItem| item.item_order_cost / value(item);
    let first = items.iter().min_by(|a, b| ratio(a).total_cmp(&ratio(b))).filter(|_| usable)?;
    let order_cost = shared_order_cost + first.item_order_cost;
    if order_cost.is_nan() || order_cost <= 0.0 {
        return None;
    }
    let scale = value(first) / order_cost;
    // The first item's own formula gives at most 1.
    let multiple = |item: &JointItem| libm::rint((ratio(item) * scale).sqrt()).clamp(1.0, 1e6);
    let (mut ordering, mut holding) = (shared_order_cost, 0.0);
    for item in items {
        ordering += item.item_order_cost / multiple(item);
        holding += value(item) * multiple(item);
    }
    let order_interval = (2.0 * ordering / holding).sqrt();
    Some(JointPlan {
        order_interval,
        multiples: items.iter().map(|item| whole_u32(multiple(item))).collect(),
        order_quantities: items.iter().map(|item| order_interval * multiple(item) * item.demand).collect(),
        cost: ordering / order_interval + 0.5 * order_interval * holding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::{eoq, eoq_cost};
    use proptest::prelude::*;

    #[test]
    fn three_items_of_snyder_and_shen() {
        // Values of stockpyl (MIT), `joint_replenishment_problem_silver_heuristic`.
        let item = |item_order_cost, holding_cost| JointItem { demand: 1.0, item_order_cost, holding_cost };
        let items = [item(120.0, 160.0), item(840.0, 20.0), item(300.0, 50.0)];
        let plan = joint_replenishment(600.0, &items).expect("items");
        assert_eq!(plan.multiples, [1, 3, 1]);
        assert!((plan.order_interval - 3.103164454170876).abs() < 1e-12);
        assert!((plan.order_quantities[1] - 9.309493362512628).abs() < 1e-12);
        assert!((plan.cost - 837.8544026261366).abs() < 1e-9);
        assert_eq!(joint_replenishment(600.0, &[]), None);
        assert_eq!(
            joint_replenishment(0.0, &[item(0.0, 160.0), item(840.0, 20.0)]),
            None,
            "an order for nothing"
        );
        assert_eq!(joint_replenishment(600.0, &[JointItem { demand: 0.0, ..items[0] }]), None);
    }

    proptest! {
        #[test]
        fn one_item_alone_is_the_economic_order_quantity(
            shared in 1.0..500.0f64, own in 0.0..50.0f64, demand in 1.0..1e4f64, holding in 0.01..10.0f64,
        ) {
            let item = JointItem { demand, item_order_cost: own, holding_cost: holding };
            let plan = joint_replenishment(shared, &[item]).expect("an item");
            prop_assert!((plan.order_quantities[0] / eoq(demand, shared + own, holding) - 1.0).abs() < 1e-12);
            prop_assert!((plan.cost / eoq_cost(demand, shared + own, holding) - 1.0).abs() < 1e-12);
            let pair = joint_replenishment(shared, &[item, item]).expect("items");
            prop_assert!(pair.cost < 2.0 * plan.cost, "sharing an order is cheaper than two");
        }
    }
}
