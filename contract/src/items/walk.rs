//! Where an item-location stands in a list, and what stands beside it.

use super::{ItemsQuery, kept_items};
use crate::derived::Derived;
use crate::item::ItemKey;
use planning::convert::count_u32;

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The place, counted from 1 over all pages.
    pub place: u32,
    /// Item-locations of the list.
    pub of: u32,
    /// The one before; absent at the beginning.
    pub previous: Option<ItemKey>,
    /// The one after; absent at the end.
    pub next: Option<ItemKey>,
}

impl Walk {
    /// The place of a row of the plan in a list; `None` if the list does not keep it.
    pub fn of(derived: &Derived, query: &ItemsQuery, row: usize) -> Option<Self> {
        let rows = kept_items(derived, query);
        let place = rows.iter().position(|kept| *kept as usize == row)?;
        let key = |place: Option<usize>| {
            let row = *rows.get(place?)? as usize;
            let location = usize::from(derived.plan.policy.location[row]);
            Some(ItemKey {
                sku: derived.plan.items.sku[row].clone(),
                location: derived.cube.locations[location].id.clone(),
            })
        };
        Some(Walk {
            place: count_u32(place + 1),
            of: count_u32(rows.len()),
            previous: key(place.checked_sub(1)),
            next: key(place.checked_add(1)),
        })
    }
}
