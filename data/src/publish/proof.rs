//! The proof: plans of the last half-year, learned from what was known before it, on the days that came.

use contract::{
    CONTRACT_VERSION, Proof, ProofCauses, ProofGroup, ProofGrouping, ProofKept, ProofMiss, ProofPoint,
    ProofResult, ProofRule,
};
use planning::convert::count_u32;
use planning::forecast::DemandClass;
use planning::segment::AbcClass;
use planning::stock::simulate::{Arrival, PastService};
use planning::what_if::{self, FACTOR_LEVELS, Formula, Policy, Scenario, ServiceType, Target};

use super::PERIOD_DAYS;
use super::forecasts::PLAN_PERIODS;
use super::needs::Needs;
use super::past::{Past, Planned, PlannedDays};

/// How often the days are replayed.
const REPLAYS: u64 = 4;
/// Weeks that the rule of fixed weeks covers beside the lead time, and those of whose mean.
const WEEKS: u32 = 4;
const MEAN_PERIODS: usize = 8;
/// Item-locations shown where most was missed.
const MISSED: usize = 10;
/// Origins that there is something to learn from before the first day: a quarter of a year.
const LEARNED_ORIGINS_MIN: usize = 3;
const DAYS_PER_YEAR: f64 = 365.0;

/// The rules that are compared, each with its promise of the curve where it has one.
const RULES: [ProofRule; 4] =
    [ProofRule::Plan, ProofRule::Textbook, ProofRule::Weeks(WEEKS), ProofRule::Foresight];
/// Rules with a curve.
const CURVES: [(ProofRule, Formula); 2] =
    [(ProofRule::Plan, Formula::Corrected), (ProofRule::Textbook, Formula::Textbook)];

/// Sums over the replays of a row.
#[derive(Clone, Copy, Default)]
struct Sums {
    cycles: f64,
    kept: f64,
    asked: f64,
    short: f64,
    stock: f64,
    orders: f64,
}

/// A row that had a plan.
struct RowProof {
    row: usize,
    /// By [`RULES`].
    rules: [Sums; RULES.len()],
    /// By [`CURVES`] and [`FACTOR_LEVELS`].
    curves: [[Sums; FACTOR_LEVELS.len()]; CURVES.len()],
    /// What was promised of the plan's cycles, added up.
    promised: f64,
    causes: ProofCauses,
}

/// Replays the last half-year.
pub(super) fn of(past: &Past<'_>) -> Proof {
    let origins = past.together.proof_origins();
    let first = origins.first().copied().unwrap_or(0);
    let is_known = past.origins_before(first).len() >= LEARNED_ORIGINS_MIN;
    let rows: Vec<RowProof> = if is_known {
        let needs = Needs::learn(past, first);
        past.rows_of(|row| row_proof(past, &needs, row, &origins)).into_iter().flatten().collect()
    } else {
        Vec::new()
    };
    let days = (past.inputs.demand.periods - first) * PERIOD_DAYS.unsigned_abs() as usize;
    let summed = Summed { past, rows: &rows, days: days as f64 };
    Proof {
        version: CONTRACT_VERSION,
        first: past.inputs.as_of.plus(1 - planning::convert::count_i64(days)),
        last: past.inputs.as_of,
        plan_days: count_u32(PLAN_PERIODS) * PERIOD_DAYS.unsigned_abs(),
        replays: u32::try_from(REPLAYS).unwrap_or(u32::MAX),
        item_locations: count_u32(rows.len()),
        is_known,
        rules: if is_known { summed.rules() } else { Vec::new() },
        curve: if is_known { summed.curve() } else { Vec::new() },
        groups: summed.groups(),
        causes: rows.iter().fold(ProofCauses::default(), |sum, row| added(sum, row.causes)),
        missed: summed.missed(),
    }
}

