//! The members of the cube's dimensions that a part of it has.

use super::Group;

/// Categories and locations of a part.
pub(crate) struct Members {
    pub(crate) categories: Places,
    pub(crate) locations: Places,
}

/// The place of each member of a dimension among those kept; none for the others.
pub(crate) struct Places(Vec<Option<u16>>);

impl Members {
    /// Those of all categories and locations that are used, as pairs.
    pub(crate) fn of(
        categories: &[Group],
        locations: &[Group],
        used: impl Iterator<Item = (u16, u16)>,
    ) -> Self {
        let (mut in_categories, mut in_locations) =
            (vec![false; categories.len()], vec![false; locations.len()]);
        for (category, location) in used {
            in_categories[usize::from(category)] = true;
            in_locations[usize::from(location)] = true;
        }
        Members { categories: Places::new(&in_categories), locations: Places::new(&in_locations) }
    }
}

impl Places {
    fn new(kept: &[bool]) -> Self {
        let mut next = 0..;
        Places(kept.iter().map(|kept| if *kept { next.next() } else { None }).collect())
    }

    /// The place of a member that is kept.
    pub(crate) fn place(&self, member: u16) -> u16 {
        self.0[usize::from(member)].unwrap_or_default()
    }

    /// The members kept.
    pub(crate) fn of(&self, members: &[Group]) -> Vec<Group> {
        let kept = members.iter().zip(&self.0).filter(|(_, place)| place.is_some());
        kept.map(|(group, _)| group.clone()).collect()
    }
}
