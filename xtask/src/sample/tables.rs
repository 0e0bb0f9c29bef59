//! The simulated tables of the sample.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Decimal128Type};
use data::engine::Engine;
use data::schema::{self, DECIMAL_ONE, DECIMAL_PRECISION, DECIMAL_SCALE, Table};
use data::store::{FileEntry, TableWriter, Tenant};
use planning::convert::count_u32;
use planning::day::Day;

use super::random::Random;
use super::replay::{Policy, Purchase, replay};
use super::suppliers::{Supplier, Terms};

/// The real data: products and daily demand.
pub(super) struct Catalogue {
    /// The imported products table.
    products: RecordBatch,
    /// Units by day of each (location, sku).
    demand: BTreeMap<(String, String), Vec<(i32, i64)>>,
    last_day: i32,
}

/// Reads products and daily sales.
pub(super) async fn read(engine: &Engine) -> Result<Catalogue> {
    let products = engine.sql("products", "select * from products order by sku").await?;
    let products =
        arrow::compute::concat_batches(&products.first().context("no products")?.schema(), &products)?;
    let sql = "select location, sku, date, sum(units) as units from sales group by location, sku, date \
               order by location, sku, date";
    let mut demand: BTreeMap<(String, String), Vec<(i32, i64)>> = BTreeMap::new();
    for batch in engine.sql("daily sales", sql).await? {
        let (location, sku) = (texts(&batch, "location")?, texts(&batch, "sku")?);
        let dates = batch.column_by_name("date").context("no date")?.as_primitive::<Date32Type>().clone();
        let units = decimals(&batch, "units")?;
        for row in 0..batch.num_rows() {
            let units = units.value(row) / i128::from(DECIMAL_ONE);
            demand
                .entry((location[row].clone(), sku[row].clone()))
                .or_default()
                .push((dates.value(row), i64::try_from(units)?));
        }
    }
    Ok(Catalogue { products, demand, last_day: engine.facts().as_of.0 })
}

/// Replays every item-location and writes stock, receipts, suppliers and the completed products.
pub(super) fn simulate(
    tenant: &Tenant,
    catalogue: &Catalogue,
    suppliers: &[Supplier],
) -> Result<Vec<FileEntry>> {
    let skus = texts(&catalogue.products, "sku")?;
    let prices = decimals(&catalogue.products, "unit_price")?;
    let mut items = BTreeMap::new();
    for (row, sku) in skus.iter().enumerate() {
        let price = if prices.is_null(row) { 0 } else { prices.value(row) };
        items.insert(sku.clone(), Item::drawn(sku, price, suppliers.len()));
    }
    let mut stock = TableWriter::create(tenant, &schema::STOCK)?;
    let mut receipts = Receipts::default();
    for ((location, sku), days) in &catalogue.demand {
        let item = items.get(sku).with_context(|| format!("no product {sku}"))?;
        let mut random = Random::seeded(&format!("{location}/{sku}"));
        let policy = Policy::drawn(&mut random, item.pack_units);
        let first = days[0].0;
        let mut demand = vec![0; usize::try_from(catalogue.last_day - first + 1)?];
        for (day, units) in days {
            demand[usize::try_from(day - first)?] += units;
        }
        let supplier = &suppliers[item.supplier];
        let replayed = replay(&demand, policy, supplier, &mut random);
        let rows = demand.len();
        stock.write(&RecordBatch::try_from_iter([
            ("date", Arc::new(Date32Array::from_iter_values(first..=catalogue.last_day)) as ArrayRef),
            ("sku", Arc::new(StringArray::from_iter_values(std::iter::repeat_n(sku, rows)))),
            ("location", Arc::new(StringArray::from_iter_values(std::iter::repeat_n(location, rows)))),
            ("on_hand", units(&replayed.on_hand)?),
            ("on_order", units(&replayed.on_order)?),
        ])?)?;
        receipts.add(location, sku, supplier, first, catalogue.last_day, &replayed.purchases)?;
    }
    Ok(vec![
        stock.finish()?,
        write(tenant, &schema::PRODUCTS, products(catalogue, &items, suppliers)?)?,
        write(tenant, &schema::SUPPLIERS, supplier_rows(suppliers)?)?,
        write(tenant, &schema::RECEIPTS, receipts.batch()?)?,
    ])
}

