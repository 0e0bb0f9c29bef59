//! `x IN (SELECT …)` as part of a condition. Where it is the condition, or one of several that must all hold, the engine
//! joins, and missing values are neither in nor out of the list. Anywhere else it marks rows with yes or no, as if nothing were
//! missing: `x NOT IN (SELECT …) OR y` kept rows that it should not have kept.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, DFSchema, ExprSchema, ScalarValue};
use datafusion::error::Result;
use datafusion::logical_expr::expr::{Exists, InSubquery};
use datafusion::logical_expr::logical_plan::Subquery;
use datafusion::logical_expr::utils::{conjunction, merge_schema, split_conjunction_owned};
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, LogicalPlanBuilder, lit, not, when};
use datafusion::optimizer::AnalyzerRule;

/// Puts in the place of such a part what the standard says of it: yes if a value is the same, unknown if it could be one that
/// is missing, else no.
#[derive(Debug)]
pub(in crate::sql) struct Membership;

impl AnalyzerRule for Membership {
    fn name(&self) -> &str {
        "membership"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let told = plan.transform_up_with_subqueries(|step| {
            let schema = merge_schema(&step.inputs());
            match step {
                LogicalPlan::Filter(_) | LogicalPlan::Join(_) => {
                    step.map_expressions(|condition| parts(condition, &schema))
                }
                other => Ok(Transformed::no(other)),
            }
        })?;
        Ok(told.data)
    }
}

/// A condition whose parts that must all hold stay as they are, if the engine joins them rightly.
fn parts(condition: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let mut changed = false;
    let mut kept = Vec::new();
    for part in split_conjunction_owned(condition) {
        if is_joined(&part, schema)? {
            kept.push(part);
            continue;
        }
        let part = part.transform_up(|inner| match inner {
            Expr::InSubquery(list) => spelled_out(list, schema),
            other => Ok(Transformed::no(other)),
        })?;
        changed |= part.transformed;
        kept.push(part.data);
    }
    let condition = conjunction(kept).unwrap_or_else(|| lit(true));
    Ok(if changed { Transformed::yes(condition) } else { Transformed::no(condition) })
}

/// Whether a part is nothing but such a list, and missing values are seen to. For NOT IN the engine looks for them in the columns of
/// the value, not in what is computed of them, not beside a constant, and not in lists that depend on the row.
fn is_joined(part: &Expr, schema: &DFSchema) -> Result<bool> {
    let (list, negated) = match part {
        Expr::InSubquery(list) => (list, list.negated),
        Expr::Not(inner) => match &**inner {
            Expr::InSubquery(list) => (list, !list.negated),
            _ => return Ok(false),
        },
        _ => return Ok(false),
    };
    if !negated {
        return Ok(true);
    }
    let columns = list.expr.column_refs();
    let fields = columns.iter().filter_map(|column| schema.field_from_column(column).ok());
    let is_seen = fields.map(|field| field.is_nullable()).reduce(|one, other| one || other);
    let is_alike = is_seen.is_some_and(|is_seen| is_seen == list.expr.nullable(schema).unwrap_or(true));
    Ok(list.subquery.outer_ref_columns.is_empty() && is_alike)
}

fn spelled_out(list: InSubquery, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let InSubquery { expr: value, subquery, negated } = list;
    let inner = subquery.subquery.schema();
    let listed = Expr::Column(Column::from(inner.qualified_field(0)));
    let (value_may_miss, listed_may_miss) = (value.nullable(schema)?, listed.nullable(inner)?);
    if !(value_may_miss || listed_may_miss) {
        return Ok(Transformed::no(Expr::InSubquery(InSubquery { expr: value, subquery, negated })));
    }
    let outer = outer(value.as_ref().clone(), schema)?;
    let mut told = when(exists(&subquery, Some(listed.clone().eq(outer)))?, lit(true));
    let unknown = || lit(ScalarValue::Boolean(None));
    if value_may_miss {
        told.when(value.is_null().and(exists(&subquery, None)?), unknown());
    }
    if listed_may_miss {
        told.when(exists(&subquery, Some(listed.is_null()))?, unknown());
    }
    let told = told.otherwise(lit(false))?;
    Ok(Transformed::yes(if negated { not(told) } else { told }))
}

/// Whether the query has a row, or one that meets a condition.
fn exists(subquery: &Subquery, condition: Option<Expr>) -> Result<Expr> {
    let mut rows = LogicalPlanBuilder::from(subquery.subquery.as_ref().clone());
    if let Some(condition) = condition {
        rows = rows.filter(condition)?;
    }
    let rows = rows.build()?;
    let outer_ref_columns = rows.all_out_ref_exprs();
    let subquery = Subquery { subquery: Arc::new(rows), outer_ref_columns, spans: subquery.spans.clone() };
    Ok(Expr::Exists(Exists { subquery, negated: false }))
}

/// An expression as seen from inside a query within the step that has its columns.
fn outer(value: Expr, schema: &DFSchema) -> Result<Expr> {
    let seen = value.transform_up(|part| match part {
        Expr::Column(column) => {
            let field = Arc::clone(schema.field_from_column(&column)?);
            Ok(Transformed::yes(Expr::OuterReferenceColumn(field, column)))
        }
        other => Ok(Transformed::no(other)),
    })?;
    Ok(seen.data)
}
