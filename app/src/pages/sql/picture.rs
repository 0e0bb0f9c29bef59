//! The picture that an answer makes: chosen from the types of its columns, drawn where its rows allow it.

/// A line over time for each number.
mod lines;

/// A bar for each word.
mod bars;

/// Two words or times and a number as a heat map.
mod heat;

/// Two numbers as points.
mod scatter;

use super::asked::Asked;
use super::cell;
use super::shown::Picture;
use crate::text;
use crate::view::{Element, el};
use contract::{SqlAnswer, SqlColumn, SqlKind, SqlValue};

/// What to draw, by the places of columns.
#[derive(Debug, PartialEq)]
enum Choice {
    Lines { time: usize, numbers: Vec<usize> },
    Bars { label: usize, number: usize },
    Heat { across: usize, down: usize, number: usize },
    Scatter { across: usize, up: usize },
}

/// Names of whole numbers that are places in a calendar and not quantities.
const CALENDAR: [&str; 7] = ["year", "quarter", "month", "week", "weekday", "day", "hour"];

/// What the types of columns allow, the best first; nothing where people would rather read the table.
fn choices(columns: &[SqlColumn]) -> Vec<Choice> {
    let (mut times, mut words, mut numbers, mut quantities) = (vec![], vec![], vec![], vec![]);
    for (place, column) in columns.iter().enumerate() {
        match column.kind {
            SqlKind::Date | SqlKind::Moment => times.push(place),
            SqlKind::Exact if CALENDAR.contains(&column.name.to_lowercase().as_str()) => {
                words.push(place);
                numbers.push(place);
            }
            SqlKind::Exact | SqlKind::Number => {
                numbers.push(place);
                quantities.push(place);
            }
            SqlKind::Text | SqlKind::Flag => words.push(place),
            SqlKind::Other => return Vec::new(),
        }
    }
    let points = match numbers[..] {
        [across, up, ..] => Some(Choice::Scatter { across, up }),
        _ => None,
    };
    let mut choices = match (&times[..], &words[..], &quantities[..]) {
        (&[time], [], &[number, ..]) => {
            vec![Choice::Lines { time, numbers: quantities }, Choice::Bars { label: time, number }]
        }
        ([], &[label], &[number, ..]) => vec![Choice::Bars { label, number }],
        // Of two words the first is the one that people read down.
        (&[across], &[down], &[number, ..]) | ([], &[down, across], &[number, ..]) => {
            vec![Choice::Heat { across, down, number }, Choice::Bars { label: down, number }]
        }
        _ => Vec::new(),
    };
    choices.extend(points);
    choices
}

/// The picture of an answer and a choice among those that it makes; none of a part, which would show what the data do not.
pub(super) fn picture(asked: &Asked, answer: &SqlAnswer) -> Option<Element> {
    if answer.cost.cut_at.is_some() {
        return None;
    }
    let choices = choices(&answer.columns);
    let drawn: Vec<(Picture, Element)> = choices.iter().filter_map(|choice| draw(answer, choice)).collect();
    let names: Vec<Picture> = drawn.iter().map(|(picture, _)| *picture).chain([Picture::Table]).collect();
    let first = drawn.first()?.0;
    let shown = asked.picture.filter(|chosen| names.contains(chosen)).unwrap_or(first);
    let link = |picture: &Picture| {
        let link = el("a")
            .attr("id", ["sql-picture-", picture.name()].concat())
            .attr("href", asked.shown(asked.sort, Some(*picture)))
            .attr("aria-current", (*picture == shown).then_some("true"));
        el("li").child(link.child(text::sql_picture(picture.name()).name))
    };
    let chooser = el("nav")
        .class("chooser")
        .attr("aria-label", text::sql_pictures())
        .child(el("ul").children(names.iter().map(link)));
    let image = drawn.into_iter().find(|(picture, _)| *picture == shown).map(|(_, image)| image);
    Some(el("div").class("sql-shown").child(chooser).child(image))
}

/// A picture, if the rows allow it.
fn draw(answer: &SqlAnswer, choice: &Choice) -> Option<(Picture, Element)> {
    Some(match *choice {
        Choice::Lines { time, ref numbers } => (Picture::Line, lines::lines(answer, time, numbers)?),
        Choice::Bars { label, number } => (Picture::Bar, bars::bars(answer, label, number)?),
        Choice::Heat { across, down, number } => (Picture::Heat, heat::heat(answer, (across, down), number)?),
        Choice::Scatter { across, up } => (Picture::Scatter, scatter::scatter(answer, across, up)?),
    })
}

/// A column's values as numbers; what is missing stays missing.
fn numbers(answer: &SqlAnswer, place: usize) -> impl Iterator<Item = Option<f64>> {
    answer.rows.iter().map(move |row| row.get(place).and_then(cell::number))
}

/// A column's name with its unit.
fn title(column: &SqlColumn) -> (String, String) {
    let unit = column.unit.as_deref().filter(|unit| !unit.is_empty());
    (column.name.clone(), unit.map(cell::unit).unwrap_or_default())
}

/// The label of a cell that is a word or a time.
fn label(column: &SqlColumn, value: &SqlValue) -> String {
    let time = match column.kind {
        SqlKind::Date | SqlKind::Moment => cell::moment(value),
        _ => None,
    };
    time.map_or_else(|| cell::shown(value), cell::moment_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(columns: &[(&str, SqlKind)]) -> Vec<SqlColumn> {
        let column = |(name, kind): &(&str, SqlKind)| SqlColumn {
            name: (*name).to_owned(),
            kind: *kind,
            data_type: String::new(),
            unit: None,
            meaning: None,
        };
        columns.iter().map(column).collect()
    }

    #[test]
    fn types_choose_the_picture() {
        use SqlKind::{Date, Exact, Moment, Number, Other, Text};
        let check = |given: &[(&str, SqlKind)], expected: &[Choice]| {
            assert_eq!(choices(&columns(given)), expected, "{given:?}");
        };
        let bars = |label, number| Choice::Bars { label, number };
        let points = |across, up| Choice::Scatter { across, up };
        let lines = Choice::Lines { time: 0, numbers: vec![1, 2] };
        check(&[("date", Date), ("units", Exact), ("revenue", Exact)], &[lines, bars(0, 1), points(1, 2)]);
        check(&[("units", Exact), ("category", Text)], &[bars(1, 0)]);
        let heat = Choice::Heat { across: 0, down: 1, number: 2 };
        check(&[("week", Moment), ("category", Text), ("rate", Number)], &[heat, bars(1, 2)]);
        let heat = Choice::Heat { across: 1, down: 0, number: 2 };
        check(&[("category", Text), ("Month", Exact), ("units", Exact)], &[heat, bars(0, 2), points(1, 2)]);
        check(&[("units", Exact), ("revenue", Exact)], &[points(0, 1)]);
        check(&[("units", Exact)], &[]);
        check(&[("category", Text)], &[]);
        check(&[("category", Text), ("units", Exact), ("list", Other)], &[]);
        check(&[("a", Text), ("b", Text), ("c", Text), ("units", Exact)], &[]);
    }
}
