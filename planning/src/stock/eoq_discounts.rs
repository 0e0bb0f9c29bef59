//! The economic order quantity where a larger order is cheaper per unit.

use super::eoq;

/// A price from some order quantity on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceBreak {
    /// Units per order from which it holds.
    pub from_quantity: f64,
    /// Money per unit.
    pub unit_cost: f64,
}

/// A lot bought at a discount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiscountLot {
    /// Units per order.
    pub order_quantity: f64,
    /// Buying, ordering and holding cost per period, money.
    pub cost: f64,
}

/// The cheapest lot where the size of an order sets the price of all its units.
///
/// `demand` in units per period, `order_cost` in money per order, `holding_rate` as a share of unit cost per period.
/// `None` unless the breaks begin at 0 and rise, unit costs are positive and do not rise, and the other arguments are
/// positive. Source: Snyder & Shen, *Fundamentals of Supply Chain Theory*, §3.3.
pub fn eoq_all_units_discount(
    demand: f64,
    order_cost: f64,
    holding_rate: f64,
    breaks: &[PriceBreak],
) -> Option<DiscountLot> {
    let usable = are_usable(breaks, [demand, order_cost, holding_rate]);
    let lots = breaks.iter().map(|at| {
        let holding = holding_rate * at.unit_cost;
        // A lot that reaches the next break costs more than the best lot at the next price.
        let order_quantity = eoq(demand, order_cost, holding).max(at.from_quantity);
        let ordering = order_cost * demand / order_quantity;
        let cost = at.unit_cost * demand + ordering + 0.5 * holding * order_quantity;
        DiscountLot { order_quantity, cost }
    });
    lots.filter(|_| usable).min_by(|a, b| a.cost.total_cmp(&b.cost))
}

/// The cheapest lot where each price holds only for the units beyond its break. Arguments and `None` as for
/// [`eoq_all_units_discount`].
///
/// Within the range of each price, the dearer units before it act like a higher order cost.
pub fn eoq_incremental_discount(
    demand: f64,
    order_cost: f64,
    holding_rate: f64,
    breaks: &[PriceBreak],
) -> Option<DiscountLot> {
    let usable = are_usable(breaks, [demand, order_cost, holding_rate]);
    let mut surcharge = 0.0;
    let mut dearer = breaks.first()?.unit_cost;
    let lots = breaks.iter().map(|at| {
        surcharge += (dearer - at.unit_cost) * at.from_quantity;
        dearer = at.unit_cost;
        let holding = holding_rate * at.unit_cost;
        let order_quantity = eoq(demand, order_cost + surcharge, holding).max(at.from_quantity);
        let ordering = (order_cost + surcharge) * demand / order_quantity;
        let held = 0.5 * (holding * order_quantity + holding_rate * surcharge);
        DiscountLot { order_quantity, cost: at.unit_cost * demand + ordering + held }
    });
    lots.filter(|_| usable).min_by(|a, b| a.cost.total_cmp(&b.cost))
}

fn are_usable(breaks: &[PriceBreak], positive: [f64; 3]) -> bool {
    let prices = breaks.iter().all(|at| at.unit_cost > 0.0 && at.unit_cost.is_finite());
    let begin = breaks.first().is_some_and(|first| first.from_quantity == 0.0);
    let steps = breaks.windows(2).all(|pair| {
        pair[0].from_quantity < pair[1].from_quantity
            && pair[1].from_quantity.is_finite()
            && pair[0].unit_cost >= pair[1].unit_cost
    });
    prices && begin && steps && positive.iter().all(|value| *value > 0.0 && value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn breaks(list: &[(f64, f64)]) -> Vec<PriceBreak> {
        list.iter().map(|&(from_quantity, unit_cost)| PriceBreak { from_quantity, unit_cost }).collect()
    }

    #[test]
    fn impossible_prices_have_no_lot() {
        for list in [[(0.0, 8.0), (100.0, 9.0)], [(1.0, 8.0), (100.0, 7.0)], [(0.0, 8.0), (0.0, 7.0)]] {
            assert_eq!(eoq_all_units_discount(450.0, 150.0, 0.25, &breaks(&list)), None);
        }
        assert_eq!(eoq_incremental_discount(450.0, 150.0, 0.25, &[]), None);
        assert_eq!(eoq_incremental_discount(0.0, 150.0, 0.25, &breaks(&[(0.0, 8.0)])), None);
    }

    proptest! {
        #[test]
        fn no_other_lot_is_cheaper(
            demand in 1.0..1e4f64, order_cost in 0.1..500.0f64, rate in 0.05..1.0f64, price in 0.1..50.0f64,
            cuts in prop::collection::vec((1.0..400.0f64, 0.7..1.0f64), 0..4), quantity in 0.5..3000.0f64,
        ) {
            let mut list = vec![(0.0, price)];
            for (step, cut) in cuts {
                let (from, price) = list[list.len() - 1];
                list.push((from + step, cut * price));
            }
            let list = breaks(&list);
            let last = list.iter().rposition(|at| at.from_quantity <= quantity).expect("begins at 0");
            let per_order = |bought: f64| {
                (order_cost + bought) * demand / quantity + 0.5 * rate * bought
            };
            let at_one_price = list[last].unit_cost * quantity;
            let best = eoq_all_units_discount(demand, order_cost, rate, &list).expect("valid");
            prop_assert!(per_order(at_one_price) >= best.cost * (1.0 - 1e-12));
            let mut in_steps = 0.0;
            for (index, at) in list.iter().enumerate().take(last + 1) {
                let end = list.get(index + 1).map_or(quantity, |next| next.from_quantity.min(quantity));
                in_steps += at.unit_cost * (end - at.from_quantity);
            }
            let best = eoq_incremental_discount(demand, order_cost, rate, &list).expect("valid");
            prop_assert!(per_order(in_steps) >= best.cost * (1.0 - 1e-12));
        }
    }
}
