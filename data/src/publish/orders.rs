//! How far the need for an order goes from what was expected: the demand from the reorder point to the arrival of the
//! goods, learned from all item-locations and the origins of a year.

use planning::convert::whole_usize;
use planning::normal;
use planning::panel::{Facts, Level, Observation, Quantiles, Scale, Seen};
use planning::stock::{LeadTimeDemand, Undershoot};
use planning::what_if::{FACTOR_LEVELS, Factors};

use super::PERIOD_DAYS;
use super::demand::HORIZON_PERIODS;
use super::forecasts::{Expected, Together};

/// An item of which fewer orders of its usual size are expected is not stocked, but ordered when it is asked for: what
/// would be kept for the next of them is more than a year's demand.
const ORDERS_PER_YEAR_MIN: f64 = 2.0;
const DAYS_PER_YEAR: f64 = 365.0;
/// Periods after which an origin counts half as much.
const HALF_LIFE_PERIODS: f64 = 26.0;

/// No order covers more than (1 + this ÷ the periods it has lived) times the largest need that an item has shown: a record
/// of half a year is soon broken, five times; one of two years seldom, twice.
const RECORD_PERIODS: f64 = 104.0;

/// What an order must cover, as far as it is known before: a row's lead time and how it is ordered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order<'a> {
    pub(super) lead_time_days: f64,
    pub(super) lead_time_sd_days: f64,
    /// Days that receipts took, with how many did, fewest first; empty where none are known.
    pub(super) receipts: &'a [contract::LeadTimeCount],
    pub(super) review_days: f64,
    /// Units of an order, to tell how often there is one; infinite where nothing is ordered.
    pub(super) quantity: f64,
    /// The same for the same names, whatever else there is.
    pub(super) seed: u64,
}

/// What is expected of the need for an order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Need {
    /// Demand over lead time and review period, units per day.
    pub(super) exposed_demand_per_day: f64,
    /// Deviation of the forecast error over the lead time, units per √day.
    pub(super) error_sd_per_day: f64,
    /// Deviation of a review period's demand, units per √day.
    pub(super) review_sd_per_day: f64,
    /// Mean of demand over the lead time and undershoot, units.
    mean: f64,
    /// Its deviation, units.
    sd: f64,
}

impl Need {
    /// At a pace, as if nothing could err.
    pub(super) fn even(demand_per_day: f64) -> Self {
        Need { exposed_demand_per_day: demand_per_day, ..Need::default() }
    }
}

/// The spread of needs.
pub(super) struct Needs {
    scale: Option<Scale>,
    quantiles: Quantiles,
}

