//! What plans of the past kept, plausible and within chance of their promise.

use contract::{
    CONTRACT_VERSION, Proof, ProofCauses, ProofGroup, ProofGrouping, ProofKept, ProofMiss, ProofPoint,
    ProofResult, ProofRule,
};
use planning::day::Day;

fn kept(cycles: f64, service: f64) -> ProofKept {
    ProofKept {
        cycles,
        service: Some(service),
        standard_error: Some(0.004),
        fill_rate: Some(0.5 + service / 2.0),
    }
}

fn result(rule: ProofRule, promise: Option<f64>, service: f64, stock_value: f64) -> ProofResult {
    ProofResult {
        rule,
        promise,
        kept: kept(4_000.0, service),
        stock_value,
        holding_cost: stock_value / 4.0,
        short_value: 100_000.0 * (1.0 - service),
        orders_per_year: 1_234.0,
    }
}

fn point(rule: ProofRule, promise: f64, service: f64, stock_value: f64) -> ProofPoint {
    ProofPoint { rule, promise, service, fill_rate: 0.5 + service / 2.0, stock_value }
}

/// Lumpy demand is far below its promise, bags are below it within chance.
fn groups() -> Vec<ProofGroup> {
    use ProofGrouping::{Category, Class, DemandClass};
    let group = |grouping, group: &str, item_locations, service| ProofGroup {
        grouping,
        group: group.to_owned(),
        item_locations,
        promise: Some(0.95),
        plan: kept(2_000.0, service),
        textbook: kept(1_900.0, service - 0.125),
    };
    let mut bags = group(Category, "Bags", 12, 0.90625);
    bags.plan.standard_error = Some(0.0625);
    let mut none = group(DemandClass, "none", 1, 0.0);
    none.plan = ProofKept::default();
    none.textbook = ProofKept::default();
    none.promise = None;
    vec![
        group(Class, "A", 9, 0.953125),
        group(Class, "B", 20, 0.9375),
        group(DemandClass, "smooth", 20, 0.96875),
        group(DemandClass, "lumpy", 8, 0.875),
        none,
        bags,
        group(Category, "Lamps & <script>", 17, 0.9375),
    ]
}

pub(super) fn proof(as_of: Day) -> Proof {
    use ProofRule::{Foresight, Plan, Textbook, Weeks};
    let miss = |sku: &str, location: &str, causes| ProofMiss {
        sku: sku.to_owned(),
        location: location.to_owned(),
        name: "<img src=x onerror=alert(1)> \"mug\"".to_owned(),
        cycles: 40.0,
        causes,
        short_value: 1_234.5,
    };
    Proof {
        version: CONTRACT_VERSION,
        first: as_of.plus(-181),
        last: as_of,
        plan_days: 28,
        replays: 4,
        item_locations: 29,
        is_known: true,
        rules: vec![
            result(Plan, Some(0.95), 0.9453125, 1_540_000.0),
            result(Textbook, Some(0.95), 0.796875, 910_000.0),
            result(Weeks(4), None, 0.703125, 1_700_000.0),
            result(Foresight, None, 1.0, 400_000.0),
        ],
        curve: vec![
            point(Plan, 0.9, 0.8984375, 1_200_000.0),
            point(Plan, 0.95, 0.9453125, 1_540_000.0),
            point(Plan, 0.98, 0.96875, 1_900_000.0),
            point(Textbook, 0.9, 0.75, 800_000.0),
            point(Textbook, 0.95, 0.796875, 910_000.0),
            point(Textbook, 0.98, 0.84375, 1_100_000.0),
        ],
        groups: groups(),
        causes: ProofCauses { late: 100.0, large_order: 60.0, demand: 40.0 },
        missed: vec![
            miss("SKU3", "eu", ProofCauses { late: 2.0, large_order: 12.0, demand: 3.0 }),
            miss("SKU1", "uk", ProofCauses { late: 5.0, large_order: 0.0, demand: 3.0 }),
        ],
    }
}
