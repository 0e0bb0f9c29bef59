//! The tables themselves. One column is one line, which rustfmt would break into six.

use planning::bounds::LEAD_TIME_DAYS;

use super::{Column, Kind, Table};

/// Sales per day, item and location: the one table every snapshot has.
#[rustfmt::skip]
pub static SALES: Table = Table {
    name: "sales",
    row: "What was sold of one item at one location (and through one channel) on one day.",
    required: true,
    key: &["date", "sku", "location", "channel"],
    sort: &["location", "sku", "date", "channel"],
    date: Some("date"),
    named: &["date", "sku", "location"],
    part: "date",
    within: &["location", "channel"],
    at_least_one: &[],
    columns: &[
        need("date", Kind::Date, "", "Day of the sale in the snapshot's time zone; of sales by week or month, its last day."),
        need("sku", Kind::Text, "", "Item sold; refers to products."),
        need("location", Kind::Text, "", "Location the item left from; refers to locations."),
        may("channel", Kind::Text, "", "Way of selling, such as web or shop."),
        need("units", Kind::Decimal, "units", "Units sold; cancelled sales are taken out, returns are not."),
        may("revenue", Kind::Decimal, "currency", "What customers paid for these units."),
        may("promotion", Kind::Text, "", "Promotion in force that day; empty if none. Forecasts learn the effect of promotions on the item."),
    ],
};

/// End-of-day balances per item and location.
#[rustfmt::skip]
pub static STOCK: Table = Table {
    name: "stock",
    row: "The balance of one item at one location at the end of one day.",
    required: false,
    key: &["date", "sku", "location"],
    sort: &["location", "sku", "date"],
    date: Some("date"),
    named: &["date", "sku", "location"],
    part: "date",
    within: &["location"],
    at_least_one: &["on_hand", "on_order", "out_of_stock_hours"],
    columns: &[
        need("date", Kind::Date, "", "Day at whose end the balance was taken."),
        need("sku", Kind::Text, "", "Item; refers to products."),
        need("location", Kind::Text, "", "Location; refers to locations."),
        may(
            "on_hand",
            Kind::Decimal,
            "units",
            "Units on the shelf at the end of the day; a negative balance is units backordered (owed to customers).",
        ),
        may("on_order", Kind::Decimal, "units", "Units ordered from suppliers and not yet received.").not_negative(),
        may("out_of_stock_hours", Kind::Decimal, "hours", "Opening hours of the day without stock.").within(0.0, 24.0),
    ],
};

/// Items.
#[rustfmt::skip]
pub static PRODUCTS: Table = Table {
    name: "products",
    row: "One item.",
    required: false,
    key: &["sku"],
    sort: &["sku"],
    date: None,
    named: &["sku"],
    part: "sku",
    within: &[],
    at_least_one: &[],
    columns: &[
        need("sku", Kind::Text, "", "Stock-keeping unit: the item's code."),
        need("name", Kind::Text, "", "Name people know the item by."),
        may("category", Kind::Text, "", "Group of items that are planned or reported together."),
        may("category_source", Kind::Text, "", "How the category was found, if not given by the source."),
        may("brand", Kind::Text, "", "Brand."),
        may("supplier", Kind::Text, "", "Usual supplier; refers to suppliers."),
        may("unit_cost", Kind::Decimal, "currency per unit", "What one unit costs to buy.").not_negative(),
        may("unit_price", Kind::Decimal, "currency per unit", "What one unit usually sells for.").not_negative(),
        may("pack_size", Kind::Decimal, "units", "Order quantities are multiples of this.").not_negative(),
        may("minimum_order", Kind::Decimal, "units", "Smallest quantity the supplier accepts.").not_negative(),
        may("shelf_life_days", Kind::Decimal, "days", "Days from receipt until it can no longer be sold.").not_negative(),
        may("weight_kg", Kind::Float, "kg", "Weight of one unit.").not_negative(),
        may("volume_m3", Kind::Float, "m³", "Volume of one unit.").not_negative(),
    ],
};

/// Places that hold or sell stock.
#[rustfmt::skip]
pub static LOCATIONS: Table = Table {
    name: "locations",
    row: "One place that holds or sells stock.",
    required: false,
    key: &["location"],
    sort: &["location"],
    date: None,
    named: &["location"],
    part: "location",
    within: &[],
    at_least_one: &[],
    columns: &[
        need("location", Kind::Text, "", "Code of the location."),
        need("name", Kind::Text, "", "Name people know the location by."),
        need("kind", Kind::Text, "", "warehouse, store or online."),
        may("country", Kind::Text, "", "Country, as an ISO 3166-1 two-letter code."),
        may("latitude", Kind::Float, "degrees", "Latitude, north positive (WGS 84).").within(-90.0, 90.0),
        may("longitude", Kind::Float, "degrees", "Longitude, east positive (WGS 84).").within(-180.0, 180.0),
    ],
};

