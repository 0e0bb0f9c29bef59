//! `suppliers.json`: what suppliers ask of an order, as the table `suppliers` states it.

use planning::day::Day;
use serde::{Deserialize, Serialize};

/// The terms of every supplier, by code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Suppliers {
    /// [`crate::CONTRACT_VERSION`] of the program that made it.
    pub version: u32,
    /// A supplier each, in the order of their codes.
    pub suppliers: Vec<SupplierTerms>,
}

/// What a supplier asks of an order. What the table does not give is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SupplierTerms {
    /// Its code.
    pub supplier: String,
    /// Name people know it by.
    pub name: String,
    /// Least value of an order at cost, money.
    pub minimum_order_value: Option<f64>,
    /// Value of an order at cost from which freight is free, money.
    pub free_freight_value: Option<f64>,
    /// Day of the week on which it is ordered from: 1 for Monday to 7 for Sunday.
    pub order_weekday: Option<u8>,
}

impl Suppliers {
    /// Path below the publication.
    pub const PATH: &str = "suppliers.json";

    /// The terms of a supplier, if the table has it.
    pub fn of(&self, supplier: &str) -> Option<&SupplierTerms> {
        let place = self.suppliers.binary_search_by(|terms| terms.supplier.as_str().cmp(supplier)).ok()?;
        self.suppliers.get(place)
    }
}

impl SupplierTerms {
    /// The first day from `today` on, today included, on which it is ordered from; absent where no weekday is given.
    pub fn next_order_day(&self, today: Day) -> Option<Day> {
        let weekday = i32::from(self.order_weekday?) - 1;
        Some(today.plus((weekday - today.since_monday()).rem_euclid(7)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_waits_for_the_suppliers_weekday() {
        let friday = Day::from_ymd(2011, 12, 9).expect("a day");
        let on = |weekday| SupplierTerms { order_weekday: weekday, ..SupplierTerms::default() };
        assert_eq!(on(Some(5)).next_order_day(friday), Some(friday));
        assert_eq!(on(Some(1)).next_order_day(friday), Some(friday.plus(3)));
        assert_eq!(on(Some(4)).next_order_day(friday), Some(friday.plus(6)));
        assert_eq!(on(None).next_order_day(friday), None);
    }

    #[test]
    fn terms_are_found_by_code() {
        let named = |code: &str| SupplierTerms { supplier: code.to_owned(), ..SupplierTerms::default() };
        let all = Suppliers { version: 0, suppliers: vec![named("ACME"), named("Zed"), named("Øst")] };
        assert_eq!(all.of("Zed"), Some(&named("Zed")));
        assert_eq!(all.of("zed"), None);
    }
}
