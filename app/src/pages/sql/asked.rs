//! What the address asks: a text with values for its parameters, a query that somebody saved, or that of a key figure under
//! the page's filter.

use crate::text;
use contract::{
    BadParameter, Filter, Published, QueryString, Reason, SavedParameter, SavedQuery, SqlParameters,
    SqlRequest, SqlValue, parameter_names,
};
use planning::day::Day;

/// The query in the form where nothing is asked yet; a comment above it says what it asks.
const STARTER: &str = "\
select date_trunc('week', date) as week, category, sum(units) as units
from sales join products on products.sku = sales.sku
group by week, category
order by week, category";

/// A query with the values of its parameters.
pub(super) struct Asked {
    /// The query.
    pub(super) sql: String,
    /// Its parameters in the order in which it names them, each with its value.
    pub(super) values: Vec<(String, String)>,
    /// What it is for and of what kind its parameters are, if somebody saved it.
    pub(super) saved: Option<SavedQuery>,
    /// Whether somebody asked; otherwise it only stands in the form.
    is_asked: bool,
}

impl Asked {
    /// Reads a query string: `sql` or `query` with a value for each parameter, or `kpi` with a filter.
    ///
    /// # Errors
    /// An unknown saved query or key figure; a filter that cannot be.
    pub(super) fn of(
        published: &Published,
        saved: &[SavedQuery],
        query: &QueryString,
    ) -> Result<Asked, BadParameter> {
        let given = |name: &str| query.get(name).filter(|text| !text.trim().is_empty());
        let saved = given("query").map(|name| find(saved, name)).transpose()?;
        if let Some(sql) = given("sql") {
            let asked = Asked::with(sql, &|name| query.get(name).unwrap_or_default().to_owned());
            return Ok(Asked { saved: saved.cloned(), ..asked });
        }
        if let Some(saved) = saved {
            return Ok(of_saved(saved, query));
        }
        match given("kpi") {
            Some(id) => of_key_figure(published, id, &Filter::from_query(query)?),
            None => {
                let starter = ["-- ", text::sql_starter(), "\n", STARTER].concat();
                Ok(Asked { is_asked: false, ..Asked::with(&starter, &|_| String::new()) })
            }
        }
    }

    fn with(sql: &str, value: &dyn Fn(&str) -> String) -> Asked {
        let names = parameter_names(sql);
        let values = names.into_iter().map(|name| (name.to_owned(), value(name))).collect();
        // A form sends the line ends of a text area as CR LF.
        Asked { sql: sql.replace("\r\n", "\n"), values, saved: None, is_asked: true }
    }

    /// As a request for at most so many rows; none where nobody asked.
    pub(super) fn request(&self, row_limit: u64) -> Option<SqlRequest> {
        let value = |(name, text): &(String, String)| {
            let value = self.parameter(name).map_or_else(|| SqlValue::of_text(text), |of| of.value_of(text));
            (name.clone(), value)
        };
        let parameters = SqlParameters::of_named(self.values.iter().map(value));
        let row_limit = Some(row_limit);
        self.is_asked.then(|| SqlRequest { sql: self.sql.clone(), parameters, row_limit })
    }

    /// What a saved query says of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&SavedParameter> {
        self.saved.iter().flat_map(|saved| &saved.parameters).find(|parameter| parameter.name == name)
    }

    /// The query string that asks this, with another text.
    pub(super) fn query(&self, sql: &str) -> QueryString {
        let query = self.bound(sql);
        match &self.saved {
            Some(saved) => query.with("query", &saved.name),
            None => query,
        }
    }

    /// A text and the values of its parameters, as the API takes them: it knows no saved queries.
    pub(super) fn bound(&self, sql: &str) -> QueryString {
        let mut query = QueryString::default();
        query.push("sql", sql);
        for (name, value) in &self.values {
            query.push(name, value);
        }
        query
    }
}

/// The saved query of a name.
fn find<'a>(saved: &'a [SavedQuery], name: &str) -> Result<&'a SavedQuery, BadParameter> {
    saved.iter().find(|saved| saved.name == name).ok_or_else(|| {
        let names: Vec<&str> = saved.iter().map(|saved| saved.name.as_str()).collect();
        BadParameter::new("query", name, Reason::one_of("kpi", &names))
    })
}

/// A query that somebody saved, with its own values where none are given.
fn of_saved(saved: &SavedQuery, query: &QueryString) -> Asked {
    let own = |name: &str| saved.parameters.iter().find(|parameter| parameter.name == name);
    let value = |name: &str| {
        let given = query.get(name).filter(|text| !text.is_empty()).map(str::to_owned);
        given.or_else(|| own(name).map(|parameter| parameter.value.clone())).unwrap_or_default()
    };
    Asked { saved: Some(saved.clone()), ..Asked::with(&saved.sql, &value) }
}

/// The query of a key figure with the filter as parameters.
fn of_key_figure(published: &Published, id: &str, filter: &Filter) -> Result<Asked, BadParameter> {
    let known = &published.publication.kpi_sql;
    let Some(found) = known.iter().find(|sql| sql.id == id) else {
        let ids: Vec<&str> = known.iter().map(|sql| sql.id.as_str()).collect();
        return Err(BadParameter::new("kpi", id, Reason::one_of("kpi", &ids)));
    };
    let cube = &published.derived.cube;
    let window = cube.days(cube.range(filter));
    let classes = filter.class.iter().map(|class| class.name().to_owned()).collect();
    let lists = [("category", &filter.category), ("location", &filter.location), ("class", &classes)];
    let mut values: Vec<(String, String)> = Vec::new();
    let day = |of: fn((Day, Day)) -> Day| window.map(of).map_or(String::new(), |day| day.to_string());
    values.push(("from".to_owned(), day(|window| window.0)));
    values.push(("to".to_owned(), day(|window| window.1)));
    let mut conditions = String::new();
    for (column, members) in lists.into_iter().filter(|(_, members)| !members.is_empty()) {
        let names: Vec<String> =
            (1..=members.len()).map(|place| [column, &place.to_string()].concat()).collect();
        conditions += &["\n  and ", column, " in ($", &names.join(", $"), ")"].concat();
        values.extend(names.into_iter().zip(members.iter().cloned()));
    }
    let sql = found
        .sql
        .trim_end()
        .replace("date '{from}'", "cast($from as date)")
        .replace("date '{to}'", "cast($to as date)")
        .replace("{filter}", &conditions);
    let value = |name: &str| {
        let found = values.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    Ok(Asked::with(&sql, &value))
}
