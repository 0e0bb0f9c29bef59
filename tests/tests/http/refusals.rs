//! Every refusal: status, code, cause and remedy, as problem details for programs and as a page for people.

use crate::server;
use tests::client::{self, Answer};

#[track_caller]
fn check_problem(answer: &Answer, status: u16, code: &str, part: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["type"], format!("urn:granary:{code}"), "{problem}");
    assert_eq!((&problem["code"], &problem["status"]), (&code.into(), &status.into()));
    for name in ["title", "detail", "remedy"] {
        assert!(problem[name].as_str().is_some_and(|text| text.len() > 5), "{name} of {problem}");
    }
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(part)), "{part} in {problem}");
    // Errors reveal nothing about the machine or the program.
    for secret in ["/tmp", "src/", "panicked", "version"] {
        assert!(!answer.text().contains(secret), "{secret} in {problem}");
    }
}

#[test]
fn parameters_are_refused_by_name_with_their_bounds() {
    let (server, _store) = server();
    for (query, name, part) in [
        ("from=yesterday", "from", "write year-month-day"),
        ("to=2011-02-30", "to", "2011-02-30"),
        ("from=2020-02-02&to=2020-02-01", "to", "before it begins"),
        ("class=D", "class", "A, B, C or"),
        ("class=A&class=%3Cscript%3E", "class", "<script>"),
    ] {
        for path in ["/api/v1/kpis", "/api/v1/what-if"] {
            let answer = server.get(&format!("{path}?{query}"));
            check_problem(&answer, 400, "bad-parameter", part);
            assert_eq!(answer.json()["parameter"], name);
        }
    }
    for (query, name, part) in [
        ("service_level=2", "service_level", "between 0.5 and 0.999"),
        ("service_level=95%25", "service_level", "not a number"),
        ("lead_time_factor=NaN", "lead_time_factor", "between"),
        ("lead_time_sd_factor=-1", "lead_time_sd_factor", "between 0 and"),
        ("demand_factor=inf", "demand_factor", "between"),
        ("order_cost=1e999", "order_cost", "between"),
        ("holding_rate=%00", "holding_rate", "not a number"),
        ("review_days=0x10", "review_days", "not a number"),
        ("b.service_level=0.4", "b.service_level", "between 0.5 and 0.999"),
    ] {
        let answer = server.get(&format!("/api/v1/what-if?{query}"));
        check_problem(&answer, 400, "bad-parameter", part);
        assert_eq!(answer.json()["parameter"], name);
    }
}

#[test]
fn the_folder_of_a_page_leads_to_the_page() {
    let (server, _) = server();
    for (folder, page) in [
        ("/what-if/", "/what-if"),
        ("/de/items/?q=a%20b&status=excess", "/de/items?q=a%20b&status=excess"),
        ("/q/nothing/?", "/q/nothing?"),
    ] {
        let answer = server.get(folder);
        assert_eq!((answer.status, answer.header("location")), (308, page), "{folder}");
    }
}

#[test]
fn what_is_not_there_or_too_much_is_refused() {
    let (server, store) = server();
    for path in ["/api/v1/nothing", "/api/v1", "/api", "/no-such-page", "/what-if//", "//", "/healthz/x"] {
        check_problem(&server.get(path), 404, "unknown-address", "address");
    }
    check_problem(
        &server.get("/data/main/0123456789abcdef/cube.bin"),
        404,
        "unknown-publication",
        "publication",
    );
    let other = format!("/data/other/{}/cube.bin", store.current());
    check_problem(&server.get(&other), 404, "unknown-publication", "publication");
    check_problem(&server.get(&crate::data_path(&store, "cube.bim")), 404, "unknown-file", "file");
    check_problem(&server.get("/pkg/granary.css"), 404, "unknown-asset", "asset");
    let long = "x".repeat(9_000);
    check_problem(&server.get(&format!("/api/v1/kpis?category={long}")), 414, "address-too-long", "8192");
    check_problem(
        &server.get_with("/", &[("x-much", &"x".repeat(20_000))]),
        431,
        "headers-too-large",
        "16384",
    );
}

#[test]
fn only_reading_is_allowed() {
    let (server, store) = server();
    let cube = crate::data_path(&store, "cube.bin");
    for path in ["/", "/what-if", "/api/v1/kpis", "/api/v1/what-if", "/healthz", "/metrics", &cube] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"] {
            let request = format!(
                "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{{}}"
            );
            let answer = client::raw(server.address(), request);
            check_problem(&answer, 405, "method-not-allowed", "read");
            assert_eq!(answer.header("allow"), "GET,HEAD", "{method} {path}");
        }
    }
    // The body is sent as well, and the answer still reaches the client.
    let large = "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 5000000\r\n\r\n";
    let whole = [large.as_bytes(), &vec![b'x'; 5_000_000]].concat();
    check_problem(&client::raw(server.address(), whole), 413, "body-too-large", "65536");
}

