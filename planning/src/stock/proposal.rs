//! What to order and when, and the risk of waiting.

use super::{LeadTimeDemand, Outlook, whole_packs};
use crate::normal;
use crate::what_if::{FactorLine, Factors};

/// An order to place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    /// Days from today; 0 is today.
    pub in_days: u32,
    /// Units: a whole multiple of the order quantity, rounded up to whole packs or units.
    pub quantity: f64,
}

/// The next order of a policy that orders when the inventory position is at or below its reorder point.
///
/// The day is the first by whose end the position less expected demand is at or below the reorder point. The quantity
/// is the smallest multiple of the order quantity that lifts the position above it again: the (r, nQ) policy
/// (Axsäter, *Inventory Control*, §5.3), in whole packs of `pack_size`, or whole units where that is NaN. All in
/// units. `None` where another number is missing, nothing is to be ordered, or the day is beyond the reach of the
/// outlook.
pub fn proposal(
    position: f64,
    reorder_point: f64,
    order_quantity: f64,
    pack_size: f64,
    outlook: &Outlook<'_>,
) -> Option<Proposal> {
    if !order_quantity.is_finite() || order_quantity <= 0.0 {
        return None;
    }
    let in_days = outlook.days_until(position - reorder_point)?;
    let short = reorder_point - (position - outlook.demand(f64::from(in_days)));
    let lots = libm::floor(short / order_quantity).max(0.0) + 1.0;
    let pack_size = if pack_size > 0.0 { pack_size } else { 1.0 };
    Some(Proposal { in_days, quantity: whole_packs(lots * order_quantity, pack_size) })
}

/// The risk if an order is placed after so many days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Risk {
    /// Probability that stock runs out before the order arrives.
    pub stockout_probability: f64,
    /// Units expected to be short before it arrives.
    pub short_units: f64,
}

/// The uncertainty of demand until an order arrives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertain {
    /// Mean lead time, days.
    pub lead_time_days: f64,
    /// Its deviation, days.
    pub lead_time_sd_days: f64,
    /// Demand over it, units per day.
    pub demand_per_day: f64,
    /// Deviation of the forecast error, units per √day.
    pub error_sd_per_day: f64,
    /// How many deviations demand has been away from its mean, for similar items.
    pub factors: Factors,
}

#[cfg(test)]
impl Uncertain {
    /// With normally distributed errors, of lead time and of demand per day, each (mean, deviation).
    pub(super) fn normal(lead_time_days: (f64, f64), demand_per_day: (f64, f64)) -> Self {
        Uncertain {
            lead_time_days: lead_time_days.0,
            lead_time_sd_days: lead_time_days.1,
            demand_per_day: demand_per_day.0,
            error_sd_per_day: demand_per_day.1,
            factors: Factors::NORMAL,
        }
    }
}

