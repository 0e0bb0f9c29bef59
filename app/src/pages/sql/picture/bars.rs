//! A bar for each word or time.

use super::super::cell;
use super::{label, title};
use crate::charts::{bar, swing_bar};
use crate::format;
use crate::view::{Element, el};
use contract::{SqlAnswer, SqlValue};
use std::collections::HashSet;

/// Rows beyond which a list of bars is no picture any more.
pub(super) const BARS_MAX: usize = 50;

/// The bars, in the order of the rows; from the middle to both sides where values are negative. None where a word occurs
/// twice, because one bar would not be all of it.
pub(super) fn bars(answer: &SqlAnswer, word: usize, number: usize) -> Option<Element> {
    let rows: Vec<(&SqlValue, f64)> = answer
        .rows
        .iter()
        .filter_map(|row| Some((row.get(word)?, cell::number(row.get(number)?)?)))
        .collect();
    let words: HashSet<String> = rows.iter().map(|(word, _)| cell::shown(word)).collect();
    let most = rows.iter().map(|(_, value)| value.abs()).fold(0.0, f64::max);
    if rows.len() < 2 || rows.len() > BARS_MAX || words.len() < rows.len() || most == 0.0 {
        return None;
    }
    let has_negative = rows.iter().any(|(_, value)| *value < 0.0);
    let item = |(name, value): &(&SqlValue, f64)| {
        let share = value / most;
        let drawn = if has_negative { swing_bar([share.min(0.0), share.max(0.0)]) } else { bar(share) };
        el("li")
            .child(el("span").class("name").child(label(&answer.columns[word], name)))
            .child(el("span").class("number").child(format::compact(*value)))
            .child(drawn)
    };
    let (name, unit) = title(&answer.columns[number]);
    let caption = el("figcaption")
        .child(el("h3").attr("id", "sql-bars-title").child(name))
        .child(el("p").class("unit").child(unit));
    let list = el("ul").attr("aria-labelledby", "sql-bars-title").children(rows.iter().map(item));
    let figure = el("figure").class("bars histogram sql-picture").attr("data-picture", "bars");
    Some(figure.child(caption).child(list))
}
