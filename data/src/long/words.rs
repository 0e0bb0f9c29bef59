//! Numbers for the words in columns of groups and events of a long file.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::missing::is_missing;

/// The meaning of a column of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Part of the name of a group; an empty cell is ignored.
    Groups,
    /// The event of the day; none where the cell is empty, holds a word for no value, or is 0 or false.
    Events,
}

/// The different words of a column, numbered from one; zero means no word.
#[derive(Clone, Debug)]
pub(super) struct Words {
    holds: Holds,
    numbers: HashMap<Arc<str>, u32>,
    /// By number less one.
    words: Vec<Arc<str>>,
    /// The word of the previous row, because rows repeat it.
    last: (String, u32),
}

impl Words {
    pub(super) fn new(holds: Holds) -> Words {
        Words { holds, numbers: HashMap::new(), words: Vec::new(), last: (String::new(), 0) }
    }

    /// Number of a cell's word.
    pub(super) fn number(&mut self, cell: &str) -> u32 {
        if self.last.0 != cell {
            self.last = (cell.to_owned(), self.find(cell.trim()));
        }
        self.last.1
    }

    fn find(&mut self, word: &str) -> u32 {
        let is_none = match self.holds {
            Holds::Groups => word.is_empty(),
            Holds::Events => {
                word.is_empty()
                    || is_missing(word)
                    || word.eq_ignore_ascii_case("false")
                    || word.parse() == Ok(0.0)
            }
        };
        if is_none {
            return 0;
        }
        if let Some(known) = self.numbers.get(word) {
            return *known;
        }
        let word: Arc<str> = word.into();
        self.words.push(Arc::clone(&word));
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word, number);
        number
    }

    /// The word with a number; `none` for zero.
    pub(super) fn word(&self, number: u32) -> &str {
        let place = (number as usize).checked_sub(1);
        place.and_then(|place| self.words.get(place)).map_or("none", |word| word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_numbers_and_none_is_zero() {
        let mut events = Words::new(Holds::Events);
        let numbers = ["Easter", "", "Easter ", "1", "0", "0.0", "False", "NA", "1", "Easter"];
        assert_eq!(numbers.map(|cell| events.number(cell)), [1, 0, 1, 2, 0, 0, 0, 0, 2, 1]);
        assert_eq!([0, 1, 2].map(|number| events.word(number)), ["none", "Easter", "1"]);
        // Store 0, and North America.
        let mut groups = Words::new(Holds::Groups);
        assert_eq!(["0", "NA", "", "0"].map(|cell| groups.number(cell)), [1, 2, 0, 1]);
    }
}
