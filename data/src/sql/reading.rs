//! How files are read for a query: whether rows are filtered while they are read, or afterwards.
//!
//! A filter while reading skips what it leaves out, but costs more for each place where it begins and ends. So it pays where the
//! rows that pass are neighbours in the file: where it compares columns by which the file is sorted. Beside a join it does not,
//! because the engine would test each row for what the other side has.

use arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::{Between, BinaryExpr, Expr, ExprSchemable, Like, LogicalPlan, Operator};

use crate::schema::{TABLES, Table};

/// The state that runs a plan.
pub(super) fn suited(mut state: SessionState, plan: &LogicalPlan) -> SessionState {
    let filters = filters_neighbours(plan).unwrap_or(false);
    state.config_mut().options_mut().execution.parquet.pushdown_filters = filters;
    state
}

/// Whether a plan joins nothing and filters rows of tables by what they are sorted by, and by nothing else.
fn filters_neighbours(plan: &LogicalPlan) -> Result<bool, DataFusionError> {
    let (mut some, mut all) = (false, true);
    plan.apply_with_subqueries(|step| {
        match step {
            LogicalPlan::Join(_) => all = false,
            LogicalPlan::Filter(filter) => {
                if let Some(table) = table(&filter.input) {
                    (some, all) = (true, all && compares(&filter.predicate, table));
                }
            }
            _ => {}
        }
        Ok(if all { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Stop })
    })?;
    Ok(some && all)
}

/// The table of the snapshot that a step reads, under whatever name.
fn table(step: &LogicalPlan) -> Option<&'static Table> {
    let (mut step, mut name) = (step, None);
    while let LogicalPlan::SubqueryAlias(alias) = step {
        (step, name) = (&*alias.input, Some(alias.alias.table()));
    }
    let LogicalPlan::TableScan(_) = step else { return None };
    TABLES.into_iter().find(|table| Some(table.name) == name)
}

/// Whether a condition only compares columns by which a table is sorted with constants of their type. It cannot fail: what fails
/// while files are read is told as a fault of theirs.
fn compares(condition: &Expr, table: &Table) -> bool {
    use Operator::{And, Eq, Gt, GtEq, Lt, LtEq, NotEq, Or};
    let both = |one: &Expr, other: &Expr| {
        (is_sorted_by(one, table) && is_constant(other)) || (is_constant(one) && is_sorted_by(other, table))
    };
    match condition {
        Expr::BinaryExpr(BinaryExpr { left, op: And | Or, right }) => {
            compares(left, table) && compares(right, table)
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Eq | NotEq | Lt | LtEq | Gt | GtEq, right }) => {
            both(left, right)
        }
        Expr::Not(inner) => compares(inner, table),
        Expr::Between(Between { expr, low, high, .. }) => both(expr, low) && both(expr, high),
        Expr::InList(InList { expr, list, .. }) => list.iter().all(|member| both(expr, member)),
        Expr::Like(Like { expr, pattern, .. }) => both(expr, pattern),
        _ => false,
    }
}

fn is_sorted_by(side: &Expr, table: &Table) -> bool {
    matches!(side, Expr::Column(column) if table.sort.contains(&column.name.as_str()))
}

/// Whether a side is a text or a day, of whatever the values of parameters are. With a number the column would be cast.
fn is_constant(side: &Expr) -> bool {
    let depends = side.exists(|part| {
        Ok(matches!(part, Expr::Column(_) | Expr::OuterReferenceColumn(..) | Expr::ScalarSubquery(_)))
    });
    let kind = side.get_type(&DFSchema::empty());
    matches!(depends, Ok(false))
        && kind.is_ok_and(|kind| {
            matches!(kind, DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 | DataType::Date32)
        })
}
