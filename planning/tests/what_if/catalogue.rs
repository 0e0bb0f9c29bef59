//! Catalogues and scenarios of all kinds.

use planning::bounds;
use planning::convert::{count_u32, single};
use planning::what_if::{Formula, Items, Scenario, ServiceType};
use proptest::prelude::*;

/// The settings of the tests.
pub const TODAY: Scenario = Scenario {
    service_level: 0.95,
    lead_time_factor: 1.0,
    lead_time_sd_factor: 1.0,
    demand_factor: 1.0,
    order_cost: 20.0,
    holding_rate: 0.25,
    review_days: 1.0,
    service_type: ServiceType::Cycle,
    formula: Formula::Corrected,
};

/// For as many items as there may be.
static AS_EXPECTED: [f32; 64] = [1.0; 64];
static NO_RULES: [u16; 64] = [0; 64];

/// Columns of a small catalogue, owned.
#[derive(Clone, Debug)]
pub struct Catalogue(pub [Vec<f32>; 12]);

impl Catalogue {
    pub fn items(&self) -> Items<'_> {
        let [demand, sd, lead, lead_sd, cost, minimum, pack, f80, f90, f95, f98, f995] = &self.0;
        Items {
            demand_per_day: demand,
            error_sd_per_day: sd,
            exposed_demand_per_day: demand,
            review_sd_per_day: sd,
            factors: [f80, f90, f95, f98, f995],
            shortage_factor: &AS_EXPECTED[..demand.len()],
            lead_time_days: lead,
            lead_time_sd_days: lead_sd,
            unit_cost: cost,
            minimum_order: minimum,
            pack_size: pack,
            own_service_level_parts: &NO_RULES[..demand.len()],
            own_review_days: &NO_RULES[..demand.len()],
        }
    }

    pub fn rows(&self) -> Vec<u32> {
        (0..count_u32(self.0[0].len())).collect()
    }
}

pub fn catalogue() -> impl Strategy<Value = Catalogue> {
    // Drawn as f64: sampling a range of f32, proptest 1.12 now and then fails an assertion of its own.
    let item = (0.001..500.0, 0.0..6.0, 1.0..60.0, 0.0..20.0, 0.05..80.0, 0..3u8);
    prop::collection::vec(item, 1..30).prop_map(|items| {
        let mut columns: [Vec<f32>; 12] = Default::default();
        for (demand, cv, lead, lead_sd, cost, missing) in items {
            let row =
                [demand, demand * cv, lead, lead_sd, cost, f64::NAN, f64::NAN, 0.84, 1.28, 1.64, 2.05, 2.58];
            for (column, value) in columns.iter_mut().zip(row) {
                column.push(single(value));
            }
            if missing == 0 {
                *columns[4].last_mut().expect("just pushed") = f32::NAN;
            }
        }
        Catalogue(columns)
    })
}

pub fn scenario() -> impl Strategy<Value = Scenario> {
    let value = |b: bounds::Bound| b.min..b.max;
    let [a, b, c, d, e, f, g] = bounds::SCENARIO;
    (value(a), value(b), value(c), value(d), value(e), value(f), value(g))
        .prop_map(|(a, b, c, d, e, f, g)| TODAY.with_values([a, b, c, d, e, f, g]))
}
