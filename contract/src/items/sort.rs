//! Sorts item-locations by any column, in both directions. Ties stay in the order of the plan, and unknown values
//! come last in both directions.

use super::columns::{SORT_KEYS, SortKey};
use super::plan_row::PlanRow;
use super::search::fold;
use crate::derived::Derived;
use crate::error::{BadParameter, Reason};
use core::cmp::Ordering;
use core::fmt;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// A column and a direction; written as the column's name, with a minus before it for the largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct Sort {
    /// Name of the column by which, one of [`Sort::columns`].
    pub column: &'static str,
    /// Largest, or last of the alphabet, first.
    pub descending: bool,
}

impl Sort {
    /// Names of the columns that lists can be sorted by, in the order of the columns.
    pub fn columns() -> impl Iterator<Item = &'static str> {
        SORT_KEYS.iter().map(|(name, _)| *name)
    }

    /// Reads `column` or `-column`.
    ///
    /// # Errors
    /// No such column.
    pub fn parse(text: &str) -> Result<Self, BadParameter> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let column = Sort::columns().find(|column| *column == name);
        column.map(|column| Sort { column, descending }).ok_or_else(|| {
            let names: Vec<&str> = Sort::columns().collect();
            BadParameter::new("sort", text, Reason::one_of("sort", &names))
        })
    }
}

impl From<Sort> for String {
    fn from(sort: Sort) -> String {
        sort.to_string()
    }
}

/// Derived, it would borrow the column's name from what is read.
impl<'de> Deserialize<'de> for Sort {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Sort::parse(&text).map_err(|bad| Error::custom(format!("no list is sorted by {}", bad.value)))
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.descending { "-" } else { "" })?;
        f.write_str(self.column)
    }
}

/// Sorts rows of the plan.
pub(super) fn sort(derived: &Derived, rows: &mut [u32], sort: Sort) {
    let Sort { column, descending } = sort;
    let key = SORT_KEYS.iter().find(|(name, _)| *name == column).map(|(_, key)| key);
    debug_assert!(key.is_some(), "{column} is no column to sort by");
    match key {
        Some(SortKey::Text(text)) => {
            let key = |row: &u32| {
                let mut key = String::new();
                fold(text(PlanRow::new(derived, *row)), &mut key);
                key
            };
            let keys: Vec<String> = rows.iter().map(key).collect();
            arrange(rows, descending, &|a, b| keys[a].cmp(&keys[b]), &|at| keys[at].is_empty());
        }
        Some(SortKey::Number(number)) => {
            let keys: Vec<f32> = rows.iter().map(|row| number(PlanRow::new(derived, *row))).collect();
            let compare = |a: usize, b: usize| keys[a].partial_cmp(&keys[b]).unwrap_or(Ordering::Equal);
            arrange(rows, descending, &compare, &|at| keys[at].is_nan());
        }
        None => {}
    }
}

/// Sorts rows by keys given by index. One copy of the sort serves every kind of key, because the browser loads it.
fn arrange(
    rows: &mut [u32],
    descending: bool,
    compare: &dyn Fn(usize, usize) -> Ordering,
    unknown: &dyn Fn(usize) -> bool,
) {
    let mut places: Vec<usize> = (0..rows.len()).collect();
    places.sort_unstable_by(|a, b| {
        let order = compare(*a, *b);
        let known = unknown(*a).cmp(&unknown(*b));
        known.then(if descending { order.reverse() } else { order }).then(a.cmp(b))
    });
    let sorted: Vec<u32> = places.into_iter().map(|place| rows[place]).collect();
    rows.copy_from_slice(&sorted);
}
