use super::*;

fn plan() -> Plan {
    let mut plan = Plan::default();
    for row in 0..5u8 {
        macro_rules! fill { ($($name:ident),*) => { $(plan.policy.$name.push(f32::from(row) + 0.5);)* } }
        policy_f32!(fill);
        macro_rules! fill_items { ($($name:ident),*) => { $(plan.items.$name.push(f32::from(row) * 2.0);)* } }
        items_f32!(fill_items);
        plan.policy.category.push(u16::from(row % 2));
        plan.policy.location.push(0);
        plan.policy.class.push(row % 3);
        plan.items.sku.push(format!("S{row}"));
        plan.items.name.push(format!("Näme {row}"));
        plan.items.supplier.push(String::new());
        plan.items.status.push(row);
        plan.items.demand_class.push(row);
        plan.items.method.push(row);
    }
    plan
}

#[test]
fn shards_append_to_the_whole() {
    let whole = plan();
    let mut read = Plan::default();
    for range in [0..3, 3..5] {
        read.policy.append(&whole.policy.encode(range.clone()).expect("encodes"), 2, 1).expect("reads");
        read.items.append(&whole.items.encode(range).expect("encodes")).expect("reads");
    }
    assert_eq!(read, whole);
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
