//! The query for a list of item-locations, with the same names in the page's URL and in the API.

use super::only::Only;
use super::sort::Sort;
use crate::error::{BadParameter, Reason};
use crate::filter::{Filter, names};
use crate::query::QueryString;
use crate::query::beyond;
use planning::bounds::{self, Bound};
use planning::segment::Variability;
use planning::stock::Status;
use serde::{Deserialize, Serialize};

/// A list of item-locations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemsQuery {
    /// Category, location and class; dates do not apply to today's stock and are left out.
    pub filter: Filter,
    /// Words that all occur in SKU, name, supplier, category or location, whatever their case.
    pub search: String,
    /// Statuses kept; an empty list keeps all.
    pub status: Vec<Status>,
    /// XYZ classes kept; an empty list keeps all.
    pub variability: Vec<Variability>,
    /// Suppliers kept; an empty list keeps all.
    pub supplier: Vec<String>,
    /// Only those short of stock in the last year, or in excess.
    pub only: Option<Only>,
    /// The order.
    pub sort: Sort,
    /// Page, counted from 1.
    pub page: u32,
    /// Item-locations of a page.
    pub page_size: u32,
}

impl Default for ItemsQuery {
    /// The first page of everything, most money at risk first.
    fn default() -> Self {
        ItemsQuery {
            filter: Filter::default(),
            search: String::new(),
            status: Vec::new(),
            variability: Vec::new(),
            supplier: Vec::new(),
            only: None,
            sort: Sort { column: "money_at_risk", descending: true },
            page: 1,
            page_size: ItemsQuery::PAGE_SIZE,
        }
    }
}

impl ItemsQuery {
    /// Default number of item-locations on a page.
    pub const PAGE_SIZE: u32 = 50;

    /// Reads the part of a query string that concerns a list of item-locations.
    ///
    /// # Errors
    /// An invalid filter; a text that is too long; an unknown status or column; a page or page size outside its
    /// bounds.
    pub fn from_query(query: &QueryString) -> Result<Self, BadParameter> {
        let given = |name: &str| query.get(name).map(str::trim).filter(|text| !text.is_empty());
        let search = given("q").unwrap_or_default();
        if search.chars().count() > bounds::SEARCH_LETTERS_MAX {
            let reason = Reason::new("too_long", [("most", bounds::SEARCH_LETTERS_MAX.to_string())]);
            return Err(BadParameter::new("q", search, reason));
        }
        let statuses = query.all("status").filter(|text| !text.is_empty()).map(status);
        let variabilities = query.all("variability").filter(|text| !text.is_empty()).map(variability);
        let default = ItemsQuery::default();
        Ok(ItemsQuery {
            filter: Filter { from: None, to: None, ..Filter::from_query(query)? },
            search: search.to_owned(),
            status: statuses.collect::<Result<_, _>>()?,
            variability: variabilities.collect::<Result<_, _>>()?,
            supplier: names(query, "supplier"),
            only: given("only").map(only).transpose()?,
            sort: given("sort").map_or(Ok(default.sort), Sort::parse)?,
            page: given("page").map_or(Ok(default.page), |text| whole(&bounds::PAGE, text))?,
            page_size: given("page_size")
                .map_or(Ok(default.page_size), |text| whole(&bounds::PAGE_SIZE, text))?,
        })
    }

    /// As a query string, without default values.
    pub fn to_query(&self) -> QueryString {
        let mut query = QueryString::default();
        let default = ItemsQuery::default();
        self.filter.to_query(&mut query);
        if !self.search.is_empty() {
            query.push("q", &self.search);
        }
        for status in &self.status {
            query.push("status", status.name());
        }
        for variability in &self.variability {
            query.push("variability", variability.name());
        }
        for supplier in &self.supplier {
            query.push("supplier", supplier);
        }
        if let Some(only) = self.only {
            query.push("only", only.name());
        }
        if self.sort != default.sort {
            query.push("sort", &self.sort.to_string());
        }
        if self.page != default.page {
            query.push("page", &self.page.to_string());
        }
        if self.page_size != default.page_size {
            query.push("page_size", &self.page_size.to_string());
        }
        query
    }
}

