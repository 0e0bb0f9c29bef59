//! `/proof`: how well past plans kept their promise, on days they could not know. Only the server draws it, because
//! it changes only with the publication.

/// The verdict.
mod summary;

/// What each rule kept, and what that took.
mod rules;

/// Stock against cycles kept.
mod trade;

/// By class, demand class and category.
mod groups;

/// Where most was short.
mod missed;

use crate::charts::scroll;
use crate::page::{Page, PageRequest};
use crate::page_error::PageError;
use crate::view::{Element, cards, el};
use crate::{format, text};
use contract::{Derived, Facts, Proof, ProofGrouping, ProofKept, ProofRule, Published, QueryString};
use leptos::prelude::*;
use planning::periods::Step;

/// What every part of the page is drawn from.
#[derive(Clone, Copy)]
struct Shown<'a> {
    facts: &'a Facts,
    proof: &'a Proof,
}

/// The page.
pub(super) static PAGE: Page = Page::new("proof", text::nav_proof, text::proof_purpose, content);

/// The page; the query's filter is only passed on to links.
fn content(request: &PageRequest<'_>, _: &QueryString) -> Result<AnyView, PageError> {
    let Published { derived: Derived { facts, cube, .. }, proof, .. } = request.published;
    let shown = Shown { facts, proof };
    let groupings = [
        (ProofGrouping::Class, "by-class", text::proof_by_class()),
        (ProofGrouping::DemandClass, "by-demand-class", text::by_demand_class()),
        (ProofGrouping::Category, "by-category", text::by_category()),
    ];
    let groups = groupings.map(|(grouping, id, title)| groups::groups(shown, grouping, id, title));
    let page = el("div").class("live proof").child(summary::summary(shown));
    let page = match proof.is_known {
        false => page,
        true => page
            .child(rules::rules(shown))
            .child(trade::trade(shown))
            .children(groups)
            .child(missed::missed(shown, &cube.locations)),
    };
    let page = page.child(notes(facts.period.step()));
    Ok(view! { {page} }.into_any())
}

/// How every number is computed.
fn notes(step: Step) -> Element {
    let notes = [
        text::proof_note_plans(),
        text::proof_note_replays(),
        text::proof_note_kept(),
        text::proof_note_error(),
        text::proof_note_start(),
        text::proof_note_left_out(),
        text::proof_note_demand(),
        text::proof_note_money(),
        text::proof_note_textbook(),
        match step {
            Step::Week => text::proof_note_weeks(),
            Step::Month => text::proof_note_weeks_months(),
        },
        text::proof_note_foresight(),
    ];
    el("section")
        .class("notes")
        .attr("aria-labelledby", "definitions-title")
        .child(el("h2").attr("id", "definitions-title").child(text::how_computed_title()))
        .child(el("ul").children(notes.map(|note| el("li").child(note))))
}

impl Shown<'_> {
    /// Money at cost in few characters; none where no unit costs are known.
    fn at_cost(self, value: f64) -> Option<String> {
        self.facts.known.cost.then(|| format::money_compact(&self.facts.currency, value))
    }

    /// Money at the selling price in few characters; none where no revenue is known.
    fn at_price(self, value: f64) -> Option<String> {
        self.facts.known.revenue.then(|| format::money_compact(&self.facts.currency, value))
    }
}

/// A section with a table that scrolls sideways on narrow pages.
fn table(
    id: &'static str,
    title: &'static str,
    heads: &[(&'static str, bool)],
    body: Vec<Element>,
) -> Element {
    let head = |(name, is_text): &(&'static str, bool)| {
        el("th").attr("scope", "col").attr("class", is_text.then_some("text")).child(*name)
    };
    let table = el("table")
        .child(el("caption").class("hidden").child(title))
        .child(el("thead").child(el("tr").children(heads.iter().map(head))))
        .child(el("tbody").children(body));
    el("section")
        .class("notes groups")
        .attr("data-grouping", id)
        .attr("aria-labelledby", [id, "-title"].concat())
        .child(el("h2").attr("id", [id, "-title"].concat()).child(title))
        .child(scroll(title.to_owned()).child(cards(table)))
}

/// A cell with its value as programs read it.
fn cell(measure: &'static str, value: Option<f64>, shown: Option<String>) -> Element {
    let value = value.filter(|_| shown.is_some());
    el("td")
        .attr("data-measure", measure)
        .attr("data-value", value.map(|value| value.to_string()))
        .child(shown.unwrap_or_else(|| text::no_data().to_owned()))
}

/// A cell with a share in per cent.
fn share_cell(measure: &'static str, share: Option<f64>) -> Element {
    cell(measure, share, share.map(percent))
}

/// A cell with the share of cycles kept and its standard error.
fn kept_cell(measure: &'static str, kept: &ProofKept) -> Element {
    let shown = kept.service.map(|service| match kept.standard_error {
        Some(error) => text::proof_with_error(&percent(service), &points(error)),
        None => percent(service),
    });
    cell(measure, kept.service, shown)
}

fn rule_name(rule: ProofRule) -> String {
    match rule {
        ProofRule::Plan => text::proof_rule_plan().to_owned(),
        ProofRule::Textbook => text::proof_rule_textbook().to_owned(),
        ProofRule::Weeks(1) => text::proof_rule_week().to_owned(),
        ProofRule::Weeks(weeks) => text::proof_rule_weeks(&weeks.to_string()),
        ProofRule::Foresight => text::proof_rule_foresight().to_owned(),
    }
}

fn percent(share: f64) -> String {
    format::percent(share, 1)
}

/// A share in percentage points, without a unit.
fn points(share: f64) -> String {
    format::number(100.0 * share, 1)
}

fn whole(value: f64) -> String {
    format::number(value, 0)
}
