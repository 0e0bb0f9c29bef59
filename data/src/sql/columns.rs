//! The columns of an answer: their types, and unit and meaning where they come from a table's column.

use arrow::datatypes::DataType;
use contract::{SqlColumn, SqlKind};
use datafusion::logical_expr::{Distinct, Expr, JoinType, LogicalPlan};

use crate::schema::{self, Column, Kind};

/// Aggregates whose result has the unit of their argument.
const OF_SAME_UNIT: [&str; 8] =
    ["sum", "min", "max", "avg", "median", "first_value", "last_value", "any_value"];

/// The columns of what a plan answers.
pub(super) fn columns(plan: &LogicalPlan) -> Vec<SqlColumn> {
    let fields = plan.schema().fields().iter().enumerate();
    let column = |(place, field): (usize, &arrow::datatypes::FieldRef)| {
        let origin = origin(plan, place);
        let unit = origin.map(|column| column.unit).filter(|unit| !unit.is_empty());
        SqlColumn {
            name: field.name().clone(),
            kind: kind(field.data_type()),
            data_type: field.data_type().to_string(),
            unit: unit.map(str::to_owned),
            meaning: origin.map(|column| column.meaning.to_owned()),
        }
    };
    fields.map(column).collect()
}

/// What the values of a type are.
pub(super) fn kind(kind: &DataType) -> SqlKind {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => SqlKind::Text,
        DataType::Dictionary(_, value) => self::kind(value),
        DataType::Date32 | DataType::Date64 => SqlKind::Date,
        DataType::Timestamp(_, _) => SqlKind::Moment,
        DataType::Boolean => SqlKind::Flag,
        kind if kind.is_integer() || kind.is_decimal() => SqlKind::Exact,
        kind if kind.is_floating() => SqlKind::Number,
        _ => SqlKind::Other,
    }
}

/// What the values of a table's column are.
pub(super) fn kind_of(kind: Kind) -> SqlKind {
    self::kind(&kind.arrow())
}

/// The table's column whose values, or a sum, mean or extreme of them, stand at a place of a plan's answer.
fn origin(plan: &LogicalPlan, place: usize) -> Option<&'static Column> {
    match plan {
        LogicalPlan::Projection(step) => source(step.expr.get(place)?, &step.input),
        LogicalPlan::Aggregate(step) => {
            source(step.group_expr.iter().chain(&step.aggr_expr).nth(place)?, &step.input)
        }
        LogicalPlan::SubqueryAlias(step) => origin(&step.input, place),
        LogicalPlan::Filter(step) => origin(&step.input, place),
        LogicalPlan::Sort(step) => origin(&step.input, place),
        LogicalPlan::Limit(step) => origin(&step.input, place),
        LogicalPlan::Distinct(Distinct::All(input)) => origin(input, place),
        LogicalPlan::Union(step) => origin(step.inputs.first()?, place),
        LogicalPlan::Window(step) => {
            let inner = step.input.schema().fields().len();
            (place < inner).then(|| origin(&step.input, place))?
        }
        LogicalPlan::Join(step) => {
            let left = step.left.schema().fields().len();
            match step.join_type {
                JoinType::RightSemi | JoinType::RightAnti => origin(&step.right, place),
                _ if place < left => origin(&step.left, place),
                _ => origin(&step.right, place - left),
            }
        }
        LogicalPlan::TableScan(scan) => schema::described(scan.table_name.table())?.iter().find(|column| {
            plan.schema().fields().get(place).is_some_and(|field| field.name() == column.name)
        }),
        _ => None,
    }
}

fn source(expression: &Expr, input: &LogicalPlan) -> Option<&'static Column> {
    match expression {
        Expr::Alias(alias) => source(&alias.expr, input),
        Expr::Column(column) => origin(input, input.schema().maybe_index_of_column(column)?),
        Expr::AggregateFunction(call) if OF_SAME_UNIT.contains(&call.func.name()) => {
            source(call.params.args.first()?, input)
        }
        _ => None,
    }
}
