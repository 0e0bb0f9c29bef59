//! Fill rate (type 2 service) of a reorder-point policy.

use crate::normal;

/// The loss G(k) = (1 − β)·Q ÷ σ that a fill-rate target β allows: solve it for the safety factor k.
///
/// The simple form, uncapped. `order_quantity` and `sd_lead_time_demand` in units. Source: Silver, Pyke & Peterson,
/// *Inventory Management and Production Planning and Scheduling*, eq. 7.27.
fn allowed_loss(fill_rate: f64, order_quantity: f64, sd_lead_time_demand: f64) -> f64 {
    (1.0 - fill_rate) * order_quantity / sd_lead_time_demand
}

/// The safety factor k at which a policy of that order quantity meets the fill rate: G(k) = (1 − β)·Q ÷ σ.
///
/// Negative where even less than the mean lead-time demand would do; NaN where the target is not in (0, 1) or a
/// quantity is not positive.
pub fn fill_rate_factor(fill_rate: f64, order_quantity: f64, sd_lead_time_demand: f64) -> f64 {
    let target = allowed_loss(fill_rate, order_quantity, sd_lead_time_demand);
    let usable = target > 0.0 && target.is_finite() && fill_rate > 0.0;
    if !usable {
        return f64::NAN;
    }
    // G(k) > −k, so k > −target; and G(38) is below the smallest positive double.
    let (mut low, mut high) = (-target - 1.0, 38.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if normal::loss(middle) > target { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Expected fill rate at safety factor `k`: β = 1 − σ·(G(k) − G(k + Q/σ)) ÷ Q, exact for any order quantity.
///
/// `sd` is the deviation of demand over the time the reorder point must cover. Source: Silver, Pyke & Peterson,
/// *Inventory Management and Production Planning and Scheduling*, §7.7.
pub fn expected_fill_rate(k: f64, order_quantity: f64, sd: f64) -> f64 {
    if sd <= 0.0 {
        return 1.0;
    }
    let steps = order_quantity / sd;
    // Beyond seven deviations the second loss is below 1e-13 and cannot be seen.
    let later = if k + steps < 7.0 { normal::loss(k + steps) } else { 0.0 };
    1.0 - (normal::loss(k) - later) / steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn worked_values() {
        for (fill_rate, quantity, k) in [
            (0.98, 400.0, 0.3002475529),
            (0.98, 100.0, 1.1145638781),
            (0.99, 400.0, 0.7405007209),
            (0.9, 400.0, -1.2864809707),
        ] {
            assert!((fill_rate_factor(fill_rate, quantity, 30.0) - k).abs() < 1e-9);
        }
        for impossible in [(1.0, 400.0, 30.0), (0.0, 400.0, 30.0), (0.9, -1.0, 30.0), (0.9, 400.0, 0.0)] {
            assert!(fill_rate_factor(impossible.0, impossible.1, impossible.2).is_nan());
        }
    }

    proptest! {
        #[test]
        fn stays_a_share_and_rises_with_the_factor(k in 0.0..4.0f64, quantity in 0.01..1e4f64, sd in 0.01..1e4f64) {
            let beta = expected_fill_rate(k, quantity, sd);
            prop_assert!((-1e-9..=1.0).contains(&beta), "{beta}");
            prop_assert!(expected_fill_rate(k + 0.1, quantity, sd) >= beta - 1e-12);
        }

        #[test]
        fn agrees_with_the_simple_form_for_large_quantities(beta in 0.5..0.999f64, sd in 0.1..100.0f64) {
            let quantity = 60.0 * sd;
            let k = fill_rate_factor(beta, quantity, sd);
            if k > -30.0 {
                prop_assert!((expected_fill_rate(k, quantity, sd) - beta).abs() < 1e-9);
            }
        }
    }
}
