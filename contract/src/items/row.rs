//! One item-location of a list.

use crate::cube::{Cube, Group};
use crate::plan::Plan;
use crate::publication::Publication;
use planning::day::Day;
use planning::segment::{AbcClass, Variability};
use planning::stock::Status;
use serde::{Deserialize, Serialize};

/// An item-location of a list. Unknown values are absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemRow {
    /// Stock keeping unit.
    pub sku: String,
    /// Product name.
    pub name: String,
    /// Supplier.
    pub supplier: Option<String>,
    /// Location id.
    pub location: String,
    /// Name of the location.
    pub location_name: String,
    /// Category.
    pub category: String,
    /// ABC class.
    pub class: AbcClass,
    /// Status.
    pub status: Status,
    /// Units on hand; a value below zero is owed to customers.
    pub on_hand: Option<f32>,
    /// Units on order.
    pub on_order: Option<f32>,
    /// Forecast demand, units per day; zero if the item is not stocked.
    pub demand_per_day: Option<f32>,
    /// Days until cumulative forecast demand exceeds stock on hand; also absent beyond the horizon.
    pub cover_days: Option<f32>,
    /// Whether stock on hand lasts beyond the horizon.
    pub cover_beyond_horizon: Option<bool>,
    /// The day on which it runs out, within the horizon; absent where there is none.
    pub runs_out_on: Option<Day>,
    /// Stock on hand at cost, money.
    pub stock_value: Option<f32>,
    /// Units expected to be short before a new order could arrive.
    pub units_at_risk: Option<f32>,
    /// Those units at unit price, money.
    pub money_at_risk: Option<f32>,
    /// Reorder point under the settings, units.
    pub reorder_point: Option<f32>,
    /// Order quantity under the settings, units.
    pub order_quantity: Option<f32>,
    /// What to order now, units; zero for nothing.
    pub suggested_order: Option<f32>,
    /// The day on which stock on hand and on order falls to the reorder point, or today if it already has; absent
    /// beyond the forecast.
    pub order_by: Option<Day>,
    /// Cycle service that the reorder point achieves in simulation, a share.
    pub achieved_service: Option<f32>,
    /// Fill rate that it achieves there, a share.
    pub achieved_fill_rate: Option<f32>,
    /// Average stock on hand in that simulation, units.
    pub achieved_stock: Option<f32>,
    /// XYZ class: how much demand varies without its season.
    pub variability: Variability,
    /// Consumption of the last year at cost, money; at revenue where there is no cost, in units where there is neither.
    pub annual_value: Option<f32>,
    /// Cycle service level of its policy, a fraction.
    pub service_level: f64,
    /// Days between reviews of its policy.
    pub review_days: f64,
    /// The rule of the settings that sets its policy, counted from 1; absent where the settings themselves do.
    pub policy_rule: Option<u8>,
    /// Demand of the last year that stock could not meet, at unit price, money.
    pub short_value: Option<f32>,
    /// Stock above what the policy needs, at cost, money.
    pub excess_value: Option<f32>,
}

/// A value of a row, for files.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// A text.
    Text(Option<&'a str>),
    /// A number of single precision, as derived files hold it.
    Number(Option<f32>),
    /// A number of double precision, as settings hold it.
    Exact(f64),
    /// A count.
    Count(Option<u64>),
    /// Yes or no.
    Flag(Option<bool>),
    /// A date.
    Date(Option<Day>),
}

impl ItemRow {
    /// Names of the values, as in the API's JSON.
    pub const COLUMNS: [&'static str; 31] = [
        "sku",
        "name",
        "supplier",
        "location",
        "location_name",
        "category",
        "class",
        "status",
        "on_hand",
        "on_order",
        "demand_per_day",
        "cover_days",
        "cover_beyond_horizon",
        "runs_out_on",
        "stock_value",
        "units_at_risk",
        "money_at_risk",
        "reorder_point",
        "order_quantity",
        "suggested_order",
        "order_by",
        "achieved_service",
        "achieved_fill_rate",
        "achieved_stock",
        "variability",
        "annual_value",
        "service_level",
        "review_days",
        "policy_rule",
        "short_value",
        "excess_value",
    ];

