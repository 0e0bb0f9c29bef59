//! The matrix of classes against the list of items: the same item-locations, counted in two ways.

#[path = "items/fixture.rs"]
mod fixture;

use contract::{AbcClass, Derived, Filter, PolicyRule, Variability, all_items, group_totals, matrix};
use fixture::{derived, facts, plan, query, rows};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_pair_of_classes_counts_what_its_link_lists(rows in rows(), category in 0..4usize) {
        let derived = derived(&rows);
        let Derived { facts, cube, plan, .. } = &derived;
        let category = ["", "mugs", "lamps", "candles"][category];
        let filter = Filter {
            category: [category].into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            ..Filter::default()
        };
        let kept = plan.policy.rows(&cube.categories, &cube.locations, &filter);
        let cells = matrix(facts, plan, &kept);
        prop_assert_eq!(cells.len(), AbcClass::ALL.len() * Variability::ALL.len());
        for (class, variability, total) in cells {
            let text = format!("class={}&variability={}&category={category}", class.name(), variability.name());
            let listed = all_items(&derived, &query(&text));
            prop_assert_eq!(listed.len(), total.item_locations as usize);
            prop_assert!(listed.iter().all(|row| row.class == class && row.variability == variability));
            let value: f64 = listed.iter().filter_map(|row| row.stock_value).map(f64::from).sum();
            let counted = total.stock_value.unwrap_or(0.0);
            prop_assert!((value - counted).abs() <= 1e-5 * (1.0 + value.abs()), "{value} {counted}");
            prop_assert_eq!(listed.iter().any(|row| row.stock_value.is_some()), total.stock_value.is_some());
            let planned: u32 = total.policies.iter().map(|policy| policy.item_locations).sum();
            prop_assert_eq!(planned, total.item_locations);
        }
    }
}

/// Three rows: the first two with a rule, the last without.
#[test]
fn policies_of_a_group_are_counted_by_rule() {
    let row = |category| ((0, 0, 0), (category, 0, 0, 0), [4.0, 2.0, 1.0, 0.0, 3.0, 8.0]);
    let mut plan = plan(&[row(0), row(0), row(1)]);
    let rule: PolicyRule =
        serde_json::from_str(r#"{"category": "mugs", "service_level": 0.98}"#).expect("a rule");
    for row in 0..2 {
        plan.items.rule[row] = 1;
        plan.policy.own_service_level_parts[row] = rule.own().service_level_parts;
    }
    let mut facts = facts();
    facts.settings.policy = vec![rule];
    let total = group_totals(&facts, &plan, &[0, 1, 2], 1, |_| Some(0)).remove(0);
    let found: Vec<_> = total.policies.iter().map(|p| (p.rule, p.service_level, p.item_locations)).collect();
    assert_eq!(found, [(1, 0.98, 2), (0, 0.95, 1)]);
    // Eight active days each, eight of them without stock.
    assert_eq!((total.active_days, total.in_stock()), (Some(24.0), Some(0.0)));
    assert_eq!(total.stock_value, Some(24.0));
    let none = group_totals(&facts, &plan, &[], 1, |_| Some(0)).remove(0);
    assert_eq!((none.in_stock(), none.stock_value), (None, None), "no data is not zero");
}
