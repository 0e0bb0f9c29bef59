//! Tests of the layers that every request passes through, with routes made for the purpose.

use super::*;
use crate::limits::Limits;
use crate::service::Server;
use crate::shelf::{Shelf, Site};
use crate::wire::Answers;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::time::Duration;
use tower::ServiceExt;

fn server(limits: Limits) -> Shared {
    let directory = std::env::temp_dir().join(format!("granary-http-{}-{:p}", std::process::id(), &limits));
    let package = directory.join("pkg");
    std::fs::create_dir_all(&package).expect("a directory");
    for name in ["a.css", "f.js", "a.js", "a.wasm"] {
        std::fs::write(package.join(name), name).expect("written");
    }
    let list = r#"{"css":"pkg/a.css","find":"pkg/f.js","modules":{"overview":{"script":"pkg/a.js","wasm":"pkg/a.wasm"}},"scripts":{}}"#;
    std::fs::write(directory.join("assets.json"), list).expect("written");
    let store = data::store::Store::open(directory.to_str().expect("a path")).expect("a store");
    let server = Server {
        sql: None,
        keys: None,
        people: None,
        tries: Arc::default(),
        audit: Arc::default(),
        mcp: false,
        shelf: Shelf::new(store.tenant("main").expect("a tenant"), 1),
        site: Site::read(&directory).expect("a site"),
        answers: Arc::new(Answers::new(&limits)),
        metrics: PrometheusBuilder::new().build_recorder().handle(),
        limits,
    };
    std::fs::remove_dir_all(directory).expect("removed");
    Arc::new(server)
}

fn hosts() -> Hosts {
    Hosts::new([127, 0, 0, 1].into(), &[]).expect("hosts")
}

async fn ask(router: Router, path: &str, accept: &str) -> (Response, String) {
    let request = Request::get(path).header(header::HOST, "localhost").header(header::ACCEPT, accept);
    let request = request.body(Body::empty()).expect("a request");
    let response = router.oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body");
    (Response::from_parts(parts, Body::empty()), String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

#[track_caller]
fn check(answered: &(Response, String), status: u16, content_type: &str, part: &str) {
    let (response, body) = answered;
    assert_eq!(response.status().as_u16(), status, "{body}");
    assert_eq!(response.headers()[header::CONTENT_TYPE], content_type);
    assert!(body.contains(part), "{part} in {body}");
    assert!(response.headers().contains_key(header::CONTENT_SECURITY_POLICY));
    assert!(response.headers().contains_key("x-request-id"));
}

const HTML: &str = "text/html; charset=utf-8";
const PROBLEM: &str = "application/problem+json";

#[tokio::test]
async fn before_anything_is_published_it_is_alive_but_not_ready() {
    let router = router(server(Limits::default()), hosts(), Audience::All);
    assert_eq!(ask(router.clone(), "/healthz", "*/*").await.0.status(), 200);
    for path in ["/readyz", "/", "/what-if", "/api/v1/kpis"] {
        let answered = ask(router.clone(), path, "*/*").await;
        check(&answered, 503, PROBLEM, "not-ready");
        assert!(answered.0.headers().contains_key(header::RETRY_AFTER), "{path}");
    }
    check(&ask(router, "/", "text/html").await, 503, HTML, "published");
}

#[tokio::test]
async fn a_panic_and_a_delay_end_one_request_only() {
    let server = server(Limits { request_timeout_ms: 20, ..Limits::default() });
    let panics = async || -> &'static str { panic!("a secret of the machine") };
    let hangs = async || {
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        "never"
    };
    let routes =
        Router::new().route("/panics", get(panics)).route("/hangs", get(hangs)).route("/", get("fine"));
    let router = within(routes, server, hosts());
    let panicked = ask(router.clone(), "/panics", "*/*").await;
    check(&panicked, 500, PROBLEM, "urn:granary:internal");
    assert!(!panicked.1.contains("secret"), "{}", panicked.1);
    check(&ask(router.clone(), "/panics", "text/html").await, 500, HTML, "x-request-id");
    check(&ask(router.clone(), "/hangs", "*/*").await, 503, PROBLEM, "timed-out");
    check(&ask(router, "/", "*/*").await, 200, "text/plain; charset=utf-8", "fine");
}

#[tokio::test]
async fn beyond_the_limit_of_connections_every_address_says_so_and_closes() {
    let answered = ask(overloaded(server(Limits::default()), hosts()), "/healthz", "*/*").await;
    check(&answered, 503, PROBLEM, "overloaded");
    assert_eq!(answered.0.headers()[header::CONNECTION], "close");
}
