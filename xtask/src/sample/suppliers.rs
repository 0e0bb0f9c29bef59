//! Simulated suppliers with the lead-time shapes of real vendors.

use anyhow::{Result, ensure};

/// Lead times are scaled so that the suppliers' medians span this range.
const MEDIAN_DAYS: (f64, f64) = (7.0, 45.0);

/// Smallest orders, and orders from which freight is free, pounds: some are out of reach of an order of one day. Some
/// suppliers ask for none.
const LIMITS: [Option<(i64, i64)>; 6] = [
    Some((250, 1_000)),
    None,
    Some((1_500, 5_000)),
    Some((10_000, 25_000)),
    Some((500, 2_500)),
    Some((75_000, 90_000)),
];
/// Working days of a week.
const WORKING_DAYS: i64 = 5;

/// What the supplier at a place of the list asks of an order.
pub(super) struct Terms {
    /// Smallest order, pounds.
    pub(super) minimum_order_value: Option<i64>,
    /// Order from which freight is free, pounds.
    pub(super) free_freight_value: Option<i64>,
    /// Weekday for orders, from 1 for Monday; some take orders on any day.
    pub(super) order_weekday: Option<i64>,
}

impl Terms {
    /// The terms at a place.
    pub(super) fn at(place: usize) -> Result<Self> {
        let (limits, place) = (LIMITS[place % LIMITS.len()], i64::try_from(place)?);
        Ok(Terms {
            minimum_order_value: limits.map(|(least, _)| least),
            free_freight_value: limits.map(|(_, free)| free),
            order_weekday: (place % 3 != 0).then_some(1 + place % WORKING_DAYS),
        })
    }
}

/// A supplier.
pub(super) struct Supplier {
    /// Code.
    pub(super) code: String,
    /// Name.
    pub(super) name: String,
    /// Lead times to draw from, days, sorted.
    pub(super) lead_time_days: Vec<i32>,
}

impl Supplier {
    /// Mean and sample deviation of the lead times, days.
    pub(super) fn lead_time(&self) -> (f64, f64) {
        let count = self.lead_time_days.len() as f64;
        let mean = self.lead_time_days.iter().map(|d| f64::from(*d)).sum::<f64>() / count;
        let squares: f64 =
            self.lead_time_days.iter().map(|d| (f64::from(*d) - mean) * (f64::from(*d) - mean)).sum();
        (mean, (squares / (count - 1.0)).sqrt())
    }
}

/// One supplier per vendor: its lead times relative to its median, at a median scaled into [`MEDIAN_DAYS`].
pub(super) fn from_deliveries(vendors: &[Vec<i32>]) -> Result<Vec<Supplier>> {
    ensure!(vendors.len() >= 5, "only {} vendors with enough deliveries", vendors.len());
    let median = |days: &[i32]| f64::from(days[days.len() / 2]);
    let mut order: Vec<&Vec<i32>> = vendors.iter().collect();
    order.sort_by(|a, b| median(a).total_cmp(&median(b)));
    let step = (MEDIAN_DAYS.1 - MEDIAN_DAYS.0) / (order.len() - 1) as f64;
    let supplier = |(i, days): (usize, &Vec<i32>)| {
        let factor = (MEDIAN_DAYS.0 + step * i as f64) / median(days);
        #[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
        let scaled = |d: &i32| (f64::from(*d) * factor).round().clamp(2.0, 90.0) as i32;
        Supplier {
            code: format!("SUP-{:02}", i + 1),
            name: format!("Supplier {:02}", i + 1),
            lead_time_days: days.iter().map(scaled).collect(),
        }
    };
    Ok(order.into_iter().enumerate().map(supplier).collect())
}
