//! Parts of a publication: what is within a lock is as it was, and nothing else is there.

use crate::fixture::{derived, rows};
use contract::{ItemsQuery, Lock, PolicyRule, all_items};
use proptest::prelude::*;

const CATEGORIES: [&str; 4] = ["mugs", "lamps", "candles", "nowhere"];
const LOCATIONS: [&str; 4] = ["uk", "eu", "åland", "nowhere"];

/// Some of the names, in any order.
fn some(names: [&'static str; 4]) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop::sample::select(names.to_vec()).prop_map(str::to_owned), 0..3)
}

fn locks() -> impl Strategy<Value = Lock> {
    (some(CATEGORIES), some(LOCATIONS)).prop_map(|(category, location)| Lock { category, location })
}

proptest! {
    #[test]
    fn a_part_lists_what_a_filter_would_and_names_nothing_else(rows in rows(), lock in locks()) {
        let mut whole = derived(&rows);
        let rule = |category: &str| PolicyRule { category: Some(category.to_owned()), ..PolicyRule::default() };
        whole.facts.settings.policy = CATEGORIES.map(rule).to_vec();
        let (part, kept) = whole.restrict(&lock, "part".to_owned());
        let listed = |of, filter| {
            let query = ItemsQuery { filter, ..ItemsQuery::default() };
            format!("{:?}", all_items(of, &query))
        };
        prop_assert_eq!(listed(&part, Default::default()), listed(&whole, lock.filter()));
        prop_assert_eq!(kept.len(), part.plan.policy.len());
        prop_assert!(kept.is_sorted());
        let said = format!("{part:?}");
        let outside = |allowed: &[String], name: &str| !allowed.is_empty() && !allowed.iter().any(|a| a == name);
        for (allowed, names) in [(&lock.category, CATEGORIES), (&lock.location, LOCATIONS)] {
            for name in names.iter().filter(|name| outside(allowed, name)) {
                prop_assert!(!said.contains(&format!("\"{name}\"")), "{} is named", name);
            }
        }
        // Who reads the part's files reads the part.
        let (categories, locations) = (part.cube.categories.len(), part.cube.locations.len());
        let file = part.plan.policy.encode(0..kept.len()).expect("encodes");
        let mut read = contract::PlanPolicy::default();
        prop_assert!(read.append(&file, categories, locations).is_ok());
    }
}
