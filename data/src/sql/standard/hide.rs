//! What the engine believes to know and does not: hidden from it behind a function that changes nothing.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, LogicalPlanBuilder, Projection, Sort};
use datafusion::optimizer::AnalyzerRule;

use super::same::hidden;

/// Hides three things.
///
/// - Columns that are grouped by GROUPING SETS, ROLLUP or CUBE. What is known of a column before (one value only, or that of another
///   column) is believed afterwards, when it is missing from the rows of some sets: `where x = 1 group by rollup (x) order by x` was
///   not sorted.
/// - Constants beside a total over all rows. A condition on nothing but constants is tested on the rows that are added up, and the
///   total of no rows is a row: `select * from (select 'a' as k, count(*) from t) where k = 'b'` had one.
/// - What rows of a UNION are sorted by. A column that is constant in each part is left out when the first rows of all parts are sought
///   together: rows that belong before them were lost.
#[derive(Debug)]
pub(in crate::sql) struct Hide;

impl AnalyzerRule for Hide {
    fn name(&self) -> &str {
        "hide"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let plain = plan.transform_up_with_subqueries(|step| match step {
            LogicalPlan::Aggregate(step) if has_sets(&step) => {
                Ok(Transformed::yes(LogicalPlan::Aggregate(grouped(step)?)))
            }
            LogicalPlan::Projection(step) if is_over(&step.input, is_total)? => {
                Ok(Transformed::yes(LogicalPlan::Projection(beside_total(step)?)))
            }
            LogicalPlan::Sort(step)
                if is_over(&step.input, |step| matches!(step, LogicalPlan::Union(_)))? =>
            {
                Ok(Transformed::yes(LogicalPlan::Sort(sorted(step))))
            }
            other => Ok(Transformed::no(other)),
        })?;
        Ok(plain.data)
    }
}

/// Whether a plan has such a step.
fn is_over(plan: &LogicalPlan, is: fn(&LogicalPlan) -> bool) -> Result<bool> {
    plan.exists(|step| Ok(is(step)))
}

fn has_sets(step: &Aggregate) -> bool {
    matches!(step.group_expr.as_slice(), [Expr::GroupingSet(_)])
}

/// Whether a step makes a row of no rows.
fn is_total(step: &LogicalPlan) -> bool {
    matches!(step, LogicalPlan::Aggregate(step) if step.group_expr.is_empty() || has_sets(step))
}

/// The step over its input with the columns hidden by which it groups.
fn grouped(step: Aggregate) -> Result<Aggregate> {
    let grouped: Vec<_> = step.group_expr.iter().flat_map(Expr::column_refs).cloned().collect();
    let columns = step.input.schema().columns().into_iter().map(|column| {
        if !grouped.contains(&column) {
            return Expr::Column(column);
        }
        let (table, name) = (column.relation.clone(), column.name.clone());
        hidden(Expr::Column(column)).alias_qualified(table, name)
    });
    let columns = columns.collect::<Vec<_>>();
    let input = LogicalPlanBuilder::from(step.input.as_ref().clone()).project(columns)?.build()?;
    Aggregate::try_new(Arc::new(input), step.group_expr, step.aggr_expr)
}

/// The step with its constants hidden.
fn beside_total(step: Projection) -> Result<Projection> {
    let names = NamePreserver::new_for_projection();
    let columns = step.expr.into_iter().map(|column| {
        let asks = column.exists(|part| Ok(matches!(part, Expr::ScalarSubquery(_))));
        if !column.column_refs().is_empty() || column.contains_outer() || asks.unwrap_or(true) {
            return column;
        }
        let name = names.save(&column);
        name.restore(hidden(column.unalias()))
    });
    Projection::try_new(columns.collect(), step.input)
}

/// The step with all hidden by which it sorts.
fn sorted(mut step: Sort) -> Sort {
    for by in &mut step.expr {
        by.expr = hidden(std::mem::take(&mut by.expr));
    }
    step
}
