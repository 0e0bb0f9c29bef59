//! The economic order quantity: the lot that balances ordering against holding cost.

/// EOQ = √(2·demand·order_cost ÷ holding_cost), in units.
///
/// `demand` in units per period, `order_cost` in money per order, `holding_cost` in money per unit and the same
/// period. Source: F. W. Harris (1913); Snyder & Shen, *Fundamentals of Supply Chain Theory*, eq. 3.4.
pub fn eoq(demand: f64, order_cost: f64, holding_cost: f64) -> f64 {
    (2.0 * demand * order_cost / holding_cost).sqrt()
}

/// Ordering plus holding cost per period at the economic order quantity: √(2·demand·order_cost·holding_cost).
///
/// Source: Snyder & Shen, *Fundamentals of Supply Chain Theory*, eq. 3.5.
pub fn eoq_cost(demand: f64, order_cost: f64, holding_cost: f64) -> f64 {
    (2.0 * demand * order_cost * holding_cost).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ten_thousand_units_a_year() {
        assert!((eoq(10_000.0, 100.0, 1.0) - 1_414.213_562_373_095).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn no_other_quantity_is_cheaper(d in 1.0..1e6f64, k in 0.1..1e3f64, h in 0.01..1e2f64, factor in 0.2..5.0f64) {
            let other = factor * eoq(d, k, h);
            prop_assert!(k * d / other + h * other / 2.0 >= eoq_cost(d, k, h) * (1.0 - 1e-12));
        }
    }
}
