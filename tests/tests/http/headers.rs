//! Security headers on every kind of answer; request ids; HEAD.

use crate::{data_path, server, store};
use std::fs;
use tests::client::{self, Answer};
use tests::program::{STYLE, Server};
use ureq::http::Method;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; \
     frame-ancestors 'none'";

#[track_caller]
fn check_headers(answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{answer:?}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{name} of {answer:?}");
    }
    let kind = answer.header("content-type");
    // Style and modules run under the policy of the page that loads them.
    let policy = if kind.starts_with("text/css") || kind == "application/wasm" { "" } else { POLICY };
    assert_eq!(answer.header("content-security-policy"), policy, "{answer:?}");
    if kind.starts_with("text/html") {
        for (name, value) in [("x-frame-options", "DENY"), ("cross-origin-opener-policy", "same-origin")] {
            assert_eq!(answer.header(name), value, "{name} of {answer:?}");
        }
        assert!(answer.header("permissions-policy").contains("geolocation=()"), "{answer:?}");
    }
    assert!(!answer.header("x-request-id").is_empty(), "{answer:?}");
    assert_eq!(answer.header("server"), "", "the version of the server is nobody's business");
}

#[test]
fn every_kind_of_answer_carries_them() {
    let (server, store) = server();
    let queries = store.tenant().join("queries");
    fs::create_dir_all(&queries).expect("a folder");
    fs::write(queries.join("one.md"), "```sql a\nselect 1 as one\n```\n").expect("written");
    let cube = data_path(&store, "cube.bin");
    let style = format!("/pkg/{STYLE}");
    let found = [
        "/",
        "/what-if",
        "/segments",
        "/proof",
        "/sql",
        "/q/one",
        "/api/v1/kpis",
        "/api/v1/what-if",
        "/healthz",
        "/readyz",
        "/metrics",
        &cube,
        &style,
    ];
    for path in found {
        let answer = server.get(path);
        check_headers(&answer, 200);
        let tag = answer.header("etag");
        if !tag.is_empty() {
            check_headers(&server.get_with(path, &[("if-none-match", tag)]), 304);
        }
        check_headers(&client::request(Method::HEAD, server.address(), path, &[]), 200);
    }
    for path in ["/no-such-page", "/api/v1/nothing", "/data/main/0/cube.bin", "/pkg/none.css", "/favicon.ico"]
    {
        check_headers(&server.get(path), 404);
        check_headers(&server.get_with(path, &[("accept", "text/html")]), 404);
    }
    check_headers(&server.get("/?class=D"), 400);
    let length = "content-length: 100000000\r\n";
    let post = |path: &str, more: &str| {
        client::raw(
            server.address(),
            format!("POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{more}\r\n"),
        )
    };
    check_headers(&post("/", ""), 405);
    check_headers(&post("/", length), 413);
    check_headers(&server.get(&format!("/?category={}", "x".repeat(9_000))), 414);
    check_headers(&server.get_with("/", &[("cookie", &"x".repeat(20_000))]), 431);
}

#[test]
fn what_is_no_request_is_answered_with_them_or_without_a_body() {
    let store = store();
    // A client that sends a valid request after all does not wait long for the end.
    let limits = "[limits]\nheader_read_timeout_ms = 500\nidle_timeout_ms = 500\n";
    let server = Server::start_with(store.path(), limits);
    let long = "x".repeat(70_000);
    for request in [
        "nonsense\r\n\r\n".to_owned(),
        "GET / HTTP/3.7\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nno colon\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nhost : localhost\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nhost: local\0host\r\n\r\n".to_owned(),
        "G\u{e9}T / HTTP/1.1\r\nhost: localhost\r\n\r\n".to_owned(),
        "GET /\u{7f} HTTP/1.1\r\nhost: localhost\r\n\r\n".to_owned(),
        "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: x\r\n\r\n".to_owned(),
        "POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: nonsense\r\n\r\n".to_owned(),
        format!("GET /{long} HTTP/1.1\r\nhost: localhost\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {long}\r\n\r\n"),
    ] {
        let told = client::Raw::connect(server.address()).send(&request).read_to_end();
        for answer in client::answers(&told) {
            let closes = answer.header("connection") == "close" && answer.body.is_empty();
            let carries = answer.header("content-security-policy") == POLICY;
            assert!(closes || carries, "{:?} is answered {answer:?}", &request[..request.len().min(60)]);
            assert!((400..500).contains(&answer.status), "{answer:?}");
        }
    }
}

#[test]
fn a_request_id_is_given_or_passed_on_and_stands_in_the_log() {
    let (server, _store) = server();
    let given = server.get("/healthz").header("x-request-id").to_owned();
    assert_ne!(given, server.get("/healthz").header("x-request-id"), "each request has its own");
    let event = server.wait_for(|event| event["request_id"] == given.as_str());
    assert_eq!((event["path"].as_str(), event["status"].as_u64()), (Some("/healthz"), Some(200)));
    assert!(event["duration_ms"].as_f64().is_some_and(|ms| ms >= 0.0), "{event}");

    let passed = server.get_with("/what-if?category=Mugs", &[("x-request-id", "edge-7.a_b")]);
    assert_eq!(passed.header("x-request-id"), "edge-7.a_b");
    let event = server.wait_for(|event| event["request_id"] == "edge-7.a_b");
    assert_eq!(event["path"], "/what-if", "the query is not written down");
    for forged in ["two words", &"x".repeat(65), "a\"b"] {
        assert_ne!(server.get_with("/healthz", &[("x-request-id", forged)]).header("x-request-id"), forged);
    }
}

#[test]
fn head_says_what_get_would_without_the_body() {
    let (server, store) = server();
    for path in [
        "/",
        "/what-if",
        "/segments",
        "/proof",
        "/sql",
        "/q/one",
        "/api/v1/kpis",
        "/healthz",
        &data_path(&store, "cube.bin"),
        &format!("/pkg/{STYLE}"),
    ] {
        for encoding in ["", "br"] {
            let headers = [("accept-encoding", encoding)];
            let get = server.get_with(path, &headers);
            let head = client::request(Method::HEAD, server.address(), path, &headers);
            assert!(head.body.is_empty());
            for name in
                ["content-type", "content-length", "content-encoding", "etag", "cache-control", "vary"]
            {
                assert_eq!(head.header(name), get.header(name), "{name} of {path}");
            }
            assert_eq!(get.header("content-length"), get.body.len().to_string(), "{path}");
        }
    }
}
