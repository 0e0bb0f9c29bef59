//! The fields of an order line, and the column names under which sources have them.

use serde::Deserialize;

use crate::source::missing::Meaning;

/// A field of an order line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(usize)]
pub enum Field {
    /// Number of the invoice or order.
    Invoice,
    /// Code of the item.
    Sku,
    /// Quantity; negative for cancellations.
    Quantity,
    /// When the customer ordered.
    PlacedAt,
    /// Price of one unit.
    UnitPrice,
    /// Name of the item.
    Description,
    /// Code of the customer.
    Customer,
    /// Country the goods go to.
    Country,
    /// Quantity shipped, where the source records it apart from the quantity ordered.
    UnitsShipped,
}

/// Index after the fields of a row: the currency, where the source has such a column.
pub(super) const CURRENCY: usize = Field::ALL.len();

impl Field {
    /// All fields; a field's index in it is `field as usize`.
    pub const ALL: [Field; 9] = [
        Field::Invoice,
        Field::Sku,
        Field::Quantity,
        Field::PlacedAt,
        Field::UnitPrice,
        Field::Description,
        Field::Customer,
        Field::Country,
        Field::UnitsShipped,
    ];

    /// Its name in `[columns]`.
    pub fn name(self) -> &'static str {
        match self {
            Field::Invoice => "invoice",
            Field::Sku => "sku",
            Field::Quantity => "quantity",
            Field::PlacedAt => "placed_at",
            Field::UnitPrice => "unit_price",
            Field::Description => "description",
            Field::Customer => "customer",
            Field::Country => "country",
            Field::UnitsShipped => "units_shipped",
        }
    }

    /// What its cells mean.
    pub(super) fn meaning(self) -> Meaning {
        match self {
            Field::Invoice | Field::Sku => Meaning::Code,
            Field::Country => Meaning::Country,
            _ => Meaning::Other,
        }
    }

    /// True if order lines must have it.
    pub fn is_required(self) -> bool {
        matches!(self, Field::Invoice | Field::Sku | Field::Quantity | Field::PlacedAt)
    }
}

/// Accepted column names of each field: one mapping serves sources that name their columns differently.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Columns {
    invoice: Vec<String>,
    sku: Vec<String>,
    quantity: Vec<String>,
    placed_at: Vec<String>,
    unit_price: Vec<String>,
    description: Vec<String>,
    customer: Vec<String>,
    country: Vec<String>,
    units_shipped: Vec<String>,
}

impl Columns {
    /// Column names accepted for a field; empty if the mapping leaves the field out.
    pub fn accepted(&self, field: Field) -> &[String] {
        match field {
            Field::Invoice => &self.invoice,
            Field::Sku => &self.sku,
            Field::Quantity => &self.quantity,
            Field::PlacedAt => &self.placed_at,
            Field::UnitPrice => &self.unit_price,
            Field::Description => &self.description,
            Field::Customer => &self.customer,
            Field::Country => &self.country,
            Field::UnitsShipped => &self.units_shipped,
        }
    }

    /// True if the mapping names columns for the field.
    pub fn has(&self, field: Field) -> bool {
        !self.accepted(field).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_its_index() {
        for (index, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field as usize, index, "{}", field.name());
        }
    }
}
