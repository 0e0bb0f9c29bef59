//! The way out of a cell that cannot be used: what a mapping can say so that it can.

use contract::Fact;
use jiff::civil::Date;
use jiff::fmt::strtime;

use crate::number::{self, Point};

/// What to do about an example of an unreadable cell, as the end of a sentence; `None` where only the file can change.
pub(super) fn way_out(fact: &Fact, point: Point) -> Option<String> {
    let value = fact.values.get("value").map_or("", String::as_str);
    match fact.id.as_str() {
        "cell_not_a_number" => number_way(value, point),
        "cell_not_a_time" => time_way(value),
        "cell_missing" => Some("list the words that do by text.missing in a mapping".to_owned()),
        _ => None,
    }
}

fn number_way(value: &str, point: Point) -> Option<String> {
    let (other, mark) = match point {
        Point::Dot => (Point::Comma, ","),
        Point::Comma => (Point::Dot, "."),
    };
    number::parse(value, other).is_ok().then(|| format!("say numbers.decimal = \"{mark}\" in a mapping"))
}

/// The day from which spreadsheets count, and the days that they are likely to have counted: 1982 to 2064.
const SERIAL_EPOCH: Date = jiff::civil::date(1899, 12, 30);
const SERIAL_DAYS: std::ops::Range<i32> = 30_000..60_000;

fn time_way(value: &str) -> Option<String> {
    if let Some(days) = value.parse::<i32>().ok().filter(|days| SERIAL_DAYS.contains(days)) {
        let day = SERIAL_EPOCH.checked_add(jiff::Span::new().days(days)).ok()?;
        return Some(format!("give the column the format of a date: {value} counts days, up to {day}"));
    }
    let quoted: Vec<_> = formats(value).into_iter().map(|format| format!("\"{format}\"")).collect();
    let or = quoted.join(" or ");
    (!quoted.is_empty()).then(|| format!("name its format by timestamps.formats in a mapping: {or}"))
}

/// How people and programs write dates besides ISO 8601, and the clock behind them.
const DAYS: [&str; 15] = [
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%Y年%m月%d日",
];
const CLOCKS: [&str; 5] = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p"];

/// The formats in which a text is a date: several where day and month cannot be told apart.
fn formats(value: &str) -> Vec<String> {
    let all = CLOCKS.iter().flat_map(|clock| DAYS.iter().map(move |day| format!("{day}{clock}")));
    // A year of two digits is none of four.
    let reads = |format: &String| {
        let date = strtime::parse(format, value).and_then(|parsed| parsed.to_date());
        date.is_ok_and(|date| date.year() >= 1900)
    };
    all.filter(reads).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_of_a_date_is_told_by_its_parts() {
        for (value, expected) in [
            ("13.08.2015", &["%d.%m.%Y"][..]),
            ("8/13/2015", &["%m/%d/%Y"]),
            ("01/05/2019", &["%d/%m/%Y", "%m/%d/%Y"]),
            ("13/8/15 9:30", &["%d/%m/%y %H:%M"]),
            ("8/13/2015 9:30:00 PM", &["%m/%d/%Y %I:%M:%S %p"]),
            ("2015/08/13", &["%Y/%m/%d"]),
            ("soon", &[]),
            ("2019-02-30", &[]),
            ("1-2", &[]),
        ] {
            assert_eq!(formats(value), expected, "{value}");
        }
    }

    #[test]
    fn a_mapping_is_proposed_only_where_it_helps() {
        let way = |id: &str, value: &str| way_out(&Fact::new(id, [("value", value.to_owned())]), Point::Dot);
        assert_eq!(
            way("cell_not_a_number", "1,5").as_deref(),
            Some("say numbers.decimal = \",\" in a mapping")
        );
        assert_eq!(way("cell_not_a_number", "lots"), None);
        assert_eq!(
            way("cell_not_a_time", "43467").as_deref(),
            Some("give the column the format of a date: 43467 counts days, up to 2019-01-02")
        );
        assert_eq!(way("cell_empty", ""), None);
    }
}
