//! One order line: turns the text of a row into typed, normalised fields.

use jiff::civil;

use super::code;
use super::field::Field;
use super::mapping::Mapping;
use super::moment::{Moments, day_of};
use super::money::Said;
use crate::number;
use crate::schema::DECIMAL_ONE;
use crate::source::Reason;
use crate::source::Row;

/// One line of an order or invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderLine {
    /// Index of the source among those imported together.
    pub source: u32,
    /// Line (text) or row (Parquet) in the source, from 1.
    pub line: u64,
    /// Number of the invoice.
    pub invoice: String,
    /// Code of the item, in its normal spelling.
    pub sku: String,
    /// Name of the item.
    pub description: Option<String>,
    /// Quantity in ten-thousandths.
    pub quantity: i64,
    /// Price of one unit in ten-thousandths; absent if the mapping names no price.
    pub unit_price: Option<i64>,
    /// What customers paid for the line in ten-thousandths, where that is not quantity × price.
    pub total: Option<i64>,
    /// Microseconds since 1970-01-01 in the local time of the mapping's time zone.
    pub placed_at: i64,
    /// Code of the customer.
    pub customer: Option<String>,
    /// Country the goods go to.
    pub country: Option<String>,
    /// Quantity shipped in ten-thousandths, where it is recorded separately.
    pub units_shipped: Option<i64>,
    /// Code of the location, where the line names one.
    pub location: Option<String>,
    /// Way of selling.
    pub channel: Option<String>,
}

impl OrderLine {
    /// Day of the order: days since 1970-01-01.
    pub fn day(&self) -> i32 {
        day_of(self.placed_at)
    }

    /// Bytes of its texts.
    pub(super) fn text_bytes(&self) -> usize {
        let optional = [&self.description, &self.customer, &self.country, &self.location, &self.channel];
        let texts = optional.into_iter().flatten().map(String::len);
        self.invoice.len() + self.sku.len() + texts.sum::<usize>()
    }

    /// What customers paid for the line in hundred-millionths, exact; absent without a price.
    pub fn value(&self) -> Option<i128> {
        let total = self.total.map(|total| i128::from(total) * i128::from(DECIMAL_ONE));
        total.or_else(|| self.unit_price.map(|price| i128::from(self.quantity) * i128::from(price)))
    }
}

/// Why a row cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) field: Field,
    pub(super) value: Option<String>,
    pub(super) reason: Reason,
}

/// A parsed row.
#[derive(Debug)]
pub(super) struct Understood {
    pub(super) line: OrderLine,
    /// True if a number had more than four digits after the point.
    pub(super) rounded: bool,
    /// True if the source spelt the item code differently.
    pub(super) respelt: bool,
}

/// Parses rows; holds what is the same for all rows.
pub(super) struct LineParser<'a> {
    mapping: &'a Mapping,
    moments: Moments<'a>,
}

