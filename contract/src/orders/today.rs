//! What the day begins with: what to order, what is owed, at risk and in excess, and how the stock stands.

use super::{OrderEdits, OrderSum, Orders, OrdersQuery, SupplierOrder};
use crate::derived::Derived;
use crate::items::{ItemsQuery, Only, PlanRow, StatusTotal, status_totals};
use crate::suppliers::Suppliers;

/// The sums of the day, over all item-locations.
#[derive(Clone, Debug, PartialEq)]
pub struct Today {
    /// What is to be ordered.
    pub orders: OrderSum,
    /// The same by supplier: see [`Orders::suppliers`].
    pub suppliers: Vec<SupplierOrder>,
    /// Units owed to customers, at unit price.
    pub owed: MoneySum,
    /// Units expected to be short before a new order could arrive, at unit price.
    pub at_risk: MoneySum,
    /// Stock above what the policies need, at cost.
    pub excess: MoneySum,
    /// Item-locations by status, most urgent first.
    pub statuses: Vec<StatusTotal>,
}

/// What no price list shows.
const HALF_CENT: f32 = 0.005;

/// A sum of money over item-locations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MoneySum {
    /// The money; absent where it is known for none.
    pub money: Option<f64>,
    /// Item-locations that have at least half a hundredth of the currency's unit.
    pub item_locations: u32,
    /// Item-locations of which it is not known.
    pub unknown: u32,
}

impl Today {
    /// From the plan and the terms of suppliers.
    pub fn of(derived: &Derived, suppliers: &Suppliers) -> Self {
        let orders = Orders::today(derived, suppliers, &OrdersQuery::default(), &OrderEdits::default());
        let sum = |money: &dyn Fn(usize) -> f32| MoneySum::of((0..derived.plan.policy.len()).map(money));
        let at_risk = |row: &u32| PlanRow::new(derived, *row).money_at_risk();
        Today {
            orders: orders.total,
            suppliers: orders.suppliers,
            owed: sum(&|row| Only::Owed.money(&derived.plan, row)),
            at_risk: MoneySum::of(derived.plan.policy.all_rows().map(|row| at_risk(&row))),
            excess: sum(&|row| Only::Excess.money(&derived.plan, row)),
            statuses: status_totals(derived, &ItemsQuery::default()),
        }
    }
}

impl MoneySum {
    fn of(values: impl Iterator<Item = f32>) -> Self {
        let mut sum = MoneySum::default();
        for value in values {
            if value.is_nan() {
                sum.unknown += 1;
                continue;
            }
            sum.money = Some(sum.money.unwrap_or(0.0) + f64::from(value));
            sum.item_locations += u32::from(value >= HALF_CENT);
        }
        sum
    }
}
