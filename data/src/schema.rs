//! The tables of a snapshot, as data. Arrow schemas, checks and `docs/data-dictionary.md` come from this
//! list.

mod published;
mod tables;
mod views;

use std::fmt::Write as _;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

pub use published::{ITEM_STATUS, ORDERS_TODAY};
pub use tables::{CALENDAR, LOCATIONS, ORDERS, PRODUCTS, RECEIPTS, SALES, STOCK, SUPPLIERS, TABLES};
pub use views::View;
use views::{ITEM_DAY, ITEM_LOCATION, KPI_DAY, KPI_PERIOD, SETTINGS};

/// All views, those that others read first.
pub static VIEWS: [&View; 7] =
    [&SETTINGS, &ITEM_LOCATION, &ITEM_DAY, &KPI_DAY, &KPI_PERIOD, &ITEM_STATUS, &ORDERS_TODAY];

/// Digits of a decimal column in all.
pub const DECIMAL_PRECISION: u8 = 18;
/// Digits of a decimal column after the point.
pub const DECIMAL_SCALE: i8 = 4;
/// Stored integers per whole unit of a decimal column.
pub const DECIMAL_ONE: i64 = 10_000;

/// How a column's values are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text.
    Text,
    /// A calendar date in the snapshot's time zone.
    Date,
    /// A moment as clocks in the snapshot's time zone show it, in microseconds.
    Moment,
    /// Exact, 18 digits with 4 after the point: units and money, whose sums must not depend on their order.
    Decimal,
    /// A whole number.
    Integer,
    /// A measured quantity, finite; never units or money.
    Float,
}

impl Kind {
    /// The Arrow type of such a column.
    pub fn arrow(self) -> DataType {
        match self {
            Kind::Text => DataType::Utf8,
            Kind::Date => DataType::Date32,
            Kind::Moment => DataType::Timestamp(TimeUnit::Microsecond, None),
            Kind::Decimal => DataType::Decimal128(DECIMAL_PRECISION, DECIMAL_SCALE),
            Kind::Integer => DataType::Int64,
            Kind::Float => DataType::Float64,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Kind::Text => "text (Utf8)",
            Kind::Date => "date (Date32)",
            Kind::Moment => "local time (Timestamp, µs)",
            Kind::Decimal => "decimal (Decimal128, 18 digits, 4 after the point)",
            Kind::Integer => "whole number (Int64)",
            Kind::Float => "number (Float64)",
        }
    }
}

/// One column of a table.
#[derive(Debug)]
pub struct Column {
    /// Name, by which (never by position) the column is found.
    pub name: &'static str,
    /// Stored type.
    pub kind: Kind,
    /// A required column is in every file and has no nulls.
    pub required: bool,
    /// Unit of its values; empty for names and dates.
    pub unit: &'static str,
    /// What a value means, in one sentence.
    pub meaning: &'static str,
    /// The least and the greatest possible value, where not every number is possible.
    pub range: Option<(f64, f64)>,
}

impl Column {
    /// The same column, whose values lie between two numbers.
    const fn within(self, least: f64, most: f64) -> Column {
        Column { range: Some((least, most)), ..self }
    }

    /// The same column, whose values are not below zero.
    const fn not_negative(self) -> Column {
        self.within(0.0, f64::INFINITY)
    }

    /// The range as the data dictionary says it; empty if every value is possible.
    fn range_text(&self) -> String {
        match self.range {
            None => String::new(),
            Some((least, f64::INFINITY)) => format!(" At least {least}."),
            Some((least, most)) => format!(" From {least} to {most}."),
        }
    }

    /// What a value means, with a full stop.
    pub fn sentence(&self) -> String {
        [self.meaning.trim_end_matches('.'), "."].concat()
    }

    /// True if its values are codes, by which tables refer to each other.
    pub fn is_code(&self) -> bool {
        matches!(self.name, "sku" | "location" | "supplier" | "purchase_order" | "order" | "customer")
    }
}

/// One table of a snapshot.
#[derive(Debug)]
pub struct Table {
    /// Name, as in SQL and in manifests.
    pub name: &'static str,
    /// What one row is, in one sentence.
    pub row: &'static str,
    /// Only such a table must be in every snapshot.
    pub required: bool,
    /// Columns whose values together occur once; an absent optional one counts as one value.
    pub key: &'static [&'static str],
    /// Order of the rows in a file, chosen for scans by item-location.
    pub sort: &'static [&'static str],
    /// The column whose first and last value the manifest records.
    pub date: Option<&'static str>,
    /// Columns that identify the thing of a row. A later import replaces the rows that agree with one of its own in
    /// these columns, and in the channel where both have one.
    pub named: &'static [&'static str],
    /// The column whose values form parts, which a later import may replace as a whole. For a moment the part is its
    /// day.
    pub part: &'static str,
    /// Columns that divide such a part: rows with values that an import does not have stay.
    pub within: &'static [&'static str],
    /// If not empty, at least one of these columns must be present.
    pub at_least_one: &'static [&'static str],
    /// All columns, in the order files hold them.
    pub columns: &'static [Column],
}

