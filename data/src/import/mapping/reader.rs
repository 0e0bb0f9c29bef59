//! Checks of a mapping; errors give the number of the wrong line.

use std::ops::Range;

use iso_currency::Currency;
use jiff::tz::TimeZone;
use regex::{Regex, RegexSet};
use toml::Spanned;

use super::{Columns, Field, UNSTATED_CURRENCY};
use crate::error::{Error, Place, Result};
use crate::number::{self, Point};

/// The text of a mapping, for errors that name its lines.
pub(super) struct Reader<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl Reader<'_> {
    pub(super) fn at(&self, span: &Range<usize>) -> Place {
        let before = &self.text.as_bytes()[..span.start.min(self.text.len())];
        Place::new(self.name).line(1 + before.iter().filter(|byte| **byte == b'\n').count() as u64)
    }

    pub(super) fn bad<T: AsRef<str>>(&self, value: &Spanned<T>, problem: &str, remedy: &str) -> Error {
        Error::bad(self.at(&value.span()).value(value.get_ref().as_ref()), problem, remedy)
    }

    pub(super) fn bad_list(&self, list: &str, problem: String) -> Error {
        Error::bad(Place::new(self.name).column(format!("[[{list}]]")), problem, "Correct the list")
    }

    pub(super) fn columns(&self, columns: Spanned<Columns>) -> Result<Columns> {
        let place = self.at(&columns.span());
        let columns = columns.into_inner();
        if let Some(field) = Field::ALL.into_iter().find(|field| field.is_required() && !columns.has(*field))
        {
            return Err(Error::bad(
                place,
                format!("[columns] does not say which column is {}", field.name()),
                format!("Add {} = [\"name of the column\"]", field.name()),
            ));
        }
        for (one, other) in [(Field::UnitPrice, Field::LineTotal), (Field::Tax, Field::TaxPercent)] {
            if columns.has(one) && columns.has(other) {
                return Err(Error::bad(
                    place,
                    format!("[columns] has {} and {}, which say the same", one.name(), other.name()),
                    "Leave one of them out",
                ));
            }
        }
        let of_price = [Field::Discount, Field::Tax, Field::TaxPercent];
        match of_price.into_iter().find(|field| columns.has(*field) && !columns.has_price()) {
            None => Ok(columns),
            Some(field) => Err(Error::bad(
                place,
                format!("[columns] has {}, but no price that it could be taken off", field.name()),
                "Add unit_price or line_total",
            )),
        }
    }

    pub(super) fn zone(&self, name: &Spanned<String>) -> Result<TimeZone> {
        TimeZone::get(name.get_ref()).map_err(|_| {
            self.bad(name, "is not a time zone", "Use an IANA name such as Europe/London or UTC")
        })
    }

    /// XXX, the ISO 4217 code for no currency, is allowed.
    pub(super) fn currency(&self, code: &Spanned<String>) -> Result<()> {
        if Currency::from_code(code.get_ref()).is_some() {
            return Ok(());
        }
        let capitals = code.get_ref().trim().to_uppercase();
        let remedy = match Currency::from_code(&capitals) {
            Some(currency) => format!("Write {} ({})", currency.code(), currency.name()),
            None => format!(
                "Write three capitals such as EUR or USD, or {UNSTATED_CURRENCY} where it is not known"
            ),
        };
        Err(self.bad(code, "is not a currency of ISO 4217", &remedy))
    }

    pub(super) fn delimiter(&self, text: &Spanned<String>) -> Result<u8> {
        match text.get_ref().as_bytes() {
            [byte] if byte.is_ascii() => Ok(*byte),
            _ => Err(self.bad(text, "is not one ASCII character", "Write delimiter = \";\" or leave it out")),
        }
    }

    pub(super) fn encoding(&self, label: &Spanned<String>) -> Result<&'static encoding_rs::Encoding> {
        // The standard's labels have no hyphen here; people do.
        let known = label.get_ref().to_lowercase().replace("latin-", "latin");
        encoding_rs::Encoding::for_label(known.as_bytes()).ok_or_else(|| {
            self.bad(label, "is not an encoding", "Use a name such as utf-8 or windows-1252, or leave it out")
        })
    }

    pub(super) fn moments(&self, formats: Vec<Spanned<String>>) -> Result<Vec<String>> {
        let sample = jiff::civil::date(2011, 12, 9).at(12, 50, 0, 0).to_zoned(TimeZone::UTC);
        for format in &formats {
            let known =
                sample.as_ref().is_ok_and(|at| jiff::fmt::strtime::format(format.get_ref(), at).is_ok());
            if !known {
                return Err(self.bad(format, "is not a time format", "Write it as in %d/%m/%Y %H:%M"));
            }
        }
        Ok(formats.into_iter().map(Spanned::into_inner).collect())
    }

    pub(super) fn patterns(&self, patterns: &[Spanned<String>]) -> Result<RegexSet> {
        let whole = |pattern: &str| format!("^(?:{pattern})$");
        for pattern in patterns {
            if let Err(error) = Regex::new(&whole(pattern.get_ref())) {
                let problem = format!("is not a regular expression: {error}");
                return Err(self.bad(pattern, &problem, "Correct it"));
            }
        }
        RegexSet::new(patterns.iter().map(|pattern| whole(pattern.get_ref())))
            .map_err(|error| self.bad_list("not_goods", error.to_string()))
    }

    pub(super) fn quantity(&self, value: &Spanned<f64>) -> Result<i64> {
        match number::parse(&value.get_ref().to_string(), Point::Dot) {
            Ok(parsed) if parsed.value > 0 => Ok(parsed.value),
            _ => {
                Err(Error::bad(self.at(&value.span()), "max_quantity is not a positive number", "Correct it"))
            }
        }
    }

    pub(super) fn share(&self, share: f64) -> Result<f64> {
        if (0.0..=1.0).contains(&share) {
            return Ok(share);
        }
        Err(Error::bad(
            Place::new(self.name).column("limits.max_refused_share"),
            format!("{share} is not between 0 and 1"),
            "Write 0.01 for one line in a hundred",
        ))
    }
}
