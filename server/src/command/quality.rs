//! A data-quality report as a table for a terminal.

use contract::{Check, QualityDimension, Report};
use data::terminal::{grouped, grouped_text, plain};
use std::fmt::Write as _;

/// The table, in English.
pub(super) fn to_text(report: &Report) -> String {
    let report = &app::in_english(report);
    // Writing to a String cannot fail.
    let mut text = format!("{} rows\n", grouped(report.rows));
    if !report.verdicts.is_empty() {
        let _ =
            writeln!(text, "\n{:<44}{:>12}{:>18}{:>20}", "What became of them", "lines", "units", "value");
    }
    for count in &report.verdicts {
        let amount = |value: &Option<String>| value.as_deref().map_or("no data".to_owned(), grouped_text);
        let (units, value) = (amount(&count.units), amount(&count.value));
        let title = plain(&count.title);
        let _ = writeln!(text, "{title:<44}{:>12}{units:>18}{value:>20}", grouped(count.lines));
    }
    for dimension in QualityDimension::ALL {
        let checks: Vec<_> = report.checks.iter().filter(|check| check.dimension == dimension).collect();
        if !checks.is_empty() {
            let (first, rest) = dimension.id().split_at(1);
            let _ = writeln!(text, "\n{}{rest}", first.to_uppercase());
        }
        checks.into_iter().for_each(|check| describe(&mut text, check));
    }
    text
}

fn describe(text: &mut String, check: &Check) {
    let (affected, seen) = (grouped(check.affected), grouped(check.seen));
    let mark = if check.affected == 0 { "ok" } else { "  " };
    let (title, unit) = (plain(&check.title), plain(&check.unit));
    let _ = writeln!(text, "  {mark} {title:<58}{affected:>12} of {seen} {unit}");
    if check.affected == 0 {
        return;
    }
    let _ = writeln!(text, "       {}", plain(&check.action));
    for example in &check.examples {
        let line = example.line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = format!("{}{line}  ", plain(&example.file));
        let _ = writeln!(text, "       {}{}", place.trim_start(), plain(&example.content));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{Example, Fact, VerdictCount};

    fn check(id: &str, dimension: QualityDimension, affected: u64) -> Check {
        Check {
            id: id.into(),
            dimension,
            title: format!("Title of {id}"),
            affected,
            seen: 20,
            unit: "lines".into(),
            action: "Left out.".into(),
            examples: vec![Example {
                file: "a.csv".into(),
                line: Some(7),
                content: "1 A".into(),
                fact: Some(Fact::new("customer", [("customer", "17".into())])),
            }],
        }
    }

    fn report() -> Report {
        let count = VerdictCount {
            id: "sale".into(),
            title: "Sale, kept".into(),
            lines: 1_067_370,
            units: Some("12".into()),
            value: None,
        };
        let checks = vec![
            check("good", QualityDimension::Completeness, 0),
            check("bad", QualityDimension::Validity, 1),
        ];
        Report { rows: 20, verdicts: vec![count], checks }
    }

    #[test]
    fn the_text_shows_counts_actions_and_examples_under_their_dimension() {
        let text = to_text(&report());
        for part in ["1 067 370", "no data", "Completeness\n  ok Title of good", "a.csv:7  1 A customer 17"] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        assert_eq!(text.matches("Left out.").count(), 1, "only where something was found: {text}");
        assert!(!text.contains("Accuracy"), "{text}");
    }
}
