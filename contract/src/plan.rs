//! The plan: one row an item-location, all that what-if and item lists need.
//!
//! Two files a shard of [`Plan::SHARD_ROWS`] rows, so that what-if fetches no names: `plan/policy-NNNNN.bin` and
//! `plan/items-NNNNN.bin`, row for row the same item-locations.

use crate::columns::{Columns, ColumnsWriter};
use crate::cube::{Cube, Group};
use crate::error::DecodeError;
use crate::filter::Filter;
use planning::forecast::{DemandClass, Method};
use planning::segment::AbcClass;
use planning::stock::Status;
use planning::what_if::Items;

/// Both halves of the plan, all shards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// What the policy is computed from.
    pub policy: PlanPolicy,
    /// What lists show.
    pub items: PlanItems,
}

/// Columns that what-if computes on. NaN is "no data".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanPolicy {
    /// Forecast demand, units per day.
    pub demand_per_day: Vec<f32>,
    /// Deviation of the forecast error, units per √day.
    pub error_sd_per_day: Vec<f32>,
    /// Mean lead time, days.
    pub lead_time_days: Vec<f32>,
    /// Deviation of the lead time, days.
    pub lead_time_sd_days: Vec<f32>,
    /// Unit cost, money.
    pub unit_cost: Vec<f32>,
    /// Smallest order, units.
    pub minimum_order: Vec<f32>,
    /// Units per pack.
    pub pack_size: Vec<f32>,
    /// Index into the cube's categories.
    pub category: Vec<u16>,
    /// Index into the cube's locations.
    pub location: Vec<u16>,
    /// Index into [`AbcClass::ALL`].
    pub class: Vec<u8>,
}

/// Columns that lists show, as of the publication's date. NaN is "no data".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanItems {
    /// Stock keeping unit.
    pub sku: Vec<String>,
    /// Product name.
    pub name: Vec<String>,
    /// Supplier, empty if unknown.
    pub supplier: Vec<String>,
    /// Unit price, money.
    pub unit_price: Vec<f32>,
    /// Stock on hand, units; below zero what is backordered.
    pub on_hand: Vec<f32>,
    /// Ordered and not yet received, units.
    pub on_order: Vec<f32>,
    /// Active days of the last year.
    pub active_days: Vec<f32>,
    /// Of those, days that ended without stock.
    pub stockout_days: Vec<f32>,
    /// Units demanded in the last year that found no stock.
    pub short_units: Vec<f32>,
    /// Those units at unit price, money.
    pub short_value: Vec<f32>,
    /// Reorder point under the settings, units.
    pub reorder_point: Vec<f32>,
    /// Safety stock under the settings, units.
    pub safety_stock: Vec<f32>,
    /// Order quantity under the settings, units.
    pub order_quantity: Vec<f32>,
    /// Stock on hand and on order above reorder point plus order quantity, units.
    pub excess_units: Vec<f32>,
    /// That excess at cost, money.
    pub excess_value: Vec<f32>,
    /// Days until cumulative forecast demand exceeds what is on hand; infinite beyond the horizon.
    pub cover_days: Vec<f32>,
    /// Units expected short before a new order could arrive: see `planning::stock::shortage`.
    pub units_at_risk: Vec<f32>,
    /// Days until stock on hand and on order falls to the reorder point; infinite where that is not to be seen.
    pub order_in_days: Vec<f32>,
    /// What to order today, units; zero for nothing.
    pub suggested_order: Vec<f32>,
    /// Index into [`Status::ALL`].
    pub status: Vec<u8>,
    /// Index into [`DemandClass::ALL`].
    pub demand_class: Vec<u8>,
    /// Index into [`Method::ALL`].
    pub method: Vec<u8>,
}

/// Applies a macro to the f32 columns of each half, so that reading, writing and picking cannot disagree.
macro_rules! policy_f32 {
    ($apply:ident) => {
        $apply!(
            demand_per_day,
            error_sd_per_day,
            lead_time_days,
            lead_time_sd_days,
            unit_cost,
            minimum_order,
            pack_size
        )
    };
}
macro_rules! items_f32 {
    ($apply:ident) => {
        $apply!(
            unit_price,
            on_hand,
            on_order,
            active_days,
            stockout_days,
            short_units,
            short_value,
            reorder_point,
            safety_stock,
            order_quantity,
            excess_units,
            excess_value,
            cover_days,
            units_at_risk,
            order_in_days,
            suggested_order
        )
    };
}

impl PlanPolicy {
    /// Number of item-locations.
    pub fn len(&self) -> usize {
        self.demand_per_day.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.demand_per_day.is_empty()
    }

