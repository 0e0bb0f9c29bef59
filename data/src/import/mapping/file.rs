//! The sections of a mapping file as written, before any checks.

use std::collections::BTreeMap;
use std::num::{NonZeroU8, NonZeroU64};

use serde::Deserialize;
use toml::Spanned;

use super::{Columns, Field, TableFiles};
use crate::import::category;
use crate::import::dating::SalesRows;
use crate::import::places::Location;
use crate::number::Point;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) currency: Spanned<String>,
    pub(super) time_zone: Spanned<String>,
    #[serde(default = "other")]
    pub(super) other_category: String,
    pub(super) columns: Option<Spanned<Columns>>,
    #[serde(default)]
    pub(super) tables: BTreeMap<String, TableFiles>,
    #[serde(default)]
    pub(super) sales: SalesRows,
    #[serde(default)]
    pub(super) csv: Csv,
    #[serde(default)]
    pub(super) xlsx: Workbook,
    #[serde(default)]
    pub(super) header: Headings,
    #[serde(default)]
    pub(super) timestamps: Timestamps,
    #[serde(default)]
    pub(super) numbers: Numbers,
    #[serde(default)]
    pub(super) text: Text,
    #[serde(default)]
    pub(super) lines: Lines,
    pub(super) cancellations: Option<Cancellations>,
    #[serde(default)]
    pub(super) not_goods: NotGoods,
    #[serde(default)]
    pub(super) limits: Limits,
    #[serde(default)]
    pub(super) orders: Orders,
    #[serde(default)]
    pub(super) location: Vec<Location>,
    #[serde(default)]
    pub(super) category: Vec<category::Rule>,
    #[serde(default)]
    pub(super) source: Vec<SourceSection>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Csv {
    pub(super) delimiter: Option<Spanned<String>>,
    pub(super) encoding: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Workbook {
    pub(super) sheet: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Headings {
    pub(super) line: Option<NonZeroU64>,
    pub(super) rows: Option<NonZeroU8>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Timestamps {
    #[serde(default)]
    pub(super) formats: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbers {
    #[serde(default)]
    pub(super) decimal: Point,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    /// The words that mean "missing"; without a list, the usual ones.
    pub(super) missing: Option<Vec<String>>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Fate {
    Remove,
    Keep,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Lines {
    pub(super) exact_duplicates: Fate,
    pub(super) zero_price: Fate,
    pub(super) uppercase_sku: bool,
    /// Fields that stand on the first line of an order only.
    pub(super) first_only: Vec<Field>,
}

impl Default for Lines {
    fn default() -> Lines {
        Lines {
            exact_duplicates: Fate::Remove,
            zero_price: Fate::Remove,
            uppercase_sku: true,
            first_only: Vec::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cancellations {
    pub(super) invoice_prefix: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct NotGoods {
    pub(super) codes: Vec<String>,
    pub(super) patterns: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    #[serde(default)]
    pub(super) max_quantity: Option<Spanned<f64>>,
    #[serde(default = "one_percent")]
    pub(super) max_refused_share: f64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { max_quantity: None, max_refused_share: one_percent() }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Orders {
    pub(super) keep: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceSection {
    pub(super) file: String,
    pub(super) name: String,
    pub(super) licence: Option<String>,
    pub(super) attribution: Option<String>,
    pub(super) url: Option<String>,
}

fn other() -> String {
    "Other".into()
}

fn one_percent() -> f64 {
    0.01
}
