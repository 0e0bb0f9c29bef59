//! Counts while data streams by, and keeps the first few examples.

use super::{Check, Dimension, Example, Fact};
use crate::error::shorten;

/// Examples a check keeps.
pub(super) const EXAMPLES: usize = 5;
/// Characters of an example's content.
const CONTENT_CHARS: usize = 120;

/// Source index of examples that are not one line of one file; their line number only orders them.
pub(crate) const NO_FILE: u32 = u32::MAX;

/// A check's fixed part. Its words, in every language, stand in `app/text` under its id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    pub(crate) id: &'static str,
    pub(crate) dimension: Dimension,
    pub(crate) unit: &'static str,
}

/// What an example shows.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// As the source has it.
    content: String,
    fact: Option<Fact>,
    /// Both in English, for errors.
    text: String,
}

impl Shown {
    /// Content of the source, and what is to be said of it; `text` is both in English.
    pub(crate) fn new(content: String, fact: Fact, text: String) -> Shown {
        Shown { content, fact: Some(fact), text }
    }

    fn shortened(self) -> Shown {
        let short = |text: String| shorten(&text, CONTENT_CHARS);
        let fact = self.fact.map(|fact| Fact {
            values: fact.values.into_iter().map(|(name, value)| (name, short(value))).collect(),
            ..fact
        });
        Shown { content: short(self.content), fact, text: short(self.text) }
    }
}

impl From<String> for Shown {
    fn from(content: String) -> Shown {
        Shown { text: content.clone(), content, fact: None }
    }
}

/// A count with its first examples by source and line, whatever their order of arrival.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) affected: u64,
    examples: Vec<(u32, u64, Shown)>,
}

impl Tally {
    /// Counts one; `content` is called only if the example will be kept.
    pub(crate) fn add<S: Into<Shown>>(&mut self, source: u32, line: u64, content: impl FnOnce() -> S) {
        self.affected += 1;
        let last = self.examples.last().map(|(source, line, _)| (*source, *line));
        if self.examples.len() == EXAMPLES && last.is_some_and(|last| last <= (source, line)) {
            return;
        }
        self.examples.truncate(EXAMPLES - 1);
        let at = self.examples.partition_point(|(s, l, _)| (*s, *l) <= (source, line));
        self.examples.insert(at, (source, line, content().into().shortened()));
    }

    /// The first example: source, line and what it shows, in English.
    pub(crate) fn first(&self) -> Option<(u32, u64, &str)> {
        self.examples.first().map(|(source, line, shown)| (*source, *line, shown.text.as_str()))
    }

    /// What is to be said of the first example, if that is more than its content.
    pub(crate) fn first_fact(&self) -> Option<&Fact> {
        self.examples.first().and_then(|(.., shown)| shown.fact.as_ref())
    }

    /// What the examples show, in English.
    pub(crate) fn texts(&self) -> Vec<&str> {
        self.examples.iter().map(|(.., shown)| shown.text.as_str()).collect()
    }

    /// The answer to `question` out of `seen`; `files` are the names of the sources.
    pub(crate) fn answer(self, question: &Question, seen: u64, files: &[String]) -> Check {
        let name = |source: u32| files.get(source as usize).cloned().unwrap_or_default();
        let example = |(source, line, shown): (u32, u64, Shown)| Example {
            file: name(source),
            line: (source != NO_FILE).then_some(line),
            content: shown.content,
            fact: shown.fact,
        };
        Check {
            id: question.id.into(),
            dimension: question.dimension,
            title: String::new(),
            affected: self.affected,
            seen,
            unit: question.unit.into(),
            action: String::new(),
            examples: self.examples.into_iter().map(example).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: Question = Question { id: "q", dimension: Dimension::Validity, unit: "lines" };

    #[test]
    fn the_first_examples_by_source_and_line_are_kept_in_any_order() {
        let mut tally = Tally::default();
        for n in [9, 3, 7, 1, 8, 2, 6] {
            tally.add(u32::from(n > 6), n, || format!("row {n}"));
        }
        let check = tally.answer(&QUESTION, 100, &["a.csv".into(), "b.csv".into()]);
        let kept: Vec<_> = check.examples.iter().map(|e| (e.file.as_str(), e.line)).collect();
        let expected = [
            ("a.csv", Some(1)),
            ("a.csv", Some(2)),
            ("a.csv", Some(3)),
            ("a.csv", Some(6)),
            ("b.csv", Some(7)),
        ];
        assert_eq!(kept, expected);
        assert_eq!((check.affected, check.seen), (7, 100));
    }

    #[test]
    fn long_content_is_shortened() {
        let mut tally = Tally::default();
        tally.add(NO_FILE, 1, || "x".repeat(500));
        let check = tally.answer(&QUESTION, 1, &["a.csv".into()]);
        assert_eq!(check.examples[0].content.chars().count(), CONTENT_CHARS + 1);
        assert_eq!((check.examples[0].file.as_str(), check.examples[0].line), ("", None));
    }
}
