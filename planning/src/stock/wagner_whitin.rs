//! Wagner–Whitin: the cheapest lots for known demand that changes from period to period.

/// Lots and what they cost.
#[derive(Clone, Debug, PartialEq)]
pub struct LotPlan {
    /// Units ordered at the start of each period; as long as the demand.
    pub orders: Vec<f64>,
    /// Ordering plus holding cost over all periods, money.
    pub cost: f64,
}

/// The cheapest orders for `demand` (units per period, not negative, met without delay), by dynamic programming.
///
/// `order_cost` in money per order, `holding_cost` in money per unit and period, both not negative; units used in the
/// period of their order are not held. Of equally cheap plans the one whose first lots are smallest. Time grows with
/// the square of the number of periods. Source: Wagner & Whitin, *Management Science* 5 (1958), 89–96; Snyder & Shen,
/// *Fundamentals of Supply Chain Theory*, §3.7.
pub fn wagner_whitin(order_cost: f64, holding_cost: f64, demand: &[f64]) -> LotPlan {
    let periods = demand.len();
    // Least cost from period t on, and the period of the next order after one in t.
    let mut cost_from = vec![0.0; periods + 1];
    let mut next_order = vec![periods; periods];
    for t in (0..periods).rev() {
        let (mut lot, mut held) = (0.0, 0.0);
        let mut best = f64::INFINITY;
        for next in t + 1..=periods {
            lot += demand[next - 1];
            held += holding_cost * (next - 1 - t) as f64 * demand[next - 1];
            let placed = if lot > 0.0 { order_cost } else { 0.0 };
            let cost = placed + held + cost_from[next];
            if cost < best {
                best = cost;
                next_order[t] = next;
            }
        }
        cost_from[t] = best;
    }
    let mut orders = vec![0.0; periods];
    let mut t = 0;
    while t < periods {
        orders[t] = demand[t..next_order[t]].iter().fold(0.0, |sum, units| sum + units);
        t = next_order[t];
    }
    LotPlan { orders, cost: cost_from[0] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_demand_no_orders() {
        assert_eq!(wagner_whitin(10.0, 1.0, &[]), LotPlan { orders: vec![], cost: 0.0 });
        assert_eq!(wagner_whitin(10.0, 1.0, &[0.0, 0.0]), LotPlan { orders: vec![0.0; 2], cost: 0.0 });
    }

    proptest! {
        #[test]
        fn no_other_set_of_order_periods_is_cheaper(
            demand in prop::collection::vec((0..50u8).prop_map(f64::from), 1..9),
            order_cost in 0.0..200.0f64, holding_cost in 0.01..5.0f64,
        ) {
            let plan = wagner_whitin(order_cost, holding_cost, &demand);
            let cost = |orders: &[f64]| {
                let (mut stock, mut cost) = (0.0, 0.0);
                for (order, units) in orders.iter().zip(&demand) {
                    stock += order - units;
                    cost += holding_cost * stock + if *order > 0.0 { order_cost } else { 0.0 };
                    assert!(stock >= 0.0, "demand is met");
                }
                cost
            };
            prop_assert!((cost(&plan.orders) - plan.cost).abs() < 1e-9 * (1.0 + plan.cost));
            for choice in 0..1u32 << demand.len() {
                let mut orders = vec![0.0; demand.len()];
                let mut current = 0;
                for (t, units) in demand.iter().enumerate() {
                    if choice >> t & 1 == 1 {
                        current = t;
                    }
                    orders[current] += units;
                }
                prop_assert!(cost(&orders) >= plan.cost - 1e-9 * (1.0 + plan.cost));
            }
        }
    }
}
