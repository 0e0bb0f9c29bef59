//! The economic lot of goods that arrive as they are made, not all at once.

/// Q = √(2·demand·order_cost ÷ (holding_cost·(1 − demand ÷ production_rate))), in units.
///
/// `demand` and `production_rate` in units per period, `order_cost` in money per run, `holding_cost` in money per unit
/// and period. Infinite or NaN unless production outruns demand. Source: E. W. Taft (1918); Snyder & Shen,
/// *Fundamentals of Supply Chain Theory*, §3.4.
pub fn economic_production_quantity(
    demand: f64,
    order_cost: f64,
    holding_cost: f64,
    production_rate: f64,
) -> f64 {
    (2.0 * demand * order_cost / (holding_cost * (1.0 - demand / production_rate))).sqrt()
}

/// Setup plus holding cost per period at that quantity, money. Arguments as for [`economic_production_quantity`].
pub fn economic_production_cost(
    demand: f64,
    order_cost: f64,
    holding_cost: f64,
    production_rate: f64,
) -> f64 {
    (2.0 * demand * order_cost * holding_cost * (1.0 - demand / production_rate)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::{eoq, eoq_cost};
    use proptest::prelude::*;

    #[test]
    fn demand_beyond_production_has_no_lot() {
        assert!(!economic_production_quantity(100.0, 8.0, 0.2, 100.0).is_finite());
        assert!(economic_production_quantity(100.0, 8.0, 0.2, 90.0).is_nan());
    }

    proptest! {
        #[test]
        fn fast_production_leads_back_to_eoq(
            d in 1.0..1e5f64, k in 0.1..1e3f64, h in 0.01..10.0f64, rate in 1.01..50.0f64,
        ) {
            let quantity = economic_production_quantity(d, k, h, rate * d);
            let cost = k * d / quantity + 0.5 * h * quantity * (1.0 - 1.0 / rate);
            prop_assert!((cost / economic_production_cost(d, k, h, rate * d) - 1.0).abs() < 1e-12);
            prop_assert!(quantity >= eoq(d, k, h) && cost <= eoq_cost(d, k, h));
            prop_assert!((economic_production_quantity(d, k, h, 1e12 * d) / eoq(d, k, h) - 1.0).abs() < 1e-9);
        }
    }
}
