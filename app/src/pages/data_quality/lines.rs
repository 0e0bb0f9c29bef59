//! The verdicts on all lines: each line has exactly one, so they add up to the whole.

use super::{count, section, share};
use crate::charts::{bar, scroll};
use crate::view::{Element, cards, el};
use crate::{format, text, words};
use contract::{Publication, Report, VerdictCount};

/// The verdicts on all lines as bars; tables, which are taken row by row, have none.
pub(super) fn lines(publication: &Publication, report: &Report) -> Element {
    let section = section("lines", text::quality_lines());
    if report.verdicts.is_empty() {
        return section.child(el("p").child(text::quality_lines_none()));
    }
    let kept = report.lines("sale");
    let left_out: Vec<&VerdictCount> =
        report.verdicts.iter().filter(|verdict| verdict.id != "sale" && verdict.lines > 0).collect();
    let largest = left_out.iter().map(|verdict| verdict.lines).max().unwrap_or(1).max(1);
    let mut rows: Vec<Element> = Vec::new();
    for verdict in report.verdicts.iter().filter(|verdict| verdict.id == "sale") {
        rows.push(row(publication, report.rows, verdict, kept as f64 / report.rows.max(1) as f64));
    }
    let mut ordered = left_out.clone();
    ordered.sort_by_key(|verdict| std::cmp::Reverse(verdict.lines));
    for verdict in ordered {
        rows.push(row(publication, report.rows, verdict, verdict.lines as f64 / largest as f64));
    }
    rows.push(total(publication, report));
    let heads = [
        (text::quality_fate(), true),
        (text::quality_line_count(), false),
        (text::quality_share(), false),
        (text::quality_bar(), true),
        (text::quality_units(), false),
        (text::quality_value(), false),
    ];
    let head = |(name, is_text): (&'static str, bool)| {
        el("th").attr("scope", "col").attr("class", is_text.then_some("text")).child(name)
    };
    let table = el("table")
        .class("fates")
        .child(el("caption").class("hidden").child(text::quality_lines()))
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(el("tbody").children(rows));
    section
        .child(el("p").class("hint").child(text::quality_lines_caption()))
        .child(scroll(text::quality_lines().to_owned()).child(cards(table)))
}

fn row(publication: &Publication, all: u64, verdict: &VerdictCount, length: f64) -> Element {
    let kept = verdict.id == "sale";
    el("tr")
        .attr("data-verdict", verdict.id.clone())
        .attr("class", kept.then_some("kept"))
        .child(el("th").attr("scope", "row").child(words::fate(verdict)))
        .child(el("td").attr("data-value", verdict.lines.to_string()).child(count(verdict.lines)))
        .child(el("td").child(share(verdict.lines, all)))
        .child(el("td").class("text").child(bar(length)))
        .child(el("td").child(units(verdict.units.as_deref())))
        .child(el("td").child(value(publication, verdict.value.as_deref())))
}

fn total(publication: &Publication, report: &Report) -> Element {
    let sum = |of: fn(&VerdictCount) -> Option<&str>| {
        let known: Vec<f64> = report.verdicts.iter().filter_map(|v| of(v)?.parse().ok()).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>().to_string())
    };
    let (all_units, all_value) = (sum(|v| v.units.as_deref()), sum(|v| v.value.as_deref()));
    el("tr")
        .class("sum")
        .child(el("th").attr("scope", "row").child(text::quality_all_lines()))
        .child(el("td").child(count(report.rows)))
        .child(el("td").child(share(report.rows, report.rows)))
        .child(el("td"))
        .child(el("td").child(units(all_units.as_deref())))
        .child(el("td").child(value(publication, all_value.as_deref())))
}

/// A decimal text, rounded to whole units.
fn units(decimal: Option<&str>) -> String {
    match decimal.and_then(|text| text.parse().ok()) {
        Some(value) => format::number(value, 0),
        None => text::no_data().to_owned(),
    }
}

/// A decimal text, rounded to whole money.
fn value(publication: &Publication, decimal: Option<&str>) -> String {
    match decimal.and_then(|text| text.parse().ok()) {
        Some(value) => format::money(&publication.currency, value, 0),
        None => text::no_data().to_owned(),
    }
}
