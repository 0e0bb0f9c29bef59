//! The code measured natively and in WASM: the product's own totals over a catalogue, and its AutoETS.

use contract::{DecodeError, PlanPolicy, Settings};
use planning::what_if::{self, Totals};

/// The policy columns of a catalogue, with the rows of a page without a filter: all of them.
#[derive(Default)]
pub struct Catalogue {
    policy: PlanPolicy,
    rows: Vec<u32>,
}

impl Catalogue {
    /// A catalogue of these columns.
    pub fn new(policy: PlanPolicy) -> Self {
        let rows = policy.all_rows().collect();
        Catalogue { policy, rows }
    }

    /// Adds a shard's policy file.
    ///
    /// # Errors
    /// Another version, a missing column.
    pub fn append(&mut self, file: &[u8]) -> Result<(), DecodeError> {
        let any = usize::from(u16::MAX) + 1;
        self.policy.append(file, any, any)?;
        self.rows = self.policy.all_rows().collect();
        Ok(())
    }

    /// A column that what-if reads; empty for an unknown name.
    pub fn column(&self, name: &str) -> &[f32] {
        let items = self.policy.as_items();
        match name {
            "demand_per_day" => items.demand_per_day,
            "error_sd_per_day" => items.error_sd_per_day,
            "lead_time_days" => items.lead_time_days,
            "lead_time_sd_days" => items.lead_time_sd_days,
            "unit_cost" => items.unit_cost,
            "minimum_order" => items.minimum_order,
            "pack_size" => items.pack_size,
            "exposed_demand_per_day" => items.exposed_demand_per_day,
            "review_sd_per_day" => items.review_sd_per_day,
            "factor_80" => items.factors[0],
            "factor_90" => items.factors[1],
            "factor_95" => items.factors[2],
            "factor_98" => items.factors[3],
            "factor_995" => items.factors[4],
            "shortage_factor" => items.shortage_factor,
            _ => &[],
        }
    }

    /// Totals of every row under a scenario given in the order of `planning::bounds::SCENARIO`.
    pub fn totals(&self, scenario: [f64; 7]) -> [f64; 11] {
        numbers(&what_if::totals(
            &self.policy.as_items(),
            &self.rows,
            &Settings::default().scenario().with_values(scenario),
        ))
    }
}

/// Totals as plain numbers, in one order for every language.
fn numbers(totals: &Totals) -> [f64; 11] {
    [
        f64::from(totals.items),
        f64::from(totals.without_cost),
        f64::from(totals.without_demand),
        totals.stock_value,
        totals.safety_stock_value,
        totals.holding_cost_per_year,
        totals.ordering_cost_per_year,
        totals.orders_per_year,
        totals.cost_of_goods_sold_per_year,
        totals.demand_per_year,
        totals.filled_per_year,
    ]
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use wasm_bindgen::prelude::{JsError, wasm_bindgen};

    /// A catalogue in the browser.
    #[wasm_bindgen]
    #[derive(Default)]
    pub struct Catalogue(super::Catalogue);

    #[wasm_bindgen]
    impl Catalogue {
        /// An empty catalogue.
        #[wasm_bindgen(constructor)]
        pub fn new() -> Self {
            Self::default()
        }

        /// Adds a shard's policy file.
        pub fn append(&mut self, file: &[u8]) -> Result<(), JsError> {
            self.0.append(file).map_err(|error| JsError::new(&error.to_string()))
        }

        /// A column, copied out for the plain JavaScript that computes the same.
        pub fn column(&self, name: &str) -> Vec<f32> {
            self.0.column(name).to_vec()
        }

        /// Totals under a scenario of seven values.
        pub fn totals(&self, scenario: &[f64]) -> Result<Vec<f64>, JsError> {
            let scenario = scenario.try_into().map_err(|_| JsError::new("a scenario has seven values"))?;
            Ok(self.0.totals(scenario).to_vec())
        }
    }

    /// Mean of a forecast by AutoETS.
    #[wasm_bindgen]
    pub fn auto_ets(history: &[f64], season: usize, horizon: usize) -> Vec<f64> {
        planning::forecast::ets::auto_ets(history, season, horizon).mean
    }
}
