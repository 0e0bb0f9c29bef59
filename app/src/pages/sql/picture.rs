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

/// The first choice for columns; none where people would rather read the table.
fn choice(columns: &[SqlColumn]) -> Option<Choice> {
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

/// The picture of an answer; none of a part, which would show what the data do not.
pub(super) fn picture(answer: &SqlAnswer) -> Option<Element> {
    if answer.cost.cut_at.is_some() {
        return None;
    }
    match choice(&answer.columns)? {
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
}
