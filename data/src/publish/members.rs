//! Members of the cube's dimensions, and the indices by which cells and rows refer to them.

use contract::{AbcClass, Group};
use std::collections::HashMap;

use crate::engine::Engine;
use crate::error::{Error, Place, Result};
use crate::rows::Rows;

pub(super) const FAULT: &str = "Report it: this is a fault of the program";

/// The members of both dimensions that a snapshot names.
#[derive(Clone, Debug)]
pub(super) struct Members {
    pub(super) categories: Dimension,
    pub(super) locations: Dimension,
}

/// A dimension's members, by id, and where in the tables they come from.
#[derive(Clone, Debug)]
pub(super) struct Dimension {
    table: &'static str,
    column: &'static str,
    pub(super) groups: Vec<Group>,
}

impl Members {
    /// Reads them.
    pub(super) async fn read(engine: &Engine) -> Result<Self> {
        let categories = "select distinct category as id, category as name from item_location";
        let locations = "select distinct i.location as id, coalesce(l.name, i.location) as name \
             from item_location i left join locations l on l.location = i.location";
        Ok(Members {
            categories: Dimension::new("products", "category", named(engine, categories).await?),
            locations: Dimension::new("sales and stock", "location", named(engine, locations).await?),
        })
    }

    /// Those of some names, for tests.
    #[cfg(test)]
    pub(super) fn of(categories: &[&str], locations: &[&str]) -> Self {
        let groups =
            |ids: &[&str]| ids.iter().map(|id| Group { id: (*id).into(), name: (*id).into() }).collect();
        Members {
            categories: Dimension::new("products", "category", groups(categories)),
            locations: Dimension::new("sales and stock", "location", groups(locations)),
        }
    }
}

impl Dimension {
    fn new(table: &'static str, column: &'static str, groups: Vec<Group>) -> Self {
        Dimension { table, column, groups }
    }

    /// The place of each id among the members.
    ///
    /// # Errors
    /// More members than derived files can index; an id that is not a member.
    pub(super) fn places(&self, ids: &[String]) -> Result<Vec<u16>> {
        let at = || Place::new(self.table).column(self.column);
        let most = usize::from(u16::MAX) + 1;
        if self.groups.len() > most {
            return Err(Error::bad(
                at(),
                format!("it has {} different values, a publication holds {most} at most", self.groups.len()),
                "Take a coarser column for it in the mapping, or import into several stores",
            ));
        }
        let places: HashMap<&str, u16> =
            self.groups.iter().map(|member| member.id.as_str()).zip(0..=u16::MAX).collect();
        let place = |id: &String| {
            let found = places.get(id.as_str()).copied();
            found
                .ok_or_else(|| Error::bad(at(), format!("{id:?} is not among those that were listed"), FAULT))
        };
        ids.iter().map(place).collect()
    }
}

async fn named(engine: &Engine, sql: &str) -> Result<Vec<Group>> {
    let batches = engine.sql("members of a dimension", sql).await?;
    let rows = Rows::new("members of a dimension", &batches);
    let mut groups: Vec<Group> =
        rows.text("id")?.into_iter().zip(rows.text("name")?).map(|(id, name)| Group { id, name }).collect();
    groups.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(groups)
}

/// The index of each class in [`AbcClass::ALL`], by name.
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

    fn categories(count: usize) -> Dimension {
        let groups = (0..count).map(|i| Group { id: format!("g{i}"), name: String::new() }).collect();
        Dimension::new("products", "category", groups)
    }

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn a_member_is_named_by_its_place_and_never_another() {
        let known = categories(65_536);
        let places = |what: &[&str]| known.places(&ids(what));
        assert_eq!(places(&["g65535", "g0", "g7"]).unwrap(), [65_535, 0, 7]);
        let unknown = places(&["g0", "G0"]).unwrap_err().to_string();
        assert!(unknown.starts_with("products, column category: \"G0\" is not"), "{unknown}");
    }

    #[test]
    fn more_members_than_there_are_places_are_refused_with_the_remedy() {
        let refused = categories(65_537).places(&ids(&["g65536"])).unwrap_err().to_string();
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
