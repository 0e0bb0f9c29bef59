//! Stock against cycles kept, at several promises.

use super::{Shown, percent, rule_name};
use crate::charts::{Curve, Mark, curve};
use crate::view::{Element, el};
use crate::{format, text};
use contract::{ProofPoint, ProofRule};

/// A line each for plan and textbook, dots for the other rules; nothing where stock has no value.
pub(super) fn trade(shown: Shown<'_>) -> Option<Element> {
    let [plan, textbook] = [ProofRule::Plan, ProofRule::Textbook].map(|rule| points(shown, rule));
    if plan.is_empty() || !shown.facts.known.cost {
        return None;
    }
    let marks = marks(shown, &plan, &textbook);
    let services = marks.iter().flat_map(|mark| &mark.points).map(|point| point.0);
    let lowest = services.fold(1.0, f64::min);
    let findings = [finding(shown, ProofRule::Plan, &plan), finding(shown, ProofRule::Textbook, &textbook)];
    let sentences =
        findings.into_iter().flatten().reduce(|first, second| text::two_sentences(&first, &second));
    let columns = [text::proof_service(), text::fill_rate(), text::average_stock()];
    let chart = curve(Curve {
        id: "proof-curve",
        title: text::proof_curve_title(),
        unit: text::proof_curve_unit(),
        from: ((lowest * 10.0).floor() / 10.0).clamp(0.0, 0.9),
        legend: legend(&marks),
        marks,
        format: &|value| format::money_compact(&shown.facts.currency, value),
        finding: sentences.unwrap_or_default(),
        first: text::proof_rule(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: plan.iter().chain(&textbook).map(|point| row(shown, point)).collect(),
        is_live: false,
    });
    Some(
        el("section")
            .class("service-curve")
            .attr("aria-labelledby", "trade-title")
            .child(el("h2").attr("id", "trade-title").child(text::proof_curve_heading()))
            .child(chart),
    )
}

fn points(shown: Shown<'_>, rule: ProofRule) -> Vec<ProofPoint> {
    shown.proof.curve.iter().filter(|point| point.rule == rule).copied().collect()
}

fn marks(shown: Shown<'_>, plan: &[ProofPoint], textbook: &[ProofPoint]) -> Vec<Mark> {
    let of = |points: &[ProofPoint]| points.iter().map(|point| (point.service, point.stock_value)).collect();
    let results = |is_one: fn(ProofRule) -> bool| {
        let results = shown.proof.rules.iter().filter(move |result| is_one(result.rule));
        results.filter_map(|result| Some((result.kept.service?, result.stock_value))).collect()
    };
    let mark = |class, is_line, points| Mark { class, is_line, points };
    let marks = vec![
        mark("before", true, of(textbook)),
        mark("dot dot-textbook", false, of(textbook)),
        mark("line", true, of(plan)),
        mark("dot dot-plan", false, of(plan)),
        mark("dot dot-weeks", false, results(|rule| matches!(rule, ProofRule::Weeks(_)))),
        mark("dot dot-foresight", false, results(|rule| rule == ProofRule::Foresight)),
    ];
    marks.into_iter().filter(|mark| !mark.points.is_empty()).collect()
}

/// A key for each mark that is drawn.
fn legend(marks: &[Mark]) -> Vec<(&'static str, &'static str)> {
    let keys = [
        ("line", "key key-window", text::proof_rule_plan()),
        ("before", "key key-before", text::proof_rule_textbook()),
        ("dot dot-weeks", "key key-weeks", text::proof_weeks()),
        ("dot dot-foresight", "key key-foresight", text::proof_rule_foresight()),
    ];
    let is_drawn = |class: &str| marks.iter().any(|mark| mark.class == class);
    keys.into_iter().filter(|(class, ..)| is_drawn(class)).map(|(_, key, name)| (key, name)).collect()
}

/// From where to where a rule's line goes.
fn finding(shown: Shown<'_>, rule: ProofRule, points: &[ProofPoint]) -> Option<String> {
    let (first, last) = (points.first()?, points.last()?);
    Some(text::proof_curve_finding(
        &rule_name(rule),
        &percent(first.service),
        &shown.at_cost(first.stock_value)?,
        &percent(last.service),
        &shown.at_cost(last.stock_value)?,
    ))
}

fn row(shown: Shown<'_>, point: &ProofPoint) -> (f64, String, Vec<String>) {
    let name = text::proof_point(&rule_name(point.rule), &percent(point.promise));
    let stock = format::money(&shown.facts.currency, point.stock_value, 0);
    (point.service, name, vec![percent(point.service), percent(point.fill_rate), stock])
}
