//! The values of each item-location that lists show.

use crate::columns::{Columns, ColumnsWriter};
use crate::error::DecodeError;
use planning::forecast::{DemandClass, Method};
use planning::segment::Variability;
use planning::stock::Status;

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
    /// Stock on hand, units; a value below zero is backordered.
    pub on_hand: Vec<f32>,
    /// Ordered and not yet received, units, without abandoned orders.
    pub on_order: Vec<f32>,
    /// Units of open purchase orders too old to count as on order.
    pub abandoned_units: Vec<f32>,
    /// Active days of the last year.
    pub active_days: Vec<f32>,
    /// Of those, days that ended without stock.
    pub stockout_days: Vec<f32>,
    /// Units demanded in the last year that stock could not meet.
    pub short_units: Vec<f32>,
    /// Those units at unit price, money.
    pub short_value: Vec<f32>,
    /// Stock on hand and on order above reorder point plus order quantity, units; zero for items that will run short.
    pub excess_units: Vec<f32>,
    /// That excess at cost, money.
    pub excess_value: Vec<f32>,
    /// Days until cumulative forecast demand exceeds stock on hand; infinite beyond the horizon.
    pub cover_days: Vec<f32>,
    /// Units expected to be short before a new order could arrive: see `planning::stock::shortage`.
    pub units_at_risk: Vec<f32>,
    /// Days until stock on hand and on order falls to the reorder point; infinite beyond the forecast.
    pub order_in_days: Vec<f32>,
    /// What to order today, units; zero for nothing.
    pub suggested_order: Vec<f32>,
    /// Cycle service that the reorder point achieves in simulation, a share.
    pub achieved_service: Vec<f32>,
    /// Fill rate that it achieves there, a share.
    pub achieved_fill_rate: Vec<f32>,
    /// Average stock on hand in that simulation, units.
    pub achieved_stock: Vec<f32>,
    /// Index into [`Status::ALL`].
    pub status: Vec<u8>,
    /// Index into [`DemandClass::ALL`].
    pub demand_class: Vec<u8>,
    /// Index into [`Method::ALL`].
    pub method: Vec<u8>,
    /// Consumption of the last year at cost, money; where the store has no costs revenue, or units. NaN for an item without
    /// its own.
    pub annual_value: Vec<f32>,
    /// Index into [`Variability::ALL`].
    pub variability: Vec<u8>,
    /// The rule that sets its policy, counted from 1 in the settings; 0 for none.
    pub rule: Vec<u8>,
    /// Index into the publication's segments; [`PlanItems::NO_SEGMENT`] for none.
    pub segment: Vec<u8>,
}

/// Applies a macro to the f32 columns, so that reading, writing and picking agree.
macro_rules! items_f32 {
    ($apply:ident) => {
        $apply!(
            unit_price,
            on_hand,
            on_order,
            abandoned_units,
            active_days,
            stockout_days,
            short_units,
            short_value,
            excess_units,
            excess_value,
            cover_days,
            units_at_risk,
            order_in_days,
            suggested_order,
            achieved_service,
            achieved_fill_rate,
            achieved_stock,
            annual_value
        )
    };
}

impl PlanItems {
    /// Marks an item-location without a segment.
    pub const NO_SEGMENT: u8 = u8::MAX;

    /// Units of a row that are owed to customers, at unit price, money: zero where none are; NaN where the stock or, of
    /// units that are owed, the price is not known.
    pub fn owed_value(&self, row: usize) -> f32 {
        let on_hand = self.on_hand[row];
        if on_hand >= 0.0 { 0.0 } else { -on_hand * self.unit_price[row] }
    }

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
        self.variability.extend(columns.u8("variability", Variability::ALL.len())?);
        let any = usize::from(u8::MAX) + 1;
        self.rule.extend(columns.u8("rule", any)?);
        self.segment.extend(columns.u8("segment", any)?);
        Ok(())
    }

    /// Writes rows `range` as a shard's `items` file.
    ///
    /// # Errors
    /// As [`ColumnsWriter::finish`].
    pub fn encode(&self, range: core::ops::Range<usize>) -> Result<Vec<u8>, DecodeError> {
        let mut writer = ColumnsWriter::new(range.len());
        writer.text("sku", &self.sku[range.clone()]);
        writer.text("name", &self.name[range.clone()]);
        writer.text("supplier", &self.supplier[range.clone()]);
        macro_rules! write { ($($name:ident),*) => { $(writer.f32(stringify!($name), &self.$name[range.clone()]);)* } }
        items_f32!(write);
        writer.u8("status", &self.status[range.clone()]);
        writer.u8("demand_class", &self.demand_class[range.clone()]);
        writer.u8("method", &self.method[range.clone()]);
        writer.u8("variability", &self.variability[range.clone()]);
        writer.u8("rule", &self.rule[range.clone()]);
        writer.u8("segment", &self.segment[range]);
        writer.finish()
    }

    pub(super) fn pick(&self, rows: &[u32]) -> Self {
        let at = |row: &u32| *row as usize;
        let texts = |column: &[String]| rows.iter().map(|r| column[at(r)].clone()).collect();
        let indices = |column: &[u8]| rows.iter().map(|r| column[at(r)]).collect();
        let mut picked = PlanItems {
            sku: texts(&self.sku),
            name: texts(&self.name),
            supplier: texts(&self.supplier),
            status: indices(&self.status),
            demand_class: indices(&self.demand_class),
            method: indices(&self.method),
            variability: indices(&self.variability),
            rule: indices(&self.rule),
            segment: indices(&self.segment),
            ..PlanItems::default()
        };
        macro_rules! pick { ($($name:ident),*) => { $(picked.$name = rows.iter().map(|r| self.$name[at(r)]).collect();)* } }
        items_f32!(pick);
        picked
    }
}

#[cfg(test)]
pub(super) fn fill(items: &mut PlanItems, value: f32) {
    macro_rules! fill { ($($name:ident),*) => { $(items.$name.push(value);)* } }
    items_f32!(fill);
}
