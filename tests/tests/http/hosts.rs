//! The hosts that the server answers to, and the addresses it may listen on.

use crate::failures::{check_failure, text};
use crate::{server, store};
use tests::client::{self, Answer};
use tests::http2::Http2;
use tests::program::Server;

fn ask(address: &str, target: &str, headers: &str) -> Answer {
    client::raw(address, format!("GET {target} HTTP/1.1\r\n{headers}connection: close\r\n\r\n"))
}

#[test]
fn only_hosts_that_are_listed_are_answered() {
    let store = store();
    let arguments = ["--listen", "127.0.0.1:0", "--host", "granary.example"];
    let server = Server::start_as(store.path(), "hosts = [\"192.0.2.9\"]\n", &arguments);
    for host in ["localhost", "127.0.0.1:9", "[::1]", "Granary.Example:443", "192.0.2.9"] {
        for target in ["/", "/api/v1/kpis", "/healthz"] {
            assert_eq!(ask(server.address(), target, &format!("host: {host}\r\n")).status, 200, "{host}");
        }
    }
    for host in ["evil.example", "localhost.evil.example", "192.0.2.1", "granary.example.evil"] {
        for target in ["/", "/api/v1/kpis", "/healthz", "/nowhere"] {
            let answer = ask(server.address(), target, &format!("host: {host}\r\n"));
            let problem = answer.json();
            assert_eq!((answer.status, &problem["code"]), (421, &"unknown-host".into()), "{host}{target}");
            assert!(problem["remedy"].as_str().is_some_and(|remedy| remedy.contains("--host")), "{problem}");
            assert!(!answer.header("content-security-policy").is_empty());
        }
    }
}

#[test]
fn a_request_that_names_no_host_or_two_is_refused() {
    let (server, _store) = server();
    for (target, headers) in [
        ("/", ""),
        ("/", "host:\r\n"),
        ("/", "host: localhost\r\nhost: localhost\r\n"),
        ("/", "host: localhost\r\nHost: evil.example\r\n"),
        ("http://evil.example/", "host: localhost\r\n"),
        ("http://localhost/", "host: evil.example\r\n"),
        ("/", "host: evil@localhost\r\n"),
    ] {
        let answer = ask(server.address(), target, headers);
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (400, &"bad-host".into()),
            "{target} {headers:?}"
        );
    }
    assert_eq!(client::raw(server.address(), "GET / HTTP/1.0\r\n\r\n").status, 400);
    assert_eq!(ask(server.address(), "http://localhost/healthz", "host: localhost\r\n").status, 200);
    let mut connection = Http2::connect(server.address(), 65_535);
    connection.get(1, None, "/healthz");
    connection.get(3, Some("localhost"), "/healthz");
    while connection.begun.len() < 2 && connection.glance() {}
    connection.begun.sort_unstable();
    assert_eq!(connection.begun, [(1, 400), (3, 200)]);
}

#[test]
fn an_address_that_other_machines_reach_is_only_listened_on_if_that_is_wanted() {
    let store = store();
    let serve = ["serve", "--store", text(store.path())];
    for (arguments, part) in [
        (["--listen", "0.0.0.0:0"], "--listen 0.0.0.0:0"),
        (["--listen", "[::]:0"], "--listen [::]:0"),
        (["--admin-listen", "0.0.0.0:0"], "--admin-listen 0.0.0.0:0"),
    ] {
        check_failure(&[&serve[..], &arguments].concat(), &[part, "nobody has to sign in", "--public"]);
    }
    for wrong in ["https://granary.example", "granary.example:443", "*", ""] {
        check_failure(&[&serve[..], &["--host", wrong]].concat(), &["is not a host", "without https://"]);
    }
    let server = Server::start_as(store.path(), "public = true\n", &["--listen", "0.0.0.0:0"]);
    let warned = server.wait_for(|event| event["level"] == "WARN");
    assert!(warned["message"].as_str().is_some_and(|message| message.contains("no sign-in")), "{warned}");
    assert_eq!(server.get("/").status, 200);
}