/// The risk until an order placed after `wait_days` arrives.
///
/// Demand until then has the outlook's mean and the deviation σ = √((w + L)·σ_d² + d²·σ_L²), w the wait, and is
/// distributed as the errors of similar items: a + b·N deviations from its mean (see [`Factors`]), whose shortage is
/// b·σ·G(k) with k = ((position − mean) ÷ σ − a) ÷ b.
pub fn risk(position: f64, wait_days: f64, uncertain: &Uncertain, outlook: &Outlook<'_>) -> Risk {
    let exposed_days = wait_days + uncertain.lead_time_days;
    let mean = outlook.demand(exposed_days);
    let Uncertain { demand_per_day, error_sd_per_day, lead_time_sd_days, .. } = *uncertain;
    let sd = LeadTimeDemand::new(demand_per_day, error_sd_per_day, exposed_days, lead_time_sd_days).sd;
    if sd <= 0.0 {
        let short = mean - position;
        let certain = if short > 0.0 { 1.0 } else { 0.0 };
        return Risk { stockout_probability: certain, short_units: short.max(0.0) };
    }
    let FactorLine { shift, slope } = uncertain.factors.at_factor((position - mean) / sd);
    let k = ((position - mean) / sd - shift) / slope;
    Risk {
        stockout_probability: normal::survival(k),
        short_units: (slope * sd * normal::loss(k)).max(mean - position),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::single;
    use proptest::prelude::*;

    const SEVEN_A_WEEK: Outlook<'_> = Outlook { mean: &[7.0; 13], period_days: 7.0, factor: 1.0 };

    #[test]
    fn the_day_is_when_the_reorder_point_is_reached_and_the_quantity_lifts_above_it() {
        let check = |position: f64, expected: Option<(u32, f64)>| {
            let found = proposal(position, 20.0, 12.0, f64::NAN, &SEVEN_A_WEEK);
            assert_eq!(found.map(|p| (p.in_days, p.quantity)), expected, "{position}");
        };
        check(30.0, Some((10, 12.0)));
        check(30.5, Some((11, 12.0)));
        check(20.0, Some((0, 12.0)));
        // 20 − 12 = 8: one lot would only reach the reorder point, so there are two.
        check(8.0, Some((0, 24.0)));
        check(-5.0, Some((0, 36.0)));
        check(1e7, None);
        check(f64::NAN, None);
        assert_eq!(proposal(5.0, 0.0, 0.0, f64::NAN, &SEVEN_A_WEEK), None);
        assert_eq!(proposal(5.0, f64::NAN, 12.0, f64::NAN, &SEVEN_A_WEEK), None);
    }

    #[test]
    fn packs_stay_whole_in_the_precision_of_derived_files() {
        for (order_quantity, pack_size, lots) in
            [(21.0, 3.0, 1.0), (5.0, 2.5, 3.0), (0.75, 0.75, 7.0), (0.6, 0.1, 2.0)]
        {
            let [quantity, pack] = [order_quantity, pack_size].map(|units| f64::from(single(units)));
            let position = -quantity * (lots - 0.5);
            let found = proposal(position, 0.0, quantity, pack, &SEVEN_A_WEEK).expect("an order");
            assert!((found.quantity - lots * order_quantity).abs() < 1e-6, "{found:?} for {order_quantity}");
        }
    }

    #[test]
    fn at_the_textbook_reorder_point_the_risk_is_what_service_leaves() {
        // One a day ± 2, L = 9 ± 0: s = 9 + z·6 for 95 %.
        let s = 9.0 + normal::ppf(0.95) * 6.0;
        let now = risk(s, 0.0, &Uncertain::normal((9.0, 0.0), (1.0, 2.0)), &SEVEN_A_WEEK);
        assert!((now.stockout_probability - 0.05).abs() < 1e-12, "{now:?}");
        assert!((now.short_units - 6.0 * normal::loss(normal::ppf(0.95))).abs() < 1e-12);
        let certain = risk(5.0, 2.0, &Uncertain::normal((9.0, 0.0), (1.0, 0.0)), &SEVEN_A_WEEK);
        assert_eq!(certain, Risk { stockout_probability: 1.0, short_units: 6.0 });
        assert_eq!(
            risk(50.0, 2.0, &Uncertain::normal((9.0, 0.0), (1.0, 0.0)), &SEVEN_A_WEEK).stockout_probability,
            0.0
        );
    }

    proptest! {
        #[test]
        fn less_in_stock_is_never_ordered_later_nor_less(
            position in -50.0..500.0f64, less in 0.0..100.0f64, s in 0.0..200.0f64, q in 1.0..80.0f64,
            mean in prop::collection::vec(0.5..60.0f64, 13),
        ) {
            let outlook = Outlook { mean: &mean, period_days: 7.0, factor: 1.0 };
            let at = |position| proposal(position, s, q, f64::NAN, &outlook);
            let (more, less) = (at(position), at(position - less));
            if let Some((more, less)) = more.zip(less) {
                prop_assert!(less.in_days <= more.in_days);
                let after = position - outlook.demand(f64::from(more.in_days)) + more.quantity;
                prop_assert!(after > s - 1e-9 && after <= s + q + 1.0 + 1e-9, "{after}");
            }
        }

        #[test]
        fn waiting_never_lowers_the_risk(
            position in 0.0..500.0f64, wait in 0.0..60.0f64, lead in 0.5..60.0f64, sd_lead in 0.0..10.0f64,
            demand in 0.1..30.0f64, cv in 0.0..4.0f64,
        ) {
            let mean = [demand * 7.0; 13];
            let outlook = Outlook { mean: &mean, period_days: 7.0, factor: 1.0 };
            let uncertain = Uncertain::normal((lead, sd_lead), (demand, demand * cv));
            let at = |wait| risk(position, wait, &uncertain, &outlook);
            prop_assert!(at(wait).short_units >= at(0.0).short_units - 1e-9);
            prop_assert!((0.0..=1.0).contains(&at(wait).stockout_probability));
        }
    }
}