/// Suppliers and their promised lead times.
#[rustfmt::skip]
pub static SUPPLIERS: Table = Table {
    name: "suppliers",
    row: "One supplier.",
    required: false,
    key: &["supplier"],
    sort: &["supplier"],
    date: None,
    named: &["supplier"],
    part: "supplier",
    within: &[],
    at_least_one: &[],
    columns: &[
        need("supplier", Kind::Text, "", "Code of the supplier."),
        need("name", Kind::Text, "", "Name people know the supplier by."),
        need("lead_time_days_mean", Kind::Decimal, "days", "Mean days from order to receipt.").within(0.0, LEAD_TIME_DAYS.max),
        need(
            "lead_time_days_sd",
            Kind::Decimal,
            "days",
            "Standard deviation of the days from order to receipt.",
        ).within(0.0, LEAD_TIME_DAYS.max),
        may("order_cost", Kind::Decimal, "currency per order", "Cost of placing and receiving one order.").not_negative(),
        may("country", Kind::Text, "", "Country, as an ISO 3166-1 two-letter code."),
        may("minimum_order_value", Kind::Decimal, "currency", "Least value of an order at cost.").not_negative(),
        may(
            "free_freight_value",
            Kind::Decimal,
            "currency",
            "Value of an order at cost from which the supplier pays the freight.",
        ).not_negative(),
        may(
            "order_weekday",
            Kind::Integer,
            "",
            "Day of the week on which the supplier is ordered from, 1 for Monday to 7 for Sunday (ISO 8601).",
        ).within(1.0, 7.0),
    ],
};

/// Purchase orders and their receipts, which show real lead times.
#[rustfmt::skip]
pub static RECEIPTS: Table = Table {
    name: "receipts",
    row: "One item of one purchase order.",
    required: false,
    key: &["purchase_order", "sku", "location", "received_on"],
    sort: &["location", "sku", "ordered_on", "purchase_order", "received_on"],
    date: Some("ordered_on"),
    named: &["purchase_order"],
    part: "purchase_order",
    within: &[],
    at_least_one: &[],
    columns: &[
        need("purchase_order", Kind::Text, "", "Number of the purchase order."),
        need("supplier", Kind::Text, "", "Supplier; refers to suppliers."),
        need("sku", Kind::Text, "", "Item; refers to products."),
        need("location", Kind::Text, "", "Location the goods go to; refers to locations."),
        need("ordered_on", Kind::Date, "", "Day the order was placed."),
        may("received_on", Kind::Date, "", "Day the goods arrived; empty while they are on order."),
        need("units_ordered", Kind::Decimal, "units", "Units ordered.").not_negative(),
        need("units_received", Kind::Decimal, "units", "Units received so far.").not_negative(),
    ],
};

/// Holidays and events.
#[rustfmt::skip]
pub static CALENDAR: Table = Table {
    name: "calendar",
    row: "One holiday or event on one day, past or coming. For each item, forecasts learn what each name does to its sales. For names that come once a year, they also learn what happens to all items in the weeks around.",
    required: false,
    key: &["date", "name"],
    sort: &["date", "name"],
    date: Some("date"),
    named: &["date"],
    part: "date",
    within: &[],
    at_least_one: &[],
    columns: &[
        need("date", Kind::Date, "", "Day."),
        need("name", Kind::Text, "", "Name of the holiday or event."),
        need("kind", Kind::Text, "", "holiday or event."),
    ],
};

/// Customer order lines with units shipped, which show the real fill rate.
#[rustfmt::skip]
pub static ORDERS: Table = Table {
    name: "orders",
    row: "One line of one customer's order.",
    required: false,
    key: &["order", "line"],
    sort: &["placed_at", "order", "line"],
    date: None,
    named: &["order"],
    part: "placed_at",
    within: &["location", "channel"],
    at_least_one: &[],
    columns: &[
        need("order", Kind::Text, "", "Number of the order."),
        need("line", Kind::Integer, "", "Number of the line in its order."),
        need("placed_at", Kind::Moment, "", "When the customer ordered."),
        may("customer", Kind::Text, "", "Code of the customer."),
        need("sku", Kind::Text, "", "Item; refers to products."),
        need("location", Kind::Text, "", "Location that ships it; refers to locations."),
        may("channel", Kind::Text, "", "Way of selling, such as web or shop."),
        need("units_ordered", Kind::Decimal, "units", "Units the customer asked for."),
        need("units_shipped", Kind::Decimal, "units", "Units shipped from stock."),
        may("shipped_at", Kind::Moment, "", "When they were shipped."),
    ],
};

/// Every table, in the order people meet them.
pub static TABLES: [&Table; 8] =
    [&SALES, &STOCK, &PRODUCTS, &LOCATIONS, &SUPPLIERS, &RECEIPTS, &CALENDAR, &ORDERS];

pub(super) const fn need(
    name: &'static str,
    kind: Kind,
    unit: &'static str,
    meaning: &'static str,
) -> Column {
    Column { name, kind, required: true, unit, meaning, range: None }
}

pub(super) const fn may(name: &'static str, kind: Kind, unit: &'static str, meaning: &'static str) -> Column {
    Column { name, kind, required: false, unit, meaning, range: None }
}
