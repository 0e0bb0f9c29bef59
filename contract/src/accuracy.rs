//! Forecast accuracy over item-locations: errors from earlier origins as ratios of sums, and forecast value added.

use crate::plan::BacktestSums;
use crate::{Cube, Facts, Filter, Group, Plan};
use planning::accuracy::ErrorSums;
use planning::convert::count_u32;
use planning::day::Day;
use planning::forecast::{DemandClass, Method};
use planning::periods::Step;
use serde::Serialize;

/// `GET /api/v1/accuracy`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccuracyAnswer {
    /// The publication all numbers are from.
    pub publication: String,
    /// "Today" of the publication: the last day forecast from an earlier origin.
    pub as_of: Day,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// From one period to the next: errors are of demand in a period.
    pub period: Step,
    /// Days of a period; of a month the mean.
    pub period_days: f64,
    /// Largest number of periods forecast from an origin.
    pub horizon_periods: u32,
    /// Largest number of origins of an item-location.
    pub origins: u32,
    /// Accuracy over all item-locations kept.
    pub total: AccuracyRow,
    /// Accuracy by category, demand class and method, in that order; groups without item-locations are left out.
    pub groups: Vec<AccuracyRow>,
    /// Counts of item-locations by their error relative to the naive method's.
    pub ratios: Vec<RatioBin>,
}

/// The property that item-locations are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// All of them.
    Total,
    /// Category of the product.
    Category,
    /// Demand class.
    DemandClass,
    /// Method of the forecast.
    Method,
}

/// Accuracy over a group of item-locations. A measure is absent where nothing was forecast from an earlier origin, or
/// where its denominator is zero.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccuracyRow {
    /// The property that defines the group.
    pub grouping: Grouping,
    /// The group: a category, `smooth`, `theta` …; empty for all.
    pub group: String,
    /// Item-locations forecast from earlier origins.
    pub item_locations: u32,
    /// Item-locations whose history is too short for that, or whose demand has ended.
    pub untested: u32,
    /// Periods forecast, over item-locations and origins.
    pub periods: f64,
    /// Demand of those periods, units.
    pub demand: f64,
    /// Root mean squared scaled error: squares ÷ the mean squared change of each item's history, then their mean over
    /// all periods, then its root.
    pub rmsse: Option<f64>,
    /// The same of the naive method: seasonal where a season is known, else the last period's demand.
    pub naive_rmsse: Option<f64>,
    /// Weighted absolute percentage error, a fraction: Σ|demand − forecast| ÷ Σ demand.
    pub wape: Option<f64>,
    /// The same of the naive method.
    pub naive_wape: Option<f64>,
    /// Σ(forecast − demand) ÷ Σ demand, a fraction: above zero where too much was forecast.
    pub bias: Option<f64>,
    /// Forecast value added, 1 − rmsse ÷ naive_rmsse: below zero where the naive method did better.
    pub value_added: Option<f64>,
    /// Share of item-locations with a smaller squared error than the naive method's.
    pub better: Option<f64>,
    /// The same share, weighted by forecast demand a year at cost, over item-locations whose cost is known.
    pub better_by_value: Option<f64>,
}

/// Item-locations whose RMSSE ÷ that of the naive method lies within limits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RatioBin {
    /// From this ratio on.
    pub from: f64,
    /// Below this one; absent for no limit.
    pub below: Option<f64>,
    /// How many.
    pub item_locations: u32,
}

/// Limits of the counted ratios; 1 is among them, because there the naive method is equally good.
const RATIOS: [f64; 9] = [0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1];

/// Sums over a group.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    forecast: ErrorSums,
    naive: ErrorSums,
    tested: u32,
    untested: u32,
    better: u32,
    value: f64,
    better_value: f64,
}

