//! Words that say that there is no value.

/// What databases, data frames and spreadsheets write for no value, and nobody for a name.
const MARKS: [&str; 8] = [r"\N", "NaN", "nan", "#N/A", "#NA", "<NA>", "0000-00-00", "0000-00-00 00:00:00"];
/// Words that say so too, in any case, but that may be names.
const WORDS: [&str; 8] = ["NULL", "None", "NA", "N/A", "nan", "nil", "-", "--"];

/// True if a text that is no code says that there is no value, whichever program wrote it.
pub(crate) fn is_missing(text: &str) -> bool {
    MARKS.contains(&text) || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}
