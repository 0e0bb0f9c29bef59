//! The dialects of CSV by their names: one for programs, and one for the spreadsheet program of each language.

use app::{Language, decimal_mark};
use contract::table::csv::Dialect;

/// The name of the dialect for the spreadsheet program of a language: `excel`, `excel-de`.
pub fn dialect_name(language: Language) -> String {
    if language == Language::default() { "excel".to_owned() } else { format!("excel-{}", language.code()) }
}

/// The names of all dialects for spreadsheet programs.
pub fn dialect_names() -> Vec<String> {
    Language::ALL.iter().map(|language| dialect_name(*language)).collect()
}

/// The dialect for the spreadsheet program of a language.
pub fn spreadsheet(language: Language) -> Dialect {
    Dialect::Spreadsheet { decimal: decimal_mark(language) }
}

/// The dialect of a name.
pub fn dialect_named(name: &str) -> Option<Dialect> {
    Language::ALL
        .iter()
        .find(|language| dialect_name(**language) == name)
        .map(|language| spreadsheet(*language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_dialect() {
        assert_eq!(dialect_named("excel"), Some(Dialect::Spreadsheet { decimal: '.' }));
        assert_eq!(dialect_named("excel-de"), Some(Dialect::Spreadsheet { decimal: ',' }));
        for unknown in ["", "excel-en", "excel-xx", "EXCEL"] {
            assert_eq!(dialect_named(unknown), None, "{unknown}");
        }
        assert!(dialect_names().iter().all(|name| dialect_named(name).is_some()));
    }
}
