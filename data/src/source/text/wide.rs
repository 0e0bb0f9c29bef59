//! UTF-16 without a byte-order mark, which some programs export.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// The encoding of text with this beginning; none unless the halves of its characters tell it. Delimiters, digits and
/// line ends have a zero in one half and hardly any in the other, whatever the language; other text has no zeros at all.
pub(super) fn encoding(beginning: &[u8]) -> Option<&'static Encoding> {
    let (mut first, mut second, mut pairs) = (0_usize, 0_usize, 0_usize);
    for pair in beginning.chunks_exact(2) {
        pairs += 1;
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    // Few zeros are what a crash left in other text; as many in either half are no text.
    let are_of = |many: usize, few: usize| many > 0 && many * 20 >= pairs && few * 20 <= many;
    match (are_of(second, first), are_of(first, second)) {
        (true, _) => Some(UTF_16LE),
        (_, true) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_characters_tell_their_order() {
        for text in ["date\tsku\r\n2025-03-01\tA\r\n", "日期,商品,仓库,数量\n2025-03-01,茶杯,上海,3\n"]
        {
            let little: Vec<_> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<_> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(encoding(&little), Some(UTF_16LE), "{text}");
            assert_eq!(encoding(&big), Some(UTF_16BE), "{text}");
            assert_eq!(encoding(text.as_bytes()), None, "{text}");
        }
        assert_eq!(encoding(&[&b"date,sku\n".repeat(100)[..], &[0; 20]].concat()), None);
        assert_eq!(encoding(&[&b"date,sku\n".repeat(10)[..], b"A\0"].concat()), None);
        assert_eq!(encoding(b""), None);
    }
}
