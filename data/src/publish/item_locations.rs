//! Item-locations: the rows of a publication. Every column of it has a value for each, in their order.

use contract::Group;

use super::members::{self, Members};
use crate::engine::Engine;
use crate::error::{Error, Place, Result};
use crate::query;
use crate::rows::Rows;

/// What the tables say of every item-location, by location and SKU.
#[derive(Clone, Debug)]
pub(super) struct ItemLocations {
    /// Categories and locations that there are.
    pub(super) members: Members,
    /// Stock keeping unit.
    pub(super) sku: Vec<String>,
    /// Product name.
    pub(super) name: Vec<String>,
    /// Supplier, empty if unknown.
    pub(super) supplier: Vec<String>,
    /// Place in the categories.
    pub(super) category: Vec<u16>,
    /// Place in the locations.
    pub(super) location: Vec<u16>,
    /// Place in [`contract::AbcClass::ALL`].
    pub(super) class: Vec<u8>,
    /// Unit cost, money; NaN where unknown, as all that follow.
    pub(super) unit_cost: Vec<f32>,
    /// The same to its last digit, in ten-thousandths.
    pub(super) exact_unit_cost: Vec<Option<i128>>,
    /// Unit price, money.
    pub(super) unit_price: Vec<f32>,
    /// Smallest order, units.
    pub(super) minimum_order: Vec<f32>,
    /// Units per pack.
    pub(super) pack_size: Vec<f32>,
    /// Consumption of the last year: see `item_location.sql`.
    pub(super) annual_value: Vec<f32>,
}

impl ItemLocations {
    /// Reads them.
    ///
    /// # Errors
    /// What the engine refuses; more categories or locations than a publication holds.
    pub(super) async fn read(engine: &Engine) -> Result<Self> {
        let members = Members::read(engine).await?;
        let name = query::ITEM_LOCATION.name;
        let batches = engine.sql(name, "select * from item_location order by row").await?;
        let rows = Rows::new(name, &batches);
        let sku = rows.text("sku")?;
        let places = rows.places("row", sku.len())?;
        if !places.into_iter().eq(0..sku.len()) {
            let problem = "its rows are not counted one by one";
            return Err(Error::bad(Place::new(name).column("row"), problem, members::FAULT));
        }
        Ok(ItemLocations {
            sku,
            name: rows.text("name")?,
            supplier: rows.text("supplier")?,
            category: members.categories.places(&rows.text("category")?)?,
            location: members.locations.places(&rows.text("location")?)?,
            class: members::classes(&rows.text("class")?)?,
            unit_cost: rows.f32("unit_cost")?,
            exact_unit_cost: rows.decimals("unit_cost")?,
            unit_price: rows.f32("unit_price")?,
            minimum_order: rows.f32("minimum_order")?,
            pack_size: rows.f32("pack_size")?,
            annual_value: rows.f32("annual_value")?,
            members,
        })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.sku.len()
    }

    /// The category of a row.
    pub(super) fn category_of(&self, row: usize) -> &Group {
        &self.members.categories.groups[usize::from(self.category[row])]
    }

    /// The location of a row.
    pub(super) fn location_of(&self, row: usize) -> &Group {
        &self.members.locations.groups[usize::from(self.location[row])]
    }

    /// Category and location of each row, as forecasts group them.
    pub(super) fn groups(&self) -> Vec<planning::panel::Group> {
        let group = |(category, location): (&u16, &u16)| planning::panel::Group {
            category: *category,
            location: *location,
        };
        self.category.iter().zip(&self.location).map(group).collect()
    }

    /// So many of one category at one location, all alike, for tests.
    #[cfg(test)]
    pub(super) fn alike(sku: Vec<String>, unit_cost: f32, unit_price: f32) -> Self {
        let rows = sku.len();
        ItemLocations {
            members: Members::of(&["Candles"], &["uk"]),
            name: vec![String::new(); rows],
            supplier: vec![String::new(); rows],
            category: vec![0; rows],
            location: vec![0; rows],
            class: vec![0; rows],
            unit_cost: vec![unit_cost; rows],
            exact_unit_cost: vec![None; rows],
            unit_price: vec![unit_price; rows],
            minimum_order: vec![f32::NAN; rows],
            pack_size: vec![f32::NAN; rows],
            annual_value: vec![0.0; rows],
            sku,
        }
    }
}
