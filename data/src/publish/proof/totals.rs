//! Totals over the rows of the proof, and their value.

use contract::{ProofGroup, ProofGrouping, ProofKept, ProofMiss, ProofPoint, ProofResult, ProofRule};
use planning::convert::count_u32;
use planning::forecast::DemandClass;
use planning::segment::AbcClass;
use planning::what_if::FACTOR_LEVELS;

use super::row::{CURVES, REPLAYS, RULES, RowProof, Sums};
use crate::publish::past::Past;

/// Item-locations shown where most was missed.
const MISSED: usize = 10;
const DAYS_PER_YEAR: f64 = 365.0;

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

/// All rows, with the values for their sums.
pub(super) struct Summed<'a> {
    pub(super) past: &'a Past<'a>,
    pub(super) rows: &'a [RowProof],
    pub(super) days: f64,
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
        self.value(&self.past.inputs.items.unit_cost, |row| of(row).stock / self.days)
    }

    pub(super) fn rules(&self) -> Vec<ProofResult> {
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
                    * self.value(&self.past.inputs.items.unit_price, |row| row.rules[place].short),
                orders_per_year: per_year * orders / REPLAYS as f64,
            }
        };
        RULES.iter().enumerate().map(result).collect()
    }

    pub(super) fn curve(&self) -> Vec<ProofPoint> {
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

    pub(super) fn groups(&self) -> Vec<ProofGroup> {
        let items = self.past.inputs.items;
        let all_categories = &items.members.categories.groups;
        let class = |place: usize| AbcClass::ALL[place].name().to_owned();
        let demand_class = |place: usize| DemandClass::ALL[place].name().to_owned();
        let category = |place: usize| all_categories[place].id.clone();
        let of_class = |row: usize| usize::from(items.class[row]);
        let of_demand = |row: usize| self.past.inputs.demand.class(row) as usize;
        let of_category = |row: usize| usize::from(items.category[row]);
        let mut groups = self.by(ProofGrouping::Class, AbcClass::ALL.len(), of_class, class);
        groups.extend(self.by(ProofGrouping::DemandClass, DemandClass::ALL.len(), of_demand, demand_class));
        let categories = all_categories.len();
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

    pub(super) fn missed(&self) -> Vec<ProofMiss> {
        let items = self.past.inputs.items;
        let miss = |row: &RowProof| {
            let price = f64::from(items.unit_price[row.row]);
            let short_value = row.rules[0].short * price / REPLAYS as f64;
            (row.causes.failed() > 0.0 && short_value > 0.0).then(|| ProofMiss {
                sku: items.sku[row.row].clone(),
                location: items.location_of(row.row).id.clone(),
                name: items.name[row.row].clone(),
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
