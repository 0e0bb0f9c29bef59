//! The proof: plans of the last half-year, learned from earlier data, replayed on the days that followed.

/// What the replays of a row add up to.
mod row;
/// The same of all rows, and what that is worth.
mod totals;

use contract::{CONTRACT_VERSION, Proof, ProofCauses};
use planning::convert::count_u32;
use planning::periods::Step;
use planning::stock::simulate::{Arrival, PastService};
use planning::what_if::{self, FACTOR_LEVELS, Formula, Item, Policy, Scenario, ServiceType, Target};

use super::needs::Needs;
use super::past::{Past, Planned, PlannedDays};
use super::periods::PastPlans;
use row::{CURVES, REPLAYS, RowProof, WEEKS};
use totals::Summed;

/// Periods whose mean the rule of fixed weeks takes: eight weeks, or three months.
fn mean_periods(step: Step) -> usize {
    match step {
        Step::Week => 8,
        Step::Month => 3,
    }
}

/// Fewest origins to learn from before the first day: a quarter of a year.
const LEARNED_ORIGINS_MIN: usize = 3;

/// The number of periods known on its first day; `None` where too little was known then to learn from.
pub(super) fn first(past: &Past<'_>) -> Option<usize> {
    let first = past.together.proof_origins().first().copied()?;
    (past.origins_before(first).len() >= LEARNED_ORIGINS_MIN).then_some(first)
}

/// Replays the last half-year under what was learned before its [`first`] day.
pub(super) fn of(past: &Past<'_>, needs: Option<&Needs>) -> Proof {
    let origins = past.together.proof_origins();
    let first = origins.first().copied().unwrap_or(0);
    let rows_of = |needs| past.rows_of(|row| row_proof(past, needs, row, &origins));
    let rows: Vec<RowProof> = needs.map(rows_of).into_iter().flatten().flatten().collect();
    let is_known = needs.is_some();
    let (dates, step) = (past.inputs.demand.shape.dates, past.inputs.step());
    let days = past.inputs.as_of.since(dates.first_day(first)) + 1;
    let summed = Summed { past, rows: &rows, days: f64::from(days) };
    Proof {
        version: CONTRACT_VERSION,
        first: past.inputs.as_of.plus(1 - days),
        last: past.inputs.as_of,
        plan_days: count_u32(PastPlans::of(step).days()),
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

/// The result of each rule for a row; `None` if the row never had a plan.
fn row_proof(past: &Past<'_>, needs: &Needs, row: usize, origins: &[usize]) -> Option<RowProof> {
    let scenario = past.inputs.scenario(row);
    let plans = past.plans(row, needs, origins, &scenario);
    let item = |plan: &Planned<'_>| past.inputs.item(row, plan.demand_per_day, &plan.need, &plan.shape);
    let items: Vec<Item> = plans.iter().map(item).collect();
    let policies = |scenario: &Scenario| -> Vec<Policy> {
        let target = Target::of(scenario);
        items.iter().map(|item| what_if::policy(item, scenario, &target)).collect()
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
    let mut days = past.days(row, &plans, past.inputs.demand.shape.periods);
    for replay in 0..REPLAYS {
        days.replay = replay;
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
    let (demand, step) = (past.together.demand(row, plan.known), past.inputs.step());
    let recent = &demand[demand.len().saturating_sub(mean_periods(step))..];
    let known: Vec<f64> = recent.iter().copied().filter(|units| !units.is_nan()).collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    mean * (plan.order.lead_time_days / step.days() + 7.0 * f64::from(WEEKS) / step.days())
}

/// Orders under perfect foresight: at each review, what would be short before any later order could arrive.
fn foreseen(days: &PlannedDays<'_, '_>, plans: &[Planned<'_>], quantities: &[f64]) -> PastService {
    let (demand, step) = (days.demand(), days.review_days());
    let end = demand.len();
    let comes: Vec<usize> = (0..end).map(|review| review + 1 + days.lead_time_days(review)).collect();
    // The first day on which an order of a review after each day could arrive.
    let mut later = vec![end; end];
    for day in (0..end.saturating_sub(step)).rev() {
        later[day] = comes[day + step].min(later[day + step]);
    }
    let first = days.first_review();
    let before_any = later.get(first).map_or(end, |later| comes[first].min(*later));
    let start = demand.iter().take(before_any).sum();
    // (the day of arrival, units).
    let mut open: Vec<(usize, f64)> = Vec::new();
    days.replay_by(start, |review| {
        open.retain(|(comes, _)| *comes > review.day);
        let mut balance = review.position - open.iter().map(|(_, units)| units).sum::<f64>();
        let mut short = 0.0_f64;
        for (day, units) in demand.iter().enumerate().take(later[review.day]).skip(review.day + 1) {
            balance += open.iter().filter(|(comes, _)| *comes == day).map(|(_, units)| units).sum::<f64>();
            balance -= units;
            short = short.max(-balance);
        }
        let place = days.place(review.day);
        let is_due = plans[place].is_stocked && short > 0.0 && comes[review.day] < later[review.day];
        is_due.then(|| {
            let units = (short / quantities[place]).ceil() * quantities[place];
            open.push((comes[review.day], units));
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
