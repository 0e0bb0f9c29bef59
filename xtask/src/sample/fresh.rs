//! The second sample: fresh goods in shops, where hours without stock were measured. All of it is real; what the
//! source lacks (balances, prices, costs, suppliers) is absent and shows as "no data".

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use arrow::array::{AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int64Type};
use data::import::{ImportRequest, Mapping, SourceFile};
use data::store::{Manifest, Source, Store, sha256_hex};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use planning::day::Day;

/// The sample's store in the repository.
const STORE: &str = "data/sample-fresh";
/// Store-products taken: the first ones in the order of shop and product.
const STORE_PRODUCTS: usize = 500;

/// One shop, product and day of the source.
struct Row {
    day: Day,
    shop: i64,
    product: i64,
    category: i64,
    units: f64,
    /// Of the seventeen opening hours, those from 6 to 22 o’clock.
    hours_out: i64,
    holiday: bool,
    activity: bool,
}

/// Makes the sample from the daily file of FreshRetailNet-50K.
pub(super) async fn make(source: &Path) -> Result<()> {
    let mapping = Mapping::read(Path::new(&format!("{STORE}/mapping.toml")))?;
    let tenant = Store::create(STORE)?.tenant("main")?;
    super::clear(&tenant)?;
    println!("reading {}", source.display());
    let rows = read(source)?;
    let folder = tempfile::tempdir()?;
    let imported = data::import::run(
        &tenant,
        &ImportRequest {
            sources: write_tables(folder.path(), &rows)?.into_iter().map(SourceFile::from).collect(),
            mapping: Some(mapping),
            period: None,
            created_at: "2024-06-26T00:00:00Z".parse()?,
            memory_bytes: ImportRequest::MEMORY_BYTES,
            replace: data::import::Replace::Items,
        },
        &mut |_| (),
    )
    .await?
    .manifest;
    let sources = vec![described(source, &imported, rows.len() as u64)?];
    super::replace(&tenant, &imported, Manifest { sources, ..imported.clone() })?;
    super::write_settings(&tenant, STORE)
}

/// The one file that all tables come from, with its description in the mapping.
fn described(path: &Path, imported: &Manifest, rows: u64) -> Result<Source> {
    let first = imported.sources.first().context("the import names no source")?;
    let file = path.file_name().context("the source has no name")?.to_string_lossy().into_owned();
    Ok(Source { file, sha256: sha256_hex(&std::fs::read(path)?), rows, ..first.clone() })
}

fn read(path: &Path) -> Result<Vec<Row>> {
    let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let mut rows = Vec::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(file)?.build()? {
        append(&batch?, &mut rows)?;
    }
    let all: BTreeSet<(i64, i64)> = rows.iter().map(|row| (row.shop, row.product)).collect();
    let taken: BTreeSet<_> = all.into_iter().take(STORE_PRODUCTS).collect();
    rows.retain(|row| taken.contains(&(row.shop, row.product)));
    Ok(rows)
}

fn append(batch: &RecordBatch, rows: &mut Vec<Row>) -> Result<()> {
    let column = |name: &str| batch.column_by_name(name).with_context(|| format!("no column {name}"));
    let whole = |name: &str| -> Result<_> {
        Ok(cast(column(name)?, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
    };
    let days = column("date")?.as_primitive::<Date32Type>();
    let units = column("sale_amount")?.as_primitive::<Float64Type>();
    let (shops, products) = (whole("store_id")?, whole("product_id")?);
    let (categories, hours) = (whole("first_category_id")?, whole("out_of_stock_hours_6_22")?);
    let (holidays, activities) = (whole("holiday")?, whole("activity")?);
    rows.extend((0..batch.num_rows()).map(|i| Row {
        day: Day(days.value(i)),
        shop: shops.value(i),
        product: products.value(i),
        category: categories.value(i),
        units: units.value(i),
        hours_out: hours.value(i),
        holiday: holidays.value(i) == 1,
        activity: activities.value(i) == 1,
    }));
    Ok(())
}

/// Writes the tables as files for an import, and returns their paths.
fn write_tables(folder: &Path, rows: &[Row]) -> Result<Vec<PathBuf>> {
    let (mut sales, mut stock) = (
        "date,sku,location,units,promotion\n".to_owned(),
        "date,sku,location,out_of_stock_hours\n".to_owned(),
    );
    let (mut products, mut shops, mut holidays) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    for row in rows {
        let Row { day, shop, product, units, hours_out, .. } = row;
        let promotion = if row.activity { "activity" } else { "" };
        writeln!(sales, "{day},{product},{shop},{units:.4},{promotion}")?;
        writeln!(stock, "{day},{product},{shop},{hours_out}")?;
        products.insert(product, row.category);
        shops.insert(shop);
        if row.holiday {
            holidays.insert(day);
        }
    }
    let lines = |head: &str, lines: Vec<String>| [head, &lines.join("\n"), "\n"].concat();
    let product = |(id, category): (&&i64, &i64)| format!("{id},Product {id},Category {category}");
    let tables = [
        ("sales", sales),
        ("stock", stock),
        ("products", lines("sku,name,category\n", products.iter().map(product).collect())),
        (
            "locations",
            lines("location,name,kind\n", shops.iter().map(|id| format!("{id},Shop {id},store")).collect()),
        ),
        (
            "calendar",
            lines("date,name,kind\n", holidays.iter().map(|day| format!("{day},Holiday,holiday")).collect()),
        ),
    ];
    let write = |(name, text): (&str, String)| {
        let path = folder.join(format!("{name}.csv"));
        std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        Ok(path)
    };
    tables.into_iter().map(write).collect()
}
