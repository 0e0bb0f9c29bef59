//! The state of an item-location, which says what to do about it.

use serde::{Deserialize, Serialize};

/// The state of an item-location, most urgent first: the first that applies is its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing on hand while demand is forecast, or units are owed.
    StockedOut,
    /// Demand as forecast exceeds what is on hand and due before a new order could arrive.
    WillStockOut,
    /// More on hand and on order than reorder point plus order quantity.
    Excess,
    /// None of the others.
    Fine,
    /// Not stocked: no demand is forecast, or so little that it is ordered when a customer asks, whatever is in stock.
    NoDemand,
    /// The stock on hand is not known.
    NoData,
}

/// The facts behind a status; NaN is "no data".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Units on hand; a value below zero is owed to customers.
    pub on_hand: f64,
    /// Units on order.
    pub on_order: f64,
    /// Forecast demand, units per day; zero where it is too little to keep stock.
    pub demand_per_day: f64,
    /// Units short before a new order could arrive if demand is as forecast: see [`super::Shortage`].
    pub short_units: f64,
    /// Reorder point, units.
    pub reorder_point: f64,
    /// Order quantity, units.
    pub order_quantity: f64,
}

impl Standing {
    /// Inventory position, units: on hand plus on order; an unknown quantity on order counts as zero.
    pub fn position(&self) -> f64 {
        self.on_hand + if self.on_order.is_nan() { 0.0 } else { self.on_order }
    }
}

impl Status {
    /// Every status, most urgent first; derived files store the index.
    pub const ALL: [Status; 6] = [
        Status::StockedOut,
        Status::WillStockOut,
        Status::Excess,
        Status::Fine,
        Status::NoDemand,
        Status::NoData,
    ];

    /// Its name in URLs and in the API.
    pub fn name(self) -> &'static str {
        ["stocked_out", "will_stock_out", "excess", "fine", "no_demand", "no_data"][self as usize]
    }

    /// The status of an item-location.
    pub fn of(standing: &Standing) -> Self {
        let Standing { on_hand, demand_per_day, .. } = *standing;
        let demanded = demand_per_day > 0.0;
        match standing {
            _ if on_hand.is_nan() => Status::NoData,
            _ if on_hand < 0.0 || (on_hand == 0.0 && demanded) => Status::StockedOut,
            _ if !demanded => Status::NoDemand,
            _ if standing.short_units > 0.0 => Status::WillStockOut,
            _ if standing.position() > standing.reorder_point + standing.order_quantity => Status::Excess,
            _ => Status::Fine,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_urgent_status_that_applies() {
        let fine = Standing {
            on_hand: 60.0,
            on_order: f64::NAN,
            demand_per_day: 5.0,
            short_units: 0.0,
            reorder_point: 50.0,
            order_quantity: 24.0,
        };
        let check = |standing: Standing, status| assert_eq!(Status::of(&standing), status, "{standing:?}");
        check(fine, Status::Fine);
        check(Standing { on_hand: f64::NAN, short_units: f64::NAN, ..fine }, Status::NoData);
        check(Standing { on_hand: 0.0, on_order: 500.0, short_units: 9.0, ..fine }, Status::StockedOut);
        check(Standing { on_hand: -1.0, demand_per_day: 0.0, short_units: 1.0, ..fine }, Status::StockedOut);
        check(Standing { on_hand: 0.0, demand_per_day: 0.0, ..fine }, Status::NoDemand);
        check(Standing { on_hand: 900.0, demand_per_day: 0.0, ..fine }, Status::NoDemand);
        check(Standing { on_hand: 9.0, short_units: 0.5, on_order: 900.0, ..fine }, Status::WillStockOut);
        check(Standing { on_hand: 74.0, ..fine }, Status::Fine);
        check(Standing { on_hand: 70.0, on_order: 4.5, ..fine }, Status::Excess);
    }

    #[test]
    fn names_are_those_of_the_json_and_places_those_of_derived_files() {
        for (place, status) in Status::ALL.into_iter().enumerate() {
            assert_eq!(status as usize, place);
            assert_eq!(serde_json::to_string(&status).ok(), Some(format!("\"{}\"", status.name())));
        }
    }
}
