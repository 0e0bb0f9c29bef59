//! Accuracy by category, by demand class and by method.

use super::{count, framed, percent, scaled, signed_percent};
use crate::category;
use crate::charts::paired;
use crate::text;
use crate::view::{Element, el};
use contract::{AccuracyAnswer, AccuracyRow, Grouping};
use std::cmp::Reverse;

/// A table of one grouping, and under it all of them together.
pub(super) fn groups(
    answer: &AccuracyAnswer,
    grouping: Grouping,
    id: &'static str,
    title: &'static str,
) -> Element {
    let mut rows: Vec<&AccuracyRow> =
        answer.groups.iter().filter(|row| row.grouping == grouping && row.item_locations > 0).collect();
    // Classes keep their order; the rest come by how many there are.
    if grouping != Grouping::DemandClass {
        rows.sort_by_key(|row| Reverse(row.item_locations));
    }
    let most =
        |of: fn(&AccuracyRow) -> Option<f64>| rows.iter().filter_map(|row| of(row)).fold(0.0, f64::max);
    let longest = most(|row| row.rmsse).max(most(|row| row.naive_rmsse));
    let heads = [
        (text::accuracy_group(), true),
        (text::accuracy_items(), false),
        (text::accuracy_bar(), true),
        (text::accuracy_rmsse(), false),
        (text::accuracy_naive(), false),
        (text::accuracy_value_added(), false),
        (text::accuracy_wape(), false),
        (text::accuracy_bias(), false),
        (text::accuracy_better_items(), false),
        (text::accuracy_better_value(), false),
    ];
    let head = |(name, is_text): (&'static str, bool)| {
        el("th").attr("scope", "col").attr("class", is_text.then_some("text")).child(name)
    };
    let body = rows.iter().map(|group| row(group, name(group), longest));
    let table = el("table")
        .child(el("caption").class("hidden").child(title))
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(
            el("tbody")
                .children(body)
                .child(row(&answer.total, text::accuracy_all().to_owned(), longest).class("sum")),
        );
    el("section")
        .class("notes groups")
        .attr("data-grouping", id)
        .attr("aria-labelledby", [id, "-title"].concat())
        .child(el("h2").attr("id", [id, "-title"].concat()).child(title))
        .child(framed(title, table))
}

fn name(row: &AccuracyRow) -> String {
    match row.grouping {
        Grouping::DemandClass => text::demand_class(&row.group).name.to_owned(),
        Grouping::Method => text::method(&row.group).name.to_owned(),
        Grouping::Category => category::name(&row.group).to_owned(),
        Grouping::Total => row.group.clone(),
    }
}

fn row(row: &AccuracyRow, name: String, longest: f64) -> Element {
    let share = |value: Option<f64>| value.filter(|_| longest > 0.0).map(|value| value / longest);
    let bar =
        share(row.rmsse).zip(share(row.naive_rmsse)).map(|(ours, naive)| paired(ours, naive, ours > naive));
    let cell = |id: &'static str, value: Option<f64>, shown: String| {
        el("td")
            .attr("data-measure", id)
            .attr("data-value", value.map(|value| value.to_string()))
            .child(shown)
    };
    let added = cell("value_added", row.value_added, signed_percent(row.value_added));
    let loses = row.value_added.is_some_and(|added| added < 0.0);
    el("tr")
        .attr("data-group", row.group.clone())
        .child(el("th").attr("scope", "row").child(name))
        .child(cell("items", Some(f64::from(row.item_locations)), count(row.item_locations)))
        .child(el("td").class("text").child(bar))
        .child(cell("rmsse", row.rmsse, scaled(row.rmsse)))
        .child(cell("naive_rmsse", row.naive_rmsse, scaled(row.naive_rmsse)))
        .child(if loses { added.class("due") } else { added })
        .child(cell("wape", row.wape, percent(row.wape)))
        .child(cell("bias", row.bias, signed_percent(row.bias)))
        .child(cell("better", row.better, percent(row.better)))
        .child(cell("better_by_value", row.better_by_value, percent(row.better_by_value)))
}