    /// The columns as what-if takes them.
    pub fn as_items(&self) -> Items<'_> {
        Items {
            demand_per_day: &self.demand_per_day,
            error_sd_per_day: &self.error_sd_per_day,
            lead_time_days: &self.lead_time_days,
            lead_time_sd_days: &self.lead_time_sd_days,
            unit_cost: &self.unit_cost,
            minimum_order: &self.minimum_order,
            pack_size: &self.pack_size,
        }
    }

    /// Rows that a filter keeps, in order; its dates do not matter here.
    pub fn rows(&self, categories: &[Group], locations: &[Group], filter: &Filter) -> Vec<u32> {
        let flags = |groups: &[Group], chosen: &[String]| -> Vec<bool> {
            groups.iter().map(|g| chosen.is_empty() || chosen.contains(&g.id)).collect()
        };
        let (category, location) = (flags(categories, &filter.category), flags(locations, &filter.location));
        let class = AbcClass::ALL.map(|class| filter.class.is_empty() || filter.class.contains(&class));
        let kept = |row: &u32| {
            let row = *row as usize;
            category[usize::from(self.category[row])]
                && location[usize::from(self.location[row])]
                && class[usize::from(self.class[row])]
        };
        (0..self.len() as u32).filter(kept).collect()
    }

    /// Reads a shard's `policy` file and appends it.
    ///
    /// # Errors
    /// Another version, a missing column, an index outside the given lists.
    pub fn append(&mut self, file: &[u8], categories: usize, locations: usize) -> Result<(), DecodeError> {
        let columns = Columns::open("the plan's policy file", file)?;
        macro_rules! read { ($($name:ident),*) => { $(self.$name.extend(columns.f32(stringify!($name))?);)* } }
        policy_f32!(read);
        self.category.extend(columns.u16("category", categories)?);
        self.location.extend(columns.u16("location", locations)?);
        self.class.extend(columns.u8("class", AbcClass::ALL.len())?);
        Ok(())
    }

    /// Writes rows `range` as a shard's `policy` file.
    ///
    /// # Errors
    /// None in practice, see [`ColumnsWriter::finish`].
    pub fn encode(&self, range: core::ops::Range<usize>) -> Result<Vec<u8>, DecodeError> {
        let mut writer = ColumnsWriter::new(range.len());
        macro_rules! write { ($($name:ident),*) => { $(writer.f32(stringify!($name), &self.$name[range.clone()]);)* } }
        policy_f32!(write);
        writer.u16("category", &self.category[range.clone()]);
        writer.u16("location", &self.location[range.clone()]);
        writer.u8("class", &self.class[range]);
        writer.finish()
    }

    fn pick(&self, rows: &[u32]) -> Self {
        let at = |row: &u32| *row as usize;
        let mut picked = PlanPolicy {
            category: rows.iter().map(|r| self.category[at(r)]).collect(),
            location: rows.iter().map(|r| self.location[at(r)]).collect(),
            class: rows.iter().map(|r| self.class[at(r)]).collect(),
            ..PlanPolicy::default()
        };
        macro_rules! pick { ($($name:ident),*) => { $(picked.$name = rows.iter().map(|r| self.$name[at(r)]).collect();)* } }
        policy_f32!(pick);
        picked
    }
}

impl PlanItems {
    /// Reads a shard's `items` file and appends it.
    ///
    /// # Errors
    /// Another version, a missing column.
    pub fn append(&mut self, file: &[u8]) -> Result<(), DecodeError> {
        let columns = Columns::open("the plan's items file", file)?;
        self.sku.extend(columns.text("sku")?);
        self.name.extend(columns.text("name")?);
        self.supplier.extend(columns.text("supplier")?);
        macro_rules! read { ($($name:ident),*) => { $(self.$name.extend(columns.f32(stringify!($name))?);)* } }
        items_f32!(read);
        self.status.extend(columns.u8("status", Status::ALL.len())?);
        self.demand_class.extend(columns.u8("demand_class", DemandClass::ALL.len())?);
        self.method.extend(columns.u8("method", Method::ALL.len())?);
        Ok(())
    }

    /// Writes rows `range` as a shard's `items` file.
    ///
    /// # Errors
    /// None in practice, see [`ColumnsWriter::finish`].
    pub fn encode(&self, range: core::ops::Range<usize>) -> Result<Vec<u8>, DecodeError> {
        let mut writer = ColumnsWriter::new(range.len());
        writer.text("sku", &self.sku[range.clone()]);
        writer.text("name", &self.name[range.clone()]);
        writer.text("supplier", &self.supplier[range.clone()]);
        macro_rules! write { ($($name:ident),*) => { $(writer.f32(stringify!($name), &self.$name[range.clone()]);)* } }
        items_f32!(write);
        writer.u8("status", &self.status[range.clone()]);
        writer.u8("demand_class", &self.demand_class[range.clone()]);
        writer.u8("method", &self.method[range]);
        writer.finish()
    }

    fn pick(&self, rows: &[u32]) -> Self {
        let at = |row: &u32| *row as usize;
        let texts = |column: &[String]| rows.iter().map(|r| column[at(r)].clone()).collect();
        let mut picked = PlanItems {
            sku: texts(&self.sku),
            name: texts(&self.name),
            supplier: texts(&self.supplier),
            status: rows.iter().map(|r| self.status[at(r)]).collect(),
            demand_class: rows.iter().map(|r| self.demand_class[at(r)]).collect(),
            method: rows.iter().map(|r| self.method[at(r)]).collect(),
            ..PlanItems::default()
        };
        macro_rules! pick { ($($name:ident),*) => { $(picked.$name = rows.iter().map(|r| self.$name[at(r)]).collect();)* } }
        items_f32!(pick);
        picked
    }
}

impl Plan {
    /// Rows of a shard; the last may have fewer.
    pub const SHARD_ROWS: usize = 65_536;

    /// Path of a shard's policy file below the publication.
    pub fn policy_path(shard: usize) -> String {
        format!("plan/policy-{shard:05}.bin")
    }

    /// Path of a shard's items file below the publication.
    pub fn items_path(shard: usize) -> String {
        format!("plan/items-{shard:05}.bin")
    }

    /// Shards of a plan of that many rows.
    pub fn shards(rows: usize) -> usize {
        rows.div_ceil(Self::SHARD_ROWS)
    }

    /// The plan of the rows a filter keeps.
    #[must_use]
    pub fn restrict(&self, cube: &Cube, filter: &Filter) -> Plan {
        let rows = self.policy.rows(&cube.categories, &cube.locations, filter);
        Plan { policy: self.policy.pick(&rows), items: self.items.pick(&rows) }
    }
}

#[cfg(test)]
mod tests;
