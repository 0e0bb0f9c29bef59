//! Text for terminals. Data may contain control characters that make a terminal colour, hide, overwrite or reverse
//! the text around them. They are shown escaped, never sent.

use std::borrow::Cow;

/// Part of a line: every invisible character is escaped, line breaks included.
pub fn plain(text: &str) -> Cow<'_, str> {
    escaped(text, is_obeyed)
}

/// Whole lines: as [`plain`], but line breaks stay.
pub fn plain_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |letter| letter != '\n' && is_obeyed(letter))
}

/// Equivalent JSON without anything that a terminal obeys; JSON itself escapes only C0.
pub fn plain_json(json: &str) -> Cow<'_, str> {
    let is_left = |letter: char| letter > '\u{1f}' && is_obeyed(letter);
    if !json.contains(is_left) {
        return Cow::Borrowed(json);
    }
    let mut text = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        // All of them are in the basic plane.
        if is_left(letter) { text += &format!("\\u{:04x}", u32::from(letter)) } else { text.push(letter) }
    }
    Cow::Owned(text)
}

/// A count in groups of three: `1 067 370`.
pub fn grouped(count: u64) -> String {
    grouped_text(&count.to_string())
}

/// A decimal text whose whole part is in groups of three: `-1 526 667.86`.
pub fn grouped_text(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let whole = digits.find('.').unwrap_or(digits.len());
    let mut text = String::from(sign);
    for (index, digit) in digits.char_indices() {
        if index > 0 && index < whole && (whole - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_escaped(letter) { shown.extend(letter.escape_default()) } else { shown.push(letter) }
    }
    Cow::Owned(shown)
}

/// C0, DEL and C1; line and paragraph separators; marks, embeddings, overrides and isolates that turn the direction of
/// text (Unicode standard annex 9, section 2; CVE-2021-42574).
fn is_obeyed(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        for (text, expected) in [
            ("Mug, 1 l é ＝ 杯 👍🏽", "Mug, 1 l é ＝ 杯 👍🏽"),
            ("\u{1b}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"),
            ("a\tb\r\nc", "a\\tb\\r\\nc"),
            ("\u{9b}2J\u{7f}", "\\u{9b}2J\\u{7f}"),
            ("\u{202e}gpj.exe\u{2069}", "\\u{202e}gpj.exe\\u{2069}"),
            ("a\u{2028}b", "a\\u{2028}b"),
        ] {
            assert_eq!(plain(text), expected);
            assert_eq!(plain(&plain(text)), expected, "once is enough");
        }
        assert_eq!(plain_lines("a\r\nb\u{1b}\n"), "a\\r\nb\\u{1b}\n");
    }

    #[test]
    fn json_says_the_same_without_them() {
        for text in ["é ✓", "\u{1b}\u{7f}\u{9b}", "\u{202e}x\u{2066}\u{2028}\n"] {
            let json = serde_json::to_string_pretty(&[text]).unwrap();
            let shown = plain_json(&json);
            assert!(!shown.contains(|letter| letter != '\n' && is_obeyed(letter)), "{shown}");
            assert_eq!(serde_json::from_str::<Vec<String>>(&shown).unwrap(), [text]);
        }
    }
}
