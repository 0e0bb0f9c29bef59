//! The promise of the policy under the settings, and its achievement in simulation.

use super::model::ItemModel;
use super::{more, units};
use crate::charts::scroll;
use crate::view::{Element, cards, el};
use crate::{format, text};
use contract::{Facts, Simulated, Verification};
use planning::stock::simulate::Evidence;

/// Points of service between promise and achievement from which on the page warns.
const APART: f64 = 0.02;

/// Promise and achievement side by side, and what follows from them.
pub(super) fn verification(facts: &Facts, model: &ItemModel) -> Element {
    let section = more("verification", text::verified_title());
    let Some(verification) = &model.answer.verification else {
        return section.child(el("p").child(text::verified_none()));
    };
    section
        .child(sentence(verification))
        .child(scroll(text::verified_title().to_owned()).child(cards(table(verification))))
        .child(el("p").class("hint").child(evidence(facts, verification)))
}

fn percent(share: f64) -> String {
    format::percent(share, 1)
}

/// The result.
fn sentence(of: &Verification) -> Element {
    let (promise, achieved) = (percent(of.promised.cycle_service), percent(of.achieved.cycle_service));
    let apart = (of.achieved.cycle_service - of.promised.cycle_service).abs() > APART;
    el("p")
        .class(if apart { "verdict apart" } else { "verdict" })
        .attr("data-apart", apart.to_string())
        .child(apart.then(|| el("strong").child(text::verified_apart())))
        .child(if apart { " " } else { "" })
        .child(text::verified_sentence(&promise, &achieved))
}

fn table(of: &Verification) -> Element {
    let heads = [
        text::measure(),
        text::service_level(),
        text::fill_rate(),
        text::average_stock(),
        text::orders_a_year(),
    ];
    let head = |name| el("th").attr("scope", "col").child(name);
    let rows = [
        ("promised", text::verified_promised(), &of.promised),
        ("achieved", text::verified_achieved(), &of.achieved),
    ];
    el("table")
        .child(el("caption").class("hidden").child(text::verified_title()))
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(el("tbody").children(rows.map(|(id, name, simulated)| row(id, name, simulated, of))))
}

fn row(id: &'static str, name: &'static str, simulated: &Simulated, of: &Verification) -> Element {
    let misses = simulated.cycle_service < of.promised.cycle_service - APART;
    let service = el("td")
        .class(if misses { "due" } else { "" })
        .attr("data-value", simulated.cycle_service.to_string())
        .child(percent(simulated.cycle_service));
    let number = |value: String| el("td").child(value);
    el("tr")
        .attr("data-verified", id)
        .child(el("th").attr("scope", "row").child(name))
        .child(service)
        .child(number(percent(simulated.fill_rate)))
        .child(number(units(simulated.average_stock)))
        .child(number(format::number(simulated.orders_per_year, 1)))
}

/// The days on which the reorder point was simulated.
fn evidence(facts: &Facts, of: &Verification) -> String {
    let number = |value: u32| format::number(f64::from(value), 0);
    let (days, demands) = (number(of.held_out_days), number(of.demand_days));
    let error = format::number(100.0 * of.standard_error, 1);
    match of.evidence {
        Evidence::HeldOut => text::verified_held_out(&days, &demands, &error),
        Evidence::Fitted => {
            let service = percent(facts.settings.service_level);
            text::verified_on_distribution(&days, &demands, &service, &error)
        }
    }
}
