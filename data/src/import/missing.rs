//! Words that say that there is no value.
//!
//! A shop may be called NA (Namibia) and an item NULL: in a column of codes, and where a name is needed, only what no
//! person writes is missing.

/// What the cells of a column tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A code, or a name that must be there, which may be any word.
    Code,
    /// A country, which may be NA.
    Country,
    /// Anything else.
    Other,
}

/// What databases, data frames and spreadsheets write for no value, and nobody for a code.
const MARKS: [&str; 8] = [r"\N", "NaN", "nan", "#N/A", "#NA", "<NA>", "0000-00-00", "0000-00-00 00:00:00"];
/// Words that say so too, in any case, but that may be names.
const WORDS: [&str; 8] = ["NULL", "None", "NA", "N/A", "nan", "nil", "-", "--"];

/// Which texts count as missing.
#[derive(Clone, Debug)]
pub(super) enum Missing {
    /// The usual ones.
    Usual,
    /// The words that a mapping lists, in every column.
    Listed(Vec<String>),
}

impl Missing {
    /// True if the text, which is not empty, says that there is no value.
    pub(super) fn says(&self, text: &str, means: Meaning) -> bool {
        match self {
            Missing::Listed(words) => words.iter().any(|word| word == text),
            Missing::Usual if means == Meaning::Code => MARKS.contains(&text),
            Missing::Usual if means == Meaning::Country && text == "NA" => false,
            Missing::Usual => is_missing(text),
        }
    }
}

/// True if a text that is no code says that there is no value, whichever program wrote it.
pub(crate) fn is_missing(text: &str) -> bool {
    MARKS.contains(&text) || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
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
