//! Words that mean a missing value.
//!
//! A shop may be called NA (Namibia) and an item NULL. In columns of codes and required names, only marks that nobody
//! writes by hand therefore mean a missing value.

/// What the cells of a column mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A code or a required name, which may be any word.
    Code,
    /// A country, which may be NA.
    Country,
    /// Anything else.
    Other,
}

/// Marks for a missing value that databases, data frames and spreadsheets write, and nobody uses as a code.
const MARKS: [&str; 6] = [r"\N", "NaN", "nan", "#N/A", "#NA", "<NA>"];
/// Days that programs write for no date: zeros, where a spreadsheet, a database or a clock begins, the end of a
/// calendar.
const NO_DAYS: [&str; 6] =
    ["0000-00-00", "0001-01-01", "1753-01-01", "1900-01-01", "1970-01-01", "9999-12-31"];
/// What may stand behind such a day.
const MIDNIGHTS: [&str; 3] = ["", "00:00:00", "00:00"];
/// More words for a missing value, in upper or lower case, that may also be names.
const WORDS: [&str; 8] = ["NULL", "None", "NA", "N/A", "nan", "nil", "-", "--"];

/// The texts that count as missing.
#[derive(Clone, Debug)]
pub(crate) enum Missing {
    /// The usual ones.
    Usual,
    /// The words that a mapping lists, in every column.
    Listed(Vec<String>),
}

impl Missing {
    /// True if the text, which is not empty, means a missing value.
    pub(crate) fn says(&self, text: &str, means: Meaning) -> bool {
        match self {
            Missing::Listed(words) => words.iter().any(|word| word == text),
            Missing::Usual if means == Meaning::Code => is_mark(text),
            Missing::Usual if means == Meaning::Country && text == "NA" => false,
            Missing::Usual => is_missing(text),
        }
    }
}

/// True if a text that is not a code means a missing value, in the convention of any program.
pub(crate) fn is_missing(text: &str) -> bool {
    is_mark(text) || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// True for a text that means a missing value in every column.
fn is_mark(text: &str) -> bool {
    MARKS.contains(&text) || is_no_date(text)
}

fn is_no_date(text: &str) -> bool {
    let Some((day, rest)) = text.split_at_checked(10) else {
        return false;
    };
    let time = rest.trim_start_matches(['T', ' ']);
    let time = time.strip_suffix('Z').unwrap_or(time);
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    NO_DAYS.contains(&day) && MIDNIGHTS.contains(&time) && fraction.bytes().all(|digit| digit == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_missing_where_they_are_no_codes() {
        let listed = Missing::Listed(vec!["?".into()]);
        for (text, code, country, other) in [
            ("NA", false, false, true),
            ("NULL", false, true, true),
            ("none", false, true, true),
            ("-", false, true, true),
            (r"\N", true, true, true),
            ("#N/A", true, true, true),
            ("NaN", true, true, true),
            ("-3", false, false, false),
            ("1900-01-01", true, true, true),
            ("1970-01-01T00:00:00", true, true, true),
            ("9999-12-31 00:00:00.000", true, true, true),
            ("1970-01-01T00:00:00.000Z", true, true, true),
            ("1970-01-01 08:30:00", false, false, false),
            ("1970-01-01T00:00:00.001Z", false, false, false),
            ("1970-01-010", false, false, false),
            ("1971-01-01", false, false, false),
            ("Nan bread", false, false, false),
        ] {
            let found =
                [Meaning::Code, Meaning::Country, Meaning::Other].map(|m| Missing::Usual.says(text, m));
            assert_eq!(found, [code, country, other], "{text}");
            assert!(!listed.says(text, Meaning::Other), "{text}");
        }
        assert!(listed.says("?", Meaning::Code));
    }
}
