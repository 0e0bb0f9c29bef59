//! The picture that an answer makes: chosen from the types of its columns, drawn where its rows allow it.

/// A line over time for each number.
mod lines;

/// A bar for each word.
mod bars;

/// Two words or times and a number as a heat map.
mod heat;

/// Two numbers as points.
mod scatter;

use super::cell;
use crate::format;
use crate::query_page::Shown;
use crate::view::Element;
use contract::{SqlAnswer, SqlColumn, SqlKind, SqlValue};

/// What to draw, by the places of columns.
#[derive(Debug, PartialEq)]
enum Choice {
    Lines { time: usize, numbers: Vec<usize> },
    Bars { word: usize, number: usize },
    Heat { across: usize, down: usize, number: usize },
    Scatter { across: usize, up: usize },
}

/// Names of whole numbers that are places in a calendar and not quantities.
const CALENDAR: [&str; 7] = ["year", "quarter", "month", "week", "weekday", "day", "hour"];

/// Places of columns by what they hold.
struct Places {
    times: Vec<usize>,
    words: Vec<usize>,
    numbers: Vec<usize>,
}

/// The places of columns; none where one of them is of a kind that no picture shows.
fn places(columns: &[SqlColumn]) -> Option<Places> {
    let (mut times, mut words, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for (place, column) in columns.iter().enumerate() {
        match column.kind {
            SqlKind::Date | SqlKind::Moment => times.push(place),
            SqlKind::Exact if CALENDAR.contains(&column.name.to_lowercase().as_str()) => words.push(place),
            SqlKind::Exact | SqlKind::Number => numbers.push(place),
            SqlKind::Text | SqlKind::Flag => words.push(place),
            SqlKind::Other => return None,
        }
    }
    Some(Places { times, words, numbers })
}

/// The first choice for columns; none where people would rather read the table.
fn choice(columns: &[SqlColumn]) -> Option<Choice> {
    let Places { times, words, numbers } = places(columns)?;
    match (&times[..], &words[..], &numbers[..]) {
        (&[time], [], [_, ..]) => Some(Choice::Lines { time, numbers }),
        ([], &[word], &[number, ..]) => Some(Choice::Bars { word, number }),
        (&[across], &[down], &[number, ..]) => Some(Choice::Heat { across, down, number }),
        // Of two words the first is the one that people read down.
        ([], &[down, across], &[number, ..]) => Some(Choice::Heat { across, down, number }),
        ([], [], &[across, up, ..]) => Some(Choice::Scatter { across, up }),
        _ => None,
    }
}

/// What to draw where somebody wants one kind of picture; none where the columns make none of it.
fn wanted(columns: &[SqlColumn], kind: Shown) -> Option<Choice> {
    let Places { times, words, numbers } = places(columns)?;
    let number = *numbers.first()?;
    let mut labels = words.iter().chain(&times).copied();
    match kind {
        Shown::Line => Some(Choice::Lines { time: *times.first()?, numbers }),
        Shown::Bar => Some(Choice::Bars { word: labels.next()?, number }),
        Shown::Heat => {
            let (down, across) = (labels.next()?, labels.next()?);
            Some(Choice::Heat { across, down, number })
        }
        Shown::Scatter => Some(Choice::Scatter { across: number, up: *numbers.get(1)? }),
        Shown::Table | Shown::Number => None,
    }
}

/// The kind of picture that an answer makes by its types; none where people would rather read the table.
pub(in crate::pages) fn choice_of(answer: &SqlAnswer) -> Option<Shown> {
    Some(match choice(&answer.columns)? {
        Choice::Lines { .. } => Shown::Line,
        Choice::Bars { .. } => Shown::Bar,
        Choice::Heat { .. } => Shown::Heat,
        Choice::Scatter { .. } => Shown::Scatter,
    })
}

/// A picture of one kind; none where the answer makes none of it.
pub(in crate::pages) fn picture_of(answer: &SqlAnswer, kind: Shown) -> Option<Element> {
    drawn(answer, wanted(&answer.columns, kind)?)
}

/// The picture of an answer.
pub(super) fn picture(answer: &SqlAnswer) -> Option<Element> {
    drawn(answer, choice(&answer.columns)?)
}

/// The picture; none of a part, which would show what the data do not.
fn drawn(answer: &SqlAnswer, choice: Choice) -> Option<Element> {
    if answer.cost.cut_at.is_some() {
        return None;
    }
    match choice {
        Choice::Lines { time, numbers } => lines::lines(answer, time, &numbers),
        Choice::Bars { word, number } => bars::bars(answer, word, number),
        Choice::Heat { across, down, number } => {
            let map = heat::heat(answer, (across, down), number);
            map.or_else(|| bars::bars(answer, down, number))
        }
        Choice::Scatter { across, up } => scatter::scatter(answer, across, up),
    }
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
    let day = match column.kind {
        SqlKind::Date | SqlKind::Moment => cell::shown(value).parse().ok(),
        _ => None,
    };
    day.map_or_else(|| cell::shown(value), format::date)
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
        let check = |given: &[(&str, SqlKind)], expected: Option<Choice>| {
            assert_eq!(choice(&columns(given)), expected, "{given:?}");
        };
        let lines = Choice::Lines { time: 0, numbers: vec![1, 2] };
        check(&[("date", Date), ("units", Exact), ("revenue", Exact)], Some(lines));
        check(&[("units", Exact), ("category", Text)], Some(Choice::Bars { word: 1, number: 0 }));
        let heat = Some(Choice::Heat { across: 0, down: 1, number: 2 });
        check(&[("week", Moment), ("category", Text), ("rate", Number)], heat);
        let heat = Some(Choice::Heat { across: 1, down: 0, number: 2 });
        check(&[("category", Text), ("Month", Exact), ("units", Exact)], heat);
        check(&[("units", Exact), ("revenue", Exact)], Some(Choice::Scatter { across: 0, up: 1 }));
        check(&[("units", Exact)], None);
        check(&[("category", Text)], None);
        check(&[("category", Text), ("units", Exact), ("list", Other)], None);
        check(&[("a", Text), ("b", Text), ("c", Text), ("units", Exact)], None);
    }

    #[test]
    fn a_kind_that_is_wanted_takes_the_first_columns_that_make_it() {
        use SqlKind::{Date, Number, Text};
        let given = columns(&[("week", Date), ("name", Text), ("a", Number), ("b", Number)]);
        let check = |kind, expected| assert_eq!(wanted(&given, kind), expected, "{kind:?}");
        check(Shown::Line, Some(Choice::Lines { time: 0, numbers: vec![2, 3] }));
        check(Shown::Bar, Some(Choice::Bars { word: 1, number: 2 }));
        check(Shown::Heat, Some(Choice::Heat { across: 0, down: 1, number: 2 }));
        check(Shown::Scatter, Some(Choice::Scatter { across: 2, up: 3 }));
        check(Shown::Table, None);
        assert_eq!(wanted(&columns(&[("name", Text)]), Shown::Bar), None);
    }
}
