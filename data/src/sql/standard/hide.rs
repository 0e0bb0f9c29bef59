//! What the engine believes to know and does not: hidden from it behind a function that changes nothing.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, Dependency, JoinType};
use datafusion::error::Result;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{
    Aggregate, Distinct, DistinctOn, Expr, Limit, LogicalPlan, LogicalPlanBuilder, Sort, Window, lit,
};
use datafusion::optimizer::AnalyzerRule;

use super::same::hidden;

/// Hides four things.
///
/// - Columns that are grouped by GROUPING SETS, ROLLUP or CUBE. What is known of a column before (one value only, or that of another
///   column) is believed afterwards, when it is missing from the rows of some sets: `where x = 1 group by rollup (x) order by x` was
///   not sorted.
/// - Columns by which rows of a join are grouped, if one of its sides was grouped by them before. They are believed to tell all other
///   columns of the group: `group by k, x` over it became `group by k`, and `order by k, x` became `order by k`.
/// - Totals over all rows, and those of sets. A condition without columns is tested on the rows that are added up, and the total of no
///   rows is a row: `select * from (select 'a' as k, count(*) from t) where k = 'b'` had one. It is not tested below a limit.
/// - What rows of a UNION and of an outer join are sorted by. A column that is constant in each part, or on one side, is left out of the
///   order, though it is another in the next part, and missing where the side has no row.
#[derive(Debug)]
pub(in crate::sql) struct Hide;

impl AnalyzerRule for Hide {
    fn name(&self) -> &str {
        "hide"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let plain = plan.transform_up_with_subqueries(|step| match step {
            LogicalPlan::Aggregate(step) => aggregated(step),
            LogicalPlan::Distinct(Distinct::All(input)) => Ok(match without(&input, &keys(&input))? {
                Some(input) => Transformed::yes(LogicalPlan::Distinct(Distinct::All(input))),
                None => Transformed::no(LogicalPlan::Distinct(Distinct::All(input))),
            }),
            LogicalPlan::Distinct(Distinct::On(step)) => {
                Ok(match without(&step.input, &keys(&step.input))? {
                    Some(input) => {
                        let step =
                            DistinctOn::try_new(step.on_expr, step.select_expr, step.sort_expr, input)?;
                        Transformed::yes(LogicalPlan::Distinct(Distinct::On(step)))
                    }
                    None => Transformed::no(LogicalPlan::Distinct(Distinct::On(step))),
                })
            }
            LogicalPlan::Sort(step) if is_over(&step.input, is_mixed)? => {
                Ok(Transformed::yes(LogicalPlan::Sort(sorted(step))))
            }
            LogicalPlan::Window(step) if is_over(&step.input, is_mixed)? => windows(step),
            // What is known of the steps below is other than it was.
            other => Ok(Transformed::no(other.recompute_schema()?)),
        })?;
        Ok(plain.data)
    }
}

/// Whether rows of such a step can differ in what is constant in those below it.
fn is_mixed(step: &LogicalPlan) -> bool {
    let is_outer = |join: JoinType| matches!(join, JoinType::Left | JoinType::Right | JoinType::Full);
    matches!(step, LogicalPlan::Union(_))
        || matches!(step, LogicalPlan::Join(join) if is_outer(join.join_type))
}

/// Whether a plan has such a step.
fn is_over(plan: &LogicalPlan, is: fn(&LogicalPlan) -> bool) -> Result<bool> {
    plan.exists(|step| Ok(is(step)))
}

fn has_sets(step: &Aggregate) -> bool {
    matches!(step.group_expr.as_slice(), [Expr::GroupingSet(_)])
}

/// The step over columns that are hidden, and below a limit if it makes a row of no rows.
fn aggregated(step: Aggregate) -> Result<Transformed<LogicalPlan>> {
    let is_of_sets = has_sets(&step);
    let most = match (is_of_sets, step.group_expr.is_empty()) {
        (true, _) => Some(i32::MAX),
        (false, true) => Some(1),
        (false, false) => None,
    };
    // A query within another that depends on its rows cannot be joined below a limit.
    let most = most.filter(|_| step.input.all_out_ref_exprs().is_empty());
    let keys = if is_of_sets { columns_of(&step.group_expr) } else { keys(&step.input) };
    let input = without(&step.input, &keys)?;
    if most.is_none() && input.is_none() {
        return Ok(Transformed::no(LogicalPlan::Aggregate(step)));
    }
    let input = input.unwrap_or(step.input);
    let step = LogicalPlan::Aggregate(Aggregate::try_new(input, step.group_expr, step.aggr_expr)?);
    let Some(most) = most else { return Ok(Transformed::yes(step)) };
    let fetch = Some(Box::new(lit(i64::from(most))));
    Ok(Transformed::yes(LogicalPlan::Limit(Limit { skip: None, fetch, input: Arc::new(step) })))
}

fn columns_of(expressions: &[Expr]) -> Vec<Column> {
    expressions.iter().flat_map(Expr::column_refs).cloned().collect()
}

/// Columns of a join by which one of its sides was grouped.
fn keys(input: &LogicalPlan) -> Vec<Column> {
    let schema = input.schema();
    let known = schema.functional_dependencies().iter().filter(|known| known.mode == Dependency::Multi);
    let places = known.flat_map(|known| known.source_indices.iter());
    places.map(|place| Column::from(schema.qualified_field(*place))).collect()
}

/// A plan with some of its columns hidden; none if there are none.
fn without(plan: &LogicalPlan, columns: &[Column]) -> Result<Option<Arc<LogicalPlan>>> {
    if columns.is_empty() {
        return Ok(None);
    }
    let shown = plan.schema().columns().into_iter().map(|column| {
        if !columns.contains(&column) {
            return Expr::Column(column);
        }
        let (table, name) = (column.relation.clone(), column.name.clone());
        hidden(Expr::Column(column)).alias_qualified(table, name)
    });
    let shown = shown.collect::<Vec<_>>();
    Ok(Some(Arc::new(LogicalPlanBuilder::from(plan.clone()).project(shown)?.build()?)))
}

/// The step with all hidden by which it sorts.
fn sorted(mut step: Sort) -> Sort {
    for by in &mut step.expr {
        by.expr = hidden(std::mem::take(&mut by.expr));
    }
    step
}

/// The step with all hidden by which its windows divide and sort.
fn windows(step: Window) -> Result<Transformed<LogicalPlan>> {
    let step = LogicalPlan::Window(step);
    let names = NamePreserver::new(&step);
    step.map_expressions(|expression| {
        let name = names.save(&expression);
        let plain = expression.transform_up(|part| match part {
            Expr::WindowFunction(mut call) => {
                let by = call.params.order_by.iter_mut().map(|by| &mut by.expr);
                for column in call.params.partition_by.iter_mut().chain(by) {
                    *column = hidden(std::mem::take(column));
                }
                Ok(Transformed::yes(Expr::WindowFunction(call)))
            }
            other => Ok(Transformed::no(other)),
        })?;
        Ok(plain.update_data(|plain| name.restore(plain)))
    })?
    .map_data(LogicalPlan::recompute_schema)
}
