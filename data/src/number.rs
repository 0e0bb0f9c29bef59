//! Parses exact decimals from text, as people type them and programs write them.

use std::num::IntErrorKind;

use planning::convert::{count_i64, count_u32};
use serde::Deserialize;

use crate::schema::{DECIMAL_PRECISION, DECIMAL_SCALE};

/// The decimal mark of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Point {
    /// `1,234.50`
    #[default]
    #[serde(rename = ".")]
    Dot,
    /// `1.234,50`
    #[serde(rename = ",")]
    Comma,
}

/// A number in ten-thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The value × 10 000.
    pub value: i64,
    /// True if digits after the fourth were rounded away, half to even.
    pub rounded: bool,
}

/// The reason why a text is not a usable number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Letters, an empty text, or misplaced signs and groups.
    #[error("is not a number")]
    NotANumber,
    /// NaN or an infinity, which programs write where a number is missing.
    #[error("is not finite")]
    NotFinite,
    /// More than fourteen digits before the point.
    #[error("is too large")]
    TooLarge,
}

/// Parses a number with groups of digits, an exponent, and a sign before or behind it. Accounting writes a negative
/// number in parentheses.
pub fn parse(text: &str, point: Point) -> Result<Parsed, Fault> {
    let (negative, text) = signed(text.trim());
    if ["nan", "inf", "infinity"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Err(Fault::NotFinite);
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (text, 0),
    };
    let (mark, group) = match point {
        Point::Dot => ('.', ','),
        Point::Comma => (',', '.'),
    };
    let (whole, fraction) = mantissa.split_once(mark).unwrap_or((mantissa, ""));
    let mut digits = String::with_capacity(mantissa.len());
    push_whole(&mut digits, whole, group)?;
    digits.push_str(fraction);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::NotANumber);
    }
    let power = exponent
        .saturating_sub(i32::try_from(fraction.len()).unwrap_or(i32::MAX))
        .saturating_add(i32::from(DECIMAL_SCALE));
    let (magnitude, rounded) = scaled(digits.trim_start_matches('0'), power)?;
    Ok(Parsed { value: if negative { -magnitude } else { magnitude }, rounded })
}

/// A power of ten. One beyond 32 bits is as good as the largest: no number has so many digits.
fn parse_exponent(text: &str) -> Result<i32, Fault> {
    text.parse::<i32>().or_else(|error| match error.kind() {
        IntErrorKind::PosOverflow => Ok(i32::MAX),
        IntErrorKind::NegOverflow => Ok(i32::MIN),
        _ => Err(Fault::NotANumber),
    })
}

/// True for a negative number, and the number without its sign.
fn signed(text: &str) -> (bool, &str) {
    const MINUS: [char; 2] = ['-', '−'];
    if let Some(rest) = text.strip_prefix(MINUS) {
        return (true, rest);
    }
    if let Some(rest) = text.strip_prefix('+') {
        return (false, rest);
    }
    let behind = text.strip_suffix(MINUS).or_else(|| text.strip_prefix('(')?.strip_suffix(')'));
    behind.map_or((false, text), |rest| (true, rest.trim_end()))
}

/// Marks between groups of digits besides the comma and the point: blanks and apostrophes of every width.
const GROUPS: [char; 10] =
    [' ', '\'', '’', '‘', '´', '\u{2bc}', '\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}'];

/// The digits before the point, without the marks between their groups: of three, as in `1,234,567`, or as in India,
/// `12,34,567`.
fn push_whole(digits: &mut String, whole: &str, group: char) -> Result<(), Fault> {
    let is_group = |c: char| c == group || GROUPS.contains(&c);
    let mut parts = whole.split(is_group).peekable();
    let first = parts.next().unwrap_or("");
    digits.push_str(first);
    let (mut threes, mut pairs) = (0, 0);
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match part.len() {
            3 if is_last || pairs == 0 => threes += 1,
            2 if !is_last && threes == 0 && first.len() <= 2 => pairs += 1,
            _ => return Err(Fault::NotANumber),
        }
        if first.is_empty() {
            return Err(Fault::NotANumber);
        }
        digits.push_str(part);
    }
    Ok(())
}

/// `digits` × 10^`power`, rounded half to even.
fn scaled(digits: &str, power: i32) -> Result<(i64, bool), Fault> {
    if digits.is_empty() {
        return Ok((0, false));
    }
    let length = count_i64(digits.len()) + i64::from(power);
    if length > i64::from(DECIMAL_PRECISION) {
        return Err(Fault::TooLarge);
    }
    let Ok(length) = usize::try_from(length) else {
        return Ok((0, true));
    };
    let kept = digits.len().min(length);
    let (head, tail) = digits.split_at(kept);
    // At most 18 digits, so neither the sum nor the zeros of a positive power can overflow.
    let head = head.bytes().fold(0_i64, |sum, byte| sum * 10 + i64::from(byte - b'0'));
    let value = head * 10_i64.pow(count_u32(length - kept));
    let rounded = tail.bytes().any(|byte| byte != b'0');
    let half = tail.as_bytes().first().is_some_and(|byte| *byte == b'5')
        && tail.bytes().skip(1).all(|byte| byte == b'0');
    let up = tail.as_bytes().first().is_some_and(|byte| *byte >= b'5') && (!half || value % 2 == 1);
    match value + i64::from(up) {
        value if value < 10_i64.pow(u32::from(DECIMAL_PRECISION)) => Ok((value, rounded)),
        _ => Err(Fault::TooLarge),
    }
}

