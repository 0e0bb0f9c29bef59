//! How an item-location is ordered: the facts known before demand occurs.

use planning::convert::whole_usize;
use planning::normal;
use planning::panel::{Facts, Level, Observation, RECENT_WEEKS};
use planning::periods::Step;

use super::need::Need;
use super::periods::sum;
use super::together::Expected;

/// An item with fewer expected orders of its usual size a year is not stocked but ordered when a customer asks: stock
/// for the next order would exceed a year's demand.
const ORDERS_PER_YEAR_MIN: f64 = 2.0;
const DAYS_PER_YEAR: f64 = 365.0;

/// A row's lead time and ordering rules, which define what an order must cover.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order<'a> {
    /// From one period to the next.
    pub(super) step: Step,
    pub(super) lead_time_days: f64,
    pub(super) lead_time_sd_days: f64,
    /// Lead times of receipts in days with their counts, shortest first; empty where none are known.
    pub(super) receipts: &'a [contract::LeadTimeCount],
    pub(super) review_days: f64,
    /// Units of an order, which give the frequency of orders; infinite where nothing is ordered.
    pub(super) quantity: f64,
    /// A seed that depends only on the names, whatever else the snapshot holds.
    pub(super) seed: u64,
}

impl Order<'_> {
    /// The facts known about a need beforehand; `demand` is the row's past demand.
    pub(super) fn facts(&self, need: &Need, level: &Level, demand: &[f64]) -> Facts {
        let lived = &demand[demand.len().saturating_sub(level.lived as usize)..];
        Facts {
            mean: need.mean,
            sd: need.sd,
            period_sd: level.variance.sqrt(),
            lump: level.lump,
            largest: self.largest(demand),
            frequency: level.frequency(),
            lived: f64::from(level.lived),
            lot: self.quantity,
            level: level.units,
            recent: RECENT_WEEKS.map(|weeks| mean(&lived[lived.len().saturating_sub(self.periods(weeks))..])),
            sizes: sizes(lived),
        }
    }

    /// The largest demand that a row has shown over lead time and review period, units.
    fn largest(&self, demand: &[f64]) -> f64 {
        let exposed_days = self.lead_time_days + self.review_days;
        let periods = whole_usize((exposed_days / self.step.days()).ceil()).clamp(1, demand.len().max(1));
        let sums =
            demand.windows(periods).map(|window| window.iter().filter(|units| !units.is_nan()).sum::<f64>());
        sums.fold(0.0, f64::max)
    }

    /// The error of the forecast over the mean lead time, with this weight.
    pub(super) fn error(&self, expected: &Expected<'_>, weight: f64) -> Option<Observation> {
        let actual = self.came(&expected.came)?;
        let mean = sum(self.step, &expected.mean, self.lead_time_days);
        let Level { variance, lump, .. } = *expected.level;
        Some(Observation {
            weight,
            mean,
            variance: variance * self.lead_time_days / self.step.days(),
            lump,
            actual,
        })
    }

    /// The deviation of a review period's demand, units per √day, with which the undershoot is half a lump, or a lump
    /// less half an order where orders are smaller than lumps.
    pub(super) fn review_sd_per_day(&self, level: &Level, pace: f64) -> f64 {
        let review_demand = pace * self.review_days;
        let lump = (self.share_of_period(level) * level.lump).max(review_demand);
        let undershoot = (0.5 * lump).max(lump - 0.5 * self.quantity);
        ((2.0 * undershoot - review_demand) * review_demand / self.review_days).max(0.0).sqrt()
    }

    /// The share of a period's demand that falls into one review: all of rare demand, which comes at once, and the
    /// share of time for frequent demand.
    fn share_of_period(&self, level: &Level) -> f64 {
        (self.review_days / self.step.days()).max(1.0 - level.frequency()).min(1.0)
    }

    /// The quantile of the lead time for a share of orders, days: from receipts, or normal around the mean.
    pub(super) fn lead_time(&self, share: f64) -> usize {
        let mut below = 0.0;
        let received = self.received();
        let found = self.receipts.iter().find(|count| {
            below += f64::from(count.receipts);
            below >= share * received
        });
        match found {
            Some(count) => usize::from(count.days),
            None => {
                let days = self.lead_time_days + self.lead_time_sd_days * normal::ppf(share);
                whole_usize(days.round().max(0.0))
            }
        }
    }

    /// The share of orders that take at most so many days.
    pub(super) fn arrived(&self, days: usize) -> f64 {
        let received = self.received();
        if received > 0.0 {
            let within = self.receipts.iter().take_while(|count| usize::from(count.days) <= days);
            return within.map(|count| f64::from(count.receipts)).sum::<f64>() / received;
        }
        let late = days as f64 + 0.5 - self.lead_time_days;
        if self.lead_time_sd_days > 0.0 {
            1.0 - normal::survival(late / self.lead_time_sd_days)
        } else {
            f64::from(u8::from(late > 0.0))
        }
    }

    /// Periods of so many weeks, at least one.
    fn periods(&self, weeks: usize) -> usize {
        (weeks * self.step.periods_a_year() / Step::Week.periods_a_year()).max(1)
    }

    /// Sum over the lead time of what came; `None` where it is not known, or later than the horizon.
    fn came(&self, periods: &[f64]) -> Option<f64> {
        let needed = whole_usize((self.lead_time_days / self.step.days()).ceil());
        let is_known = needed <= periods.len().min(self.step.horizon_periods())
            && periods[..needed].iter().all(|units| !units.is_nan());
        is_known.then(|| sum(self.step, &periods[..needed], self.lead_time_days))
    }

    fn received(&self) -> f64 {
        self.receipts.iter().map(|count| f64::from(count.receipts)).sum()
    }
}

/// Mean over the periods with known demand.
fn mean(periods: &[f64]) -> f64 {
    let known = periods.iter().filter(|units| !units.is_nan());
    known.clone().sum::<f64>() / known.count().max(1) as f64
}

/// The median, the second largest and the largest demand of a period that had any.
fn sizes(periods: &[f64]) -> [f64; 3] {
    let mut sizes: Vec<f64> = periods.iter().copied().filter(|units| *units > 0.0).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let of = |place: usize| sizes.get(place).copied().unwrap_or(0.0);
    let count = sizes.len();
    [of(count / 2), of(count.saturating_sub(2)), of(count.saturating_sub(1))]
}

/// Whether stock is kept of an item whose usual order is `lump` units.
pub(super) fn is_stocked(demand_per_day: f64, lump: f64) -> bool {
    demand_per_day > 0.0 && demand_per_day * DAYS_PER_YEAR >= ORDERS_PER_YEAR_MIN * lump
}
