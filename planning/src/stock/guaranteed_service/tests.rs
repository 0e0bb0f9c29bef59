use super::*;
use crate::convert::count_u32;
use proptest::prelude::*;

/// (processing days, holding cost, suppliers) in order; the rest as given.
fn chain(stages: &[(u32, f64, &[usize])]) -> Vec<Stage> {
    let stage = |(processing_days, holding_cost, suppliers): &(u32, f64, &[usize])| Stage {
        processing_days: *processing_days,
        holding_cost: *holding_cost,
        suppliers: suppliers.to_vec(),
        ..Stage::default()
    };
    stages.iter().map(stage).collect()
}

fn check(factor: f64, stages: &[Stage], outbound_days: &[u32], cost: f64) {
    let plan = guaranteed_service(factor, stages).expect("a tree");
    assert_eq!(plan.outbound_days, outbound_days);
    assert!((plan.cost / cost - 1.0).abs() < 1e-12, "{} {cost}", plan.cost);
}

// Values by stockpyl 1.0.2 (MIT), gsm_tree.optimize_committed_service_times on instances of src/stockpyl/datasets.

#[test]
fn example_6_5() {
    let mut stages = chain(&[(2, 1.0, &[]), (1, 3.0, &[2]), (1, 2.0, &[0]), (1, 3.0, &[2])]);
    stages[0].inbound_days = 1;
    (stages[1].sd_demand, stages[3].sd_demand) = (1.0, 1.0);
    stages[3].outbound_days = 1;
    check(1.0, &stages, &[0, 0, 0, 1], 8.277916867529369);
}

#[test]
fn figure_6_14() {
    let mut stages = chain(&[
        (2, 0.01, &[]),
        (3, 0.03, &[0]),
        (2, 0.04, &[1]),
        (4, 0.06, &[]),
        (2, 0.12, &[2, 3]),
        (3, 0.13, &[4]),
        (6, 0.2, &[]),
        (4, 0.08, &[]),
        (3, 0.04, &[]),
        (2, 0.5, &[5, 6, 7, 8]),
    ]);
    (stages[9].sd_demand, stages[9].outbound_days) = (10.0, 2);
    check(1.6448536269514722, &stages, &[0, 3, 5, 4, 7, 0, 0, 0, 0, 2], 18.824004472592172);
}

#[test]
fn problem_6_9() {
    let mut stages = chain(&[
        (7, 0.12054794520547946, &[2]),
        (7, 0.07671232876712329, &[2]),
        (21, 0.049315068493150684, &[3, 4]),
        (3, 0.0027397260273972603, &[]),
        (8, 0.010958904109589041, &[5]),
        (2, 0.00410958904109589, &[]),
    ]);
    (stages[0].sd_demand, stages[0].outbound_days) = (4.1, 3);
    (stages[1].sd_demand, stages[1].outbound_days) = (6.2, 3);
    check(4.0, &stages, &[3, 3, 0, 0, 0, 2], 15.649530249501026);
}

#[test]
fn only_a_tree_has_a_plan() {
    assert_eq!(guaranteed_service(1.0, &[]), None);
    assert_eq!(guaranteed_service(1.0, &chain(&[(1, 1.0, &[]), (1, 1.0, &[])])), None, "two parts");
    assert_eq!(guaranteed_service(1.0, &chain(&[(1, 1.0, &[1]), (1, 1.0, &[0])])), None, "a circle");
    assert_eq!(guaranteed_service(1.0, &chain(&[(1, 1.0, &[7])])), None, "a supplier that is not there");
    assert_eq!(guaranteed_service(1.0, &chain(&[(u32::MAX, 1.0, &[]), (1, 1.0, &[0])])), None, "for ever");
}

/// Every promise of every stage, tried out.
fn cheapest_by_enumeration(factor: f64, stages: &[Stage]) -> f64 {
    let network = Network::new(stages).expect("a tree");
    let days: u32 = network.longest_days.iter().max().map_or(0, |longest| longest + 1);
    let mut least = f64::INFINITY;
    let stage_count = count_u32(stages.len());
    for code in 0..days.pow(stage_count) {
        let outbound: Vec<u32> = (0..stage_count).map(|stage| code / days.pow(stage) % days).collect();
        let cost = stages.iter().enumerate().try_fold(0.0, |sum, (index, stage)| {
            let inbound = stage.suppliers.iter().map(|s| outbound[*s]).fold(stage.inbound_days, u32::max);
            let covered = (inbound + stage.processing_days).checked_sub(outbound[index])?;
            let is_last = !stages.iter().any(|other| other.suppliers.contains(&index));
            let allowed = !is_last || outbound[index] <= stage.outbound_days;
            let own = factor * stage.holding_cost * network.sd[index] * f64::from(covered).sqrt();
            allowed.then_some(sum + own)
        });
        least = least.min(cost.unwrap_or(f64::INFINITY));
    }
    least
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_other_promises_are_cheaper(
        parts in prop::collection::vec((0..3u32, 0.1..5.0f64, 0..4usize, any::<bool>()), 1..5),
        outbound in 0..3u32, inbound in 0..2u32,
    ) {
        // Each stage hangs on an earlier one, as its supplier or as its customer.
        let mut stages: Vec<Stage> = Vec::new();
        for (index, (processing_days, holding_cost, link, supplies)) in parts.iter().enumerate() {
            stages.push(Stage {
                processing_days: *processing_days,
                holding_cost: *holding_cost,
                sd_demand: 1.0 + index as f64,
                inbound_days: inbound,
                outbound_days: outbound,
                suppliers: vec![],
            });
            if index > 0 && *supplies {
                stages[link % index].suppliers.push(index);
            } else if index > 0 {
                stages[index].suppliers.push(link % index);
            }
        }
        let plan = guaranteed_service(1.5, &stages).expect("a tree");
        let least = cheapest_by_enumeration(1.5, &stages);
        prop_assert!((plan.cost - least).abs() < 1e-9 * (1.0 + least), "{} {least} {stages:?}", plan.cost);
    }
}
