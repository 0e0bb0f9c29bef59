//! The effect of stockouts on a forecast.

use contract::Unserved;
use planning::convert::single;
use planning::panel::{FirstDemand, Known, Panel};

use super::demand::Demand;
use super::item_locations::ItemLocations;

/// The forecast of each row if sales were all demand; `None` where all demand could be served.
pub(super) fn all(demand: &Demand, items: &ItemLocations) -> Vec<Option<Unserved>> {
    let (step, shape) = (demand.shape.dates.step, demand.shape);
    // f32::max takes zero where the share is not known.
    let short = |row: usize| {
        demand.served_of(row).iter().map(|share| (1.0 - share).max(0.0)).sum::<f32>() * single(step.days())
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
        season: step.periods_a_year(),
        holidays: &demand.influences.holidays,
    };
    let known = Known::new(panel, demand.shape.periods);
    let seasons = known.seasons();
    let coming = shape.periods..shape.with_horizon();
    let as_sold = |(row, days): (usize, &f32)| {
        (*days > 0.0).then(|| {
            let level = known.level(row, &seasons, &FirstDemand::default());
            let index: f64 = seasons.indices(groups[row], coming.clone()).iter().sum();
            let mean = level.units * level.goes_on * index / coming.len() as f64;
            Unserved { days: *days, as_sold_per_day: single(mean / step.days()) }
        })
    };
    days.iter().enumerate().map(as_sold).collect()
}
