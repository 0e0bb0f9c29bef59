//! The columns of the list of item-locations: each stands once, here, with its name, type, unit and meaning, how it is
//! computed and how a list is sorted by it. What the API answers and describes, CSV, Arrow, Parquet, the page's table,
//! the names that lists can be sorted by and the keys of the texts follow.

use super::plan_row::PlanRow;
use crate::table::{Cell, Column, Unit};
use planning::convert::{known, single};
use planning::day::Day;
use planning::segment::{AbcClass, Variability};
use planning::stock::Status;
use serde::{Deserialize, Serialize};

/// How lists are sorted by a column; missing numbers are NaN, missing texts empty.
pub(super) enum SortKey {
    /// By words, whatever their case and accents.
    Text(for<'a> fn(PlanRow<'a>) -> &'a str),
    /// By size.
    Number(fn(PlanRow<'_>) -> f32),
}

/// Makes [`ItemRow`], its columns and its sort keys. An entry is
///
/// ```text
/// name: type as kind in unit, "Meaning", |row| how it is computed, by kind of key how it is sorted;
/// ```
macro_rules! item_columns {
    ($($name:ident: $type:ty as $kind:ident in $unit:ident, $about:literal,
        |$row:ident| $value:expr $(, by $key:ident $sort:expr)?;)+) => {
        /// An item-location of a list. Unknown values are absent.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct ItemRow {
            $(#[doc = concat!($about, ".")] pub $name: $type,)+
        }

        impl ItemRow {
            /// Its values as columns, in the order of its fields.
            pub const COLUMNS: &'static [Column<ItemRow>] = &[$(Column {
                name: stringify!($name),
                about: $about,
                unit: Unit::$unit,
                always: <$type as Value>::ALWAYS,
                cell: item_columns!(@cell $kind $name),
            },)+];

            /// The values of a row of the plan.
            pub(super) fn of(row: PlanRow<'_>) -> Self {
                ItemRow { $($name: { let $row = row; $value },)+ }
            }
        }

        /// The columns by which lists can be sorted, with their keys.
        pub(super) const SORT_KEYS: &[(&str, SortKey)] = &[
            $($((stringify!($name), SortKey::$key(|$row| $sort)),)?)+
        ];
    };
    (@cell text $name:ident) => { Cell::Text(|row| row.$name.words()) };
    (@cell single $name:ident) => { Cell::Single(|row| row.$name) };
    (@cell number $name:ident) => { Cell::Number(|row| row.$name.into()) };
    (@cell count $name:ident) => { Cell::Count(|row| row.$name.map(u64::from)) };
    (@cell date $name:ident) => { Cell::Date(|row| row.$name) };
    (@cell flag $name:ident) => { Cell::Flag(|row| row.$name) };
}

