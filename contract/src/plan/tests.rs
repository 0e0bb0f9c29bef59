use super::*;
use planning::accuracy::ErrorSums;

fn plan() -> Plan {
    let mut plan = Plan::default();
    for row in 0..5u8 {
        macro_rules! fill { ($($name:ident),*) => { $(plan.policy.$name.push(f32::from(row) + 0.5);)* } }
        policy_f32!(fill);
        items::fill(&mut plan.items, f32::from(row) * 2.0);
        plan.policy.category.push(u16::from(row % 2));
        plan.policy.location.push(0);
        plan.policy.class.push(row % 3);
        plan.policy.own_service_level_parts.push(9_000 + u16::from(row));
        plan.policy.own_review_days.push(u16::from(row));
        plan.items.sku.push(format!("S{row}"));
        plan.items.name.push(format!("Näme {row}"));
        plan.items.supplier.push(String::new());
        plan.items.status.push(row);
        plan.items.demand_class.push(row);
        plan.items.method.push(row);
        plan.items.variability.push(row % 4);
        plan.items.rule.push(row);
        plan.items.segment.push(255 - row);
        let sums = |size: f64| ErrorSums {
            periods: 13.0,
            demand: 40.0,
            bias: -size,
            absolute: 2.0 * size,
            scaled_square: size * size,
        };
        let (forecast, naive) = (sums(f64::from(row) + 1.0), sums(3.0));
        let tested = BacktestSums { forecast, naive, origins: 1, has_season: row == 1 };
        plan.accuracy.push((row != 2).then_some(&tested));
    }
    plan
}

#[test]
fn shards_append_to_the_whole() {
    let whole = plan();
    let mut read = Plan::default();
    for range in [0..3, 3..5] {
        read.policy.append(&whole.policy.encode(range.clone()).expect("encodes"), 2, 1).expect("reads");
        read.items.append(&whole.items.encode(range.clone()).expect("encodes")).expect("reads");
        read.accuracy.append(&whole.accuracy.encode(range).expect("encodes")).expect("reads");
    }
    // NaN is not equal to itself.
    assert_eq!(
        (0..5).map(|row| read.accuracy.row(row)).collect::<Vec<_>>(),
        (0..5).map(|row| whole.accuracy.row(row)).collect::<Vec<_>>()
    );
    assert_eq!((read.policy, read.items), (whole.policy.clone(), whole.items.clone()));
    assert!(PlanPolicy::default().append(&whole.policy.encode(0..5).expect("encodes"), 1, 1).is_err());
}

#[test]
fn a_filter_keeps_rows_of_its_members() {
    let groups = |ids: &[&str]| -> Vec<Group> {
        ids.iter().map(|id| Group { id: (*id).into(), name: (*id).into() }).collect()
    };
    let filter =
        Filter { category: vec!["b".into()], class: vec![AbcClass::A, AbcClass::B], ..Filter::default() };
    let rows = plan().policy.rows(&groups(&["a", "b"]), &groups(&["uk"]), &filter);
    assert_eq!(rows, [1, 3]);
    assert_eq!(plan().items.pick(&rows).sku, ["S1", "S3"]);
}
