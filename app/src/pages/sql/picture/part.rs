//! What stands in the place of the picture where there are more rows than one is drawn of: why, and the means of the rows,
//! which the engine computes of all of them.

use super::super::asked::Asked;
use super::{Choice, bars, choices, heat};
use crate::format::count;
use crate::text;
use crate::view::{Element, el};
use contract::{SqlAnswer, SqlKind};

/// Why there is no picture of an answer that is cut, with a link to one of means; nothing where no rows would make one.
pub(super) fn part(asked: &Asked, answer: &SqlAnswer) -> Option<Element> {
    let rows = answer.cost.cut_at?;
    let choice = choices(&answer.columns).into_iter().next()?;
    let means = means(&asked.sql, answer, &fitting(answer, choice));
    let link = means.map(|sql| {
        let href = ["?", &asked.query(&sql).to_string()].concat();
        el("a").attr("href", href).child(text::sql_draw_means())
    });
    let why = text::sql_no_picture(&count(rows));
    Some(el("p").class("hint").attr("id", "sql-no-picture").child(why).child(" ").child(link))
}

/// A choice that so many words fit: where there are more than a heat map shows, a line or the longest bars.
fn fitting(answer: &SqlAnswer, choice: Choice) -> Choice {
    match choice {
        Choice::Heat { across, down, number } if !heat::fits(answer, down) => match is_time(answer, across) {
            true => Choice::Lines { time: across, numbers: vec![number] },
            false => Choice::Bars { label: down, number },
        },
        choice => choice,
    }
}

fn is_time(answer: &SqlAnswer, place: usize) -> bool {
    matches!(answer.columns[place].kind, SqlKind::Date | SqlKind::Moment)
}

/// The query around a query that adds its rows up to means: by week, by word, by month and word. None for points, which have
/// nothing to add up by, and where two columns have one name.
fn means(sql: &str, answer: &SqlAnswer, choice: &Choice) -> Option<String> {
    let columns = &answer.columns;
    let name = |place: usize| ["\"", &columns[place].name.replace('"', "\"\""), "\""].concat();
    let is_alone =
        |place: &usize| columns.iter().filter(|column| column.name == columns[*place].name).count() == 1;
    let period = |step: &str, place: usize| format!("date_trunc('{step}', {0}) as {0}", name(place));
    let mean = |place: &usize| format!("avg({0}) as {0}", name(*place));
    let (places, listed, end) = match choice {
        Choice::Lines { time, numbers } => {
            let listed = [period("week", *time)].into_iter().chain(numbers.iter().map(mean)).collect();
            ([&[*time], &numbers[..]].concat(), listed, "group by 1\norder by 1".to_owned())
        }
        Choice::Bars { label, number } => {
            let end = format!("group by 1\norder by 2 desc\nlimit {}", bars::BARS_MAX);
            (vec![*label, *number], vec![name(*label), mean(number)], end)
        }
        Choice::Heat { across, down, number } => {
            let by = if is_time(answer, *across) { period("month", *across) } else { name(*across) };
            let listed = vec![by, name(*down), mean(number)];
            (vec![*across, *down, *number], listed, "group by 1, 2\norder by 1, 2".to_owned())
        }
        Choice::Scatter { .. } => return None,
    };
    if !places.iter().all(is_alone) {
        return None;
    }
    let inner = sql.trim().trim_end_matches(';');
    Some(format!("select {}\nfrom (\n{inner}\n) as answer\n{end}", listed.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::super::tests::columns;
    use super::*;
    use contract::{SqlCost, SqlValue};

    fn check(given: &[(&str, SqlKind)], words: i64, expected: Option<&str>) {
        let row = |word| given.iter().map(|_| SqlValue::Whole(word)).collect();
        let rows = (0..words).map(row).collect();
        let answer = SqlAnswer {
            snapshot: String::new(),
            columns: columns(given),
            rows,
            cost: SqlCost::default(),
            steps: Vec::new(),
        };
        let choice = choices(&answer.columns).into_iter().next().expect("a picture");
        let found = means("select 1 -- all\n;", &answer, &fitting(&answer, choice));
        assert_eq!(found.as_deref(), expected, "{given:?}");
    }

    #[test]
    fn the_means_of_a_query_are_another_query_around_it() {
        use SqlKind::{Date, Exact, Text};
        let asked = |listed: &str, end: &str| {
            format!("select {listed}\nfrom (\nselect 1 -- all\n\n) as answer\n{end}")
        };
        let [day, n] = ["date_trunc('week', \"day\") as \"day\"", "avg(\"n\") as \"n\""];
        let line = asked(&[day, "avg(\"a\"\"b\") as \"a\"\"b\"", n].join(", "), "group by 1\norder by 1");
        check(&[("day", Date), ("a\"b", Exact), ("n", Exact)], 1, Some(&line));
        let bars = asked(&["\"sku\"", n].join(", "), "group by 1\norder by 2 desc\nlimit 50");
        check(&[("sku", Text), ("n", Exact)], 1, Some(&bars));
        let heat = asked(
            &["date_trunc('month', \"day\") as \"day\"", "\"sku\"", n].join(", "),
            "group by 1, 2\norder by 1, 2",
        );
        check(&[("day", Date), ("sku", Text), ("n", Exact)], 40, Some(&heat));
        let line = asked(&[day, n].join(", "), "group by 1\norder by 1");
        check(&[("day", Date), ("sku", Text), ("n", Exact)], 41, Some(&line));
        check(&[("sku", Text), ("place", Text), ("n", Exact)], 41, Some(&bars));
        check(&[("n", Exact), ("m", Exact)], 1, None);
        check(&[("day", Date), ("n", Exact), ("n", Exact)], 1, None);
    }
}
