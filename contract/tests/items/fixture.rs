//! A small publication of any rows.

use contract::{
    CONTRACT_VERSION, Cells, Cube, Decisions, Derived, Facts, Group, ItemsQuery, Plan, PlanItems,
    QueryString, Settings,
};
use planning::day::Day;
use planning::kpi::{Known, Measure};
use planning::periods::{SalesPeriod, Step};
use proptest::prelude::*;

/// A row: places in the lists of names, then numbers.
pub type Row = ((usize, usize, usize), (u16, u16, u8, u8), [f32; 6]);

pub const SKUS: [&str; 5] = ["85123A", "22423", "POST", "=1+1", "DCGS0076"];
pub const NAMES: [&str; 5] = ["Red Mug", "ÉTUDE lamp, \"small\"", "red lamp", "-5 candles", "straße"];
pub const SUPPLIERS: [&str; 3] = ["", "Acme & Sons", "Øst"];

pub fn groups(names: [&str; 3]) -> Vec<Group> {
    names.map(|name| Group { id: name.to_lowercase(), name: name.to_owned() }).to_vec()
}

pub fn facts() -> Facts {
    Facts {
        id: "p".into(),
        tenant: "main".into(),
        settings: Settings::default(),
        currency: "GBP".into(),
        as_of: Day(15_000),
        period: SalesPeriod::Day,
        horizon_days: 91,
        known: Known::default(),
        simulated: vec!["Stock is simulated.".into()],
        category_note: None,
        item_locations: 0,
    }
}

pub fn cube() -> Cube {
    Cube {
        version: CONTRACT_VERSION,
        grain: Step::Week,
        periods: Vec::new(),
        categories: groups(["Mugs", "Lamps", "Candles"]),
        locations: groups(["UK", "EU", "ÅLAND"]),
        known: Known::default(),
        holding_rate_per_year: 0.25,
        cells: Cells { measures: vec![Vec::new(); Measure::ALL.len()], ..Cells::default() },
    }
}

pub fn plan(rows: &[Row]) -> Plan {
    let mut plan = Plan::default();
    for ((sku, name, supplier), (category, location, class, status), numbers) in rows {
        let [on_hand, unit_cost, unit_price, units_at_risk, cover_days, other] = *numbers;
        let (policy, items) = (&mut plan.policy, &mut plan.items);
        for column in [
            &mut policy.demand_per_day,
            &mut policy.error_sd_per_day,
            &mut policy.exposed_demand_per_day,
            &mut policy.review_sd_per_day,
            &mut policy.factor_80,
            &mut policy.factor_90,
            &mut policy.factor_95,
            &mut policy.factor_98,
            &mut policy.factor_995,
            &mut policy.shortage_factor,
            &mut policy.lead_time_days,
            &mut policy.lead_time_sd_days,
            &mut policy.minimum_order,
            &mut policy.pack_size,
            &mut items.on_order,
            &mut items.abandoned_units,
            &mut items.active_days,
            &mut items.stockout_days,
            &mut items.short_units,
            &mut items.short_value,
            &mut items.excess_units,
            &mut items.excess_value,
            &mut items.suggested_order,
            &mut items.achieved_service,
            &mut items.achieved_fill_rate,
            &mut items.achieved_stock,
            &mut items.annual_value,
        ] {
            column.push(other);
        }
        policy.unit_cost.push(unit_cost);
        policy.category.push(*category);
        policy.location.push(*location);
        policy.class.push(*class);
        policy.own_service_level_parts.push(0);
        policy.own_review_days.push(0);
        items.sku.push(SKUS[*sku].into());
        items.name.push(NAMES[*name].into());
        items.supplier.push(SUPPLIERS[*supplier].into());
        items.unit_price.push(unit_price);
        items.on_hand.push(on_hand);
        items.units_at_risk.push(units_at_risk);
        items.cover_days.push(cover_days);
        items.order_in_days.push(cover_days.ceil());
        items.status.push(*status);
        items.demand_class.push(0);
        items.method.push(0);
        items.variability.push((class + status) % 4);
        items.rule.push(0);
        items.segment.push(PlanItems::NO_SEGMENT);
    }
    plan
}

/// What figures of these rows are computed from.
pub fn derived(rows: &[Row]) -> Derived {
    Derived { facts: facts(), cube: cube(), plan: plan(rows), decisions: Decisions::default() }
}

pub fn number() -> impl Strategy<Value = f32> {
    // Few values, so that there are ties, and what is not known.
    prop_oneof![3 => (-2..6i8).prop_map(|n| f32::from(n) * 1.5), 1 => Just(f32::NAN)]
}

/// Days to come, or never, or not known.
pub fn days() -> impl Strategy<Value = f32> {
    prop_oneof![3 => (0..6i8).prop_map(|n| f32::from(n) * 1.5), 1 => Just(f32::NAN), 1 => Just(f32::INFINITY)]
}

pub fn rows() -> impl Strategy<Value = Vec<Row>> {
    let names = (0..SKUS.len(), 0..NAMES.len(), 0..SUPPLIERS.len());
    let places = (0..3u16, 0..3u16, 0..3u8, 0..6u8);
    let numbers = (prop::array::uniform4(number()), days(), number())
        .prop_map(|([a, b, c, d], days, other)| [a, b, c, d, days, other]);
    prop::collection::vec((names, places, numbers), 0..40)
}

pub fn query(text: &str) -> ItemsQuery {
    ItemsQuery::from_query(&QueryString::parse(text)).expect(text)
}
