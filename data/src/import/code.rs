//! Codes of items, locations, suppliers and orders. They join the tables and name pages.

use planning::bounds::CODE_ADDRESS_BYTES_MAX;

use crate::source::Reason;

/// A code without the `.0` that data frames append when they keep codes as floating-point numbers.
pub(super) fn normal(text: &str) -> &str {
    match text.strip_suffix(".0") {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => digits,
        _ => text,
    }
}

/// Refuses the code of an item or a location that is too long for the address of its page.
pub(super) fn addressable(text: &str) -> Result<(), Reason> {
    let bytes = contract::address_bytes(text);
    if bytes <= CODE_ADDRESS_BYTES_MAX {
        return Ok(());
    }
    Err(Reason::LongAddress(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_numbers_lose_their_point_zero() {
        for (text, expected) in [("17850.0", "17850"), ("A1.0", "A1.0"), (".0", ".0"), ("1.50", "1.50")] {
            assert_eq!(normal(text), expected);
        }
    }

    #[test]
    fn a_code_is_as_long_as_its_address() {
        let most = CODE_ADDRESS_BYTES_MAX;
        for (text, fits) in
            [("x".repeat(most), true), ("x".repeat(most + 1), false), ("é".repeat(most / 6 + 1), false)]
        {
            assert_eq!(addressable(&text).is_ok(), fits, "{}", text.len());
        }
    }
}
