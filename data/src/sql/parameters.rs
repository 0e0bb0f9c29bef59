//! Values of a query's parameters, bound to its plan.

use arrow::datatypes::{DataType, Field, Schema};
use contract::{SqlCode, SqlParameters, SqlRefusal, SqlValue};
use datafusion::common::{ParamValues, ScalarValue};
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType as SqlType, ExactNumberInfo, Expr as SqlExpr, Value, ValueWithSpan,
    visit_expressions_mut,
};
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use super::explain::{Known, explain};
use super::refuse::Failed;

/// Says what parameters are where the engine does not see it. It takes one for what stands on the other side of an operator: of
/// `$a || $b` for nothing at all, of `date + $days` for another date.
pub(super) fn typed(statement: &mut Statement, parameters: &SqlParameters) {
    let Statement::Statement(inner) = statement else { return };
    let _: ControlFlow<()> = visit_expressions_mut(&mut **inner, |expression| {
        if let SqlExpr::BinaryOp { left, op, right } = expression {
            for operand in [left, right] {
                if let Some(operand) = parameter(operand)
                    && let Some(data_type) = type_of(operand, op, parameters)
                {
                    let expr = Box::new(operand.clone());
                    let kind = CastKind::Cast;
                    *operand = SqlExpr::Cast { kind, expr, data_type, array: false, format: None };
                }
            }
        }
        ControlFlow::Continue(())
    });
}

/// The parameter that an operand is, also in brackets or with a sign.
fn parameter(operand: &mut SqlExpr) -> Option<&mut SqlExpr> {
    match operand {
        SqlExpr::Value(ValueWithSpan { value: Value::Placeholder(_), .. }) => Some(operand),
        SqlExpr::Nested(inner) | SqlExpr::UnaryOp { expr: inner, .. } => parameter(inner),
        _ => None,
    }
}

/// The type of a parameter's value beside an operator that takes any types; none where the other side decides.
fn type_of(parameter: &SqlExpr, operator: &BinaryOperator, parameters: &SqlParameters) -> Option<SqlType> {
    use BinaryOperator::{Divide, Minus, Modulo, Multiply, Plus, StringConcat};
    let SqlExpr::Value(ValueWithSpan { value: Value::Placeholder(name), .. }) = parameter else {
        return None;
    };
    let name = name.trim_start_matches('$');
    let value = match parameters {
        SqlParameters::Named(values) => values.get(name),
        SqlParameters::Positional(values) => values.get(name.parse::<usize>().ok()?.checked_sub(1)?),
    };
    match (value?, operator) {
        (SqlValue::Whole(_), Plus | Minus | Multiply | Divide | Modulo | StringConcat) => {
            Some(SqlType::BigInt(None))
        }
        (SqlValue::Number(_), Plus | Minus | Multiply | Divide | Modulo | StringConcat) => {
            Some(SqlType::Double(ExactNumberInfo::None))
        }
        (SqlValue::Flag(_), StringConcat) => Some(SqlType::Boolean),
        (SqlValue::Text(_) | SqlValue::Missing, StringConcat) => Some(SqlType::Varchar(None)),
        _ => None,
    }
}

/// Puts the values in the place of `$1` or `$name`. A text is read as whatever it is compared with, such as a date.
pub(super) fn bind(plan: LogicalPlan, parameters: &SqlParameters) -> Result<LogicalPlan, Failed> {
    let explained = |error| explain(&error, &Known::default());
    let names = plan.get_parameter_names().map_err(explained)?;
    let named: BTreeSet<String> = names.iter().map(|name| name.trim_start_matches('$').to_owned()).collect();
    let values: HashMap<String, ScalarValue> = match parameters {
        SqlParameters::Positional(values) => values
            .iter()
            .zip(1..)
            .map(|(value, place): (_, u32)| (place.to_string(), scalar(value)))
            .collect(),
        SqlParameters::Named(values) => {
            values.iter().map(|(name, value)| (name.clone(), scalar(value))).collect()
        }
    };
    if let Some(name) = named.iter().find(|name| !values.contains_key(*name)) {
        let problem = format!("parameter ${name} has no value");
        return Err(SqlRefusal::new(SqlCode::BadParameter, problem, "Give it one in `parameters`").into());
    }
    if let Some(name) = values.keys().filter(|name| !named.contains(*name)).min() {
        let problem = format!("the query has no parameter ${name}");
        return Err(SqlRefusal::new(
            SqlCode::BadParameter,
            problem,
            "Leave its value out, or name it in the query",
        )
        .into());
    }
    match values.is_empty() {
        true => Ok(plan),
        false => plan.replace_params_with_values(&ParamValues::from(values)).map_err(explained),
    }
}

/// Names and types of the parameters that a plan takes, by place or else by name.
pub(super) fn schema(plan: &LogicalPlan) -> Result<Schema, Failed> {
    let explained = |error| explain(&error, &Known::default());
    let kinds = match plan.get_parameter_types() {
        Ok(kinds) => kinds,
        // It is compared with values of two types.
        Err(_) => {
            let names = plan.get_parameter_names().map_err(explained)?;
            names.into_iter().map(|name| (name, None)).collect()
        }
    };
    let field = |(name, kind): (String, Option<DataType>)| {
        let kind = kind.filter(|kind| *kind != DataType::Null).unwrap_or(DataType::Utf8);
        Field::new(name.trim_start_matches('$'), kind, true)
    };
    let mut fields: Vec<Field> = kinds.into_iter().map(field).collect();
    fields.sort_by_cached_key(|field| (field.name().parse().unwrap_or(u32::MAX), field.name().clone()));
    Ok(Schema::new(fields))
}

/// Puts a missing value of its type in the place of each parameter.
pub(super) fn bind_missing(plan: LogicalPlan, parameters: &Schema) -> Result<LogicalPlan, Failed> {
    let explained = |error| explain(&error, &Known::default());
    let missing = parameters.fields().iter().map(|field| {
        let value = ScalarValue::try_from(field.data_type()).map_err(explained)?;
        Ok((field.name().clone(), value))
    });
    let values: HashMap<String, ScalarValue> = missing.collect::<Result<_, Failed>>()?;
    plan.replace_params_with_values(&ParamValues::from(values)).map_err(explained)
}

fn scalar(value: &SqlValue) -> ScalarValue {
    match value {
        SqlValue::Missing => ScalarValue::Null,
        SqlValue::Flag(flag) => ScalarValue::Boolean(Some(*flag)),
        SqlValue::Whole(number) => ScalarValue::Int64(Some(*number)),
        SqlValue::Number(number) => ScalarValue::Float64(Some(*number)),
        SqlValue::Text(text) => ScalarValue::Utf8(Some(text.clone())),
    }
}