fn status(text: &str) -> Result<Status, BadParameter> {
    let found = Status::ALL.into_iter().find(|status| status.name() == text);
    let reason = || Reason::one_of("status", &Status::ALL.map(Status::name));
    found.ok_or_else(|| BadParameter::new("status", text, reason()))
}

fn variability(text: &str) -> Result<Variability, BadParameter> {
    let found = Variability::ALL.into_iter().find(|variability| variability.name() == text);
    found.ok_or_else(|| BadParameter::new("variability", text, "variability"))
}

fn only(text: &str) -> Result<Only, BadParameter> {
    let found = Only::ALL.into_iter().find(|only| only.name() == text);
    found.ok_or_else(|| BadParameter::new("only", text, "only"))
}

fn whole(bound: &Bound, text: &str) -> Result<u32, BadParameter> {
    let number = text.parse::<u32>().ok().filter(|number| bound.allows(f64::from(*number)));
    number.ok_or_else(|| BadParameter::new(bound.name, text, beyond("not_whole", bound)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_what_differs_and_reads_back() {
        let check = |text: &str, canonical: &str| {
            let query = ItemsQuery::from_query(&QueryString::parse(text)).expect(text);
            assert_eq!(query.to_query().to_string(), canonical);
            assert_eq!(ItemsQuery::from_query(&QueryString::parse(canonical)), Ok(query));
        };
        check("", "");
        check("q=&status=&variability=&sort=&page=&page_size=&class=&supplier=", "");
        check("only=excess&only=&sort=-excess_value", "only=excess&sort=-excess_value");
        check("variability=unknown&variability=X&class=A", "class=A&variability=unknown&variability=X");
        check("from=2011-01-01&sort=-money_at_risk&page=1&page_size=50&kpi=units", "");
        check(
            "page=3&sort=cover_days&status=excess&status=fine&q=+red+mug+&supplier=A+%26+B&class=A&page_size=100",
            "class=A&q=red+mug&status=excess&status=fine&supplier=A+%26+B&sort=cover_days&page=3&page_size=100",
        );
    }

    #[test]
    fn refusals_name_the_parameter_and_what_it_may_be() {
        let long = format!("q={}", "é".repeat(201));
        let beyond = |most: &str| format!("least 1, most {most}");
        let statuses = "names stocked_out, will_stock_out, excess, fine, no_demand, no_data";
        for (text, name, id, values) in [
            ("page=0", "page", "not_whole", &*beyond("1000000")),
            ("page=1.5", "page", "not_whole", &beyond("1000000")),
            ("page=-1", "page", "not_whole", &beyond("1000000")),
            ("page_size=10001", "page_size", "not_whole", &beyond("10000")),
            ("page_size=NaN", "page_size", "not_whole", &beyond("10000")),
            ("status=ok", "status", "status", statuses),
            ("only=much", "only", "only", ""),
            ("variability=W", "variability", "variability", ""),
            (&long, "q", "too_long", "most 200"),
            ("class=D", "class", "class", ""),
            ("from=soon", "from", "not_a_date", ""),
        ] {
            let error = ItemsQuery::from_query(&QueryString::parse(text)).expect_err(text);
            let found = error.reason.values.iter().map(|(name, value)| format!("{name} {value}"));
            assert_eq!((&*error.name, error.reason.id), (name, id));
            assert!(found.collect::<Vec<_>>().join(", ").ends_with(values), "{error:?}");
        }
        for text in ["sort=price", "sort=--sku"] {
            let error = ItemsQuery::from_query(&QueryString::parse(text)).expect_err(text);
            assert_eq!((&*error.name, error.reason.id), ("sort", "sort"));
            let names = error.reason.value("names").expect("names");
            assert!(names.contains("money_at_risk"), "{names}");
        }
        let most = QueryString::parse("page=1000000&page_size=10000");
        assert!(ItemsQuery::from_query(&most).is_ok());
    }
}