impl Table {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// True if its rows describe things and not events; then a part is one row.
    pub fn is_master_data(&self) -> bool {
        self.key == [self.part]
    }

    /// Arrow schema of a file that holds the required columns and those optional ones for which `keep` is
    /// true.
    pub fn arrow_schema(&self, keep: impl Fn(&Column) -> bool) -> SchemaRef {
        let kept = self.columns.iter().filter(|column| column.required || keep(column));
        let fields: Vec<Field> =
            kept.map(|column| Field::new(column.name, column.kind.arrow(), !column.required)).collect();
        Arc::new(Schema::new(fields))
    }
}

/// The table of this name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.into_iter().find(|table| table.name == name)
}

/// The columns of the table or view of this name.
pub fn described(name: &str) -> Option<&'static [Column]> {
    let view = || VIEWS.into_iter().find(|view| view.name == name).map(|view| view.columns);
    table(name).map(|table| table.columns).or_else(view)
}

/// The text of `docs/data-dictionary.md`.
pub fn data_dictionary() -> String {
    let mut text = String::from(
        "# Data dictionary\n\n\
         The tables of a snapshot, generated from `data/src/schema.rs` (a test compares the two).\n\n\
         Only `sales` is required. A missing table or optional column makes the figures that need it say \
         “no data”; nothing else fails. Columns are matched by name, never by position. Dates are those of \
         the snapshot's time zone. Units and money are exact decimals; NaN and infinities are refused at \
         import and counted. A value outside its column's range counts as missing, and is counted; where the column is \
         required, its row is left out.\n",
    );
    for table in TABLES {
        describe(&mut text, table);
    }
    text.push_str(
        "\n# Views\n\nWhat queries have besides, computed of these tables or read from the current publication.\n",
    );
    for view in VIEWS {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n## {}\n\n{}\n", view.name, view.row);
        describe_columns(&mut text, view.columns);
    }
    text
}

fn describe(text: &mut String, table: &Table) {
    let need = if table.required { "Required." } else { "Optional." };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n## {}\n\n{} {need}\n", table.name, table.row);
    let _ = writeln!(text, "Unique by {}. Stored in the order {}.", list(table.key), list(table.sort));
    let _ = write!(text, "A later import replaces the rows with the same {} as its own", list(table.named));
    if table.named != [table.part] {
        let (part, within) = (table.part, list(table.within));
        let _ = write!(text, "; with `--replace days` all rows of its days (`{part}`) and its {within}");
    }
    text.push_str(".\n");
    if !table.at_least_one.is_empty() {
        let _ = writeln!(text, "At least one of {} must be present.", list(table.at_least_one));
    }
    describe_columns(text, table.columns);
}

fn describe_columns(text: &mut String, columns: &[Column]) {
    text.push_str("\n| column | required | type | unit | meaning |\n|---|---|---|---|---|\n");
    for column in columns {
        let required = if column.required { "yes" } else { "no" };
        let (name, kind) = (column.name, column.kind.label());
        let (unit, meaning, range) = (column.unit, column.sentence(), column.range_text());
        let _ = writeln!(text, "| `{name}` | {required} | {kind} | {unit} | {meaning}{range} |");
    }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_data_dictionary_in_docs_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/data-dictionary.md");
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        if written != data_dictionary() {
            let current = std::env::temp_dir().join("data-dictionary.md");
            std::fs::write(&current, data_dictionary()).unwrap();
            panic!("docs/data-dictionary.md is stale; copy {} over it", current.display());
        }
    }

    #[test]
    fn keys_sort_orders_and_dates_name_columns_that_exist() {
        for table in TABLES {
            let named = [table.key, table.sort, table.named, table.within, table.at_least_one].concat();
            for name in named.into_iter().chain(table.date).chain([table.part]) {
                assert!(table.column(name).is_some(), "{}.{name}", table.name);
            }
            assert!(
                table.key.iter().all(|name| table.sort.contains(name)),
                "{}: key not in sort",
                table.name
            );
        }
    }

    #[test]
    fn only_sales_is_required_and_units_and_money_are_exact() {
        let required: Vec<_> = TABLES.iter().filter(|table| table.required).map(|table| table.name).collect();
        assert_eq!(required, ["sales"]);
        for column in TABLES.iter().flat_map(|table| table.columns) {
            if column.unit.starts_with("units") || column.unit.starts_with("currency") {
                assert_eq!(column.kind, Kind::Decimal, "{}", column.name);
            }
        }
    }

    #[test]
    fn a_schema_holds_required_columns_without_nulls_and_the_optional_ones_asked_for() {
        let schema = SALES.arrow_schema(|column| column.name == "revenue");
        let fields: Vec<_> = schema.fields().iter().map(|f| (f.name().as_str(), f.is_nullable())).collect();
        let expected =
            [("date", false), ("sku", false), ("location", false), ("units", false), ("revenue", true)];
        assert_eq!(fields, expected);
    }
}