/// A decimal text of `value` ÷ 10^`scale`, without trailing zeros: `-1526667.86`.
pub fn to_text(value: i128, scale: u32) -> String {
    let one = 10_u128.pow(scale);
    let (whole, fraction) = (value.unsigned_abs() / one, value.unsigned_abs() % one);
    let sign = if value < 0 { "-" } else { "" };
    let fraction = format!("{fraction:0width$}", width = scale as usize);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// The exact sum of two such texts; `None` if one of them is not a number, or if the sum is too large.
pub(crate) fn add_decimals(a: &str, b: &str) -> Option<String> {
    let scale = |text: &str| text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let digits = scale(a).max(scale(b));
    let value = |text: &str| -> Option<i128> {
        let shift = 10_i128.checked_pow(count_u32(digits - scale(text)))?;
        text.replacen('.', "", 1).parse::<i128>().ok()?.checked_mul(shift)
    };
    Some(to_text(value(a)?.checked_add(value(b)?)?, u32::try_from(digits).ok()?))
}

/// `value` ÷ `divisor`, rounded half to even; `divisor` is positive.
pub fn divide(value: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (value.div_euclid(divisor), value.rem_euclid(divisor));
    let up = rest * 2 > divisor || (rest * 2 == divisor && quotient % 2 != 0);
    quotient + i128::from(up)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, value: i64) {
        assert_eq!(parse(text, Point::Dot), Ok(Parsed { value, rounded: false }), "{text}");
    }

    #[test]
    fn what_people_and_programs_write() {
        for (text, value) in [
            ("6.0", 60_000),
            (" 2.55 ", 25_500),
            ("-12", -120_000),
            ("+3", 30_000),
            (".5", 5_000),
            ("7.", 70_000),
            ("1,234,567.8901", 12_345_678_901),
            ("1 000", 10_000_000),
            ("1'234", 12_340_000),
            ("1’234.5", 12_345_000),
            ("1´234", 12_340_000),
            ("1\u{2009}234\u{2009}567", 12_345_670_000),
            ("12,34,567", 12_345_670_000),
            ("2,000-", -20_000_000),
            ("2.5 -", -25_000),
            ("−3", -30_000),
            ("(1,234.50)", -12_345_000),
            ("1e3", 10_000_000),
            ("1.5E-3", 15),
            ("0", 0),
            ("0.00010000", 1),
            ("0e99999999999", 0),
            ("99999999999999.9999", 999_999_999_999_999_999),
        ] {
            check(text, value);
        }
        assert_eq!(parse("1.234,50", Point::Comma), Ok(Parsed { value: 12_345_000, rounded: false }));
    }

    #[test]
    fn digits_after_the_fourth_are_rounded_half_to_even() {
        for (text, value) in [("0.00005", 0), ("0.00015", 2), ("0.000150001", 2), ("0.00025", 2), ("1e-9", 0)]
        {
            assert_eq!(parse(text, Point::Dot), Ok(Parsed { value, rounded: true }), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused_with_the_reason() {
        for text in [
            "",
            "-",
            "lots",
            "1,23",
            ",123",
            "1.2.3",
            "1e",
            "£5",
            "--1",
            "1e5x",
            "-1-",
            "(-1)",
            "()",
            "1,234,56,789",
            "1,23,45",
            "123,45,678",
        ] {
            assert_eq!(parse(text, Point::Dot), Err(Fault::NotANumber), "{text}");
        }
        for text in ["NaN", "inf", "-Infinity"] {
            assert_eq!(parse(text, Point::Dot), Err(Fault::NotFinite), "{text}");
        }
        for text in ["100000000000000", "1e14", "1e999999999", "1e99999999999", "99999999999999.99999"] {
            assert_eq!(parse(text, Point::Dot), Err(Fault::TooLarge), "{text}");
        }
    }

    #[test]
    fn division_rounds_half_to_even_on_both_sides_of_zero() {
        for (value, expected) in [(5, 0), (15, 2), (25, 2), (-5, 0), (-15, -2), (16, 2), (-16, -2), (14, 1)] {
            assert_eq!(divide(value, 10), expected, "{value}");
        }
    }

    #[test]
    fn decimals_add_up_as_texts() {
        for (a, b, sum) in
            [("1", "2", "3"), ("-0.5", "0.25", "-0.25"), ("0.1", "-0.1", "0"), ("9.99", "0.01", "10")]
        {
            assert_eq!(add_decimals(a, b).as_deref(), Some(sum), "{a} + {b}");
        }
        assert_eq!(add_decimals("lots", "1"), None);
        assert_eq!(add_decimals(&i128::MAX.to_string(), "1"), None);
    }

    proptest! {
        #[test]
        fn every_decimal_comes_back(value in -999_999_999_999_999_999_i64..=999_999_999_999_999_999) {
            let text = to_text(i128::from(value), 4);
            prop_assert_eq!(parse(&text, Point::Dot), Ok(Parsed { value, rounded: false }));
            let comma = text.replace('.', ",");
            prop_assert_eq!(parse(&comma, Point::Comma).map(|parsed| parsed.value), Ok(value));
        }

        #[test]
        fn floats_are_read_as_their_shortest_text_says(value in -1e9_f64..1e9) {
            let text = format!("{value}");
            let parsed = parse(&text, Point::Dot).unwrap();
            // Compared as integers, because the difference of two floats of this size is itself off by more than a
            // ten-thousandth of the last place. The text means digits ÷ scale, and the error may be at most half a
            // ten-thousandth.
            let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
            let digits: i128 = format!("{whole}{fraction}").parse().unwrap();
            let scale = 10_i128.pow(count_u32(fraction.len()));
            prop_assert!(2 * (i128::from(parsed.value) * scale - digits * 10_000).abs() <= scale, "{text}");
        }
    }
}