impl<'a> LineParser<'a> {
    /// Nothing can have been ordered after `last`, the day of the import.
    pub(super) fn new(mapping: &'a Mapping, last: civil::Date) -> LineParser<'a> {
        LineParser { mapping, moments: Moments::new(mapping, Some(last)) }
    }

    pub(super) fn parse(&self, source: u32, row: &Row) -> Result<Understood, Refusal> {
        let mut rounded = false;
        let mut decimal = |field: Field| self.decimal(row, field, &mut rounded);
        let quantity = decimal(Field::Quantity)?.unwrap_or_default();
        let said = Said {
            quantity,
            unit_price: decimal(Field::UnitPrice)?,
            line_total: decimal(Field::LineTotal)?,
            discount: decimal(Field::Discount)?,
            tax: decimal(Field::Tax)?,
            tax_percent: decimal(Field::TaxPercent)?,
        };
        let units_shipped = decimal(Field::UnitsShipped)?;
        let money =
            said.money().map_err(|(field, reason)| refusal(field, row.text(field as usize), reason))?;
        let original = code::normal(required(row, Field::Sku)?);
        let sku = if self.mapping.uppercase_sku { original.to_uppercase() } else { original.to_owned() };
        code::addressable(&sku).map_err(|reason| refusal(Field::Sku, Some(&sku), reason))?;
        let placed = required(row, Field::PlacedAt)?;
        let placed_at =
            self.moments.local(placed).map_err(|reason| refusal(Field::PlacedAt, Some(placed), reason))?;
        let owned = |field: Field| row.text(field as usize).map(single_spaced);
        let country = owned(Field::Country);
        Ok(Understood {
            respelt: sku != original,
            line: OrderLine {
                source,
                line: row.line,
                invoice: code::normal(required(row, Field::Invoice)?).to_owned(),
                sku,
                description: owned(Field::Description),
                quantity,
                unit_price: money.unit_price,
                total: money.total,
                placed_at,
                customer: row.text(Field::Customer as usize).map(|text| code::normal(text).to_owned()),
                location: self.location(row, country.as_deref())?,
                country,
                units_shipped,
                channel: owned(Field::Channel),
            },
            rounded,
        })
    }

    /// The number of a field; `None` if the mapping has no such field, or if the row need not have it.
    fn decimal(&self, row: &Row, field: Field, rounded: &mut bool) -> Result<Option<i64>, Refusal> {
        let text = match row.text(field as usize) {
            // An empty cell is no discount.
            None if field == Field::Discount => return Ok(None),
            None if !self.mapping.columns.as_ref().is_some_and(|columns| columns.has(field)) => {
                return Ok(None);
            }
            _ => required(row, field)?,
        };
        let digits = if field == Field::TaxPercent { text.trim_end_matches(['%', ' ']) } else { text };
        let parsed = number::parse(digits, self.mapping.point)
            .map_err(|fault| refusal(field, Some(text), fault.into()))?;
        *rounded |= parsed.rounded;
        Ok(Some(parsed.value))
    }

    /// The location that the row names: by the code that the mapping lists, or else as a code of its own.
    fn location(&self, row: &Row, country: Option<&str>) -> Result<Option<String>, Refusal> {
        let places = &self.mapping.places;
        let Some(text) = row.text(Field::Location as usize) else {
            return match places.shipping_to(country) {
                Some(_) => Ok(None),
                None => Err(refusal(Field::Location, None, row.absence(Field::Location as usize))),
            };
        };
        let text = single_spaced(text);
        let id = places.named(&text).unwrap_or(code::normal(&text));
        code::addressable(id).map_err(|reason| refusal(Field::Location, Some(id), reason))?;
        Ok(Some(id.to_owned()))
    }
}

fn required(row: &Row, field: Field) -> Result<&str, Refusal> {
    row.text(field as usize).ok_or_else(|| refusal(field, None, row.absence(field as usize)))
}

fn refusal(field: Field, value: Option<&str>, reason: Reason) -> Refusal {
    Refusal { field, value: value.map(str::to_owned), reason }
}

pub(super) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping() -> Mapping {
        let text = r#"
            currency = "GBP"
            time_zone = "Europe/London"
            columns = { invoice = ["i"], sku = ["s"], quantity = ["q"], placed_at = ["t"], unit_price = ["p"] }
        "#;
        Mapping::parse("mapping.toml", text).unwrap()
    }

    fn row(cells: &[&str]) -> Row {
        let mut row = Row::default();
        row.reset(3, Field::ALL.len());
        cells.iter().enumerate().for_each(|(index, text)| row.set(index, text).unwrap());
        row
    }

    fn parse(cells: &[&str]) -> Result<Understood, Refusal> {
        LineParser::new(&mapping(), civil::date(2012, 1, 1)).parse(1, &row(cells))
    }

    #[test]
    fn a_row_becomes_normal_fields() {
        let cells = [
            "536365",
            " 85123a ",
            "6.0",
            "2010-12-01 08:26:00",
            "2.55",
            "WHITE  HOLDER ",
            "17850.0",
            "France",
        ];
        let understood = parse(&cells).unwrap();
        assert!(understood.respelt && !understood.rounded);
        let expected = OrderLine {
            source: 1,
            line: 3,
            invoice: "536365".into(),
            sku: "85123A".into(),
            description: Some("WHITE HOLDER".into()),
            quantity: 60_000,
            unit_price: Some(25_500),
            total: None,
            placed_at: 1_291_191_960_000_000,
            customer: Some("17850".into()),
            country: Some("France".into()),
            units_shipped: None,
            location: None,
            channel: None,
        };
        assert_eq!(understood.line, expected);
        assert_eq!(expected.value(), Some(1_530_000_000));
        assert_eq!(expected.day(), 14_944);
    }

    #[test]
    fn refusals_name_the_field_the_value_and_the_reason() {
        let check = |cells: &[&str], field: Field, reason: &str| {
            let refusal = parse(cells).unwrap_err();
            assert_eq!(refusal.field, field);
            assert!(refusal.reason.to_string().contains(reason), "{}", refusal.reason);
        };
        check(&["1", "A", "lots", "2010-12-01", "1"], Field::Quantity, "not a number");
        check(&["1", "A", "1", "2010-12-01", ""], Field::UnitPrice, "is empty");
        check(&["", "A", "1", "2010-12-01", "1"], Field::Invoice, "is empty");
        check(&["1", "A", "1", "yesterday", "1"], Field::PlacedAt, "ISO 8601");
        check(&["1", "A", "1", "2012-01-02", "1"], Field::PlacedAt, "between 1900-01-01 and 2012-01-01");
    }
}
