//! Searches words in the names of item-locations.

use crate::cube::{Cube, Group};
use crate::plan::Plan;

/// Appends a text in the form for comparison: without case.
pub(super) fn fold(text: &str, folded: &mut String) {
    folded.extend(text.chars().flat_map(char::to_lowercase));
}

/// A search in SKU, name, supplier, category and location.
pub(super) struct Search {
    words: Vec<Word>,
    /// Names of the current row; the buffer is reused.
    names: String,
}

struct Word {
    folded: String,
    /// Whether it occurs in the name of each category and location.
    in_category: Vec<bool>,
    in_location: Vec<bool>,
}

impl Search {
    /// A search for every word of a text.
    pub(super) fn new(cube: &Cube, text: &str) -> Self {
        Search::among(&cube.categories, &cube.locations, text)
    }

    /// The same in SKU, name and supplier only.
    pub(super) fn of_items(text: &str) -> Self {
        Search::among(&[], &[], text)
    }

    fn among(categories: &[Group], locations: &[Group], text: &str) -> Self {
        let word = |word: &str| {
            let mut folded = String::new();
            fold(word, &mut folded);
            let within = |groups: &[Group]| -> Vec<bool> {
                let mut names = String::new();
                let occurs = |group: &Group| {
                    names.clear();
                    fold(&group.name, &mut names);
                    names.push('\n');
                    fold(&group.id, &mut names);
                    names.contains(&folded)
                };
                groups.iter().map(occurs).collect()
            };
            let (in_category, in_location) = (within(categories), within(locations));
            Word { folded, in_category, in_location }
        };
        Search { words: text.split_whitespace().map(word).collect(), names: String::new() }
    }

    /// Whether every word occurs in some name of a row.
    pub(super) fn matches(&mut self, plan: &Plan, row: u32) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let row = row as usize;
        self.names.clear();
        for name in [&plan.items.sku[row], &plan.items.name[row], &plan.items.supplier[row]] {
            fold(name, &mut self.names);
            self.names.push('\n');
        }
        let category = usize::from(plan.policy.category[row]);
        let location = usize::from(plan.policy.location[row]);
        self.words.iter().all(|word| {
            let is_in = |members: &[bool], place: usize| members.get(place).copied().unwrap_or(false);
            is_in(&word.in_category, category)
                || is_in(&word.in_location, location)
                || self.names.contains(&word.folded)
        })
    }
}
