//! The columns of an answer: their types, and unit and meaning where they come from a table's column.

use arrow::datatypes::DataType;
use contract::{SqlColumn, SqlKind};
use datafusion::logical_expr::{Distinct, Expr, JoinType, LogicalPlan};
use std::collections::HashSet;

use super::batches::told;
use crate::schema::{self, Column, Kind};

/// Aggregates whose result has the unit of their argument.
const OF_SAME_UNIT: [&str; 8] =
    ["sum", "min", "max", "avg", "median", "first_value", "last_value", "any_value"];

/// The columns of what a plan answers; `aliases` are the names that the query gives to what it computes.
pub(super) fn columns(plan: &LogicalPlan, aliases: &HashSet<String>) -> Vec<SqlColumn> {
    let origins = Origins { aliases };
    let fields = plan.schema().fields().iter().enumerate();
    let column = |(place, field): (usize, &arrow::datatypes::FieldRef)| {
        let origin = origins.of(plan, place);
        let unit = origin.map(|column| column.unit).filter(|unit| !unit.is_empty());
        SqlColumn {
            name: field.name().clone(),
            kind: kind(field.data_type()),
            data_type: told(field.data_type()).to_string(),
            unit: unit.map(str::to_owned),
            meaning: origin.map(Column::sentence),
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

/// Looks for where columns come from.
struct Origins<'a> {
    /// Names that the query gives to what it computes: a table of such a name is hidden.
    aliases: &'a HashSet<String>,
}

impl Origins<'_> {
    /// The table's column whose values, or a sum, mean or extreme of them, stand at a place of a plan's answer.
    fn of(&self, plan: &LogicalPlan, place: usize) -> Option<&'static Column> {
        match plan {
            LogicalPlan::Projection(step) => self.source(step.expr.get(place)?, &step.input),
            LogicalPlan::Aggregate(step) => {
                self.source(step.group_expr.iter().chain(&step.aggr_expr).nth(place)?, &step.input)
            }
            // Tables and views of the catalogue are planned as what they are made of, under their name.
            LogicalPlan::SubqueryAlias(step) => {
                let name = step.alias.table();
                match schema::described(name).filter(|_| !self.aliases.contains(name)) {
                    Some(columns) => {
                        let field = step.schema.fields().get(place)?;
                        columns.iter().find(|column| column.name == field.name())
                    }
                    None => self.of(&step.input, place),
                }
            }
            LogicalPlan::Filter(step) => self.of(&step.input, place),
            LogicalPlan::Sort(step) => self.of(&step.input, place),
            LogicalPlan::Limit(step) => self.of(&step.input, place),
            LogicalPlan::Distinct(Distinct::All(input)) => self.of(input, place),
            LogicalPlan::Union(step) => self.of(step.inputs.first()?, place),
            LogicalPlan::Window(step) => {
                let inner = step.input.schema().fields().len();
                (place < inner).then(|| self.of(&step.input, place))?
            }
            LogicalPlan::Join(step) => {
                let left = step.left.schema().fields().len();
                match step.join_type {
                    JoinType::RightSemi | JoinType::RightAnti => self.of(&step.right, place),
                    _ if place < left => self.of(&step.left, place),
                    _ => self.of(&step.right, place - left),
                }
            }
            // A table without files.
            LogicalPlan::TableScan(scan) => {
                let field = scan.projected_schema.fields().get(place)?;
                let columns = schema::described(scan.table_name.table())?;
                columns.iter().find(|column| column.name == field.name())
            }
            _ => None,
        }
    }

    fn source(&self, expression: &Expr, input: &LogicalPlan) -> Option<&'static Column> {
        match expression {
            Expr::Alias(alias) => self.source(&alias.expr, input),
            Expr::Column(column) => self.of(input, input.schema().maybe_index_of_column(column)?),
            Expr::AggregateFunction(call) if OF_SAME_UNIT.contains(&call.func.name()) => {
                self.source(call.params.args.first()?, input)
            }
            _ => None,
        }
    }
}