/// The simulated attributes of an item.
struct Item {
    unit_cost: i128,
    pack_units: i64,
    supplier: usize,
}

impl Item {
    fn drawn(sku: &str, unit_price: i128, suppliers: usize) -> Self {
        let mut random = Random::seeded(sku);
        let share = 0.4 + 0.25 * random.uniform();
        // Whole pence, at least one.
        #[expect(clippy::cast_possible_truncation, reason = "a share of the price, which fits")]
        let pence = (unit_price as f64 * share / 100.0).round().max(1.0) as i128;
        let price = unit_price as f64 / DECIMAL_ONE as f64;
        let pack_units = match price {
            p if p < 1.0 => [12, 24][random.below(2)],
            p if p < 4.0 => [6, 12][random.below(2)],
            p if p < 10.0 => [2, 4][random.below(2)],
            _ => 1,
        };
        Item { unit_cost: pence * 100, pack_units, supplier: random.below(suppliers) }
    }
}

/// Location, item, supplier, purchase, first and last day of its item.
type Receipt = (String, String, String, Purchase, i32, i32);

#[derive(Default)]
struct Receipts {
    rows: Vec<Receipt>,
}

impl Receipts {
    fn add(
        &mut self,
        location: &str,
        sku: &str,
        supplier: &Supplier,
        first: i32,
        last: i32,
        purchases: &[Purchase],
    ) -> Result<()> {
        for purchase in purchases {
            self.rows.push((
                location.to_owned(),
                sku.to_owned(),
                supplier.code.clone(),
                purchase.clone(),
                first + i32::try_from(purchase.ordered)?,
                last,
            ));
        }
        Ok(())
    }

    fn batch(&self) -> Result<RecordBatch> {
        let received = |(.., purchase, ordered, last): &Receipt| {
            let day = Day(*ordered).plus(count_u32(purchase.received - purchase.ordered)).0;
            (day <= *last).then_some(day)
        };
        let text = |f: fn(&Receipt) -> &String| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(self.rows.iter().map(f)))
        };
        let ordered: Vec<i64> = self.rows.iter().map(|row| row.3.units).collect();
        let arrived: Vec<i64> =
            self.rows.iter().map(|row| if received(row).is_some() { row.3.units } else { 0 }).collect();
        let numbers = (1..=self.rows.len()).map(|n| format!("PO-{n:06}"));
        Ok(RecordBatch::try_from_iter_with_nullable([
            ("purchase_order", Arc::new(StringArray::from_iter_values(numbers)) as ArrayRef, false),
            ("supplier", text(|row| &row.2), false),
            ("sku", text(|row| &row.1), false),
            ("location", text(|row| &row.0), false),
            ("ordered_on", Arc::new(Date32Array::from_iter_values(self.rows.iter().map(|row| row.4))), false),
            ("received_on", Arc::new(Date32Array::from_iter(self.rows.iter().map(received))), true),
            ("units_ordered", units(&ordered)?, false),
            ("units_received", units(&arrived)?, false),
        ])?)
    }
}

