//! Pages of a long answer, and the links between them (RFC 8288).

use axum::http::{HeaderName, HeaderValue, header};
use contract::QueryString;
use planning::bounds;

/// The page of an answer and the number of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paging {
    /// The page, from 1.
    pub(super) page: u64,
    /// Number of pages, at least 1.
    pub(super) pages: u64,
}

/// The parameters that choose a page.
pub(super) const PAGE: &str = bounds::PAGE.name;
const PAGE_SIZE: &str = bounds::PAGE_SIZE.name;

/// Whether a query asks for a page.
pub(super) fn is_asked_for(query: &QueryString) -> bool {
    [PAGE, PAGE_SIZE].iter().any(|name| query.get(name).is_some_and(|text| !text.trim().is_empty()))
}

impl Paging {
    /// The `Link` header: first, previous, next and last page, with the other parameters unchanged.
    pub(super) fn links(self, path: &str, query: &QueryString) -> Option<(HeaderName, HeaderValue)> {
        let Paging { page, pages } = self;
        let link = |(relation, page): (&str, u64)| {
            let query = query.clone().with(PAGE, &page.to_string());
            format!("<{path}?{query}>; rel=\"{relation}\"")
        };
        // The page before one beyond the end is the last existing page.
        let previous = (page > 1).then(|| ("prev", (page - 1).min(pages)));
        let next = (page < pages).then(|| ("next", page + 1));
        let links = [Some(("first", 1)), previous, next, Some(("last", pages))];
        let text: Vec<String> = links.into_iter().flatten().map(link).collect();
        Some((header::LINK, HeaderValue::try_from(text.join(", ")).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: u64, pages: u64, expected: &str) {
        let query = QueryString::parse("category=Bags+%26+%22Purses%22&page=9&class=A");
        let (_, value) = Paging { page, pages }.links("/api/v1/items", &query).expect("links");
        let text = value.to_str().expect("text");
        let rest = "</api/v1/items?category=Bags+%26+%22Purses%22&class=A&page=";
        assert_eq!(text.replace(rest, "<"), expected);
    }

    #[test]
    fn every_page_leads_to_its_neighbours() {
        check(1, 1, "<1>; rel=\"first\", <1>; rel=\"last\"");
        check(1, 3, "<1>; rel=\"first\", <2>; rel=\"next\", <3>; rel=\"last\"");
        check(2, 3, "<1>; rel=\"first\", <1>; rel=\"prev\", <3>; rel=\"next\", <3>; rel=\"last\"");
        check(9, 3, "<1>; rel=\"first\", <3>; rel=\"prev\", <3>; rel=\"last\"");
    }
}
