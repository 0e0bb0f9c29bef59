//! Usual functions that the engine, as it is built here, has under another name, as an operator, or not at all.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringArray};
use arrow::compute::cast;
use arrow::compute::kernels::numeric::rem;
use arrow::datatypes::DataType;
use datafusion::common::{ScalarValue, exec_err, plan_err};
use datafusion::error::Result;
use datafusion::functions::math::signum;
use datafusion::logical_expr::binary::BinaryTypeCoercer;
use datafusion::logical_expr::{
    ColumnarValue, Operator, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::physical_expr_common::datum::apply;
use md5::Md5;
use sha2::{Digest, Sha256};

/// Name, syntax and meaning of each.
pub(super) const USUAL: [(&str, &str, &str); 4] = [
    ("mod", "mod(a, b)", "What is left of a when b is taken from it as often as it fits, the same as a % b."),
    ("sign", "sign(number)", "-1, 0 or 1, the same as signum(number)."),
    ("md5", "md5(text)", "The MD5 digest of a text, as 32 digits of hexadecimal."),
    ("sha256", "sha256(text)", "The SHA-256 digest of a text, as 64 digits of hexadecimal."),
];

/// The functions.
pub(super) fn functions() -> [ScalarUDF; 4] {
    let text = || Signature::string(1, Volatility::Immutable);
    [
        ScalarUDF::new_from_impl(Modulo { signature: Signature::user_defined(Volatility::Immutable) }),
        signum().as_ref().clone().with_aliases(["sign"]),
        ScalarUDF::new_from_impl(TextDigest { name: "md5", signature: text() }),
        ScalarUDF::new_from_impl(TextDigest { name: "sha256", signature: text() }),
    ]
}

/// `%` as a function.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Modulo {
    signature: Signature,
}

impl ScalarUDFImpl for Modulo {
    fn name(&self) -> &str {
        "mod"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let [left, right] = given else {
            return plan_err!("mod takes two numbers, {} are given", given.len());
        };
        let (left, right) = BinaryTypeCoercer::new(left, &Operator::Modulo, right).get_input_types()?;
        Ok(vec![left, right])
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        let [left, right] = given else {
            return plan_err!("mod takes two numbers, {} are given", given.len());
        };
        BinaryTypeCoercer::new(left, &Operator::Modulo, right).get_result_type()
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [left, right] = args.args.as_slice() else { return exec_err!("mod takes two numbers") };
        apply(left, right, rem)
    }
}

/// A digest of a text in hexadecimal, as in PostgreSQL and DuckDB.
#[derive(Debug, PartialEq, Eq, Hash)]
struct TextDigest {
    name: &'static str,
    signature: Signature,
}

impl TextDigest {
    fn of(&self, text: &str) -> String {
        match self.name {
            "md5" => format!("{:x}", Md5::digest(text)),
            _ => format!("{:x}", Sha256::digest(text)),
        }
    }
}

impl ScalarUDFImpl for TextDigest {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [text] = args.args.as_slice() else { return exec_err!("{} takes one text", self.name) };
        let texts = match text {
            ColumnarValue::Scalar(text) => text.to_array()?,
            ColumnarValue::Array(texts) => texts.clone(),
        };
        let texts = cast(&texts, &DataType::Utf8)?;
        let hashed: StringArray =
            texts.as_string::<i32>().iter().map(|text| text.map(|text| self.of(text))).collect();
        let hashed: ArrayRef = Arc::new(hashed);
        Ok(match text {
            ColumnarValue::Scalar(_) => ColumnarValue::Scalar(ScalarValue::try_from_array(&hashed, 0)?),
            ColumnarValue::Array(_) => ColumnarValue::Array(hashed),
        })
    }
}
