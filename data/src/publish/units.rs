//! Units, money and hours that were counted exactly, as numbers.

use planning::convert::single;

use crate::schema::DECIMAL_ONE;

/// A count of ten-thousandths.
pub(super) fn as_f64(ten_thousandths: i128) -> f64 {
    ten_thousandths as f64 / DECIMAL_ONE as f64
}

/// The same as derived files keep it; NaN where it is not known.
pub(super) fn as_f32(ten_thousandths: Option<i128>) -> f32 {
    ten_thousandths.map_or(f32::NAN, |value| single(as_f64(value)))
}
