//! The mapping file says what the columns of files mean: how order lines become sales, and how files with other column names are
//! tables of a snapshot. It is TOML that people write; errors give the number of the wrong line.

mod file;
mod reader;
mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use jiff::tz::TimeZone;
use regex::RegexSet;

use super::category::Categories;
use super::dating::SalesRows;
use super::places::Places;
use crate::error::{Error, Place, Result};
use crate::number::Point;
use crate::source::missing::Missing;
use crate::source::{CsvOptions, Header, ReadOptions};
use file::{Fate, File, SourceSection};
use reader::Reader;

pub use super::field::{Columns, Field};
pub use tables::TableFiles;

/// The currency of snapshots whose sources do not say it (ISO 4217: no currency).
pub(super) const UNSTATED_CURRENCY: &str = "XXX";

/// A mapping, checked and ready for use.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// Currency of all prices, an ISO 4217 code.
    pub currency: String,
    /// Time zone that decides the day of a sale, an IANA name.
    pub time_zone: String,
    /// Accepted column names of each field; `None` if the sources already are tables of a snapshot.
    pub columns: Option<Columns>,
    /// Files that are tables of a snapshot under other names, by the table.
    pub(super) tables: BTreeMap<String, TableFiles>,
    /// What rows of sales are.
    pub sales: SalesRows,
    /// How the sources are read.
    pub reading: ReadOptions,
    /// Facts about the sources, by file name.
    pub sources: Vec<SourceNotes>,
    /// True if order lines are kept beside the daily sales.
    pub keep_orders: bool,
    pub(super) zone: TimeZone,
    pub(super) moments: Vec<String>,
    pub(super) point: Point,
    pub(super) missing: Missing,
    pub(super) uppercase_sku: bool,
    pub(super) first_only: Vec<Field>,
    pub(super) max_refused_share: f64,
    pub(super) rules: Rules,
    pub(super) places: Places,
    pub(super) categories: Categories,
}

/// Facts about a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceNotes {
    pub(super) pattern: String,
    /// What people call it.
    pub name: String,
    /// Licence under which it is used.
    pub licence: Option<String>,
    /// Credit its licence or its makers ask for.
    pub attribution: Option<String>,
    /// Where it came from.
    pub url: Option<String>,
}

/// The rules for verdicts on lines.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Prefix of invoices that are cancellations. Without it every negative quantity is a cancellation.
    pub cancellation_prefix: Option<String>,
    /// Whole item codes that are not goods, such as postage.
    pub not_goods: Vec<String>,
    /// Patterns of such codes; each matches the whole code.
    pub not_goods_patterns: RegexSet,
    /// Largest plausible quantity of a line, in ten-thousandths of a unit.
    pub max_quantity: Option<i64>,
    /// True if a line that repeats another in every field is taken out.
    pub remove_duplicates: bool,
    /// True if lines with price zero are taken out.
    pub remove_zero_price: bool,
}