impl Sums {
    fn add(&mut self, sums: Option<&BacktestSums>, value: f64) {
        let Some(BacktestSums { forecast, naive, .. }) = sums else {
            self.untested += 1;
            return;
        };
        let is_better = forecast.scaled_square < naive.scaled_square;
        self.forecast.add(forecast);
        self.naive.add(naive);
        self.tested += 1;
        self.better += u32::from(is_better);
        if value > 0.0 {
            self.value += value;
            self.better_value += if is_better { value } else { 0.0 };
        }
    }

    fn row(&self, grouping: Grouping, group: String) -> AccuracyRow {
        let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        let (rmsse, naive_rmsse) = (self.forecast.rmsse(), self.naive.rmsse());
        let value_added = rmsse.zip(naive_rmsse).and_then(|(ours, naive)| Some(1.0 - share(ours, naive)?));
        AccuracyRow {
            grouping,
            group,
            item_locations: self.tested,
            untested: self.untested,
            periods: self.forecast.periods,
            demand: self.forecast.demand,
            rmsse,
            naive_rmsse,
            wape: self.forecast.wape(),
            naive_wape: self.naive.wape(),
            bias: self.forecast.relative_bias(),
            value_added,
            better: share(f64::from(self.better), f64::from(self.tested)),
            better_by_value: share(self.better_value, self.value),
        }
    }
}

/// Accuracy over the item-locations that a filter keeps; its dates do not matter.
pub fn accuracy(facts: &Facts, cube: &Cube, plan: &Plan, filter: &Filter) -> AccuracyAnswer {
    let mut total = Sums::default();
    let mut categories = vec![Sums::default(); cube.categories.len()];
    let mut classes = [Sums::default(); DemandClass::ALL.len()];
    let mut methods = [Sums::default(); Method::ALL.len()];
    let mut ratios = [0; RATIOS.len()];
    let mut origins = 0;
    for row in plan.policy.rows(&cube.categories, &cube.locations, filter) {
        let row = row as usize;
        let sums = plan.accuracy.row(row);
        let value =
            f64::from(plan.policy.demand_per_day[row]) * 365.0 * f64::from(plan.policy.unit_cost[row]);
        for group in [
            &mut total,
            &mut categories[usize::from(plan.policy.category[row])],
            &mut classes[usize::from(plan.items.demand_class[row])],
            &mut methods[usize::from(plan.items.method[row])],
        ] {
            group.add(sums.as_ref(), value);
        }
        if let Some(sums) = sums {
            origins = origins.max(u32::from(sums.origins));
            let ratio = (sums.forecast.scaled_square / sums.naive.scaled_square).sqrt();
            // A naive method without error cannot be beaten: 0 ÷ 0 counts as equal, the rest as infinitely worse.
            let ratio = if ratio.is_nan() { 1.0 } else { ratio };
            ratios[RATIOS.partition_point(|from| *from <= ratio) - 1] += 1;
        }
    }
    let category = |(group, sums): (&Group, &Sums)| sums.row(Grouping::Category, group.id.clone());
    let class =
        |(class, sums): (DemandClass, &Sums)| sums.row(Grouping::DemandClass, class.name().to_owned());
    let method = |(method, sums): (Method, &Sums)| sums.row(Grouping::Method, method.name().to_owned());
    let groups = cube.categories.iter().zip(&categories).map(category);
    let groups = groups.chain(DemandClass::ALL.into_iter().zip(&classes).map(class));
    let groups = groups.chain(Method::ALL.into_iter().zip(&methods).map(method));
    let bin = |(place, count): (usize, u32)| RatioBin {
        from: RATIOS[place],
        below: RATIOS.get(place + 1).copied(),
        item_locations: count,
    };
    AccuracyAnswer {
        publication: facts.id.clone(),
        as_of: facts.as_of,
        currency: facts.currency.clone(),
        period: cube.grain,
        period_days: cube.grain.days(),
        horizon_periods: count_u32(cube.grain.horizon_periods()),
        origins,
        total: total.row(Grouping::Total, String::new()),
        groups: groups.filter(|row| row.item_locations + row.untested > 0).collect(),
        ratios: ratios.into_iter().enumerate().map(bin).collect(),
    }
}
