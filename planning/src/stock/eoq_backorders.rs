//! The economic order quantity where customers wait, at a price.

/// A lot that lets stock run below zero on purpose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BackorderLot {
    /// Units per order.
    pub order_quantity: f64,
    /// Share of demand that waits: holding_cost ÷ (holding_cost + shortage_cost).
    pub backordered_share: f64,
    /// Ordering, holding and waiting cost per period, money.
    pub cost: f64,
}

/// Q = √(2·demand·order_cost·(h + p) ÷ (h·p)), h the `holding_cost` of a unit in stock and p the `shortage_cost` of a
/// unit owed, both in money per unit and the period of `demand`; `order_cost` in money per order.
///
/// Source: Snyder & Shen, *Fundamentals of Supply Chain Theory*, eqs. 3.25–3.27.
pub fn eoq_with_backorders(
    demand: f64,
    order_cost: f64,
    holding_cost: f64,
    shortage_cost: f64,
) -> BackorderLot {
    let both = holding_cost + shortage_cost;
    BackorderLot {
        order_quantity: (2.0 * demand * order_cost * both / (holding_cost * shortage_cost)).sqrt(),
        backordered_share: holding_cost / both,
        cost: (2.0 * demand * order_cost * holding_cost * shortage_cost / both).sqrt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock::{eoq, eoq_cost};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_other_lot_is_cheaper_and_dear_shortages_lead_back_to_eoq(
            d in 1.0..1e5f64, k in 0.1..1e3f64, h in 0.01..10.0f64, p in 0.01..100.0f64,
            factor in 0.3..3.0f64, share in 0.0..1.0f64,
        ) {
            let best = eoq_with_backorders(d, k, h, p);
            let cost = |q: f64, x: f64| k * d / q + q / 2.0 * (h * (1.0 - x) * (1.0 - x) + p * x * x);
            prop_assert!((cost(best.order_quantity, best.backordered_share) / best.cost - 1.0).abs() < 1e-12);
            prop_assert!(cost(factor * best.order_quantity, share) >= best.cost * (1.0 - 1e-12));
            prop_assert!(best.cost <= eoq_cost(d, k, h));
            let dear = eoq_with_backorders(d, k, h, 1e12 * h);
            prop_assert!((dear.order_quantity / eoq(d, k, h) - 1.0).abs() < 1e-9);
        }
    }
}
