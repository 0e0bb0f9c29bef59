//! What queries can name.

use super::SqlKind;
use planning::day::Day;
use serde::{Deserialize, Serialize};

/// `GET /api/v1/sql/schema`: what queries can name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SqlSchema {
    /// Snapshot that is asked.
    pub snapshot: String,
    /// Its tables, then the views that are computed of them.
    pub tables: Vec<SqlTable>,
    /// Functions, the inventory formulas first.
    pub functions: Vec<SqlFunction>,
}

/// A table or view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SqlTable {
    /// Name.
    pub name: String,
    /// What one row is, in one sentence.
    pub row: String,
    /// Rows; absent for a view, 0 for a table that was not imported.
    pub rows: Option<u64>,
    /// First date in it, if it has dates.
    pub first: Option<Day>,
    /// Last date in it.
    pub last: Option<Day>,
    /// Whether it is simulated.
    pub simulated: bool,
    /// Its columns, in order.
    pub columns: Vec<SqlTableColumn>,
}

/// A column of a table or view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SqlTableColumn {
    /// Name.
    pub name: String,
    /// What its values are.
    pub kind: SqlKind,
    /// Unit of its values; empty for names and dates.
    pub unit: String,
    /// What a value means, in one sentence.
    pub meaning: String,
    /// Whether values can be missing.
    pub nullable: bool,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SqlFunction {
    /// Name.
    pub name: String,
    /// How it is called: `eoq(demand, order_cost, holding_cost)`.
    pub syntax: String,
    /// What it computes.
    pub about: String,
}
