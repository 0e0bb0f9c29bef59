//! What the address asks: a text with values for its parameters, a query that somebody saved, or that of a key figure under
//! the page's filter.

use crate::islands::shared::key_figure;
use crate::query_page::Shown;
use crate::text;
use contract::{
    BadParameter, Filter, Published, QueryString, Reason, SQL_FIELDS, SavedQuery, SqlCode, SqlRefusal,
    SqlRequest, SqlSort, parameter_names,
};

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
    /// The order of the rows, if it is not the query's own.
    pub(super) sort: Option<SqlSort>,
    /// The picture, if somebody chose one.
    pub(super) picture: Option<Shown>,
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
        let saved = given("query").map(|name| SavedQuery::named(saved, name)).transpose()?;
        let asked = match (given("sql"), saved, given("kpi")) {
            (Some(sql), saved, _) => {
                let asked = Asked::with(sql, &|name| query.get(name).unwrap_or_default().to_owned());
                Asked { saved: saved.cloned(), ..asked }
            }
            (None, Some(saved), _) => {
                let asked = Asked::with(&saved.sql, &|name| saved.text_of(name, query.get(name)).to_owned());
                Asked { saved: Some(saved.clone()), ..asked }
            }
            (None, None, Some(id)) => of_key_figure(published, id, &Filter::from_query(query)?)?,
            (None, None, None) => {
                let starter = ["-- ", text::sql_starter(), "\n", STARTER].concat();
                Asked { is_asked: false, ..Asked::with(&starter, &|_| String::new()) }
            }
        };
        let picture = given("picture").and_then(Shown::named);
        Ok(Asked { sort: given("sort").and_then(SqlSort::parse), picture, ..asked })
    }

    fn with(sql: &str, value: &dyn Fn(&str) -> String) -> Asked {
        let names = parameter_names(sql).into_iter().filter(|name| !SQL_FIELDS.contains(name));
        let values = names.map(|name| (name.to_owned(), value(name))).collect();
        // A form sends the line ends of a text area as CR LF.
        let sql = sql.replace("\r\n", "\n");
        Asked { sql, values, saved: None, sort: None, picture: None, is_asked: true }
    }

    /// Why it cannot be asked from an address: a parameter has the name of one of its fields.
    pub(super) fn refusal(&self) -> Option<SqlRefusal> {
        let name = parameter_names(&self.sql).into_iter().find(|name| SQL_FIELDS.contains(name))?;
        let problem = format!("the parameter ${name} has the name of a field of the address");
        let remedy = format!("Give it another name than {}", SQL_FIELDS.join(", "));
        Some(SqlRefusal::new(SqlCode::BadParameter, problem, remedy))
    }

    /// As a request for at most so many rows; none where nobody asked, or where it cannot be asked.
    pub(super) fn request(&self, row_limit: u64) -> Option<SqlRequest> {
        let texts = self.values.iter().map(|(name, text)| (&**name, &**text));
        let request = SqlRequest::of_texts(&self.sql, self.saved.as_ref(), texts);
        let request = SqlRequest { row_limit: Some(row_limit), sort: self.sort, explain: true, ..request };
        (self.is_asked && self.refusal().is_none()).then_some(request)
    }

    /// The query string that asks this, with another text.
    pub(super) fn query(&self, sql: &str) -> QueryString {
        let mut query = QueryString::default();
        query.push("sql", sql);
        for (name, value) in &self.values {
            query.push(name, value);
        }
        if let Some(saved) = &self.saved {
            query.push("query", &saved.name);
        }
        query
    }

    /// The query string that asks this in an order.
    pub(super) fn sorted(&self, sort: Option<SqlSort>) -> QueryString {
        let mut query = self.query(&self.sql);
        if let Some(sort) = sort {
            query.push("sort", &sort.to_string());
        }
        query
    }

    /// A link to the same answer in another order or picture.
    pub(super) fn shown(&self, sort: Option<SqlSort>, picture: Option<Shown>) -> String {
        let mut query = self.sorted(sort);
        if let Some(picture) = picture {
            query.push("picture", picture.name());
        }
        ["?", &query.to_string()].concat()
    }
}

/// The query of a key figure with the filter as parameters.
fn of_key_figure(published: &Published, id: &str, filter: &Filter) -> Result<Asked, BadParameter> {
    let known = &published.publication.kpi_sql;
    let Some(found) = known.iter().find(|sql| sql.id == id) else {
        let ids: Vec<&str> = known.iter().map(|sql| sql.id.as_str()).collect();
        return Err(BadParameter::new("kpi", id, Reason::one_of("kpi", &ids)));
    };
    let cube = &published.derived.cube;
    let (sql, values) = key_figure::with_parameters(&found.sql, cube.days(cube.range(filter)), filter);
    let value = |name: &str| {
        let found = values.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    Ok(Asked::with(&sql, &value))
}