impl Mapping {
    /// Reads a mapping file.
    pub fn read(path: &Path) -> Result<Mapping> {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => {
                Error::bad(Place::new(&name), "is not UTF-8 text", "Save it as UTF-8")
            }
            _ => Error::io("read", path)(error),
        })?;
        Mapping::parse(&name, &text)
    }

    /// Parses the text of a mapping; errors call the file `name`.
    pub fn parse(name: &str, text: &str) -> Result<Mapping> {
        let reader = Reader { name, text };
        let file: File = toml::from_str(text).map_err(|error| {
            let place = error.span().map_or(Place::new(name), |span| reader.at(&span));
            Error::bad(
                place,
                error.message().trim_end(),
                "Correct the line; see the mapping beside the sample",
            )
        })?;
        let zone = reader.zone(&file.time_zone)?;
        let columns = file.columns.map(|columns| reader.columns(columns)).transpose()?;
        let lines_name_places = columns.as_ref().is_some_and(|columns| columns.has(Field::Location));
        reader.currency(&file.currency)?;
        reader.tables(&file.tables)?;
        Mapping {
            tables: file.tables,
            sales: file.sales,
            columns,
            reading: ReadOptions {
                csv: CsvOptions {
                    delimiter: file.csv.delimiter.map(|text| reader.delimiter(&text)).transpose()?,
                    encoding: file.csv.encoding.map(|label| reader.encoding(&label)).transpose()?,
                },
                sheet: file.xlsx.sheet,
                header: Header {
                    line: file.header.line,
                    rows: file.header.rows.unwrap_or(Header::default().rows),
                },
            },
            sources: file.source.into_iter().map(SourceNotes::from).collect(),
            keep_orders: file.orders.keep,
            moments: reader.moments(file.timestamps.formats)?,
            point: file.numbers.decimal,
            missing: file.text.missing.map_or(Missing::Usual, Missing::Listed),
            uppercase_sku: file.lines.uppercase_sku,
            first_only: file.lines.first_only,
            max_refused_share: reader.share(file.limits.max_refused_share)?,
            rules: Rules {
                cancellation_prefix: file.cancellations.map(|rule| rule.invoice_prefix),
                not_goods: file.not_goods.codes,
                not_goods_patterns: reader.patterns(&file.not_goods.patterns)?,
                max_quantity: file.limits.max_quantity.map(|text| reader.quantity(&text)).transpose()?,
                remove_duplicates: file.lines.exact_duplicates == Fate::Remove,
                remove_zero_price: file.lines.zero_price == Fate::Remove,
            },
            places: Places::new(file.location, lines_name_places)
                .map_err(|problem| reader.bad_list("location", problem))?,
            categories: Categories::new(&file.category, file.other_category)
                .map_err(|problem| reader.bad_list("category", problem))?,
            currency: file.currency.into_inner(),
            time_zone: file.time_zone.into_inner(),
            zone,
        }
        .checked(&reader)
    }

    /// The mapping for sources that are tables of a snapshot and state neither currency nor time zone.
    pub fn of_tables() -> Result<Mapping> {
        Mapping::of_tables_in(UNSTATED_CURRENCY, "UTC")
    }

    /// The same, for a snapshot whose currency and time zone are known.
    pub(super) fn of_tables_in(currency: &str, time_zone: &str) -> Result<Mapping> {
        let text = format!("currency = {UNSTATED_CURRENCY:?}\ntime_zone = {time_zone:?}\n");
        // Stores may have been made before currencies were checked.
        Ok(Mapping { currency: currency.to_owned(), ..Mapping::parse("no mapping", &text)? })
    }

    /// What the mapping says about a file of this name.
    pub fn source_notes(&self, file_name: &str) -> Option<&SourceNotes> {
        self.sources.iter().find(|notes| matches_glob(&notes.pattern, file_name))
    }

    fn checked(self, reader: &Reader) -> Result<Mapping> {
        if self.columns.is_some() && !self.tables.is_empty() {
            return Err(Error::bad(
                Place::new(reader.name),
                "it has [columns], which are those of order lines, and [tables]",
                "Write one mapping for order lines and another for tables, and import with each",
            ));
        }
        let shipped = self.columns.as_ref().is_some_and(|columns| columns.has(Field::UnitsShipped));
        if self.keep_orders && !shipped {
            return Err(Error::bad(
                Place::new(reader.name),
                "orders.keep is on, but columns.units_shipped names no column",
                "Name the column with the units shipped, or set keep = false: \
                 orders without it would make every fill rate 100 %",
            ));
        }
        Ok(self)
    }
}

impl From<SourceSection> for SourceNotes {
    fn from(section: SourceSection) -> SourceNotes {
        let SourceSection { file, name, licence, attribution, url } = section;
        SourceNotes { pattern: file, name, licence, attribution, url }
    }
}

/// `*` stands for any characters; case does not matter.
fn matches_glob(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    let parts: Vec<&str> = pattern.split('*').collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return false;
    };
    if parts.len() == 1 {
        return name == pattern;
    }
    let Some(rest) = name.strip_prefix(first) else {
        return false;
    };
    let Some(mut rest) = rest.strip_suffix(last) else {
        return false;
    };
    parts[1..parts.len() - 1].iter().all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests;
