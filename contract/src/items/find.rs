//! Suggestions for a search text: item-locations, categories and locations.

use super::search::{Search, fold};
use crate::cube::{Cube, Group};
use crate::plan::Plan;

/// A suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A category, by its index in the cube.
    Category(usize),
    /// A location, by its index in the cube.
    Location(usize),
    /// An item-location, by its row of the plan.
    Item(u32),
}

/// Largest number of categories, and of locations, suggested.
const GROUPS: usize = 3;

/// At most so many suggestions for a text: categories and locations whose name contains it, then item-locations, with
/// those first whose SKU or name begins with it. None for an empty text.
pub fn find(cube: &Cube, plan: &Plan, text: &str, most: usize) -> Vec<Found> {
    let mut wanted = String::new();
    fold(text.trim(), &mut wanted);
    if wanted.is_empty() {
        return Vec::new();
    }
    let named = |groups: &[Group]| -> Vec<usize> {
        let occurs = |group: &Group| {
            let mut name = String::new();
            fold(&group.name, &mut name);
            name.contains(&wanted)
        };
        (0..groups.len()).filter(|place| occurs(&groups[*place])).take(GROUPS).collect()
    };
    let categories = named(&cube.categories).into_iter().map(Found::Category);
    let mut found: Vec<Found> =
        categories.chain(named(&cube.locations).into_iter().map(Found::Location)).take(most).collect();

    let left = most - found.len();
    let mut search = Search::of_items(text);
    let (mut first, mut others) = (Vec::new(), Vec::new());
    for row in plan.policy.all_rows().filter(|row| search.matches(plan, *row)) {
        let begins = |name: &String| {
            let mut name_folded = String::new();
            fold(name, &mut name_folded);
            name_folded.starts_with(&wanted)
        };
        let names = [&plan.items.sku[row as usize], &plan.items.name[row as usize]];
        let list = if names.into_iter().any(begins) { &mut first } else { &mut others };
        if list.len() < left {
            list.push(Found::Item(row));
        }
        if first.len() == left {
            break;
        }
    }
    found.extend(first.into_iter().chain(others).take(left));
    found
}
