//! Casts of decimals that cut digits off. The engine compares `cast(x as int) = 0` as `x = 0`, as if nothing were cut off, and so
//! missed 0.6.

use std::sync::Arc;

use arrow::compute::CastOptions;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::format::DEFAULT_CAST_OPTIONS;
use datafusion::error::Result;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// A cast from decimals of one type to another that may cut digits off, as a function: the engine computes it before it
/// compares. `tries` gives none for what does not fit, in place of an error.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Cut {
    to: DataType,
    tries: bool,
    signature: Signature,
}

impl Cut {
    /// The cast of an expression of a type to another type; none if the engine's own will do.
    pub(super) fn call(of: &Expr, from: &DataType, to: &DataType, tries: bool) -> Option<Expr> {
        if !cuts(from, to) {
            return None;
        }
        let signature = Signature::any(1, Volatility::Immutable);
        let cut = Cut { to: to.clone(), tries, signature };
        Some(ScalarUDF::new_from_impl(cut).call(vec![of.clone()]))
    }
}

/// Whether a decimal has digits after the point that the other type has not.
fn cuts(from: &DataType, to: &DataType) -> bool {
    match (scale(from), scale(to)) {
        (Some(from), Some(to)) => to < from,
        (Some(from), None) => from > 0 && to.is_integer(),
        (None, _) => false,
    }
}

fn scale(kind: &DataType) -> Option<i8> {
    match kind {
        DataType::Decimal32(_, scale)
        | DataType::Decimal64(_, scale)
        | DataType::Decimal128(_, scale)
        | DataType::Decimal256(_, scale) => Some(*scale),
        _ => None,
    }
}

impl ScalarUDFImpl for Cut {
    fn name(&self) -> &str {
        if self.tries { "try_cast" } else { "cast" }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.to.clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let nullable = self.tries || args.arg_fields.iter().any(|field| field.is_nullable());
        Ok(Arc::new(Field::new(self.name(), self.to.clone(), nullable)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let options = CastOptions { safe: self.tries, ..DEFAULT_CAST_OPTIONS };
        let [value] = args.args.as_slice() else {
            return datafusion::common::exec_err!("a cast takes one value");
        };
        value.cast_to(&self.to, Some(&options))
    }
}
