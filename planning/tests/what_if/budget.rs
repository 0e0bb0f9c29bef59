//! A sum of money for stock is spent, and does most where it is spread.

use super::catalogue::{catalogue, scenario};
use planning::what_if::{BudgetSearch, Items, Scenario, Spent, Target, budget, policy, totals};
use proptest::prelude::*;

/// Units filled a year, at cost.
fn value_filled(items: &Items<'_>, rows: &[u32], scenario: &Scenario, target: &Target) -> f64 {
    let of = |row: &u32| {
        let item = items.item(*row as usize);
        let policy = policy(&item, scenario, target);
        if item.unit_cost > 0.0 { item.unit_cost * policy.fill_rate * policy.demand_per_year } else { 0.0 }
    };
    rows.iter().map(of).sum()
}

proptest! {
    #[test]
    fn money_does_more_where_it_does_most(
        catalogue in catalogue(), scenario in scenario(), share in 0.05..0.95f64, size in 1..9usize,
    ) {
        let (items, rows) = (catalogue.items(), catalogue.rows());
        let at = |service_level| totals(&items, &rows, &Scenario { service_level, ..scenario }).stock_value;
        let (least, most) = (at(0.5), at(0.999));
        prop_assume!(least > 0.0);
        let money = least + share * (most - least);
        let found = budget(&items, &rows, &scenario, money);
        prop_assert!(!found.is_too_small());
        for spent in [found.uniform, found.spread] {
            let off = spent.totals.stock_value / money - 1.0;
            // A single item that hardly orders more than it sells a review is the worst case; catalogues are smooth.
            prop_assert!(off.abs() < 0.02, "{off}");
        }
        // The better way fills at least as much of demand at cost, for the same money.
        let filled = |spent: &Spent| value_filled(&items, &rows, &scenario, &spent.target);
        let same_money = budget(&items, &rows, &scenario, found.spread.totals.stock_value).uniform;
        let slack = 1e-3 * filled(&same_money);
        prop_assert!(filled(&found.spread) >= filled(&same_money) - slack);

        let mut search = BudgetSearch::new(&scenario, money);
        rows.chunks(size).for_each(|some| search.add(&items, some));
        while search.goes_on() {
            rows.chunks(size).for_each(|some| search.add(&items, some));
        }
        prop_assert_eq!(search.found().spread.totals, found.spread.totals);
        prop_assert!(budget(&items, &rows, &scenario, 0.0).is_too_small() || found.spread.totals.items == 0);
    }
}
