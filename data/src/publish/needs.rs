//! How far the need for an order goes from what was expected: the demand from the reorder point to the arrival of the
//! goods, learned from the orders of all item-locations in a replayed year.

use planning::normal;
use planning::panel::{Facts, Level, Quantiles, Scale, Seen};
use planning::stock::{LeadTimeDemand, Undershoot};
use planning::what_if::{FACTOR_LEVELS, Factors};

use super::PERIOD_DAYS;
use super::orders::{Order, sum};
use super::past::Past;

/// Periods after which an origin counts half as much.
const HALF_LIFE_PERIODS: f64 = 104.0;
/// No order covers more than (1 + this ÷ the periods it has lived) times the largest need that an item has shown: a record
/// of half a year is soon broken, nine times; one of two years seldom, three times.
const RECORD_PERIODS: f64 = 208.0;
/// The service level by whose reorder points the year is replayed: which orders there are hardly depends on it.
const REPLAYED_LEVEL: f64 = 0.95;
/// First with the normal's reorder points, then with those that it taught.
const LESSONS: usize = 2;
/// What is kept is believed within these bounds, and moves what is asked for by no more than so many normal deviations.
const KEPT_MIN: f64 = 0.5;
const KEPT_MAX: f64 = 0.999;
const MOVED_MAX: f64 = 0.3;
/// How often the year is replayed, with other lead times and review days.
const LEARNING_REPLAYS: u64 = 2;
/// Orders placed when fewer than this share could come before the end are not looked at.
const ARRIVED_MIN: f64 = 0.25;

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
    pub(super) mean: f64,
    /// Its deviation, units.
    pub(super) sd: f64,
}

impl Need {
    /// At a pace, as if nothing could err.
    pub(super) fn even(demand_per_day: f64) -> Self {
        Need { exposed_demand_per_day: demand_per_day, ..Need::default() }
    }
}

/// The spread of needs.
#[derive(Clone)]
pub(super) struct Needs {
    scale: Option<Scale>,
    quantiles: Quantiles,
}

impl Needs {
    /// Learns from the year before `newest`, the number of periods known.
    pub(super) fn learn(past: &Past<'_>, newest: usize) -> Self {
        let mut errors = Vec::new();
        let origins = past.origins_before(newest);
        for known in origins.iter().copied() {
            let errors_of = |row| past.error(row, known, newest, age(known, newest));
            errors.extend((0..past.rows()).filter_map(errors_of));
        }
        let mut needs = Needs { scale: Scale::learn(&errors), quantiles: Quantiles::learn(&[], &[]) };
        let mut seen = Vec::new();
        for _ in 0..LESSONS {
            seen =
                past.rows_of(|row| needs.needed(past, row, &origins, newest)).into_iter().flatten().collect();
            needs.quantiles = Quantiles::learn(&seen, &FACTOR_LEVELS);
        }
        let kept = needs.kept(past, &origins, newest);
        needs.quantiles = Quantiles::learn(&seen, &asked(kept));
        needs
    }

    /// Shares of cycles that the year's plans kept with the factors of each level; the level itself where there were none.
    fn kept(&self, past: &Past<'_>, origins: &[usize], newest: usize) -> [f64; FACTOR_LEVELS.len()] {
        let counted = past.rows_of(|row| {
            let plans = past.plans(row, self, origins, &past.settings());
            let quantities: Vec<f64> = plans.iter().map(|plan| plan.order.quantity).collect();
            let days = past.days(row, &plans, newest);
            std::array::from_fn::<_, { FACTOR_LEVELS.len() }, _>(|level| {
                let points: Vec<f64> = plans.iter().map(|plan| plan.need.at(plan.factors.0[level])).collect();
                let arrivals = days.replay(&points, &quantities).unwrap_or_default().arrivals;
                (arrivals.iter().filter(|arrival| arrival.is_kept()).count(), arrivals.len())
            })
        });
        let mut kept = FACTOR_LEVELS;
        for (level, kept) in kept.iter_mut().enumerate() {
            let (met, cycles) = counted.iter().fold((0, 0), |(met, cycles), row: &[(usize, usize); _]| {
                (met + row[level].0, cycles + row[level].1)
            });
            if cycles > 0 {
                *kept = met as f64 / cycles as f64;
            }
        }
        kept
    }

    /// What the orders of a row needed in the year before `newest`: each the reorder point with which nothing would have
    /// been owed when it came. A higher point lifts the stock of every day alike, so that one replay tells of all of them.
    fn needed(&self, past: &Past<'_>, row: usize, origins: &[usize], newest: usize) -> Vec<Seen> {
        let plans = past.plans(row, self, origins, &past.settings());
        let points: Vec<f64> = plans.iter().map(|plan| plan.need.replayed_point(&plan.factors)).collect();
        let quantities: Vec<f64> = plans.iter().map(|plan| plan.order.quantity).collect();
        let mut days = past.days(row, &plans, newest);
        let mut seen = Vec::new();
        for replay in 0..LEARNING_REPLAYS {
            days.replay = replay;
            let Some(service) = days.replay(&points, &quantities) else {
                break;
            };
            for arrival in &service.arrivals {
                let place = days.place(arrival.ordered);
                let plan = &plans[place];
                // Of orders at the end only those are seen that came soon; they stand for the others.
                let arrived = plan.order.arrived(days.left(arrival.ordered));
                if arrived >= ARRIVED_MIN {
                    seen.push(Seen {
                        weight: age(plan.known, newest) / arrived,
                        facts: plan.facts,
                        actual: points[place] - arrival.balance,
                    });
                }
            }
        }
        seen
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

    /// The safety factors of a need of which `facts` are known.
    pub(super) fn factors(&self, need: &Need, facts: &Facts) -> Factors {
        if need.mean <= 0.0 || need.sd <= 0.0 {
            return Factors::NORMAL;
        }
        let mut factors = Factors::NORMAL;
        let most = (facts.largest * (1.0 + RECORD_PERIODS / facts.lived.max(1.0))).max(need.mean);
        for (factor, units) in factors.0.iter_mut().zip(self.quantiles.of(facts)) {
            *factor = (units.min(most) - need.mean) / need.sd;
        }
        factors
    }
}

impl Need {
    /// The reorder point by which a year is replayed, units.
    fn replayed_point(&self, factors: &Factors) -> f64 {
        self.at(factors.factor(normal::ppf(REPLAYED_LEVEL)))
    }

    /// The reorder point with so many deviations of safety stock, and no less than none, units.
    fn at(&self, factor: f64) -> f64 {
        self.mean + factor.max(0.0) * self.sd
    }
}

/// The probabilities to ask for so that each of [`FACTOR_LEVELS`] is kept, where these were kept: limits by an item's own
/// record and stock that is never below what is expected move what single orders need.
fn asked(kept: [f64; FACTOR_LEVELS.len()]) -> [f64; FACTOR_LEVELS.len()] {
    let mut asked = FACTOR_LEVELS;
    for (level, kept) in asked.iter_mut().zip(kept) {
        let z = normal::ppf(*level);
        let missed = (z - normal::ppf(kept.clamp(KEPT_MIN, KEPT_MAX))).clamp(-MOVED_MAX, MOVED_MAX);
        *level = 1.0 - normal::survival(z + missed);
    }
    asked
}

/// How much an origin counts.
pub(super) fn age(known: usize, newest: usize) -> f64 {
    (-((newest - known) as f64) / HALF_LIFE_PERIODS).exp2()
}
