//! Values of answers with one row: in the text and as large numbers, as the language of the page writes them.

use super::Outcome;
use crate::pages::sql::cell;
use crate::query_page::QueryPage;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{SqlColumn, SqlKind, SqlValue};

/// What became of a page's queries.
pub(super) struct Values<'a> {
    pub(super) page: &'a QueryPage,
    pub(super) outcomes: &'a [Outcome],
    /// Currency of money.
    pub(super) currency: &'a str,
}

impl Values<'_> {
    /// The value at a place of the text. A query that was refused has none; a place that names no column of an answer, or
    /// an answer with several rows, stays as it is written, so that whoever writes the page sees it.
    pub(super) fn shown(&self, written: &str, query: &str, column: &str) -> Element {
        let asked = self.page.queries.iter().position(|of| of.name == query);
        let answer = match asked.and_then(|place| self.outcomes.get(place)) {
            Some(Ok(answer)) => answer,
            _ => return missing(),
        };
        let place = answer.columns.iter().position(|known| known.name == column);
        let (Some(place), true) = (place, answer.rows.len() < 2) else {
            return el("code").child(written.to_owned());
        };
        let value = answer.rows.first().and_then(|row| row.get(place)).unwrap_or(&SqlValue::Missing);
        match self::written(&answer.columns[place], value, self.currency) {
            Some(text) => el("strong").attr("data-value", cell::shown(value)).child(text),
            None => missing(),
        }
    }
}

fn missing() -> Element {
    el("span").class("none").child(text::no_data())
}

/// A value as the page writes it; none where it is missing.
pub(super) fn written(column: &SqlColumn, value: &SqlValue, currency: &str) -> Option<String> {
    Some(match (column.kind, value) {
        (_, SqlValue::Missing) => return None,
        (_, SqlValue::Flag(true)) => text::yes().to_owned(),
        (_, SqlValue::Flag(false)) => text::no().to_owned(),
        (SqlKind::Date | SqlKind::Moment, _) => {
            let shown = cell::shown(value);
            shown.parse().map_or(shown, format::date)
        }
        (SqlKind::Exact | SqlKind::Number, _) => match (cell::number(value), column.unit.as_deref()) {
            (None, _) => cell::shown(value),
            (Some(number), Some("currency")) => format::money(currency, number, decimals(number).min(2)),
            (Some(number), Some("share")) => format::percent(number, 1),
            (Some(number), _) => format::number(number, decimals(number)),
        },
        _ => cell::shown(value),
    })
}

/// Decimals with which a number has three digits at least; a whole one has none.
fn decimals(number: f64) -> u32 {
    let size = number.abs();
    match size {
        _ if number.fract() == 0.0 || size >= 99.95 => 0,
        _ if size >= 9.995 => 1,
        _ if size >= 0.0995 => 2,
        _ => 4,
    }
}

/// The unit behind a value that does not carry its own.
pub(super) fn unit_behind(column: &SqlColumn) -> Option<String> {
    let unit =
        column.unit.as_deref().filter(|unit| !unit.is_empty() && !["currency", "share"].contains(unit))?;
    Some(cell::unit(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, within};

    #[test]
    fn values_are_written_in_the_language_and_unit() {
        let column = |kind, unit: Option<&str>| SqlColumn {
            name: "x".into(),
            kind,
            data_type: String::new(),
            unit: unit.map(str::to_owned),
            meaning: None,
        };
        let check = |kind, unit, value: SqlValue, expected: Option<&str>| {
            let found = within(Language::De, || written(&column(kind, unit), &value, "EUR"));
            assert_eq!(found.map(|text| text.replace('\u{a0}', " ")).as_deref(), expected, "{value:?}");
        };
        use SqlKind::{Date, Exact, Flag, Number, Text};
        check(Exact, Some("currency"), SqlValue::Number(12_345.6), Some("12.346 €"));
        check(Exact, Some("currency"), SqlValue::Number(9.5), Some("9,50 €"));
        check(Number, Some("share"), SqlValue::Number(0.125), Some("12,5 %"));
        check(Exact, Some("units"), SqlValue::Whole(1_234), Some("1.234"));
        check(Exact, None, SqlValue::Text("12345678901234567".into()), Some("12.345.678.901.234.568"));
        check(Number, None, SqlValue::Number(0.012_34), Some("0,0123"));
        check(Date, None, SqlValue::Text("2011-12-09".into()), Some("9. Dez. 2011"));
        check(Flag, None, SqlValue::Flag(false), Some("nein"));
        check(Text, None, SqlValue::Text("<b>".into()), Some("<b>"));
        check(Exact, None, SqlValue::Missing, None);
    }
}
