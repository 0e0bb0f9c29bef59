//! The quality report of an import: questions, with answers from the findings.

mod questions;

use planning::day::Day;

use super::clean::Verdict;
use super::field::Field;
use super::findings::Findings;
use crate::number::to_text;
use crate::report::{Check, Example, Fact, Question, Report, Tally, VerdictCount};
use questions::{
    BY_VERDICT, CELL, COPIES_DIFFER, COUNTRY_MISSING, COUNTRY_UNLISTED, CUSTOMER_MISSING, DESCRIPTION_FILLED,
    DESCRIPTION_MISSING, DESCRIPTIONS_DIFFER, LOCATION_MISSING, LOCATION_UNLISTED, MISSHAPEN, OTHER_CURRENCY,
    OVERLAP, RECODED, ROUNDED, SILENT, SKU_RESPELT, UNVERIFIED,
};

/// The report of the findings.
pub(super) fn report(findings: Findings) -> Report {
    let verdicts = Verdict::ALL.map(|verdict| count(&findings, verdict)).to_vec();
    let rows = findings.read;
    let mut checks = vec![days_without_sales(&findings)];
    checks.extend(verdict_checks(&findings));
    checks.extend(unreadable(&findings));
    checks.extend(others(findings));
    // A stable sort keeps the order above within a dimension.
    checks.sort_by_key(|check| check.dimension);
    Report { rows, verdicts, checks }
}

fn count(findings: &Findings, verdict: Verdict) -> VerdictCount {
    let amount = &findings.verdicts[verdict as usize];
    let read = verdict != Verdict::Refused;
    VerdictCount {
        id: verdict.id().into(),
        title: String::new(),
        lines: amount.lines.affected,
        units: read.then(|| to_text(amount.units, 4)),
        value: (read && findings.has_price()).then(|| to_text(amount.value, 8)),
    }
}

fn verdict_checks(findings: &Findings) -> Vec<Check> {
    let answer = |(verdict, question): &(Verdict, Question)| {
        let tally = findings.verdicts[*verdict as usize].lines.clone();
        let seen = if *verdict == Verdict::Refused { findings.read } else { findings.distinct() };
        tally.answer(question, seen, &findings.files)
    };
    BY_VERDICT.iter().map(answer).collect()
}

/// One check for each field the mapping reads.
fn unreadable(findings: &Findings) -> Vec<Check> {
    let asked = |field: &Field| findings.columns.has(*field) && field.is_strict();
    let check = |field: Field| {
        let tally = findings.unreadable[field as usize].clone();
        let mut check = tally.answer(&CELL, findings.read, &findings.files);
        check.id = format!("unreadable_{}", field.name());
        check
    };
    Field::ALL.into_iter().filter(asked).map(check).collect()
}

fn others(findings: Findings) -> Vec<Check> {
    let (read, distinct, items) = (findings.read, findings.distinct(), findings.items);
    let readable = read - findings.refused();
    let overlapping = findings.overlapping_invoices.affected;
    let has = |field| findings.columns.has(field);
    let by_country = has(Field::Country) && findings.by_country;
    let by_location = has(Field::Location) && findings.by_list;
    let (files, is_unverified) = (findings.files.len() as u64, findings.unverified.affected > 0);
    let asked: [(bool, Tally, u64, Question); 16] = [
        (has(Field::Customer), findings.customer_missing, distinct, CUSTOMER_MISSING),
        (has(Field::Description), findings.description_filled, distinct, DESCRIPTION_FILLED),
        (has(Field::Description), findings.description_missing, distinct, DESCRIPTION_MISSING),
        (by_location, findings.location_missing, distinct, LOCATION_MISSING),
        (by_country, findings.country_missing, distinct, COUNTRY_MISSING),
        (true, findings.overlapping_invoices, findings.invoices, OVERLAP),
        (true, findings.differing_copies, overlapping, COPIES_DIFFER),
        (true, findings.respelt, readable, SKU_RESPELT),
        (has(Field::Description), findings.descriptions_differ, items, DESCRIPTIONS_DIFFER),
        (by_location, findings.location_unlisted, distinct, LOCATION_UNLISTED),
        (by_country, findings.country_unlisted, distinct, COUNTRY_UNLISTED),
        (true, findings.misshapen, read, MISSHAPEN),
        (is_unverified, findings.unverified, files, UNVERIFIED),
        (true, findings.recoded, readable, RECODED),
        (true, findings.rounded, readable, ROUNDED),
        (findings.currencies.are_named, findings.currencies.other, read, OTHER_CURRENCY),
    ];
    let asked = asked.into_iter().filter(|(asked, ..)| *asked);
    asked.map(|(_, tally, seen, question)| tally.answer(&question, seen, &findings.files)).collect()
}

/// Days between the first and the last sale on which nothing at all was sold, the longest runs as examples.
fn days_without_sales(findings: &Findings) -> Check {
    let (first, last) = (findings.days.first().copied(), findings.days.last().copied());
    let span =
        first.zip(last).map_or(0, |(first, last)| (i64::from(last) - i64::from(first) + 1).unsigned_abs());
    let mut check = Tally::default().answer(&SILENT, span, &findings.files);
    check.affected = span - findings.days.len() as u64;
    let following = findings.days.iter().zip(findings.days.iter().skip(1));
    let mut runs: Vec<_> =
        following.map(|(day, next)| (next - day - 1, *day)).filter(|run| run.0 > 0).collect();
    runs.sort_by_key(|(length, day)| (-length, *day));
    check.examples.extend(runs.into_iter().take(5).map(|(length, day)| {
        let (first, last) = (Day(day + 1).to_string(), Day(day + length).to_string());
        let values = [("first", first.clone()), ("last", last), ("days", length.to_string())];
        let (content, fact) = match length {
            1 => (first, None),
            _ => (String::new(), Some(Fact::new("days_without_sales", values))),
        };
        Example { file: String::new(), line: None, content, fact }
    }));
    check
}
