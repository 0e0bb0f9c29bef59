//! Every check with its findings and what was done about them, by the four dimensions of data quality.

use super::{count, section, share};
use crate::text;
use crate::view::{Element, el};
use crate::words;
use contract::{Check, Example, QualityDimension, Report};

/// The checks.
pub(super) fn checks(report: &Report) -> Element {
    let dimensions = QualityDimension::ALL.into_iter().filter_map(|dimension| of(report, dimension));
    section("checks", text::quality_checks())
        .child(el("p").class("hint").child(text::quality_checks_hint()))
        .child(el("div").class("dimensions").children(dimensions))
}

fn of(report: &Report, dimension: QualityDimension) -> Option<Element> {
    let checks: Vec<&Check> = report.checks.iter().filter(|check| check.dimension == dimension).collect();
    if checks.is_empty() {
        return None;
    }
    let asked = text::dimension(dimension.id());
    let (found, good): (Vec<&Check>, Vec<&Check>) = checks.iter().partition(|check| check.affected > 0);
    let summary = text::quality_found_of(&count(found.len() as u64), &count(checks.len() as u64));
    let head = el("header")
        .child(el("h3").child(asked.name))
        .child(el("p").class("hint").child(asked.question).child(" ").child(summary));
    let found = found.into_iter().map(finding);
    let good = good.into_iter().map(nothing);
    Some(el("section").child(head).child(el("ul").class("checks").children(found).children(good)))
}

fn finding(check: &Check) -> Element {
    let number = el("p")
        .class("count")
        .child(el("strong").attr("data-value", check.affected.to_string()).child(count(check.affected)))
        .child(" ")
        .child(el("span").class("unit").child(seen(check)));
    check_item(check)
        .child(number)
        .child(el("p").class("done").child(words::check(check).action))
        .child(examples(&check.examples))
}

fn nothing(check: &Check) -> Element {
    let number = el("p").class("count").child(el("span").class("unit").child(text::quality_nothing()));
    check_item(check).child(number)
}

fn check_item(check: &Check) -> Element {
    let class = if check.affected > 0 { "check found" } else { "check" };
    el("li")
        .class(class)
        .attr("data-check", check.id.clone())
        .child(el("h4").child(words::check(check).title))
}

fn seen(check: &Check) -> String {
    let (unit, _) = words::counted(&check.unit);
    if check.seen == 0 {
        return unit;
    }
    text::quality_of(&count(check.seen), &unit, &share(check.affected, check.seen))
}

fn examples(examples: &[Example]) -> Option<Element> {
    let example = |example: &Example| {
        let place = match (example.file.is_empty(), example.line) {
            (true, _) => None,
            (false, None) => Some(example.file.clone()),
            (false, Some(line)) => Some(text::quality_place(&example.file, &count(line))),
        };
        let place = place.map(|place| el("span").class("place").child(place));
        let content = (!example.content.is_empty()).then(|| el("code").child(example.content.clone()));
        let said = example.fact.as_ref().map(|fact| el("span").child(words::fact(fact)));
        el("li").child(content).child(" ").child(said).child(" ").child(place)
    };
    (!examples.is_empty()).then(|| {
        el("details")
            .class("table-view")
            .child(el("summary").child(text::quality_examples(&count(examples.len() as u64))))
            .child(el("ul").children(examples.iter().map(example)))
    })
}
