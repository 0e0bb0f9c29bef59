use super::*;
use crate::distribution::{Gamma, Normal, Poisson};
use proptest::prelude::*;

proptest! {
    #[test]
    fn no_neighbour_and_no_approximation_is_cheaper(
        order in 0.5..500.0f64, holding in 0.05..5.0f64, ratio in 1.0..60.0f64,
        demand in 5.0..2e3f64, lead_time in 0.02..2.0f64, cv in 0.05..0.4f64, gamma in any::<bool>(),
        (dr, dq) in (-0.3..0.3f64, -0.3..0.3f64),
    ) {
        let costs = LotCosts { order, holding, shortage: ratio * holding };
        let (mean, sd) = (demand * lead_time, cv * demand * lead_time.sqrt());
        let normal = Normal::new(mean, sd).expect("valid");
        let skewed = Gamma::from_moments(mean, sd).expect("valid");
        let of: &dyn Distribution = if gamma { &skewed } else { &normal };
        let best = rq_optimum(&costs, demand, of).expect("positive costs");
        let cost = |policy: &ReorderQuantity| rq_cost(&costs, demand, of, policy);
        let least = cost(&best);
        prop_assert!((costs.at(of, best.reorder_point) / least - 1.0).abs() < 1e-6, "Zheng's condition");
        let neighbour = ReorderQuantity {
            reorder_point: best.reorder_point + dr * best.order_quantity,
            order_quantity: best.order_quantity * (1.0 + dq),
        };
        let backorders = rq_eoq_with_backorders(&costs, demand, of);
        prop_assert!(cost(&backorders) <= least * 1.125, "Zheng (1992): at most an eighth above the optimum");
        let mut others = vec![neighbour, backorders, rq_eoq_with_safety_stock(&costs, demand, of)];
        others.extend(rq_loss_function(&costs, demand, &normal));
        for other in &others {
            prop_assert!(cost(other) >= least * (1.0 - 1e-9), "{other:?} beats {best:?}");
        }
    }

    #[test]
    fn no_whole_neighbour_is_cheaper(
        order in 0.5..100.0f64, holding in 0.1..5.0f64, ratio in 0.5..40.0f64, demand in 0.2..40.0f64,
        lead_time in 0.1..3.0f64,
    ) {
        let costs = LotCosts { order, holding, shortage: ratio * holding };
        let of = Poisson::new(demand * lead_time).expect("valid");
        let (best, least) = rq_optimum_whole_units(&costs, demand, &of).expect("positive costs");
        prop_assert!((rq_cost_whole_units(&costs, demand, &of, &best) / least - 1.0).abs() < 1e-12);
        for (dr, dq) in [(-1.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (-2.0, 3.0)] {
            let other = ReorderQuantity {
                reorder_point: best.reorder_point + dr,
                order_quantity: (best.order_quantity + dq).max(1.0),
            };
            prop_assert!(rq_cost_whole_units(&costs, demand, &of, &other) >= least * (1.0 - 1e-12));
        }
    }
}

#[test]
fn free_or_impossible_costs_have_no_optimum() {
    let of = Normal::new(10.0, 2.0).expect("valid");
    let costs = LotCosts { order: 8.0, holding: 0.2, shortage: 5.0 };
    assert_eq!(rq_optimum(&costs, 0.0, &of), None);
    assert_eq!(rq_optimum(&LotCosts { holding: 0.0, ..costs }, 100.0, &of), None);
    assert_eq!(rq_optimum_whole_units(&LotCosts { shortage: f64::NAN, ..costs }, 100.0, &of), None);
    let dear = LotCosts { holding: 50.0, ..costs };
    assert_eq!(rq_expected_level(&dear, 1.0, &of), None, "Q·h exceeds p·λ");
}
