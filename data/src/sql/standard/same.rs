//! A function of which the engine knows nothing: what goes through it is not known to be constant, sorted or equal to anything.

use std::sync::Arc;

use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{ScalarValue, exec_err};
use datafusion::error::Result;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// An expression with the same value, of which nothing is known.
pub(super) fn hidden(expression: Expr) -> Expr {
    let unknown = ScalarUDF::new_from_impl(Unknown::new()).call(Vec::new());
    ScalarUDF::new_from_impl(Same::new()).call(vec![expression, unknown])
}

/// Its first argument. The second keeps the engine from knowing anything of it.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Same(Signature);

impl Same {
    fn new() -> Self {
        Same(Signature::any(2, Volatility::Immutable))
    }
}

impl ScalarUDFImpl for Same {
    fn name(&self) -> &str {
        "same"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        let [kind, _] = arguments else { return exec_err!("same takes two arguments") };
        Ok(kind.clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let [field, _] = args.arg_fields else { return exec_err!("same takes two arguments") };
        Ok(Arc::clone(field))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        args.args.into_iter().next().map_or_else(|| exec_err!("same takes two arguments"), Ok)
    }
}

/// A value that could be another one each time, and so is not known before.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Unknown(Signature);

impl Unknown {
    fn new() -> Self {
        Unknown(Signature::nullary(Volatility::Volatile))
    }
}

impl ScalarUDFImpl for Unknown {
    fn name(&self) -> &str {
        "unknown"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> Result<ColumnarValue> {
        Ok(ColumnarValue::Scalar(ScalarValue::Boolean(Some(true))))
    }
}