impl Needs {
    /// Learns from what was needed after each origin.
    pub(super) fn learn(together: &Together, orders: &[Order<'_>], newest: usize) -> Self {
        let mut errors = Vec::new();
        for known in together.spread_origins() {
            errors.extend(
                orders
                    .iter()
                    .enumerate()
                    .filter_map(|(row, order)| order.error(&together.expected(row, known)?, newest)),
            );
        }
        let mut needs = Needs { scale: Scale::learn(&errors), quantiles: Quantiles::learn(&[], &[]) };
        let mut needed = Vec::new();
        for known in together.spread_origins() {
            let seen = orders.iter().enumerate().filter_map(|(row, order)| {
                needs.needed(order, &together.expected(row, known)?, together.demand(row, known), newest)
            });
            needed.extend(seen);
        }
        needs.quantiles = Quantiles::learn(&needed, &FACTOR_LEVELS);
        needs
    }

    /// What is expected of the need for an order, from the mean demand of coming periods.
    pub(super) fn expected(&self, order: &Order<'_>, level: &Level, mean: &[f64]) -> Need {
        let exposed_days = order.lead_time_days + order.review_days;
        let pace = sum(mean, exposed_days) / exposed_days;
        let review_sd = order.review_sd_per_day(level, pace);
        let lead_time_mean = pace * order.lead_time_days;
        let variance = level.variance * order.lead_time_days / f64::from(PERIOD_DAYS);
        let error_sd = Scale::sd_or_own(self.scale, lead_time_mean, variance, level.lump);
        let error_sd_per_day =
            if order.lead_time_days > 0.0 { error_sd / order.lead_time_days.sqrt() } else { 0.0 };
        let demand =
            LeadTimeDemand::new(pace, error_sd_per_day, order.lead_time_days, order.lead_time_sd_days);
        let undershoot = Undershoot::new(pace * order.review_days, review_sd * order.review_days.sqrt());
        Need {
            exposed_demand_per_day: pace,
            error_sd_per_day,
            review_sd_per_day: review_sd,
            mean: demand.mean + undershoot.mean,
            sd: (demand.sd * demand.sd + undershoot.variance).sqrt(),
        }
    }

    /// The safety factors of a row's need, whose history is `demand`.
    pub(super) fn factors(&self, need: &Need, order: &Order<'_>, level: &Level, demand: &[f64]) -> Factors {
        if need.mean <= 0.0 || need.sd <= 0.0 {
            return Factors::NORMAL;
        }
        let facts = order.facts(need, level, demand);
        let mut factors = Factors::NORMAL;
        let most = (facts.largest * (1.0 + RECORD_PERIODS / facts.lived.max(1.0))).max(need.mean);
        for (factor, units) in factors.0.iter_mut().zip(self.quantiles.of(&facts)) {
            *factor = (units.min(most) - need.mean) / need.sd;
        }
        factors
    }

    /// What was needed of an order that the first coming period's demand would have triggered: the more likely, the larger
    /// it was.
    fn needed(
        &self,
        order: &Order<'_>,
        expected: &Expected<'_>,
        demand: &[f64],
        newest: usize,
    ) -> Option<Seen> {
        let need = self.expected(order, expected.level, &expected.mean);
        let (first, later) = expected.came.split_first()?;
        let trigger = order.share_of_period(expected.level) * first;
        let [place, time, day] = uniforms(order.seed, expected.known);
        let came = came_at_once(later, order.lead_time(time), expected.level.frequency(), day)?;
        let is_stocked = is_stocked(need.exposed_demand_per_day, expected.level.lump);
        (trigger > 0.0 && need.mean > 0.0 && is_stocked).then(|| Seen {
            weight: (trigger / order.quantity).min(1.0) * age(expected.known, newest),
            facts: order.facts(&need, expected.level, demand),
            actual: order.below(trigger, place) + came,
        })
    }
}

impl Order<'_> {
    /// What is known of a need before it comes; `demand` is what the row has shown.
    fn facts(&self, need: &Need, level: &Level, demand: &[f64]) -> Facts {
        Facts {
            mean: need.mean,
            sd: need.sd,
            lump: level.lump,
            largest: self.largest(demand),
            frequency: level.frequency(),
            lived: f64::from(level.lived),
            lot: self.quantity,
        }
    }

    /// The largest demand that a row has shown over lead time and review period, units.
    fn largest(&self, demand: &[f64]) -> f64 {
        let exposed_days = self.lead_time_days + self.review_days;
        let periods =
            whole_usize((exposed_days / f64::from(PERIOD_DAYS)).ceil()).clamp(1, demand.len().max(1));
        let sums =
            demand.windows(periods).map(|window| window.iter().filter(|units| !units.is_nan()).sum::<f64>());
        sums.fold(0.0, f64::max)
    }

    /// The error of the forecast over the mean lead time.
    fn error(&self, expected: &Expected<'_>, newest: usize) -> Option<Observation> {
        let actual = came(&expected.came, self.lead_time_days)?;
        let mean = sum(&expected.mean, self.lead_time_days);
        let Level { variance, lump, .. } = *expected.level;
        Some(Observation {
            weight: age(expected.known, newest),
            mean,
            variance: variance * self.lead_time_days / f64::from(PERIOD_DAYS),
            lump,
            actual,
        })
    }

