//! Categories from words in descriptions, for sources that have none.

use regex::{RegexSet, RegexSetBuilder};
use serde::Deserialize;

/// The value of `category_source` for a category found by [`Categories`].
pub const ASSIGNED: &str = "assigned by keyword";

/// One rule of a mapping; the first that matches decides, and a category may have several.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The category.
    pub name: String,
    /// Words or phrases: whole words, a plural s or es allowed, `*` at the end for any continuation.
    pub keywords: Vec<String>,
}

/// The compiled rules of a mapping.
#[derive(Clone, Debug)]
pub struct Categories {
    rules: RegexSet,
    names: Vec<String>,
    other: String,
}

impl Categories {
    /// Compiles rules; `other` is the category where none of them matches.
    pub fn new(rules: &[Rule], other: String) -> Result<Categories, String> {
        let empty =
            |rule: &&Rule| rule.keywords.is_empty() || rule.keywords.iter().any(|k| k.trim().is_empty());
        if let Some(rule) = rules.iter().find(empty) {
            return Err(format!("category {:?} has no keywords, or an empty one", rule.name));
        }
        let patterns = rules.iter().map(|rule| {
            let words: Vec<_> = rule.keywords.iter().map(|keyword| pattern(keyword)).collect();
            format!(r"\b(?:{})\b", words.join("|"))
        });
        let rules_set = RegexSetBuilder::new(patterns).case_insensitive(true).build();
        Ok(Categories {
            rules: rules_set.map_err(|error| error.to_string())?,
            names: rules.iter().map(|rule| rule.name.clone()).collect(),
            other,
        })
    }

    /// The category of a description; `None` if the mapping has no rules.
    pub fn of(&self, description: &str) -> Option<&str> {
        if self.names.is_empty() {
            return None;
        }
        let first = self.rules.matches(description).into_iter().next();
        Some(first.map_or(&self.other, |index| &self.names[index]))
    }
}

fn pattern(keyword: &str) -> String {
    match keyword.trim().strip_suffix('*') {
        Some(start) => format!(r"{}\w*", regex::escape(start)),
        None => format!("{}(?:s|es)?", regex::escape(keyword.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(name: &str, keywords: &[&str]) -> Rule {
        Rule { name: name.into(), keywords: keywords.iter().map(|k| (*k).to_owned()).collect() }
    }

    #[test]
    fn the_first_rule_with_a_whole_word_decides() {
        let rules = [
            rule("Textiles", &["HOT WATER BOTTLE"]),
            rule("Kitchen", &["CUP", "BOTTLE", "BOX"]),
            rule("Lighting", &["CANDLE*", "T-LIGHT"]),
        ];
        let categories = Categories::new(&rules, "Other".into()).unwrap();
        for (description, expected) in [
            ("CHOCOLATE HOT WATER BOTTLE", "Textiles"),
            ("Set of 6 soup cups", "Kitchen"),
            ("LUNCH BOXES", "Kitchen"),
            ("CUPBOARD", "Other"),
            ("CANDLESTICK IN A CUP", "Kitchen"),
            ("GLASS CANDLEHOLDER", "Lighting"),
            ("HANGING T-LIGHT HOLDER", "Lighting"),
        ] {
            assert_eq!(categories.of(description), Some(expected), "{description}");
        }
    }

    #[test]
    fn without_rules_there_is_no_category() {
        assert_eq!(Categories::new(&[], "Other".into()).unwrap().of("CUP"), None);
        for keywords in [&[][..], &["CUP", " "]] {
            let problem = Categories::new(&[rule("Empty", keywords)], "Other".into()).unwrap_err();
            assert!(problem.contains("Empty"), "{problem}");
        }
    }
}
