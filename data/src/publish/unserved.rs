//! The effect of stockouts on a forecast.

use contract::Unserved;
use planning::convert::single;
use planning::panel::{FirstDemand, Known, Panel};

use super::demand::Demand;
use super::item_locations::ItemLocations;
use super::periods::{HORIZON_PERIODS, PERIOD_DAYS, SEASON_PERIODS};

/// The forecast of each row if sales were all demand; `None` where all demand could be served.
pub(super) fn all(demand: &Demand, items: &ItemLocations) -> Vec<Option<Unserved>> {
    // f32::max takes zero where the share is not known.
    let short = |row: usize| {
        demand.served_of(row).iter().map(|share| (1.0 - share).max(0.0)).sum::<f32>() * PERIOD_DAYS as f32
    };
    let days: Vec<f32> = (0..items.len()).map(short).collect();
    if days.iter().all(|days| *days <= 0.0) {
        return vec![None; days.len()];
    }
    let (sold, groups): (Vec<f64>, _) =
        (demand.units.iter().map(|units| f64::from(*units)).collect(), items.groups());
    let panel = Panel {
        periods: demand.shape.periods,
        demand: &sold,
        groups: &groups,
        season: SEASON_PERIODS,
        holidays: &demand.influences.holidays,
    };
    let known = Known::new(panel, demand.shape.periods);
    let seasons = known.seasons();
    let coming = demand.shape.periods..demand.shape.periods + HORIZON_PERIODS;
    let as_sold = |(row, days): (usize, &f32)| {
        (*days > 0.0).then(|| {
            let level = known.level(row, &seasons, &FirstDemand::default());
            let index: f64 = seasons.indices(groups[row], coming.clone()).iter().sum();
            let mean = level.units * level.goes_on * index / HORIZON_PERIODS as f64;
            Unserved { days: *days, as_sold_per_day: single(mean / f64::from(PERIOD_DAYS)) }
        })
    };
    days.iter().enumerate().map(as_sold).collect()
}
