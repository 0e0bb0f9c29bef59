//! `sum`, wide enough for every total.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::plan_err;
use datafusion::error::Result;
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Documentation, GroupsAccumulator, ReversedUDAF, Signature,
    Volatility,
};

/// Digits of a whole number of 64 bits.
const WHOLE_DIGITS: u8 = 20;

/// Digits that a sum has more than what it adds up: enough for ten thousand million rows.
const SUM_DIGITS: u8 = 10;

/// Digits of the two widths of decimals.
const NARROW_DIGITS: u8 = 38;
const WIDE_DIGITS: u8 = 76;

/// The engine's sum under its name, of values that are first made wide enough: a sum of whole numbers is a decimal.
pub(in crate::sql) fn sum() -> AggregateUDF {
    AggregateUDF::new_from_impl(Sum { signature: Signature::user_defined(Volatility::Immutable) })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Sum {
    signature: Signature,
}

impl AggregateUDFImpl for Sum {
    fn name(&self) -> &str {
        "sum"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        let [argument] = arguments else { return plan_err!("sum takes one argument") };
        Ok(vec![match argument {
            DataType::Null => DataType::Decimal128(WHOLE_DIGITS, 0),
            kind if kind.is_integer() => DataType::Decimal128(WHOLE_DIGITS, 0),
            kind if kind.is_floating() => DataType::Float64,
            DataType::Decimal32(digits, scale)
            | DataType::Decimal64(digits, scale)
            | DataType::Decimal128(digits, scale)
            | DataType::Decimal256(digits, scale) => {
                if *digits + SUM_DIGITS <= NARROW_DIGITS {
                    DataType::Decimal128(*digits, *scale)
                } else if *digits + SUM_DIGITS <= WIDE_DIGITS {
                    DataType::Decimal256(*digits, *scale)
                } else {
                    return plan_err!(
                        "a sum of numbers of {digits} digits may not fit: CAST them to decimal({NARROW_DIGITS}, {scale})"
                    );
                }
            }
            kind @ (DataType::Duration(_) | DataType::Interval(_)) => kind.clone(),
            other => return plan_err!("sum of values of type {other}: CAST them to numbers"),
        }])
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        sum_udaf().inner().return_type(arguments)
    }

    fn accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        sum_udaf().inner().accumulator(arguments)
    }

    fn state_fields(&self, arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        sum_udaf().inner().state_fields(arguments)
    }

    fn groups_accumulator_supported(&self, arguments: AccumulatorArgs) -> bool {
        sum_udaf().inner().groups_accumulator_supported(arguments)
    }

    fn create_groups_accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        sum_udaf().inner().create_groups_accumulator(arguments)
    }

    fn create_sliding_accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        sum_udaf().inner().create_sliding_accumulator(arguments)
    }

    fn documentation(&self) -> Option<&Documentation> {
        // The engine's own lives as long as the program.
        static ENGINE: LazyLock<Arc<AggregateUDF>> = LazyLock::new(sum_udaf);
        ENGINE.documentation()
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}