/// What each rule would have done with a row; `None` if it never had a plan.
fn row_proof(past: &Past<'_>, needs: &Needs, row: usize, origins: &[usize]) -> Option<RowProof> {
    let scenario = past.inputs.scenario(row);
    let plans = past.plans(row, needs, origins.to_vec(), &scenario);
    let policies = |scenario: &Scenario| -> Vec<Policy> {
        let target = Target::of(scenario);
        let policy = |plan: &Planned<'_>| {
            let item = past.inputs.item(row, plan.demand_per_day, &plan.need, &plan.factors);
            what_if::policy(&item, scenario, &target)
        };
        plans.iter().map(policy).collect()
    };
    let points =
        |policies: &[Policy]| policies.iter().map(|policy| policy.reorder_point).collect::<Vec<f64>>();
    let planned = policies(&scenario);
    let quantities: Vec<f64> = planned.iter().map(|policy| policy.order_quantity).collect();
    let plan_points = points(&planned);
    let textbook = points(&policies(&Scenario { formula: Formula::Textbook, ..scenario }));
    let weeks: Vec<f64> = plans.iter().map(|plan| weeks_point(past, row, plan)).collect();
    let curves = CURVES.map(|(_, formula)| {
        FACTOR_LEVELS.map(|service_level| {
            let service_type = ServiceType::Cycle;
            points(&policies(&Scenario { service_level, service_type, formula, ..scenario }))
        })
    });
    let mut found = RowProof {
        row,
        rules: Default::default(),
        curves: Default::default(),
        promised: 0.0,
        causes: ProofCauses::default(),
    };
    for replay in 0..REPLAYS {
        let days = past.days(row, &plans, past.inputs.demand.periods, replay);
        let service = days.replay(&plan_points, &quantities)?;
        found.rules[0].add(&service);
        for arrival in &service.arrivals {
            let place = days.place(arrival.ordered);
            found.promised += match scenario.service_type {
                ServiceType::Cycle => scenario.service_level,
                ServiceType::Fill => planned[place].cycle_service,
            };
            if !arrival.is_kept() {
                count_cause(&mut found.causes, arrival, &plans[place], plan_points[place]);
            }
        }
        found.rules[1].add(&days.replay(&textbook, &quantities)?);
        found.rules[2].add(&days.replay(&weeks, &quantities)?);
        found.rules[3].add(&foreseen(&days, &plans, &quantities));
        for (sums, points) in found.curves.iter_mut().flatten().zip(curves.iter().flatten()) {
            sums.add(&days.replay(points, &quantities)?);
        }
    }
    Some(found)
}

/// The reorder point of the rule of fixed weeks, units.
fn weeks_point(past: &Past<'_>, row: usize, plan: &Planned<'_>) -> f64 {
    let demand = past.together.demand(row, plan.known);
    let recent = &demand[demand.len().saturating_sub(MEAN_PERIODS)..];
    let known: Vec<f64> = recent.iter().copied().filter(|units| !units.is_nan()).collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    mean * (plan.order.lead_time_days / f64::from(PERIOD_DAYS) + f64::from(WEEKS))
}

