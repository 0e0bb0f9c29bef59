//! A plan of thirty item-locations, some of which lack what others have.

use contract::{BacktestSums, Plan, PlanItems};
use planning::accuracy::ErrorSums;

fn tested(row: u8) -> BacktestSums {
    let sums = |scaled_square: f64| ErrorSums {
        periods: 52.0,
        demand: 400.0,
        bias: -20.0,
        absolute: 100.0 * scaled_square,
        scaled_square,
    };
    let forecast = sums(f64::from(row % 3) + 0.5);
    BacktestSums { forecast, naive: sums(2.0), origins: 4, has_season: row.is_multiple_of(2) }
}

pub(super) fn plan() -> Plan {
    let mut plan = Plan::default();
    for row in 0..30u8 {
        let size = f32::from(row) + 1.0;
        let policy = &mut plan.policy;
        policy.demand_per_day.push(if row == 4 { 0.0 } else { size / 3.0 });
        policy.error_sd_per_day.push(size / 4.0);
        policy.exposed_demand_per_day.push(if row == 4 { 0.0 } else { size / 3.0 });
        policy.review_sd_per_day.push(size / 5.0);
        let added = if row % 3 == 0 { 0.0 } else { 0.5 };
        policy.factor_80.push(0.84 + added);
        policy.factor_90.push(1.28 + added);
        policy.factor_95.push(1.64 + added);
        policy.factor_98.push(2.05 + added);
        policy.factor_995.push(2.58 + added);
        policy.shortage_factor.push(1.0 + added / 5.0);
        policy.lead_time_days.push(10.0 + size);
        policy.lead_time_sd_days.push(2.0);
        policy.unit_cost.push(if row == 5 { f32::NAN } else { 1.0 + size / 10.0 });
        policy.minimum_order.push(f32::NAN);
        policy.pack_size.push(if row % 2 == 0 { 6.0 } else { f32::NAN });
        policy.category.push(u16::from(row % 2));
        policy.location.push(u16::from(row % 3 == 0));
        policy.class.push(row % 3);
        policy.own_service_level_parts.push(if row == 7 { 9_800 } else { 0 });
        policy.own_review_days.push(0);
        let items = &mut plan.items;
        items.sku.push(format!("SKU{row}"));
        items.name.push("<img src=x onerror=alert(1)> \"mug\"".to_owned());
        // Of what is to be ordered, some have a supplier that states its terms, and some one that states none.
        items.supplier.push(["", "ACME", "BARE"][usize::from(row / 5 % 3) * usize::from(row > 4)].to_owned());
        for column in [&mut items.unit_price, &mut items.on_hand, &mut items.on_order] {
            column.push(size * 2.0);
        }
        for column in [
            &mut items.active_days,
            &mut items.stockout_days,
            &mut items.short_units,
            &mut items.abandoned_units,
            &mut items.excess_units,
            &mut items.excess_value,
            &mut items.achieved_stock,
        ] {
            column.push(size);
        }
        items.short_value.push(if row == 29 { f32::NAN } else { size * 10.0 });
        items.cover_days.push(if row == 4 { f32::INFINITY } else { size * 3.0 });
        items.units_at_risk.push(if row % 4 == 1 { size } else { 0.0 });
        items.order_in_days.push(if row == 4 { f32::INFINITY } else { f32::from(row % 5) });
        items.suggested_order.push(if row % 5 == 0 { size } else { 0.0 });
        for column in [&mut items.achieved_service, &mut items.achieved_fill_rate] {
            column.push(1.0 - size / 200.0);
        }
        items.status.push(if row == 4 { 4 } else { row % 4 });
        items.demand_class.push(0);
        items.method.push(0);
        plan.accuracy.push((row < 20).then(|| tested(row)).as_ref());
        items.annual_value.push(size * 100.0);
        items.variability.push(row % 4);
        items.rule.push(u8::from(row == 7));
        items.segment.push(if row == 4 { PlanItems::NO_SEGMENT } else { row % 2 });
    }
    plan
}
