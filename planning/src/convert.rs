//! Conversions between kinds of numbers that could lose something, each with what becomes of that.
//!
//! A cast that stands alone says at its place why it loses nothing; what is needed in many places is here.

/// The nearest number of single precision, in which derived files and lists hold what is computed: within 6e-8 of it,
/// relatively; infinite beyond 3.4e38. NaN, "no data", stays NaN.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounds to nearest: single precision is what is asked for"
)]
pub fn single(value: f64) -> f32 {
    value as f32
}

/// A count of things in memory, as answers and derived files hold counts; the largest there is where there are more
/// than four thousand million.
#[inline]
pub fn count_u32(things: usize) -> u32 {
    u32::try_from(things).unwrap_or(u32::MAX)
}

/// A count of things in memory as a signed number, to take differences of; no memory holds more than fit.
#[inline]
pub fn count_i64(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

/// The whole part of a number as a count or an index: 0 for what is below 1 or not a number, the largest there is for
/// what is beyond it.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "as documented: from a float `as` saturates"
)]
pub fn whole_usize(value: f64) -> usize {
    value as usize
}

/// The same in 32 bits, as parameters of days and multiples have.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "as documented: from a float `as` saturates"
)]
pub fn whole_u32(value: f64) -> u32 {
    value as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_the_nearest_that_does() {
        for (value, expected) in
            [(f64::NAN, 0), (-7.5, 0), (0.99, 0), (7.99, 7), (4e9, 4_000_000_000), (1e300, u32::MAX)]
        {
            assert_eq!(whole_u32(value), expected, "{value}");
        }
        assert_eq!(
            (whole_usize(-1.0), whole_usize(f64::NAN), whole_usize(3.9), whole_usize(f64::INFINITY)),
            (0, 0, 3, usize::MAX)
        );
        assert_eq!((count_u32(7), count_u32(usize::MAX)), (7, u32::MAX));
        assert!(single(f64::NAN).is_nan());
        assert_eq!((single(0.1), single(1e39)), (0.1f32, f32::INFINITY));
    }
}