/// Orders of one who knows what comes: at each review what would be short before any later order could come.
fn foreseen(days: &PlannedDays<'_, '_>, plans: &[Planned<'_>], quantities: &[f64]) -> PastService {
    let demand = days.demand();
    let comes = |review: usize| review + 1 + days.lead_time_days(review);
    // The first day on which an order of a later review than that of `day` could be there.
    let later = |day: usize| {
        let reviews = (day + days.review_days()..demand.len()).step_by(days.review_days());
        reviews.map(comes).min().unwrap_or(usize::MAX).min(demand.len())
    };
    let first = days.first_review();
    let before_any = comes(first).min(later(first));
    let start = demand.iter().take(before_any).sum();
    // (the day it comes, units).
    let mut open: Vec<(usize, f64)> = Vec::new();
    days.replay_by(start, |review| {
        open.retain(|(comes, _)| *comes > review.day);
        let mut balance = review.position - open.iter().map(|(_, units)| units).sum::<f64>();
        let mut short = 0.0_f64;
        for (day, units) in demand.iter().enumerate().take(later(review.day)).skip(review.day + 1) {
            balance += open.iter().filter(|(comes, _)| *comes == day).map(|(_, units)| units).sum::<f64>();
            balance -= units;
            short = short.max(-balance);
        }
        let place = days.place(review.day);
        let is_due = plans[place].is_stocked && short > 0.0 && comes(review.day) < later(review.day);
        is_due.then(|| {
            let units = (short / quantities[place]).ceil() * quantities[place];
            open.push((comes(review.day), units));
            units
        })
    })
}

fn count_cause(causes: &mut ProofCauses, arrival: &Arrival, plan: &Planned<'_>, point: f64) {
    let late = plan.order.lead_time_days + plan.order.lead_time_sd_days;
    if arrival.lead_time_days as f64 > late {
        causes.late += 1.0;
    } else if arrival.largest > 0.5 * point {
        causes.large_order += 1.0;
    } else {
        causes.demand += 1.0;
    }
}

fn added(sum: ProofCauses, more: ProofCauses) -> ProofCauses {
    ProofCauses {
        late: sum.late + more.late,
        large_order: sum.large_order + more.large_order,
        demand: sum.demand + more.demand,
    }
}

impl Sums {
    fn add(&mut self, service: &PastService) {
        self.cycles += service.arrivals.len() as f64;
        self.kept += service.arrivals.iter().filter(|arrival| arrival.is_kept()).count() as f64;
        self.asked += service.asked;
        self.short += service.short;
        self.stock += service.stock;
        self.orders += f64::from(service.orders);
    }
}

fn kept<'s>(rows: impl Iterator<Item = &'s Sums> + Clone) -> ProofKept {
    let sum = |of: fn(&Sums) -> f64| rows.clone().map(of).sum::<f64>();
    let (cycles, kept, asked) = (sum(|row| row.cycles), sum(|row| row.kept), sum(|row| row.asked));
    let service = (cycles > 0.0).then(|| kept / cycles);
    // That of a ratio of sums over independent rows: W. Cochran, Sampling Techniques (1977), §2.11.
    let count = rows.clone().filter(|row| row.cycles > 0.0).count() as f64;
    let standard_error = service.filter(|_| count > 1.0).map(|service| {
        let squares = rows.clone().map(|row| (row.kept - service * row.cycles).powi(2)).sum::<f64>();
        (count / (count - 1.0) * squares).sqrt() / cycles
    });
    let fill_rate = (asked > 0.0).then(|| 1.0 - sum(|row| row.short) / asked);
    ProofKept { cycles, service, standard_error, fill_rate }
}

/// All rows, with what their sums are worth.
struct Summed<'a> {
    past: &'a Past<'a>,
    rows: &'a [RowProof],
    days: f64,
}

