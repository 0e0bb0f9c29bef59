//! The picture that an answer makes: chosen from the types of its columns, drawn where its rows allow it.

/// A line over time for each number.
mod lines;

/// A bar for each word.
mod bars;

/// Two words or times and a number as a heat map.
mod heat;

/// Two numbers as points.
mod scatter;

/// Why rows make no picture, and what would.
mod part;

use super::asked::Asked;
use super::cell;
use crate::query_page::Shown;
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

/// Places of columns by what they hold.
#[derive(Default)]
struct Places {
    times: Vec<usize>,
    words: Vec<usize>,
    numbers: Vec<usize>,
    /// Numbers that are no places in a calendar.
    quantities: Vec<usize>,
}

/// The places of columns; none where one of them is of a kind that no picture shows.
fn places(columns: &[SqlColumn]) -> Option<Places> {
    let mut places = Places::default();
    let Places { times, words, numbers, quantities } = &mut places;
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
            SqlKind::Other => return None,
        }
    }
    Some(places)
}

/// What the types of columns allow, the best first; nothing where people would rather read the table.
fn choices(columns: &[SqlColumn]) -> Vec<Choice> {
    let Some(Places { times, words, numbers, quantities }) = places(columns) else {
        return Vec::new();
    };
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

/// What to draw where somebody wants one way; none where the columns do not make it.
fn wanted(columns: &[SqlColumn], shown: Shown) -> Option<Choice> {
    let Places { times, words, quantities, .. } = places(columns)?;
    let number = *quantities.first()?;
    let mut labels = words.iter().chain(&times).copied();
    match shown {
        Shown::Line => Some(Choice::Lines { time: *times.first()?, numbers: quantities }),
        Shown::Bar => Some(Choice::Bars { label: labels.next()?, number }),
        Shown::Heat => {
            let (down, across) = (labels.next()?, labels.next()?);
            Some(Choice::Heat { across, down, number })
        }
        Shown::Scatter => Some(Choice::Scatter { across: number, up: *quantities.get(1)? }),
        Shown::Table | Shown::Number => None,
    }
}

/// The pictures that an answer makes, the best first; none of a part, which would show what the data do not.
fn pictures(answer: &SqlAnswer) -> Vec<(Shown, Element)> {
    match answer.cost.cut_at {
        Some(_) => Vec::new(),
        None => choices(&answer.columns).iter().filter_map(|choice| draw(answer, choice)).collect(),
    }
}

/// The picture that an answer makes by its types; none where people would rather read the table.
pub(in crate::pages) fn best(answer: &SqlAnswer) -> Option<Element> {
    pictures(answer).into_iter().next().map(|(_, picture)| picture)
}

/// A picture of one way; none where the answer does not make it, or is a part.
pub(in crate::pages) fn picture_of(answer: &SqlAnswer, shown: Shown) -> Option<Element> {
    let choice = wanted(&answer.columns, shown).filter(|_| answer.cost.cut_at.is_none())?;
    draw(answer, &choice).map(|(_, picture)| picture)
}

/// The picture of an answer and a choice among those that it makes; of a part, why there is none.
pub(super) fn picture(asked: &Asked, answer: &SqlAnswer) -> Option<Element> {
    if answer.cost.cut_at.is_some() {
        return part::part(asked, answer);
    }
    let drawn = pictures(answer);
    let names: Vec<Shown> = drawn.iter().map(|(picture, _)| *picture).chain([Shown::Table]).collect();
    let first = drawn.first()?.0;
    let shown = asked.picture.filter(|chosen| names.contains(chosen)).unwrap_or(first);
    let link = |picture: &Shown| {
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
fn draw(answer: &SqlAnswer, choice: &Choice) -> Option<(Shown, Element)> {
    Some(match *choice {
        Choice::Lines { time, ref numbers } => (Shown::Line, lines::lines(answer, time, numbers)?),
        Choice::Bars { label, number } => (Shown::Bar, bars::bars(answer, label, number)?),
        Choice::Heat { across, down, number } => (Shown::Heat, heat::heat(answer, (across, down), number)?),
        Choice::Scatter { across, up } => (Shown::Scatter, scatter::scatter(answer, across, up)?),
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

    pub(super) fn columns(columns: &[(&str, SqlKind)]) -> Vec<SqlColumn> {
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

    #[test]
    fn a_way_that_is_wanted_takes_the_first_columns_that_make_it() {
        use SqlKind::{Date, Number, Text};
        let given = columns(&[("week", Date), ("name", Text), ("a", Number), ("b", Number)]);
        let check = |shown, expected| assert_eq!(wanted(&given, shown), expected, "{shown:?}");
        check(Shown::Line, Some(Choice::Lines { time: 0, numbers: vec![2, 3] }));
        check(Shown::Bar, Some(Choice::Bars { label: 1, number: 2 }));
        check(Shown::Heat, Some(Choice::Heat { across: 0, down: 1, number: 2 }));
        check(Shown::Scatter, Some(Choice::Scatter { across: 2, up: 3 }));
        check(Shown::Table, None);
        assert_eq!(wanted(&columns(&[("name", Text)]), Shown::Bar), None);
    }
}
