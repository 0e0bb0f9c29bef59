//! Columns that name the currency of each row. A sum has one currency, so rows in another are counted.

use super::mapping::UNSTATED_CURRENCY;
use crate::number::{self, Point};
use crate::report::{Fact, Shown, Tally};

/// Usual names of such columns, in lower case.
const NAMES: [&str; 24] = [
    "currency",
    "currency code",
    "currency iso",
    "iso currency",
    "order currency",
    "store currency",
    "payment currency",
    "presentment currency",
    "transaction currency",
    "curr",
    "ccy",
    "waers",
    "waerk",
    "währung",
    "waehrung",
    "devise",
    "monnaie",
    "moneda",
    "divisa",
    "moeda",
    "valuta",
    "waluta",
    "币种",
    "货币",
];

/// The column among these headers that names the currency of each row.
pub(super) fn column(headers: &[String]) -> Option<usize> {
    headers.iter().position(|header| is_currency(header))
}

/// True for the name of such a column.
pub(super) fn is_currency(header: &str) -> bool {
    let name = header.trim().to_lowercase().replace(['_', '-', '.'], " ");
    NAMES.contains(&name.as_str())
}

/// The currencies that rows name.
#[derive(Debug, Default)]
pub(super) struct Currencies {
    /// The currency of the other rows: that of the mapping or, where it states none, of the first row that names one.
    expected: Option<String>,
    is_stated: bool,
    /// True if a source has such a column.
    pub(super) are_named: bool,
    /// Rows in another currency.
    pub(super) other: Tally,
}

impl Currencies {
    /// Of a mapping's currency.
    pub(super) fn new(currency: &str) -> Currencies {
        let expected = (currency != UNSTATED_CURRENCY).then(|| currency.to_owned());
        Currencies { is_stated: expected.is_some(), expected, ..Currencies::default() }
    }

    /// Notes what a row names; numbers, such as rates of exchange, are no names.
    pub(super) fn note(&mut self, source: u32, line: u64, said: Option<&str>) {
        let Some(said) = said else {
            return;
        };
        let is_expected = |expected: &String| said.eq_ignore_ascii_case(expected);
        if self.expected.as_ref().is_some_and(is_expected) || number::parse(said, Point::Dot).is_ok() {
            return;
        }
        let Some(expected) = &self.expected else {
            self.expected = Some(said.to_owned());
            return;
        };
        let (id, text) = match self.is_stated {
            true => ("other_currency", format!("{said} where the mapping says {expected}")),
            false => ("second_currency", format!("{said} after {expected}")),
        };
        let values = [("said", said.to_owned()), ("currency", expected.clone())];
        self.other.add(source, line, || Shown::new(String::new(), Fact::new(id, values), text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_currencies_are_known_by_their_usual_names() {
        let found = |names: &[&str]| column(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(found(&["sku", " Currency_Code"]), Some(1));
        assert_eq!(found(&["Währung"]), Some(0));
        assert_eq!(found(&["sku", "current stock"]), None);
    }

    #[test]
    fn rows_in_another_currency_than_the_mapping_or_the_first_row_are_counted() {
        let noted = |currency: &str, said: &[&str]| {
            let mut currencies = Currencies::new(currency);
            (1..).zip(said).for_each(|(line, said)| currencies.note(0, line, Some(said)));
            currencies.note(0, 99, None);
            let first = currencies.other.first().map(|(_, line, text)| (line, text.to_owned()));
            (currencies.other.affected, first)
        };
        assert_eq!(
            noted("EUR", &["eur", "SEK", "EUR"]),
            (1, Some((2, "SEK where the mapping says EUR".into())))
        );
        assert_eq!(noted("XXX", &["eur", "SEK", "EUR"]), (1, Some((2, "SEK after eur".into()))));
        assert_eq!(noted("EUR", &["1.08", "11.2"]), (0, None));
    }
}
