//! Which item-location is meant, and where the item is if it is not there.

use crate::{BadParameter, Cube, Plan, QueryString};
use serde::{Deserialize, Serialize};

/// An item-location by its names in URLs: `sku` and `location`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemKey {
    /// Stock keeping unit.
    pub sku: String,
    /// Location id.
    pub location: String,
}

/// No item-location has these names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownItem {
    /// The key asked for.
    pub key: ItemKey,
    /// Ids of the locations where there is such an item.
    pub elsewhere: Vec<String>,
}

impl ItemKey {
    /// The item-location that a query string names.
    ///
    /// # Errors
    /// One of the two parameters is missing or empty.
    pub fn from_query(query: &QueryString) -> Result<Self, BadParameter> {
        let given = |name: &str, missing: &'static str| {
            let value = query.get(name).filter(|text| !text.is_empty()).map(str::to_owned);
            value.ok_or_else(|| BadParameter::new(name, "", missing))
        };
        Ok(ItemKey { sku: given("sku", "sku_missing")?, location: given("location", "location_missing")? })
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
