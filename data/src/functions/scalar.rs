//! Scalar functions of numbers: adapts a `Function` to the engine.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, StringArray};
use arrow::datatypes::{DataType, Field, FieldRef, Float64Type};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::{
    ColumnarValue, Documentation, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};

use super::document::Document;
use super::documentation;
use super::error::ArgumentError;

/// A function of the numbers of a row.
#[derive(Debug)]
pub(super) struct Function {
    /// Name, meaning, parameters, example.
    pub(super) document: Document,
    /// The computation. It gets the numbers that were given, each within its parameter's domain.
    pub(super) compute: Compute,
}

/// The computation of a function.
#[derive(Clone, Copy, Debug)]
pub(super) enum Compute {
    /// A number.
    Number(fn(&[f64]) -> f64),
    /// A name, or what is wrong with the combination of numbers and the remedy.
    Name(NameOf),
}

/// See [`Compute::Name`].
type NameOf = fn(&[f64]) -> std::result::Result<&'static str, (String, &'static str)>;

impl Compute {
    fn result_type(self) -> DataType {
        match self {
            Compute::Number(_) => DataType::Float64,
            Compute::Name(_) => DataType::Utf8,
        }
    }
}

impl Function {
    fn check(&self, row: &[f64]) -> Result<()> {
        for (position, (value, parameter)) in row.iter().zip(self.document.parameters).enumerate() {
            if !parameter.takes.allows(*value) {
                return Err(self.document.refuse_value(position, *value));
            }
        }
        Ok(())
    }

    fn number(&self, row: &[f64], compute: fn(&[f64]) -> f64) -> Result<f64> {
        self.check(row)?;
        let value = compute(row);
        if value.is_finite() {
            return Ok(value);
        }
        let problem = format!("{}: the result for {row:?} is too large for a number", self.document.name);
        Err(ArgumentError::raised(problem, "Use other units"))
    }

    fn name(&self, row: &[f64], compute: NameOf) -> Result<&'static str> {
        self.check(row)?;
        compute(row).map_err(|(problem, remedy)| {
            ArgumentError::raised(format!("{}: {problem}", self.document.name), remedy)
        })
    }
}

fn is_number(found: &DataType) -> bool {
    found.is_numeric() || found.is_null()
}

/// A [`Function`] for the engine.
#[derive(Debug)]
pub(super) struct Scalar {
    function: &'static Function,
    signature: Signature,
    documentation: Arc<Documentation>,
}

impl Scalar {
    pub(super) fn new(function: &'static Function) -> Scalar {
        let names: Vec<&str> = function.document.parameters.iter().map(|p| p.name).collect();
        // Number and types of arguments are checked here, with clearer errors than the engine's.
        let signature = Signature::user_defined(Volatility::Immutable);
        let signature = signature.clone().with_parameter_names(names).unwrap_or(signature);
        Scalar { function, signature, documentation: documentation(&function.document) }
    }
}

impl PartialEq for Scalar {
    fn eq(&self, other: &Scalar) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Scalar {}

impl Hash for Scalar {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl ScalarUDFImpl for Scalar {
    fn name(&self) -> &str {
        self.function.document.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&self.documentation)
    }

    /// Numbers of every type become doubles; other types stay as they are, for the check that names them.
    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        Ok(types.iter().map(|t| if is_number(t) { DataType::Float64 } else { t.clone() }).collect())
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        let document = &self.function.document;
        if let Some(error) = document.refuse_count(types.len()) {
            return Err(error);
        }
        match types.iter().position(|found| !is_number(found)) {
            Some(position) => Err(document.refuse_type(position, &types[position])),
            None => Ok(self.function.compute.result_type()),
        }
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let types: Vec<DataType> = args.arg_fields.iter().map(|field| field.data_type().clone()).collect();
        let nullable = args.arg_fields.iter().any(|field| field.is_nullable());
        Ok(Arc::new(Field::new(self.name(), self.return_type(&types)?, nullable)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_scalar = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let rows = if is_scalar { 1 } else { args.number_rows };
        let columns: Vec<ArrayRef> = arrays
            .iter()
            .map(|array| arrow::compute::cast(array, &DataType::Float64))
            .collect::<std::result::Result<_, _>>()?;
        let result = self.compute(&columns, rows)?;
        if is_scalar {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&result, 0)?));
        }
        Ok(ColumnarValue::Array(result))
    }
}

impl Scalar {
    fn compute(&self, columns: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
        let columns: Vec<&Float64Array> =
            columns.iter().map(|column| column.as_primitive::<Float64Type>()).collect();
        let function = self.function;
        Ok(match function.compute {
            Compute::Number(compute) => {
                let values = each(&columns, rows, |row| function.number(row, compute));
                Arc::new(values.collect::<Result<Float64Array>>()?)
            }
            Compute::Name(compute) => {
                let values = each(&columns, rows, |row| function.name(row, compute));
                Arc::new(values.collect::<Result<StringArray>>()?)
            }
        })
    }
}

/// Computes a function for every row; null where one of its numbers is null.
fn each<T>(
    columns: &[&Float64Array],
    rows: usize,
    of: impl Fn(&[f64]) -> Result<T>,
) -> impl Iterator<Item = Result<Option<T>>> {
    let mut row = vec![0.0; columns.len()];
    (0..rows).map(move |index| {
        if columns.iter().any(|column| column.is_null(index)) {
            return Ok(None);
        }
        row.iter_mut().zip(columns).for_each(|(value, column)| *value = column.value(index));
        of(&row).map(Some)
    })
}
