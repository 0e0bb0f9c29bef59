//! The query of a key figure under a window and a filter: with their values in its text, or as its parameters.

use contract::{Filter, QueryString};
use planning::day::Day;

/// The query string of the page `/sql` that opens it under a filter, without a question mark.
pub(crate) fn sql_query(id: &str, filter: &Filter) -> String {
    let mut query = QueryString::default();
    query.push("kpi", id);
    filter.to_query(&mut query);
    query.to_string()
}

/// The query with the values in its text.
pub(crate) fn with_values(sql: &str, window: (Day, Day), filter: &Filter) -> String {
    let date = |day: Day| ["date '", &day.to_string(), "'"].concat();
    let quoted =
        |_: String, value: &str| ["'", &*value.split('\'').collect::<Vec<_>>().join("''"), "'"].concat();
    filled(sql, [date(window.0), date(window.1)], filter, quoted)
}

/// The query with parameters, and the value of each; without a window its days are empty.
#[cfg(feature = "ssr")]
pub(crate) fn with_parameters(
    sql: &str,
    window: Option<(Day, Day)>,
    filter: &Filter,
) -> (String, Vec<(String, String)>) {
    let day =
        |name: &str, day: Option<Day>| (name.to_owned(), day.map_or_else(String::new, |day| day.to_string()));
    let mut values = vec![day("from", window.map(|days| days.0)), day("to", window.map(|days| days.1))];
    let days = ["from", "to"].map(|name| ["cast($", name, " as date)"].concat());
    let sql = filled(sql, days, filter, |name, value| {
        let written = ["$", &name].concat();
        values.push((name, value.to_owned()));
        written
    });
    (sql, values)
}

/// The query with the days and with a condition for each list of the filter; `write` gives the text of a member by its name
/// and value.
fn filled(
    sql: &str,
    [from, to]: [String; 2],
    filter: &Filter,
    mut write: impl FnMut(String, &str) -> String,
) -> String {
    let classes: Vec<String> = filter.class.iter().map(|class| class.name().to_owned()).collect();
    let lists = [("category", &filter.category), ("location", &filter.location), ("class", &classes)];
    let mut conditions = String::new();
    for (column, members) in lists.into_iter().filter(|(_, members)| !members.is_empty()) {
        let named =
            |(place, member): (usize, &String)| write([column, &(place + 1).to_string()].concat(), member);
        let members: Vec<String> = members.iter().enumerate().map(named).collect();
        conditions += &["\n  and ", column, " in (", &members.join(", "), ")"].concat();
    }
    // What people named comes last, so that nothing in it is taken for a place to fill.
    sql.trim_end()
        .replace("date '{from}'", &from)
        .replace("date '{to}'", &to)
        .replace("{filter}", &conditions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::AbcClass;

    const SQL: &str = "select 1 where date between date '{from}' and date '{to}'{filter}\n";

    fn filter() -> Filter {
        Filter {
            category: vec!["Kid's".into(), "{to}".into()],
            class: vec![AbcClass::A],
            ..Filter::default()
        }
    }

    #[test]
    fn values_are_filled_in_and_quotes_are_doubled() {
        assert_eq!(
            with_values(SQL, (Day(0), Day(6)), &filter()),
            "select 1 where date between date '1970-01-01' and date '1970-01-07'\
             \n  and category in ('Kid''s', '{to}')\n  and class in ('A')"
        );
    }

    #[test]
    fn parameters_have_names_and_their_values_stay_outside() {
        let (sql, values) = with_parameters(SQL, Some((Day(0), Day(6))), &filter());
        assert_eq!(
            sql,
            "select 1 where date between cast($from as date) and cast($to as date)\
             \n  and category in ($category1, $category2)\n  and class in ($class1)"
        );
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (&**name, &**value)).collect();
        let members = [("category1", "Kid's"), ("category2", "{to}"), ("class1", "A")];
        assert_eq!(values[..2], [("from", "1970-01-01"), ("to", "1970-01-07")]);
        assert_eq!(values[2..], members);
    }
}
