//! The findings of an import of order lines: counts, sums and examples.

use std::collections::BTreeSet;

use super::clean::Verdict;
use super::currency::Currencies;
use super::field::{Columns, Field};
use super::line::{OrderLine, Refusal, Understood};
use super::places::Places;
use crate::number::to_text;
use crate::report::{Fact, NO_FILE, Shown, Tally};
use crate::source::Reason;

/// Counters, updated as lines stream by. [`report`](super::report) turns them into the report.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Names of the sources.
    pub(super) files: Vec<String>,
    /// The mapping's columns; a field that it leaves out is not missing.
    pub(super) columns: Columns,
    /// True if the mapping assigns countries to locations.
    pub(super) by_country: bool,
    /// True if the mapping lists locations.
    pub(super) by_list: bool,
    /// Rows read.
    pub(super) read: u64,
    /// Lines, units and value by verdict.
    pub(super) verdicts: [Amount; Verdict::ALL.len()],
    /// Cells that cannot be used, by field.
    pub(super) unreadable: [Tally; Field::ALL.len()],
    /// A field that lines lack whose order has it on a line above.
    pub(super) continued: Option<Field>,
    /// Rows without the header's number of cells, or not in the encoding named.
    pub(super) misshapen: Tally,
    /// Files in which damage may have gone unnoticed.
    pub(super) unverified: Tally,
    pub(super) recoded: Tally,
    pub(super) rounded: Tally,
    pub(super) currencies: Currencies,
    pub(super) respelt: Tally,
    pub(super) customer_missing: Tally,
    pub(super) country_missing: Tally,
    pub(super) country_unlisted: Tally,
    pub(super) location_missing: Tally,
    pub(super) location_unlisted: Tally,
    pub(super) description_filled: Tally,
    pub(super) description_missing: Tally,
    pub(super) descriptions_differ: Tally,
    /// Items met.
    pub(super) items: u64,
    /// Days with sales.
    pub(super) days: BTreeSet<i32>,
    /// Invoices met.
    pub(super) invoices: u64,
    pub(super) overlapping_invoices: Tally,
    pub(super) differing_copies: Tally,
}

/// The lines of one verdict.
#[derive(Clone, Debug, Default)]
pub(super) struct Amount {
    pub(super) lines: Tally,
    /// Ten-thousandths.
    pub(super) units: i128,
    /// Hundred-millionths.
    pub(super) value: i128,
}

impl Findings {
    pub(super) fn new(files: Vec<String>, columns: Columns, places: &Places) -> Findings {
        let (by_country, by_list) = (places.by_country(), !places.all().is_empty());
        Findings { files, columns, by_country, by_list, ..Findings::default() }
    }

    pub(super) fn has_price(&self) -> bool {
        self.columns.has_price()
    }

    /// Rows refused so far.
    pub(super) fn refused(&self) -> u64 {
        self.verdicts[Verdict::Refused as usize].lines.affected
    }

    /// Lines that are not another source's copy; most checks are about these.
    pub(super) fn distinct(&self) -> u64 {
        self.read - self.refused() - self.verdicts[Verdict::Overlap as usize].lines.affected
    }

    /// A row whose cell cannot be used.
    pub(super) fn note_refusal(&mut self, source: u32, line: u64, refusal: &Refusal) {
        let content = || refusal.reason.of_cell(refusal.field.name(), refusal.value.as_deref());
        self.unreadable[refusal.field as usize].add(source, line, content);
        self.verdicts[Verdict::Refused as usize].lines.add(source, line, content);
    }

    /// A row that cannot be split.
    pub(super) fn note_misshapen(&mut self, source: u32, line: u64, reason: &Reason) {
        self.misshapen.add(source, line, || reason.of_row());
        self.verdicts[Verdict::Refused as usize].lines.add(source, line, || reason.of_row());
    }

    /// Corrections needed to understand a row.
    pub(super) fn note_repairs(&mut self, row: &Understood, recoded: bool) {
        let line = &row.line;
        let repairs = [
            (recoded, &mut self.recoded),
            (row.rounded, &mut self.rounded),
            (row.respelt, &mut self.respelt),
        ];
        for (_, tally) in repairs.into_iter().filter(|(found, _)| *found) {
            tally.add(line.source, line.line, || describe(line));
        }
    }

    /// A line and its verdict; `is_listed` says whether the mapping lists its location or, if it names none, its country.
    pub(super) fn note(&mut self, line: &OrderLine, verdict: Verdict, is_listed: bool) {
        let amount = &mut self.verdicts[verdict as usize];
        amount.lines.add(line.source, line.line, || describe(line));
        amount.units += i128::from(line.quantity);
        amount.value += line.value().unwrap_or(0);
        if verdict == Verdict::Overlap {
            return;
        }
        if line.customer.is_none() {
            self.customer_missing.add(line.source, line.line, || describe(line));
        }
        // Only a line that names no location needs a country.
        if line.location.is_none() {
            self.location_missing.add(line.source, line.line, || describe(line));
        }
        match (&line.location, &line.country) {
            (Some(_), _) | (None, Some(_)) if is_listed => {}
            (Some(location), _) => self.location_unlisted.add(line.source, line.line, || location.clone()),
            (None, None) => self.country_missing.add(line.source, line.line, || describe(line)),
            (None, Some(country)) => self.country_unlisted.add(line.source, line.line, || country.clone()),
        }
    }

    /// The descriptions of an item's sales, and its lines without one.
    pub(super) fn note_item(&mut self, sku: &str, names: &[&str], nameless: &[(u32, u64)]) {
        self.items += 1;
        if names.len() > 1 {
            let few = names[..names.len().min(3)].join("; ");
            let text = || format!("{sku}: {} descriptions, such as {few}", names.len());
            let values =
                || [("sku", sku.to_owned()), ("count", names.len().to_string()), ("few", few.clone())];
            let content = || Shown::new(String::new(), Fact::new("descriptions_differ", values()), text());
            self.descriptions_differ.add(NO_FILE, self.items, content);
        }
        let (tally, name) = match names.first() {
            Some(name) => (&mut self.description_filled, *name),
            None => (&mut self.description_missing, ""),
        };
        for (source, line) in nameless {
            tally.add(*source, *line, || format!("{sku} {name}").trim_end().to_owned());
        }
    }
}

/// A line in a form that people recognise: `C536379 D Discount -1 × 27.5 customer 14527`.
fn describe(line: &OrderLine) -> Shown {
    let mut text = format!("{} {}", line.invoice, line.sku);
    if let Some(name) = &line.description {
        text.push_str(&format!(" {name}"));
    }
    text.push_str(&format!(" {}", to_text(i128::from(line.quantity), 4)));
    if let Some(price) = line.unit_price {
        text.push_str(&format!(" × {}", to_text(i128::from(price), 4)));
    }
    let Some(customer) = &line.customer else { return text.into() };
    let whole = format!("{text} customer {customer}");
    Shown::new(text, Fact::new("customer", [("customer", customer.clone())]), whole)
}