    /// The deviation of a review period's demand, units per √day, with which the undershoot is half a lump, or a lump
    /// less half an order where orders are smaller than lumps.
    fn review_sd_per_day(&self, level: &Level, pace: f64) -> f64 {
        let review_demand = pace * self.review_days;
        let lump = (self.share_of_period(level) * level.lump).max(review_demand);
        let undershoot = (0.5 * lump).max(lump - 0.5 * self.quantity);
        ((2.0 * undershoot - review_demand) * review_demand / self.review_days).max(0.0).sqrt()
    }

    /// How far below the reorder point a demand leaves the stock that triggered the order: before it, the stock was up to
    /// an order above that point, each height as likely; `place` is a share of what is possible.
    fn below(&self, demand: f64, place: f64) -> f64 {
        if demand <= self.quantity { place * demand } else { demand - place * self.quantity }
    }

    /// Which part of a period's demand falls into one review: all of rare demand, which comes at once, and of frequent
    /// demand as much as there is time.
    fn share_of_period(&self, level: &Level) -> f64 {
        (self.review_days / f64::from(PERIOD_DAYS)).max(1.0 - level.frequency()).min(1.0)
    }

    /// The lead time that a share of orders take less than: as receipts took, or normal around the mean.
    fn lead_time(&self, share: f64) -> f64 {
        let total: f64 = self.receipts.iter().map(|count| f64::from(count.receipts)).sum();
        let mut below = 0.0;
        let found = self.receipts.iter().find(|count| {
            below += f64::from(count.receipts);
            below >= share * total
        });
        match found {
            Some(count) => f64::from(count.days),
            None => (self.lead_time_days + self.lead_time_sd_days * normal::ppf(share)).max(0.0),
        }
    }
}

/// Whether stock is kept of an item whose usual order is `lump` units.
pub(super) fn is_stocked(demand_per_day: f64, lump: f64) -> bool {
    demand_per_day > 0.0 && demand_per_day * DAYS_PER_YEAR >= ORDERS_PER_YEAR_MIN * lump
}

fn age(known: usize, newest: usize) -> f64 {
    (-((newest - known) as f64) / HALF_LIFE_PERIODS).exp2()
}

/// Sum over so many days of coming periods; beyond the last as in it.
fn sum(periods: &[f64], days: f64) -> f64 {
    let length = days / f64::from(PERIOD_DAYS);
    let whole = whole_usize(length).min(periods.len());
    let next = periods.get(whole).or(periods.last()).copied().unwrap_or(0.0);
    periods[..whole].iter().sum::<f64>() + (length - whole as f64) * next
}

/// The same of what came; `None` where it is not known, or later than the horizon.
fn came(periods: &[f64], days: f64) -> Option<f64> {
    let needed = whole_usize((days / f64::from(PERIOD_DAYS)).ceil());
    let is_known =
        needed <= periods.len().min(HORIZON_PERIODS) && periods[..needed].iter().all(|units| !units.is_nan());
    is_known.then(|| sum(&periods[..needed], days))
}

/// The same where only frequent demand is spread over its period: rare demand comes on one day, which is before the end
/// with the probability that `day` is below the part of the period.
fn came_at_once(periods: &[f64], days: f64, frequency: f64, day: f64) -> Option<f64> {
    let spread = came(periods, days)?;
    let (whole, part) = (whole_usize(days / f64::from(PERIOD_DAYS)), (days / f64::from(PERIOD_DAYS)).fract());
    let last = if part > 0.0 { periods[whole] } else { 0.0 };
    let at_once = spread - part * last + if day < part { last } else { 0.0 };
    Some(frequency * spread + (1.0 - frequency) * at_once)
}

/// Three numbers evenly spread over (0, 1), the same for the same seed and origin (SplitMix64: Steele, Lea & Flood, 2014).
fn uniforms(seed: u64, known: usize) -> [f64; 3] {
    let mut state = seed ^ (known as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    [(); 3].map(|()| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    })
}