    /// The values in the order of [`ItemRow::COLUMNS`].
    pub fn cells(&self) -> [Cell<'_>; 31] {
        [
            Cell::Text(Some(&self.sku)),
            Cell::Text(Some(&self.name)),
            Cell::Text(self.supplier.as_deref()),
            Cell::Text(Some(&self.location)),
            Cell::Text(Some(&self.location_name)),
            Cell::Text(Some(&self.category)),
            Cell::Text(Some(self.class.name())),
            Cell::Text(Some(self.status.name())),
            Cell::Number(self.on_hand),
            Cell::Number(self.on_order),
            Cell::Number(self.demand_per_day),
            Cell::Number(self.cover_days),
            Cell::Flag(self.cover_beyond_horizon),
            Cell::Date(self.runs_out_on),
            Cell::Number(self.stock_value),
            Cell::Number(self.units_at_risk),
            Cell::Number(self.money_at_risk),
            Cell::Number(self.reorder_point),
            Cell::Number(self.order_quantity),
            Cell::Number(self.suggested_order),
            Cell::Date(self.order_by),
            Cell::Number(self.achieved_service),
            Cell::Number(self.achieved_fill_rate),
            Cell::Number(self.achieved_stock),
            Cell::Text(Some(self.variability.name())),
            Cell::Number(self.annual_value),
            Cell::Exact(self.service_level),
            Cell::Exact(self.review_days),
            Cell::Count(self.policy_rule.map(u64::from)),
            Cell::Number(self.short_value),
            Cell::Number(self.excess_value),
        ]
    }
}

/// A publication's facts about the rows of its plan. Numbers are NaN where they are not known.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) publication: &'a Publication,
    pub(super) cube: &'a Cube,
    pub(super) plan: &'a Plan,
}

impl Facts<'_> {
    pub(super) fn category(&self, row: u32) -> &Group {
        &self.cube.categories[usize::from(self.plan.policy.category[row as usize])]
    }

    pub(super) fn location(&self, row: u32) -> &Group {
        &self.cube.locations[usize::from(self.plan.policy.location[row as usize])]
    }

    /// Units owed have no stock value.
    pub(super) fn stock_value(&self, row: u32) -> f32 {
        let on_hand = self.plan.items.on_hand[row as usize];
        let units = if on_hand < 0.0 { 0.0 } else { on_hand };
        units * self.plan.policy.unit_cost[row as usize]
    }

    pub(super) fn money_at_risk(&self, row: u32) -> f32 {
        let items = &self.plan.items;
        items.units_at_risk[row as usize] * items.unit_price[row as usize]
    }

    pub(super) fn status(&self, row: u32) -> Status {
        Status::ALL[usize::from(self.plan.items.status[row as usize])]
    }

    pub(super) fn variability(&self, row: u32) -> Variability {
        Variability::ALL[usize::from(self.plan.items.variability[row as usize])]
    }

    /// A row with its names.
    pub(super) fn row(&self, row: u32) -> ItemRow {
        let place = row as usize;
        let (items, policy) = (&self.plan.items, &self.plan.policy);
        let supplier = &items.supplier[place];
        let location = self.location(row);
        let cover = known(items.cover_days[place]);
        let within = cover.filter(|days| days.is_finite());
        let scenario = policy.as_items().own(place).scenario(&self.publication.settings.scenario());
        let later = |days: f64| self.publication.as_of.after(days);
        ItemRow {
            sku: items.sku[place].clone(),
            name: items.name[place].clone(),
            supplier: (!supplier.is_empty()).then(|| supplier.clone()),
            location: location.id.clone(),
            location_name: location.name.clone(),
            category: self.category(row).id.clone(),
            class: AbcClass::ALL[usize::from(policy.class[place])],
            status: self.status(row),
            on_hand: known(items.on_hand[place]),
            on_order: known(items.on_order[place]),
            demand_per_day: known(policy.demand_per_day[place]),
            cover_days: within,
            cover_beyond_horizon: cover.map(f32::is_infinite),
            runs_out_on: within.filter(|days| *days > 0.0).and_then(|days| later(f64::from(days) + 1.0)),
            stock_value: known(self.stock_value(row)),
            units_at_risk: known(items.units_at_risk[place]),
            money_at_risk: known(self.money_at_risk(row)),
            reorder_point: known(items.reorder_point[place]),
            order_quantity: known(items.order_quantity[place]),
            suggested_order: known(items.suggested_order[place]),
            order_by: later(f64::from(items.order_in_days[place])),
            achieved_service: known(items.achieved_service[place]),
            achieved_fill_rate: known(items.achieved_fill_rate[place]),
            achieved_stock: known(items.achieved_stock[place]),
            variability: self.variability(row),
            annual_value: known(items.annual_value[place]),
            service_level: scenario.service_level,
            review_days: scenario.review_days,
            policy_rule: (items.rule[place] > 0).then_some(items.rule[place]),
            short_value: known(items.short_value[place]),
            excess_value: known(items.excess_value[place]),
        }
    }
}

pub(super) fn known(value: f32) -> Option<f32> {
    (!value.is_nan()).then_some(value)
}
