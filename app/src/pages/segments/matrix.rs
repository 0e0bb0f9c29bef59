//! ABC by XYZ: each pair of classes with what it holds and how it is planned.

use super::{
    Shown, count, framed, head, in_stock_text, items_href, policy_text, section, share, share_text,
    stock_text,
};
use crate::text;
use crate::view::{Element, el};
use contract::{AbcClass, GroupTotal, Variability};

/// Most policies of a pair that are named.
const POLICIES_MAX: usize = 3;

/// The matrix.
pub(super) fn matrix(shown: &Shown<'_>) -> Element {
    let derived = shown.request.derived();
    let cells = contract::matrix(&derived.facts, &derived.plan, &shown.rows);
    let of = |class: AbcClass, variability: Variability| {
        cells.iter().find(|cell| cell.0 == class && cell.1 == variability).map(|cell| &cell.2)
    };
    let is_there = |class: AbcClass, variability: Variability| {
        of(class, variability).is_some_and(|total| total.item_locations > 0)
    };
    let has_column = |variability: &Variability| {
        *variability != Variability::Unknown
            || AbcClass::ALL.into_iter().any(|class| is_there(class, *variability))
    };
    let has_row = |class: &AbcClass| {
        *class != AbcClass::Unknown || Variability::ALL.into_iter().any(|column| is_there(*class, column))
    };
    let columns: Vec<Variability> = Variability::ALL.into_iter().filter(has_column).collect();
    let heads = columns.iter().map(|variability| {
        let words = text::variability(variability.name());
        el("th")
            .attr("scope", "col")
            .child(el("span").class("class-name").child(words.short))
            .child(" ")
            .child(el("span").class("hint").child(words.name))
    });
    let row = |class: AbcClass| {
        let name = el("th")
            .attr("scope", "row")
            .child(el("span").class("class-name").child(text::abc_class(class.name()).name));
        let cells = columns.iter().map(|variability| match of(class, *variability) {
            Some(total) => cell(shown, class, *variability, total),
            None => el("td"),
        });
        el("tr").child(name).children(cells)
    };
    let table = el("table")
        .class("class-matrix")
        .child(el("caption").class("hidden").child(text::segments_matrix()))
        .child(el("thead").child(el("tr").child(head(text::class())).children(heads)))
        .child(el("tbody").children(AbcClass::ALL.into_iter().filter(has_row).map(row)));
    let hint = text::segments_matrix_hint(&count(shown.total.item_locations));
    section("matrix", text::segments_matrix(), hint).child(framed(text::segments_matrix(), table))
}

fn cell(shown: &Shown<'_>, class: AbcClass, variability: Variability, total: &GroupTotal) -> Element {
    let id = [class.name(), variability.name()].concat();
    let cell = el("td").attr("data-cell", id).attr("data-count", total.item_locations.to_string());
    if total.item_locations == 0 {
        return cell.class("no-items").child(text::segments_none());
    }
    let href = items_href(shown, |query| {
        query.filter.class = vec![class];
        query.variability = vec![variability];
    });
    let many = match total.item_locations {
        1 => text::segments_one_item().to_owned(),
        several => text::segments_items(&count(several)),
    };
    let link = el("a").attr("href", href).child(many);
    let share = share(shown, total);
    let facts = &shown.request.derived().facts;
    let facts = [
        (text::segments_share(), share_text(share)),
        (text::segments_stock(), stock_text(facts, total)),
        (text::segments_in_stock(), in_stock_text(total)),
    ];
    let fact = |(name, value): (&'static str, String)| {
        el("div").child(el("dt").child(name)).child(el("dd").child(value))
    };
    cell.class(level(share))
        .child(el("p").class("many").child(link))
        .child(el("dl").children(facts.map(fact)))
        .child(el("ul").class("policies").children(policies(total)))
}

fn policies(total: &GroupTotal) -> Vec<Element> {
    let several = total.policies.len() > 1;
    let policy = |policy: &contract::GroupPolicy| {
        let words = policy_text(policy);
        let words = if several { [&count(policy.item_locations), " × ", &words].concat() } else { words };
        el("li").child(words)
    };
    let mut list: Vec<Element> = total.policies.iter().take(POLICIES_MAX).map(policy).collect();
    let more = total.policies.len().saturating_sub(POLICIES_MAX);
    if more > 0 {
        list.push(el("li").child(text::segments_more_policies(&more.to_string())));
    }
    list
}

/// The more value, the stronger the background.
fn level(share: Option<f64>) -> &'static str {
    match share {
        Some(share) if share >= 0.25 => "level-3",
        Some(share) if share >= 0.1 => "level-2",
        Some(share) if share >= 0.02 => "level-1",
        _ => "level-0",
    }
}