#[test]
fn people_get_a_page_except_from_the_api() {
    let (server, _store) = server();
    let browser = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    for (path, status, part) in [
        ("/no-such-page", 404, "overview"),
        ("/?class=%3Cscript%3Ealert(1)%3C/script%3E", 400, "A, B, C or"),
        ("/what-if?service_level=2", 400, "between 0.5 and 0.999"),
        ("/data/main/0/cube.bin", 404, "Reload"),
    ] {
        let answer = server.get_with(path, &browser);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        let page = answer.text();
        assert!(page.contains("<h1") && page.contains(part), "{part} in {page}");
        assert!(!page.contains("<script>alert"), "{page}");
    }
    check_problem(&server.get_with("/api/v1/kpis?class=D", &browser), 400, "bad-parameter", "class");
}

const NAMES: [&str; 17] = [
    "from",
    "to",
    "category",
    "location",
    "class",
    "service_level",
    "lead_time_factor",
    "lead_time_sd_factor",
    "demand_factor",
    "order_cost",
    "holding_rate",
    "review_days",
    "b.service_level",
    "b.order_cost",
    "units",
    "kpi",
    "",
];
const VALUES: [&str; 16] = [
    "",
    "A",
    "0.95",
    "1",
    "1",
    "-1",
    "NaN",
    "1e308",
    "2020-02-29",
    "9999-12-31",
    "-5877641-06-23",
    "south",
    "Candles+%26+lights",
    "%00",
    "%ff%F0%9F%93%A6",
    "=%;+%",
];

#[test]
fn no_query_string_breaks_the_server() {
    let (server, _store) = server();
    // A linear congruential generator (Knuth, MMIX): the same strings on every run.
    let mut state = 42u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let mut answered = [0, 0];
    for round in 0..800 {
        let pair = |_| format!("{}={}", NAMES[next() % NAMES.len()], VALUES[next() % VALUES.len()]);
        let query = (0..round % 4).map(pair).collect::<Vec<_>>().join("&");
        let path = ["/api/v1/kpis", "/api/v1/what-if", "/", "/what-if"][round % 4];
        let request = format!("GET {path}?{query} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        let answer = client::raw(server.address(), request);
        match answer.status {
            // JSON has no NaN and no infinity: what parses has none.
            200 if path.starts_with("/api") => {
                answered[usize::from(answer.json()["publication"].is_null())] += 1
            }
            200 => assert!(answer.text().ends_with("</html>"), "{path}?{query}"),
            400 => answered[1] += 1,
            status => panic!("{path}?{query} answers {status}"),
        }
    }
    assert!(answered[0] > 50 && answered[1] > 50, "{answered:?} answered and refused");
}

#[test]
fn parameters_that_are_unknown_or_repeated_are_refused_by_name() {
    let (server, _store) = server();
    for (path, parameter, code) in [
        ("/api/v1/kpis?clas=A", "clas", "unknown-parameter"),
        ("/api/v1/kpis?service_level=0.9", "service_level", "unknown-parameter"),
        ("/api/v1/kpis?utm_source=mail", "utm_source", "unknown-parameter"),
        ("/api/v1/snapshots?class=A", "class", "unknown-parameter"),
        ("/api/v1/what-if?demand_factor=1&demand_factor=1", "demand_factor", "repeated-parameter"),
        ("/api/v1/kpis?format=csv&format=json", "format", "repeated-parameter"),
    ] {
        let answer = server.get_with(path, &[("x-request-id", "edge-7")]);
        let problem = answer.json();
        assert_eq!((answer.status, &problem["code"]), (400, &code.into()), "{path}");
        assert_eq!(problem["parameter"], parameter);
        assert_eq!(
            (&problem["request_id"], &problem["instance"]),
            (&"edge-7".into(), &"urn:granary:request:edge-7".into())
        );
        let allowed = problem["allowed"].as_array().is_some_and(|names| names.contains(&"format".into()));
        assert_eq!(allowed, code == "unknown-parameter", "{problem}");
    }
    // Pages ignore parameters that links pick up on their way.
    assert_eq!(server.get("/?utm_source=mail&class=A&fbclid=1").status, 200);
}
