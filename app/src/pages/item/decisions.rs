//! What is decided about an item at a location, with what it would be without.

use crate::page::PageRequest;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Decision, DecisionKind, DecisionRow, DecisionsAnswer, Entry, ItemKey};
use planning::day::Day;

/// The decisions that hold; nothing where there are none.
pub(super) fn decisions(request: &PageRequest<'_>, key: &ItemKey) -> Option<Element> {
    let held = DecisionsAnswer::of(request.derived(), Some(key)).decisions;
    let rows: Vec<Element> = held.iter().map(|row| decided(request, row)).collect();
    (!rows.is_empty()).then(|| {
        el("section")
            .class("decisions")
            .attr("aria-labelledby", "decisions-title")
            .child(el("h2").attr("id", "decisions-title").child(text::decisions_title()))
            .child(el("ul").child(rows))
    })
}

fn decided(request: &PageRequest<'_>, row: &DecisionRow) -> Element {
    let Entry { who, at, decision, id } = &row.entry;
    let named = Some(who).filter(|who| *who != Entry::UNNAMED);
    let written = at.get(..10).and_then(|day| day.parse::<Day>().ok()).map(format::date);
    let by = [named.cloned(), written].into_iter().flatten().collect::<Vec<_>>().join(text::list_comma());
    let hint = |words: String| el("span").class("hint").child(words);
    el("li")
        .attr("data-decision", id.clone())
        .child(el("strong").child(what(decision)))
        .child(decision.why.clone().map(|why| el("span").child(why)))
        .child(hint(by))
        .child(without(request, row).map(hint))
}

fn units(value: f64) -> String {
    format::number(value, if value.fract() == 0.0 { 0 } else { 1 })
}

/// What is decided, in a sentence.
fn what(decision: &Decision) -> String {
    let day = |day: Option<Day>| day.map_or_else(|| text::no_data().to_owned(), format::date);
    let ordered = decision.units.map(units).unwrap_or_default();
    let (from, until) = (day(decision.from), decision.until.map(format::date));
    let said = match decision.kind {
        DecisionKind::Skip => return text::decision_skip(&day(decision.until)),
        DecisionKind::OrderQuantity => return text::decision_quantity(&ordered, &from),
        DecisionKind::DoNotOrder => text::decision_none().to_owned(),
        DecisionKind::OrderPlaced => {
            return text::decision_placed(&ordered, &from, &day(decision.arrives_on));
        }
        DecisionKind::OrderReceived => return text::decision_received(&ordered, &from),
        DecisionKind::Forecast => match (decision.percent, decision.units_per_day) {
            (Some(percent), _) => {
                text::decision_percent(&format::signed(percent, format::number(percent, 0)))
            }
            (None, units_per_day) => text::decision_per_day(&units(units_per_day.unwrap_or(0.0))),
        },
        DecisionKind::LeadTime => text::decision_lead_time(&units(decision.lead_time_days.unwrap_or(0.0))),
        DecisionKind::ServiceTarget => {
            text::decision_service(&format::percent(decision.service_level.unwrap_or(0.0), 1))
        }
        DecisionKind::Withdraw => String::new(),
    };
    match until {
        Some(until) => [&said, text::list_comma(), &text::decision_between(&from, &until)].concat(),
        None => [&said, text::list_comma(), &text::decision_since(&from)].concat(),
    }
}

/// What it would be without.
fn without(request: &PageRequest<'_>, row: &DecisionRow) -> Option<String> {
    let Entry { id, decision, .. } = &row.entry;
    if decision.kind.waits_for_publication() {
        let numbers = &request.published.publication.decisions;
        let Some(number) = numbers.iter().find(|number| number.entry.id == *id) else {
            return Some(text::decision_waits().to_owned());
        };
        return Some(match decision.kind {
            DecisionKind::Forecast => {
                let per_day = |value| format::number(value, 2);
                text::decision_forecast_without(&per_day(number.value), &per_day(number.without))
            }
            DecisionKind::LeadTime => text::decision_lead_time_without(&units(number.without)),
            _ => text::decision_service_without(&format::percent(number.without, 1)),
        });
    }
    let (with, without) = (row.order_units?, row.order_units_without?);
    Some(text::decision_order_without(&units(f64::from(with)), &units(f64::from(without))))
}
