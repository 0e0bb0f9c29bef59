//! Downloads are complete: a file has as many rows as a page or JSON counts.

use crate::representations::{ARROW, PARQUET, Row, from_arrow, from_csv, from_parquet};
use crate::{MANY, wide_store};
use std::io::Read;
use tests::client::request;
use tests::program::Server;
use ureq::http::Method;

/// Item-locations that the API counts for a query.
fn counted(server: &Server, query: &str) -> usize {
    let answer = server.get(&format!("/api/v1/items?page_size=1&{query}")).json();
    usize::try_from(answer["total"]["item_locations"].as_u64().expect("a count")).expect("a count")
}

#[test]
fn a_table_without_a_page_has_every_row() {
    let store = wide_store();
    let server = Server::start(store.path());
    for (query, count) in
        [("", Some(MANY as usize)), ("q=P0065", Some(10)), ("q=nothing", Some(0)), ("q=7", None)]
    {
        let path = format!("/api/v1/items?{query}&sort=sku&page=&page_size=");
        let rows = count.unwrap_or_else(|| counted(&server, query));
        assert_eq!(counted(&server, query), rows);
        let get = |accept: &str| {
            let answer = server.get_with(&path, &[("accept", accept)]);
            assert_eq!((answer.status, answer.header("content-type").split(';').next()), (200, Some(accept)));
            assert!(answer.header("content-disposition").starts_with("attachment"), "{answer:?}");
            answer
        };
        let arrow: Vec<Row> = from_arrow(&get(ARROW).body);
        assert_eq!(arrow.len(), rows, "{query}");
        assert_eq!(from_parquet(&get(PARQUET).body), arrow, "{query}");
        let csv = get("text/csv");
        assert_eq!(from_csv(&csv.body, &arrow), arrow, "{query}");
        let sorted = arrow.is_sorted_by_key(|row| row["sku"].as_str().map(str::to_owned));
        assert!(sorted, "in the order asked for");
        // Compressed, it is the same; a client that has it gets a 304; and HEAD returns the headers of GET.
        let packed = server.get_with(&path, &[("accept", "text/csv"), ("accept-encoding", "br, gzip")]);
        assert_eq!(packed.header("content-encoding"), "gzip");
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&packed.body[..]).read_to_end(&mut unpacked).expect("gzip");
        assert!(unpacked == csv.body, "{query}");
        let again = server.get_with(&path, &[("accept", "text/csv"), ("if-none-match", csv.header("etag"))]);
        assert_eq!((again.status, again.header("etag")), (304, csv.header("etag")));
        let head = request(Method::HEAD, server.address(), &path, &[("accept", "text/csv")]);
        for name in ["content-type", "content-length", "etag", "vary", "cache-control", "content-disposition"]
        {
            assert_eq!(head.header(name), csv.header(name), "{name}");
        }
    }
}

#[test]
fn a_page_is_what_is_asked_for_and_names_the_next() {
    let store = wide_store();
    let server = Server::start(store.path());
    let csv = server.get("/api/v1/items?page_size=7&page=2&format=csv");
    assert_eq!(csv.text().lines().count(), 8, "a header and a page");
    assert!(csv.header("link").contains("page=3"), "{csv:?}");
    let (mut path, mut seen) = ("/api/v1/items?q=P001&page_size=30&from=".to_owned(), 0);
    loop {
        let answer = server.get(&path).json();
        seen += answer["items"].as_array().expect("a list").len();
        // Relative to this page's address (RFC 3986, 5.2).
        match answer["next"].as_str() {
            Some(next) => path = format!("/api/v1/items{next}"),
            None => break assert_eq!(answer["total"]["item_locations"], seen),
        }
    }
    assert_eq!(seen, counted(&server, "q=P001"));
    assert!(seen > 60, "{seen} on several pages");
}

#[test]
fn the_file_behind_a_link_has_the_rows_that_the_link_promises() {
    let store = wide_store();
    let server = Server::start(store.path());
    for query in ["", "q=P006", "page=3&page_size=25&q=P06", "sort=-sku&page=2"] {
        let page = server.get_with(&format!("/items?{query}"), &[("accept", "text/html")]);
        let link = page.text().split("<a ").find(|link| link.contains("data-download")).expect("a link");
        let (_, href) = link.split_once("href=\"").expect("an address");
        let href = href.split('"').next().expect("an end").replace("&amp;", "&");
        let label = link.split_once('>').expect("a label").1;
        let promised: String =
            label.split("</a>").next().expect("an end").chars().filter(char::is_ascii_digit).collect();
        let file = server.get(&href);
        let rows = file.text().lines().count() - 1;
        assert_eq!((file.status, rows.to_string()), (200, promised), "{query}: {href}");
    }
}
