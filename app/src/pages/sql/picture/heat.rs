//! Two words, or a word and a time, with a number for each pair.

use super::super::cell;
use super::{label, title};
use crate::charts::{Heat, heat_map};
use crate::view::Element;
use contract::{SqlAnswer, SqlColumn, SqlKind, SqlValue};
use std::collections::HashSet;

/// Members beyond which cells are too small to see.
const ACROSS_MAX: usize = 160;
const DOWN_MAX: usize = 40;

/// The heat map; none where a pair occurs twice, so that no cell hides another, or where most pairs do not occur.
pub(super) fn heat(answer: &SqlAnswer, (across, down): (usize, usize), number: usize) -> Option<Element> {
    let columns = members(answer, across);
    let rows = members(answer, down);
    let fits = (2..=ACROSS_MAX).contains(&columns.len()) && (2..=DOWN_MAX).contains(&rows.len());
    if !fits || answer.rows.len() * 3 < columns.len() * rows.len() {
        return None;
    }
    let place = |members: &[String], value: &SqlValue| {
        let shown = cell::shown(value);
        members.iter().position(|member| *member == shown)
    };
    let mut cells = vec![vec![None; columns.len()]; rows.len()];
    let mut is_taken = vec![vec![false; columns.len()]; rows.len()];
    for row in &answer.rows {
        let (x, y) = (place(&columns, row.get(across)?)?, place(&rows, row.get(down)?)?);
        if std::mem::replace(&mut is_taken[y][x], true) {
            return None;
        }
        cells[y][x] = cell::number(row.get(number)?);
    }
    let (name, unit) = title(&answer.columns[number]);
    let names = |members: Vec<String>, place: usize| {
        members.into_iter().map(|member| label(&answer.columns[place], &SqlValue::Text(member))).collect()
    };
    heat_map(&Heat {
        id: "sql-heat",
        title: name,
        unit,
        columns: names(columns, across),
        rows: names(rows, down),
        cells,
    })
}

/// Whether the values of a column are so few that each has a row.
pub(super) fn fits(answer: &SqlAnswer, down: usize) -> bool {
    members(answer, down).len() <= DOWN_MAX
}

/// The values of a column, each once: times and numbers in their order, words as they come.
fn members(answer: &SqlAnswer, place: usize) -> Vec<String> {
    let mut found: Vec<&SqlValue> = Vec::new();
    let mut seen = HashSet::new();
    for value in answer.rows.iter().filter_map(|row| row.get(place)) {
        if seen.insert(cell::shown(value)) {
            found.push(value);
        }
    }
    let SqlColumn { kind, .. } = &answer.columns[place];
    let order: fn(&SqlValue) -> Option<f64> = match kind {
        SqlKind::Date | SqlKind::Moment => cell::moment,
        SqlKind::Exact | SqlKind::Number => cell::number,
        _ => |_| None,
    };
    found.sort_by(|a, b| order(a).unwrap_or_default().total_cmp(&order(b).unwrap_or_default()));
    found.into_iter().map(cell::shown).collect()
}