impl Summed<'_> {
    /// Units added up over replays, in money.
    fn value(&self, column: &[f32], units: impl Fn(&RowProof) -> f64) -> f64 {
        let value = |row: &RowProof| {
            let price = f64::from(column[row.row]);
            if price.is_nan() { 0.0 } else { units(row) * price / REPLAYS as f64 }
        };
        self.rows.iter().map(value).sum()
    }

    fn stock_value(&self, of: impl Fn(&RowProof) -> &Sums) -> f64 {
        self.value(&self.past.inputs.plan.policy.unit_cost, |row| of(row).stock / self.days)
    }

    fn rules(&self) -> Vec<ProofResult> {
        let per_year = DAYS_PER_YEAR / self.days;
        let promised = self.rows.iter().map(|row| row.promised).sum::<f64>();
        let result = |(place, rule): (usize, &ProofRule)| {
            let kept = kept(self.rows.iter().map(|row| &row.rules[place]));
            let has_promise = matches!(rule, ProofRule::Plan | ProofRule::Textbook);
            let plan_cycles: f64 = self.rows.iter().map(|row| row.rules[0].cycles).sum();
            let stock_value = self.stock_value(|row| &row.rules[place]);
            let orders: f64 = self.rows.iter().map(|row| row.rules[place].orders).sum();
            ProofResult {
                rule: *rule,
                promise: (has_promise && plan_cycles > 0.0).then(|| promised / plan_cycles),
                kept,
                stock_value,
                holding_cost: stock_value * self.past.settings().holding_rate,
                short_value: per_year
                    * self.value(&self.past.inputs.plan.items.unit_price, |row| row.rules[place].short),
                orders_per_year: per_year * orders / REPLAYS as f64,
            }
        };
        RULES.iter().enumerate().map(result).collect()
    }

    fn curve(&self) -> Vec<ProofPoint> {
        let mut points = Vec::new();
        for (curve, (rule, _)) in CURVES.into_iter().enumerate() {
            for (level, promise) in FACTOR_LEVELS.into_iter().enumerate() {
                let kept = kept(self.rows.iter().map(|row| &row.curves[curve][level]));
                if let Some((service, fill_rate)) = kept.service.zip(kept.fill_rate) {
                    let stock_value = self.stock_value(|row| &row.curves[curve][level]);
                    points.push(ProofPoint { rule, promise, service, fill_rate, stock_value });
                }
            }
        }
        points
    }

    fn groups(&self) -> Vec<ProofGroup> {
        let plan = self.past.inputs.plan;
        let class = |place: usize| AbcClass::ALL[place].name().to_owned();
        let demand_class = |place: usize| DemandClass::ALL[place].name().to_owned();
        let category = |place: usize| self.past.inputs.categories[place].id.clone();
        let of_class = |row: usize| usize::from(plan.policy.class[row]);
        let of_demand = |row: usize| self.past.inputs.demand.class(row) as usize;
        let of_category = |row: usize| usize::from(plan.policy.category[row]);
        let mut groups = self.by(ProofGrouping::Class, AbcClass::ALL.len(), of_class, class);
        groups.extend(self.by(ProofGrouping::DemandClass, DemandClass::ALL.len(), of_demand, demand_class));
        let categories = self.past.inputs.categories.len();
        groups.extend(self.by(ProofGrouping::Category, categories, of_category, category));
        groups
    }

    fn by(
        &self,
        grouping: ProofGrouping,
        count: usize,
        place: impl Fn(usize) -> usize,
        name: impl Fn(usize) -> String,
    ) -> Vec<ProofGroup> {
        let mut members: Vec<Vec<&RowProof>> = vec![Vec::new(); count];
        for row in self.rows {
            if let Some(members) = members.get_mut(place(row.row)) {
                members.push(row);
            }
        }
        let members = members.into_iter().enumerate().filter(|(_, rows)| !rows.is_empty());
        let group = |(place, rows): (usize, Vec<&RowProof>)| {
            let plan = kept(rows.iter().map(|row| &row.rules[0]));
            let promised: f64 = rows.iter().map(|row| row.promised).sum();
            ProofGroup {
                grouping,
                group: name(place),
                item_locations: count_u32(rows.len()),
                promise: (plan.cycles > 0.0).then(|| promised / plan.cycles),
                plan,
                textbook: kept(rows.iter().map(|row| &row.rules[1])),
            }
        };
        members.map(group).collect()
    }

    fn missed(&self) -> Vec<ProofMiss> {
        let plan = self.past.inputs.plan;
        let miss = |row: &RowProof| {
            let price = f64::from(plan.items.unit_price[row.row]);
            let short_value = row.rules[0].short * price / REPLAYS as f64;
            (row.causes.failed() > 0.0 && short_value > 0.0).then(|| ProofMiss {
                sku: plan.items.sku[row.row].clone(),
                location: self.past.inputs.demand.location[row.row].clone(),
                name: plan.items.name[row.row].clone(),
                cycles: row.rules[0].cycles,
                causes: row.causes,
                short_value,
            })
        };
        let mut missed: Vec<ProofMiss> = self.rows.iter().filter_map(miss).collect();
        missed.sort_by(|a, b| b.short_value.total_cmp(&a.short_value));
        missed.truncate(MISSED);
        missed
    }
}
