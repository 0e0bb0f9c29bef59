//! Whole numbers and decimals that are exact or an error. The engine's own `+`, `-`, `*`, unary minus and `sum` wrap
//! around: the largest number plus one is the smallest, without a word.

mod cut;
mod percentile;
mod sum;

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Datum, Scalar};
use arrow::compute::kernels::numeric::{add, mul, neg, sub};
use arrow::datatypes::{DataType, Decimal128Type, Decimal256Type, Field, FieldRef};
use arrow::error::ArrowError;
use datafusion::common::DFSchema;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::binary::BinaryTypeCoercer;
use datafusion::logical_expr::expr::{Cast, ScalarFunction, TryCast};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{
    BinaryExpr, ColumnarValue, Expr, ExprSchemable, LogicalPlan, Operator, ReturnFieldArgs,
    ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::optimizer::AnalyzerRule;

use cut::Cut;
pub(super) use percentile::percentile_cont;
pub(super) use sum::sum;

/// Puts [`Checked`] in the place of arithmetic on whole numbers and decimals, once the types of all operands are known.
#[derive(Debug)]
pub(super) struct ExactArithmetic;

impl AnalyzerRule for ExactArithmetic {
    fn name(&self) -> &str {
        "exact_arithmetic"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let exact = plan.transform_up_with_subqueries(|step| {
            let mut schema = merge_schema(&step.inputs());
            if let LogicalPlan::TableScan(scan) = &step {
                let own =
                    DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?;
                schema.merge(&own);
            }
            let names = NamePreserver::new(&step);
            step.map_expressions(|expression| {
                let name = names.save(&expression);
                let exact = expression.transform_up(|part| checked(part, &schema))?;
                Ok(if exact.transformed { exact.update_data(|exact| name.restore(exact)) } else { exact })
            })?
            .map_data(LogicalPlan::recompute_schema)
        })?;
        Ok(exact.data)
    }
}

/// The checked form of an expression, if it is arithmetic on whole numbers or decimals.
fn checked(part: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let call = |operation, args| {
        let function = Arc::new(ScalarUDF::new_from_impl(Checked::new(operation)));
        Ok(Transformed::yes(Expr::ScalarFunction(ScalarFunction::new_udf(function, args))))
    };
    match part {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            let operation = match op {
                Operator::Plus => Some(Operation::Add),
                Operator::Minus => Some(Operation::Subtract),
                Operator::Multiply => Some(Operation::Multiply),
                _ => None,
            };
            match operation {
                Some(operation)
                    if is_exact(&left.get_type(schema)?) && is_exact(&right.get_type(schema)?) =>
                {
                    call(operation, vec![*left, *right])
                }
                _ => Ok(Transformed::no(Expr::BinaryExpr(BinaryExpr { left, op, right }))),
            }
        }
        Expr::Negative(inner) if is_exact(&inner.get_type(schema)?) => call(Operation::Negate, vec![*inner]),
        Expr::Cast(Cast { ref expr, ref field }) => {
            let cut = Cut::call(expr, &expr.get_type(schema)?, field.data_type(), false);
            Ok(cut.map_or_else(|| Transformed::no(part), Transformed::yes))
        }
        Expr::TryCast(TryCast { ref expr, ref field }) => {
            let cut = Cut::call(expr, &expr.get_type(schema)?, field.data_type(), true);
            Ok(cut.map_or_else(|| Transformed::no(part), Transformed::yes))
        }
        other => Ok(Transformed::no(other)),
    }
}

fn is_exact(kind: &DataType) -> bool {
    kind.is_integer() || kind.is_decimal()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Operation {
    Add,
    Subtract,
    Multiply,
    Negate,
}

/// An operation on whole numbers or decimals which fails where the result does not fit its type.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Checked {
    operation: Operation,
    signature: Signature,
}

impl Checked {
    fn new(operation: Operation) -> Self {
        let operands = if operation == Operation::Negate { 1 } else { 2 };
        Checked { operation, signature: Signature::any(operands, Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for Checked {
    fn name(&self) -> &str {
        match self.operation {
            Operation::Add => "+",
            Operation::Subtract => "-",
            Operation::Multiply => "*",
            Operation::Negate => "(-)",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, operands: &[DataType]) -> Result<DataType> {
        let operator = match self.operation {
            Operation::Add => Operator::Plus,
            Operation::Subtract => Operator::Minus,
            Operation::Multiply => Operator::Multiply,
            Operation::Negate => return Ok(operands[0].clone()),
        };
        BinaryTypeCoercer::new(&operands[0], &operator, &operands[1]).get_result_type()
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let operands: Vec<DataType> = args.arg_fields.iter().map(|field| field.data_type().clone()).collect();
        let nullable = args.arg_fields.iter().any(|field| field.is_nullable());
        Ok(Arc::new(Field::new(self.name(), self.return_type(&operands)?, nullable)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_scalar = args.args.iter().all(|operand| matches!(operand, ColumnarValue::Scalar(_)));
        let operands = args.args.iter().map(operand).collect::<Result<Vec<_>>>()?;
        let result = match (self.operation, operands.as_slice()) {
            (Operation::Negate, [one]) => neg(one.get().0),
            (Operation::Add, [left, right]) => add(&**left, &**right),
            (Operation::Subtract, [left, right]) => sub(&**left, &**right),
            (Operation::Multiply, [left, right]) => mul(&**left, &**right),
            _ => Err(ArrowError::InvalidArgumentError("an operand is missing".to_owned())),
        };
        let result = result.and_then(within_precision)?;
        Ok(if is_scalar {
            ColumnarValue::Scalar(datafusion::common::ScalarValue::try_from_array(&result, 0)?)
        } else {
            ColumnarValue::Array(result)
        })
    }
}

fn operand(value: &ColumnarValue) -> Result<Box<dyn Datum>> {
    Ok(match value {
        ColumnarValue::Array(array) => Box::new(array.clone()),
        ColumnarValue::Scalar(scalar) => Box::new(Scalar::new(scalar.to_array()?)),
    })
}

/// A decimal can have more digits than its type says before its bits run out.
fn within_precision(result: ArrayRef) -> Result<ArrayRef, ArrowError> {
    let checked = match result.data_type() {
        DataType::Decimal128(precision, _) => {
            result.as_primitive::<Decimal128Type>().validate_decimal_precision(*precision)
        }
        DataType::Decimal256(precision, _) => {
            result.as_primitive::<Decimal256Type>().validate_decimal_precision(*precision)
        }
        _ => Ok(()),
    };
    checked.map_err(|error| ArrowError::ArithmeticOverflow(error.to_string())).map(|()| result)
}
