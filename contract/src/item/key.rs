//! The key of an item-location, and the error where it does not exist.

use crate::{BadParameter, Cube, Plan, QueryString};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An item-location by its names in URLs: `sku` and `location`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemKey {
    /// Stock keeping unit.
    pub sku: String,
    /// Location id.
    pub location: String,
}

/// No item-location has these names.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "there is no item `{}` at location `{}`{}",
    shortened(&.key.sku),
    shortened(&.key.location),
    places(.elsewhere)
)]
pub struct UnknownItem {
    /// The key asked for.
    pub key: ItemKey,
    /// Ids of the locations where there is such an item.
    pub elsewhere: Vec<String>,
}

/// Characters of a name that a sentence repeats at most.
const NAME_LETTERS: usize = 80;

fn shortened(name: &str) -> String {
    name.chars().take(NAME_LETTERS).collect()
}

/// Number of locations that a sentence names.
const PLACES_NAMED: usize = 5;

fn places(elsewhere: &[String]) -> String {
    let named = elsewhere[..elsewhere.len().min(PLACES_NAMED)].join("`, `");
    match elsewhere.len().saturating_sub(PLACES_NAMED) {
        _ if elsewhere.is_empty() => String::new(),
        0 => [", but at `", &named, "`"].concat(),
        more => [", but at `", &named, "` and ", &more.to_string(), " more"].concat(),
    }
}

impl ItemKey {
    /// The item-location that a query string names.
    ///
    /// # Errors
    /// One of the two parameters is missing or empty.
    pub fn from_query(query: &QueryString) -> Result<Self, BadParameter> {
        let given = |name: &str, what: &str| {
            let value = query.get(name).filter(|text| !text.is_empty()).map(str::to_owned);
            value.ok_or_else(|| BadParameter::new(name, "", ["it is missing; give ", what].concat()))
        };
        Ok(ItemKey {
            sku: given("sku", "the code of an item, as the list of items has it")?,
            location: given("location", "the id of the location, as the list of items has it")?,
        })
    }

    /// Writes both names into a query string.
    pub fn to_query(&self, query: &mut QueryString) {
        query.push("sku", &self.sku);
        query.push("location", &self.location);
    }

    /// Its row in the plan.
    ///
    /// # Errors
    /// There is none; the error lists the other locations of the item.
    pub fn row(&self, cube: &Cube, plan: &Plan) -> Result<usize, UnknownItem> {
        let location_of = |row: usize| &cube.locations[usize::from(plan.policy.location[row])].id;
        let same_sku = |row: &usize| plan.items.sku[*row] == self.sku;
        let mut rows = (0..plan.items.sku.len()).filter(same_sku);
        let found = rows.clone().find(|row| *location_of(*row) == self.location);
        found.ok_or_else(|| UnknownItem {
            key: self.clone(),
            elsewhere: rows.by_ref().map(|row| location_of(row).clone()).collect(),
        })
    }
}
