//! Joins the reports of two imports into the report of one snapshot.

use super::tally::EXAMPLES;
use super::{Check, Report, VerdictCount};
use crate::number::add_decimals;

/// The findings of both imports: counts are added, and the examples of the earlier one come first.
pub(crate) fn joined(earlier: Report, later: Report) -> Report {
    let mut joined = earlier;
    joined.rows += later.rows;
    for count in later.verdicts {
        match joined.verdicts.iter_mut().find(|known| known.id == count.id) {
            Some(known) => add_verdict(known, count),
            None => joined.verdicts.push(count),
        }
    }
    for check in later.checks {
        match joined.checks.iter_mut().find(|known| known.id == check.id) {
            Some(known) => add_check(known, check),
            None => joined.checks.push(check),
        }
    }
    joined.checks.sort_by_key(|check| check.dimension);
    joined
}

fn add_verdict(known: &mut VerdictCount, count: VerdictCount) {
    // An amount that one of them does not know is unknown for both.
    let sum = |a: Option<String>, b: Option<String>| add_decimals(&a?, &b?);
    known.lines += count.lines;
    known.units = sum(known.units.take(), count.units);
    known.value = sum(known.value.take(), count.value);
}

fn add_check(known: &mut Check, check: Check) {
    known.affected += check.affected;
    known.seen += check.seen;
    known.examples.extend(check.examples);
    known.examples.truncate(EXAMPLES);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Dimension, Example};

    fn report(lines: u64, units: &str, value: Option<&str>, affected: u64) -> Report {
        let example =
            |n: u64| Example { file: format!("{lines}.csv"), line: Some(n), content: "x".into(), fact: None };
        Report {
            rows: lines,
            verdicts: vec![VerdictCount {
                id: "sale".into(),
                title: "Sale".into(),
                lines,
                units: Some(units.into()),
                value: value.map(str::to_owned),
            }],
            checks: vec![Check {
                id: "unreadable".into(),
                dimension: Dimension::Validity,
                title: "Unreadable".into(),
                affected,
                seen: lines,
                unit: "lines".into(),
                action: "Refused.".into(),
                examples: (0..affected.min(5)).map(example).collect(),
            }],
        }
    }

    #[test]
    fn counts_add_up_exactly_and_what_one_does_not_know_is_not_known() {
        let both = joined(report(10, "-1.5", Some("0.1"), 4), report(5, "2.25", Some("0.20000001"), 3));
        assert_eq!((both.rows, both.lines("sale")), (15, 15));
        assert_eq!(both.verdicts[0].units.as_deref(), Some("0.75"));
        assert_eq!(both.verdicts[0].value.as_deref(), Some("0.30000001"));
        let check = both.check("unreadable").unwrap();
        assert_eq!((check.affected, check.seen, check.examples.len()), (7, 15, 5));
        assert_eq!(check.examples[4].file, "5.csv", "the later import's come last");
        let half = joined(report(1, "1", None, 0), report(1, "1", Some("7"), 0));
        assert_eq!(half.verdicts[0].value, None);
    }

    #[test]
    fn checks_that_only_one_made_stay() {
        let mut other = report(2, "1", None, 1);
        other.checks[0].id = "products_unreadable".into();
        other.checks[0].dimension = Dimension::Completeness;
        let both = joined(report(1, "1", None, 0), other);
        let ids: Vec<_> = both.checks.iter().map(|check| check.id.as_str()).collect();
        assert_eq!(ids, ["products_unreadable", "unreadable"]);
    }
}
