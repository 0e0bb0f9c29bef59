//! What is computed of a snapshot's tables for every query. One column is one line, which rustfmt would break into six.

use super::tables::{may, need};
use super::{Column, Kind};

/// A table that is computed of others, or read from a publication.
#[derive(Debug)]
pub struct View {
    /// Name, as in SQL.
    pub name: &'static str,
    /// What one row is, in one sentence.
    pub row: &'static str,
    /// The columns that have a meaning of their own outside this program, in order.
    pub columns: &'static [Column],
}

/// The settings that queries need.
#[rustfmt::skip]
pub static SETTINGS: View = View {
    name: "settings",
    row: "The settings of the publication that queries use: one row.",
    columns: &[
        need("first_day", Kind::Integer, "days since 1970-01-01", "First day with sales; CAST it to date."),
        need("as_of_day", Kind::Integer, "days since 1970-01-01", "Today: the last complete day of the snapshot; CAST it to date."),
        need("activity_window_days", Kind::Integer, "days", "For how many days an item-location stays active after it last sold or held stock."),
        need("opening_hours_per_day", Kind::Decimal, "hours", "How many hours a day the location is open."),
        need("abc_a", Kind::Float, "share", "Class A ends at this share of annual value."),
        need("abc_b", Kind::Float, "share", "Class B ends at this share of annual value."),
    ],
};

/// Item-locations.
#[rustfmt::skip]
pub static ITEM_LOCATION: View = View {
    name: "item_location",
    row: "One item at one location, with its class.",
    columns: &[
        need("row", Kind::Integer, "", "Place in the order of location and item, from 0."),
        need("location", Kind::Text, "", "Location; refers to locations."),
        need("sku", Kind::Text, "", "Item; refers to products."),
        need("name", Kind::Text, "", "Name of the item; its code where it has none."),
        need("category", Kind::Text, "", "Category of the item."),
        may("supplier", Kind::Text, "", "Usual supplier; refers to suppliers."),
        may("unit_cost", Kind::Decimal, "currency per unit", "What one unit costs to buy."),
        may("unit_price", Kind::Decimal, "currency per unit", "What one unit usually sells for."),
        may("minimum_order", Kind::Decimal, "units", "Smallest quantity the supplier accepts."),
        may("pack_size", Kind::Decimal, "units", "Order quantities are multiples of this."),
        may("annual_value", Kind::Decimal, "currency", "What was used in the last 365 days, at unit cost. A store without costs takes revenue instead, and one without revenue units. Empty for an item that lacks its cost or revenue."),
        need("class", Kind::Text, "", "ABC class by annual value: A, B or C. An item without a value is unknown."),
    ],
};

/// Days of item-locations.
#[rustfmt::skip]
pub static ITEM_DAY: View = View {
    name: "item_day",
    row: "One day of one item-location that sold or whose stock was recorded. Key figures are sums over these rows.",
    columns: &[
        need("date", Kind::Date, "", "The day."),
        need("age_days", Kind::Integer, "days", "Days from it to today."),
        need("row", Kind::Integer, "", "Row of the item-location in item_location."),
        need("location", Kind::Text, "", "Location; refers to locations."),
        need("sku", Kind::Text, "", "Item; refers to products."),
        need("category", Kind::Text, "", "Category of the item."),
        need("class", Kind::Text, "", "ABC class of the item-location."),
        may("on_hand", Kind::Decimal, "units", "Units on the shelf at the end of the day; below zero what is backordered."),
        may("units", Kind::Decimal, "units", "Units sold."),
        may("revenue", Kind::Decimal, "currency", "What customers paid for them."),
        may("costed_revenue", Kind::Decimal, "currency", "Revenue of the items whose unit cost is known."),
        may("cost_of_goods_sold", Kind::Decimal, "currency", "Units sold at unit cost."),
        may("inventory_value", Kind::Decimal, "currency", "Units on the shelf at unit cost."),
        need("active", Kind::Integer, "item-locations", "1 if stock is known and the item-location is active, else 0."),
        need("out_of_stock", Kind::Integer, "item-locations", "1 if it is active and nothing is on the shelf, else 0."),
        may("hours_open", Kind::Decimal, "hours", "Opening hours, where hours without stock are known."),
        may("hours_out", Kind::Decimal, "hours", "Opening hours without stock."),
        may("units_due", Kind::Decimal, "units", "Units demanded, where it is known what was shipped at once."),
        may("units_filled", Kind::Decimal, "units", "Units of these that were shipped at once."),
        need("sales_rows", Kind::Integer, "rows", "Rows of sales in it."),
        need("stock_rows", Kind::Integer, "rows", "Rows of stock in it."),
    ],
};

/// Sums of days.
#[rustfmt::skip]
pub static KPI_DAY: View = View {
    name: "kpi_day",
    row: "One day of one location, category and class. Key figures are ratios of its sums.",
    columns: &[
        need("date", Kind::Date, "", "The day."),
        need("location", Kind::Text, "", "Location; refers to locations."),
        need("category", Kind::Text, "", "Category of the items."),
        need("class", Kind::Text, "", "ABC class of the item-locations."),
        may("units", Kind::Decimal, "units", "Units sold."),
        may("revenue", Kind::Decimal, "currency", "What customers paid for them."),
        may("costed_revenue", Kind::Decimal, "currency", "Revenue of the items whose unit cost is known."),
        may("cost_of_goods_sold", Kind::Decimal, "currency", "Units sold at unit cost."),
        may("inventory_value", Kind::Decimal, "currency", "Units on the shelf at the end of the day at unit cost; average it over days."),
        need("active", Kind::Integer, "item-locations", "Active item-locations whose stock is known; sum it over days as item-days."),
        need("out_of_stock", Kind::Integer, "item-locations", "Those of them with nothing on the shelf."),
        may("hours_open", Kind::Decimal, "hours", "Opening hours, where hours without stock are known."),
        may("hours_out", Kind::Decimal, "hours", "Opening hours without stock."),
        may("units_due", Kind::Decimal, "units", "Units demanded, where it is known what was shipped at once."),
        may("units_filled", Kind::Decimal, "units", "Units of these that were shipped at once."),
    ],
};

/// Key figures of months.
#[rustfmt::skip]
pub static KPI_PERIOD: View = View {
    name: "kpi_period",
    row: "One month, with the key figures of the pages over all item-locations.",
    columns: &[
        need("month", Kind::Date, "", "First day of the month."),
        need("days", Kind::Integer, "days", "Days of it between the first day with sales and today."),
        may("revenue", Kind::Decimal, "currency", "What customers paid."),
        may("turnover", Kind::Float, "per year", "Cost of goods sold ÷ average stock at cost, × 365 ÷ days."),
        may("days_of_inventory", Kind::Float, "days", "Days × average stock at cost ÷ cost of goods sold."),
        may("stockout_rate", Kind::Float, "share", "Hours without stock ÷ opening hours, else item-days without stock ÷ active item-days."),
        may("fill_rate", Kind::Float, "share", "Units shipped at once ÷ units demanded."),
        may("gross_margin_return", Kind::Float, "per year", "(Revenue − cost of goods sold) ÷ average stock at cost, × 365 ÷ days."),
        may("average_stock_value", Kind::Float, "currency", "Mean of end-of-day stock at cost."),
    ],
};
