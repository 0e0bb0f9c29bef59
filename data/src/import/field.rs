//! The fields of an order line, and the column names under which sources have them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::source::missing::Meaning;

/// A field of an order line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
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
    /// Location that the line names, by its code or its name.
    Location,
    /// Way of selling, such as web or shop.
    Channel,
    /// What customers paid for the line, in place of the price of one unit.
    LineTotal,
    /// What was taken off the line's total, or off quantity × price.
    Discount,
    /// Tax that the line's total contains, as an amount.
    Tax,
    /// The same as a rate, in per cent of the total without it.
    TaxPercent,
}

/// Index after the fields of a row: the currency, where the source has such a column.
pub(super) const CURRENCY: usize = Field::ALL.len();

impl Field {
    /// All fields; a field's index in it is `field as usize`.
    pub const ALL: [Field; 15] = [
        Field::Invoice,
        Field::Sku,
        Field::Quantity,
        Field::PlacedAt,
        Field::UnitPrice,
        Field::Description,
        Field::Customer,
        Field::Country,
        Field::UnitsShipped,
        Field::Location,
        Field::Channel,
        Field::LineTotal,
        Field::Discount,
        Field::Tax,
        Field::TaxPercent,
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
            Field::Location => "location",
            Field::Channel => "channel",
            Field::LineTotal => "line_total",
            Field::Discount => "discount",
            Field::Tax => "tax",
            Field::TaxPercent => "tax_percent",
        }
    }

    /// What its cells mean.
    pub(super) fn meaning(self) -> Meaning {
        match self {
            Field::Invoice | Field::Sku | Field::Location => Meaning::Code,
            Field::Country => Meaning::Country,
            _ => Meaning::Other,
        }
    }

    /// True if order lines must have it.
    pub fn is_required(self) -> bool {
        matches!(self, Field::Invoice | Field::Sku | Field::Quantity | Field::PlacedAt)
    }

    /// True if some of its cells cannot be used, so that their lines are refused.
    pub(super) fn is_strict(self) -> bool {
        !matches!(self, Field::Description | Field::Customer | Field::Country | Field::Channel)
    }
}

/// Accepted column names of each field: one mapping serves sources that name their columns differently.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Columns(BTreeMap<Field, Vec<String>>);

impl Columns {
    /// Column names accepted for a field; empty if the mapping leaves the field out.
    pub fn accepted(&self, field: Field) -> &[String] {
        self.0.get(&field).map_or(&[], Vec::as_slice)
    }

    /// True if the mapping says where the price of a line stands.
    pub fn has_price(&self) -> bool {
        self.has(Field::UnitPrice) || self.has(Field::LineTotal)
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