fn products(
    catalogue: &Catalogue,
    items: &BTreeMap<String, Item>,
    suppliers: &[Supplier],
) -> Result<RecordBatch> {
    let skus = texts(&catalogue.products, "sku")?;
    let item = |sku: &String| items.get(sku).with_context(|| format!("no product {sku}"));
    let chosen: Vec<&Item> = skus.iter().map(item).collect::<Result<_>>()?;
    let packs: Vec<i64> = chosen.iter().map(|item| item.pack_units).collect();
    let simulated: [(&str, ArrayRef); 4] = [
        (
            "supplier",
            Arc::new(StringArray::from_iter_values(chosen.iter().map(|i| &suppliers[i.supplier].code))),
        ),
        ("unit_cost", decimal(chosen.iter().map(|item| item.unit_cost).collect())?),
        ("pack_size", units(&packs)?),
        ("minimum_order", units(&packs)?),
    ];
    let replaced = |name: &str| simulated.iter().any(|(other, _)| *other == name);
    let schema = catalogue.products.schema();
    // The engine returns every column of the schema; columns that the import left empty stay out of the file.
    let real = schema
        .fields()
        .iter()
        .zip(catalogue.products.columns())
        .filter(|(field, column)| !replaced(field.name()) && column.null_count() < column.len());
    let real = real.map(|(field, column)| (field.name().as_str(), column.clone()));
    Ok(RecordBatch::try_from_iter(real.chain(simulated.iter().cloned()))?)
}

fn supplier_rows(suppliers: &[Supplier]) -> Result<RecordBatch> {
    #[expect(clippy::cast_possible_truncation, reason = "lead times are at most ninety days")]
    let tenths = |days: f64| (days * 10.0).round() as i128 * i128::from(DECIMAL_ONE / 10);
    let terms: Vec<Terms> = (0..suppliers.len()).map(Terms::at).collect::<Result<_>>()?;
    let money = |of: fn(&Terms) -> Option<i64>| {
        let exact = |terms| of(terms).map(|money| i128::from(money) * i128::from(DECIMAL_ONE));
        optional(terms.iter().map(exact).collect())
    };
    Ok(RecordBatch::try_from_iter([
        ("supplier", Arc::new(StringArray::from_iter_values(suppliers.iter().map(|s| &s.code))) as ArrayRef),
        ("name", Arc::new(StringArray::from_iter_values(suppliers.iter().map(|s| &s.name)))),
        ("lead_time_days_mean", decimal(suppliers.iter().map(|s| tenths(s.lead_time().0)).collect())?),
        ("lead_time_days_sd", decimal(suppliers.iter().map(|s| tenths(s.lead_time().1)).collect())?),
        ("minimum_order_value", money(|terms| terms.minimum_order_value)?),
        ("free_freight_value", money(|terms| terms.free_freight_value)?),
        ("order_weekday", Arc::new(Int64Array::from_iter(terms.iter().map(|terms| terms.order_weekday)))),
    ])?)
}

fn write(tenant: &Tenant, table: &'static Table, batch: RecordBatch) -> Result<FileEntry> {
    let mut writer = TableWriter::create(tenant, table)?;
    writer.write(&batch)?;
    Ok(writer.finish()?)
}

fn units(values: &[i64]) -> Result<ArrayRef> {
    decimal(values.iter().map(|units| i128::from(*units) * i128::from(DECIMAL_ONE)).collect())
}

fn decimal(values: Vec<i128>) -> Result<ArrayRef> {
    optional(values.into_iter().map(Some).collect())
}

fn optional(values: Vec<Option<i128>>) -> Result<ArrayRef> {
    let array = Decimal128Array::from(values).with_precision_and_scale(DECIMAL_PRECISION, DECIMAL_SCALE)?;
    Ok(Arc::new(array))
}

fn texts(batch: &RecordBatch, name: &str) -> Result<Vec<String>> {
    let column = batch.column_by_name(name).with_context(|| format!("no column {name}"))?;
    let column = cast(column, &DataType::Utf8)?;
    Ok(column.as_string::<i32>().iter().map(|text| text.unwrap_or_default().to_owned()).collect())
}

fn decimals(batch: &RecordBatch, name: &str) -> Result<Decimal128Array> {
    let column = batch.column_by_name(name).with_context(|| format!("no column {name}"))?;
    let column = cast(column, &DataType::Decimal128(38, DECIMAL_SCALE))?;
    Ok(column.as_primitive::<Decimal128Type>().clone())
}
