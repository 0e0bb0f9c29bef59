//! The query of a key figure under a window and a filter.

use contract::{Filter, QueryString};
#[cfg(feature = "ssr")]
use planning::day::Day;

/// The query string of the page `/sql` that opens it under a filter, without a question mark.
pub(crate) fn sql_query(id: &str, filter: &Filter) -> String {
    let mut query = QueryString::default();
    query.push("kpi", id);
    filter.to_query(&mut query);
    query.to_string()
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
    let [from, to] = ["from", "to"].map(|name| ["cast($", name, " as date)"].concat());
    let classes: Vec<String> = filter.class.iter().map(|class| class.name().to_owned()).collect();
    let lists = [("category", &filter.category), ("location", &filter.location), ("class", &classes)];
    let mut conditions = String::new();
    for (column, members) in lists.into_iter().filter(|(_, members)| !members.is_empty()) {
        let names: Vec<String> =
            (1..=members.len()).map(|place| [column, &place.to_string()].concat()).collect();
        conditions += &["\n  and ", column, " in ($", &names.join(", $"), ")"].concat();
        values.extend(names.into_iter().zip(members.iter().cloned()));
    }
    let sql = sql.trim_end().replace("date '{from}'", &from).replace("date '{to}'", &to);
    (sql.replace("{filter}", &conditions), values)
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
