//! Members of the cube's dimensions, and the places by which cells and rows name them.

use contract::{AbcClass, Group};
use std::collections::HashMap;

use crate::error::{Error, Place, Result};

const FAULT: &str = "Report it: this is a fault of the program";

/// The place of each id in a list of members; table and column name them in errors.
///
/// # Errors
/// More members than derived files can tell apart; an id that is no member.
pub(super) fn places(table: &str, column: &str, members: &[Group], ids: &[String]) -> Result<Vec<u16>> {
    let at = || Place::new(table).column(column);
    let most = usize::from(u16::MAX) + 1;
    if members.len() > most {
        return Err(Error::bad(
            at(),
            format!("it has {} different values, a publication holds {most} at most", members.len()),
            "Take a coarser column for it in the mapping, or import into several stores",
        ));
    }
    let places: HashMap<&str, u16> =
        members.iter().map(|member| member.id.as_str()).zip(0..=u16::MAX).collect();
    let place = |id: &String| {
        let found = places.get(id.as_str()).copied();
        found.ok_or_else(|| Error::bad(at(), format!("{id:?} is not among those that were listed"), FAULT))
    };
    ids.iter().map(place).collect()
}

/// The place of each class in [`AbcClass::ALL`], by name.
///
/// # Errors
/// There is no class of that name.
pub(super) fn classes(names: &[String]) -> Result<Vec<u8>> {
    let place = |name: &String| {
        let found = AbcClass::ALL.into_iter().find(|class| class.name() == name).map(|class| class as u8);
        found.ok_or_else(|| Error::bad(Place::new("class"), format!("{name:?} is none"), FAULT))
    };
    names.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(count: usize) -> Vec<Group> {
        (0..count).map(|i| Group { id: format!("g{i}"), name: String::new() }).collect()
    }

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn a_member_is_named_by_its_place_and_never_another() {
        let known = members(65_536);
        let places = |what: &[&str]| places("products", "category", &known, &ids(what));
        assert_eq!(places(&["g65535", "g0", "g7"]).unwrap(), [65_535, 0, 7]);
        let unknown = places(&["g0", "G0"]).unwrap_err().to_string();
        assert!(unknown.starts_with("products, column category: \"G0\" is not"), "{unknown}");
    }

    #[test]
    fn more_members_than_there_are_places_are_refused_with_the_remedy() {
        let refused =
            places("products", "category", &members(65_537), &ids(&["g65536"])).unwrap_err().to_string();
        for part in ["products, column category", "65537", "65536", "coarser"] {
            assert!(refused.contains(part), "{refused}");
        }
    }

    #[test]
    fn a_class_that_is_none_is_not_the_last() {
        assert_eq!(classes(&ids(&["C", "A", "B"])).unwrap(), [2, 0, 1]);
        for name in ["", "D", "a"] {
            assert!(classes(&ids(&[name])).is_err(), "{name:?}");
        }
    }
}
