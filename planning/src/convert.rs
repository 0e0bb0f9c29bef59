//! Conversions between number types that could lose something. Each says what happens to values that do not fit.
//!
//! A cast that occurs once says where it stands why it loses nothing; the casts needed in many places are here.

/// The nearest single-precision number, the precision of derived files and lists. The relative error is at most 6e-8;
/// values beyond 3.4e38 become infinite. NaN, "no data", stays NaN.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounds to nearest: single precision is what is asked for"
)]
pub fn single(value: f64) -> f32 {
    value as f32
}

/// A count of things in memory as 32 bits, the type of counts in answers and derived files. Counts above 2³² − 1
/// saturate.
#[inline]
pub fn count_u32(things: usize) -> u32 {
    u32::try_from(things).unwrap_or(u32::MAX)
}

/// A count of things in memory as a signed number, to take differences. Every count of things in memory fits.
#[inline]
pub fn count_i64(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

/// The whole part of a number as a count or an index. Values below 1 and NaN become 0; values too large saturate.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "as documented: from a float `as` saturates"
)]
pub fn whole_usize(value: f64) -> usize {
    value as usize
}

/// The same in 32 bits, for numbers of days and multiples.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "as documented: from a float `as` saturates"
)]
pub fn whole_u32(value: f64) -> u32 {
    value as u32
}

/// A number, unless it is NaN, which stands for what is not known.
#[inline]
pub fn known<N: Copy + PartialOrd>(value: N) -> Option<N> {
    value.partial_cmp(&value).map(|_| value)
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

    #[test]
    fn only_what_is_no_number_is_not_known() {
        assert_eq!(
            (known(-0.5), known(f64::INFINITY), known(f64::NAN)),
            (Some(-0.5), Some(f64::INFINITY), None)
        );
        assert_eq!((known(2.5f32), known(f32::NAN)), (Some(2.5), None));
    }
}