item_columns! {
    sku: String as text in Plain, "Stock keeping unit",
        |row| row.items.sku[row.at].clone(), by Text &row.items.sku[row.at];
    name: String as text in Plain, "Product name",
        |row| row.items.name[row.at].clone(), by Text &row.items.name[row.at];
    supplier: Option<String> as text in Plain, "Supplier",
        |row| row.supplier().map(str::to_owned), by Text &row.items.supplier[row.at];
    location: String as text in Plain, "Location id",
        |row| row.location().id.clone(), by Text &row.location().name;
    location_name: String as text in Plain, "Name of the location",
        |row| row.location().name.clone();
    category: String as text in Plain, "Category",
        |row| row.category().id.clone(), by Text &row.category().name;
    class: AbcClass as text in Plain, "ABC class; unknown for an item without cost where others have one",
        |row| row.class(), by Number f32::from(row.class() as u8);
    status: Status as text in Plain, "Status",
        |row| row.status(), by Number f32::from(row.status() as u8);
    on_hand: Option<f32> as single in Units, "Units on hand; a value below zero is owed to customers",
        |row| known(row.items.on_hand[row.at]), by Number row.items.on_hand[row.at];
    on_order: Option<f32> as single in Units, "Units on order",
        |row| known(row.items.on_order[row.at]), by Number row.items.on_order[row.at];
    demand_per_day: Option<f32> as single in UnitsPerDay,
        "Forecast demand, units per day; zero if the item is not stocked",
        |row| known(row.policy.demand_per_day[row.at]), by Number row.policy.demand_per_day[row.at];
    cover_days: Option<f32> as single in Days,
        "Days until cumulative forecast demand exceeds stock on hand; also absent beyond the horizon",
        |row| row.cover_days(), by Number row.items.cover_days[row.at];
    cover_beyond_horizon: Option<bool> as flag in Plain, "Whether stock on hand lasts beyond the horizon",
        |row| known(row.items.cover_days[row.at]).map(f32::is_infinite);
    runs_out_on: Option<Day> as date in Plain,
        "The day on which it runs out, within the horizon; absent where there is none",
        |row| row.cover_days().filter(|days| *days > 0.0).and_then(|days| row.in_days(f64::from(days) + 1.0));
    stock_value: Option<f32> as single in Money, "Stock on hand at cost, money",
        |row| known(row.stock_value()), by Number row.stock_value();
    units_at_risk: Option<f32> as single in Units, "Units expected to be short before a new order could arrive",
        |row| known(row.items.units_at_risk[row.at]);
    money_at_risk: Option<f32> as single in Money, "Those units at unit price, money",
        |row| known(row.money_at_risk()), by Number row.money_at_risk();
    reorder_point: Option<f64> as number in Units, "Reorder point under the settings, units",
        |row| known(row.policy_now().reorder_point), by Number single(row.policy_now().reorder_point);
    order_quantity: Option<f64> as number in Units, "Order quantity under the settings, units",
        |row| known(row.policy_now().order_quantity), by Number single(row.policy_now().order_quantity);
    suggested_order: Option<f32> as single in Units, "What to order now, units; zero for nothing",
        |row| known(row.items.suggested_order[row.at]), by Number row.items.suggested_order[row.at];
    order_by: Option<Day> as date in Plain,
        "The day on which stock on hand and on order falls to the reorder point, or today if it already has; absent \
        beyond the forecast",
        |row| row.in_days(f64::from(row.items.order_in_days[row.at])), by Number row.items.order_in_days[row.at];
    achieved_service: Option<f32> as single in Share,
        "Cycle service that the reorder point achieves in simulation, a share",
        |row| known(row.items.achieved_service[row.at]);
    achieved_fill_rate: Option<f32> as single in Share, "Fill rate that it achieves there, a share",
        |row| known(row.items.achieved_fill_rate[row.at]);
    achieved_stock: Option<f32> as single in Units, "Average stock on hand in that simulation, units",
        |row| known(row.items.achieved_stock[row.at]);
    variability: Variability as text in Plain, "XYZ class: how much demand varies without its season",
        |row| row.variability(), by Number f32::from(row.variability() as u8);
    annual_value: Option<f32> as single in Money,
        "Consumption of the last year at cost, money; where the store has no costs revenue, or units; absent for an item \
        without its own",
        |row| known(row.items.annual_value[row.at]), by Number row.items.annual_value[row.at];
    service_level: f64 as number in Share, "Cycle service level of its policy, a fraction",
        |row| row.scenario().service_level;
    review_days: f64 as number in Days, "Days between reviews of its policy",
        |row| row.scenario().review_days;
    policy_rule: Option<u8> as count in Plain,
        "The rule of the settings that sets its policy, counted from 1; absent where the settings themselves do",
        |row| Some(row.items.rule[row.at]).filter(|rule| *rule > 0);
    short_value: Option<f32> as single in Money,
        "Demand of the last year that stock could not meet, at unit price, money",
        |row| known(row.items.short_value[row.at]), by Number row.items.short_value[row.at];
    excess_value: Option<f32> as single in Money, "Stock above what the policy needs, at cost, money",
        |row| known(row.items.excess_value[row.at]), by Number row.items.excess_value[row.at];
    owed_value: Option<f32> as single in Money, "Units owed to customers, at unit price, money",
        |row| known(row.owed_value()), by Number row.owed_value();
    unit_cost: Option<f32> as single in Money, "Unit cost, money",
        |row| known(row.policy.unit_cost[row.at]), by Number row.policy.unit_cost[row.at];
    suggested_value: Option<f32> as single in Money, "What to order now, at unit cost, money; zero for nothing",
        |row| known(row.suggested_value()), by Number row.suggested_value();
}

/// What a field holds.
trait Value {
    /// Whether it holds something in every row.
    const ALWAYS: bool = true;
}

impl Value for String {}
impl Value for AbcClass {}
impl Value for Status {}
impl Value for Variability {}
impl Value for f64 {}

impl<T> Value for Option<T> {
    const ALWAYS: bool = false;
}

/// What a cell of text holds.
trait Words {
    fn words(&self) -> Option<&str>;
}

impl Words for String {
    fn words(&self) -> Option<&str> {
        Some(self)
    }
}

impl Words for Option<String> {
    fn words(&self) -> Option<&str> {
        self.as_deref()
    }
}

impl Words for AbcClass {
    fn words(&self) -> Option<&str> {
        Some(self.name())
    }
}

impl Words for Status {
    fn words(&self) -> Option<&str> {
        Some(self.name())
    }
}

impl Words for Variability {
    fn words(&self) -> Option<&str> {
        Some(self.name())
    }
}
