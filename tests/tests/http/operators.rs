//! The listener for operators, and what it reports about the publication's files.

use crate::{busy, store, wide_store};
use std::fs;
use tests::client;
use tests::program::{Server, fail, granary, succeed};

#[test]
fn operators_are_answered_when_readers_are_not() {
    let store = wide_store();
    let arguments = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
    let server = Server::start_as(store.path(), "[limits]\nconnections = 1\n", &arguments);
    let admin = |path: &str| client::get(server.admin_address(), path, &[]);
    for (path, of_readers) in [("/healthz", 200), ("/readyz", 404), ("/metrics", 404), ("/", 200)] {
        assert_eq!(server.get(path).status, of_readers, "{path}");
        let of_operators = if path == "/" { 404 } else { 200 };
        let answer = admin(path);
        assert_eq!(answer.status, of_operators, "{path}");
        assert!(!answer.header("content-security-policy").is_empty(), "{path}");
    }
    let _held = busy(server.address()).expect("the only connection");
    assert_eq!(server.get("/healthz").status, 503);
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(admin(path).status, 200, "{path}");
    }
    // Probes ask by address, which is accepted; a name pointed at this machine is not.
    for (host, status) in [("192.0.2.1:9000", 200), ("evil.example", 421)] {
        let request = format!("GET /metrics HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        assert_eq!(client::raw(server.admin_address(), request).status, status, "{host}");
    }
}

#[test]
fn a_publication_whose_file_is_gone_is_not_ready_and_says_which() {
    let store = store();
    let server = Server::start_with(store.path(), "[limits]\npoll_interval_ms = 10\n");
    let publication = store.tenant().join("publications").join(store.current());
    for name in ["cube.bin", "series/00000.bin"] {
        let path = publication.join(name);
        let whole = fs::read(&path).expect("the file");
        let wait_for = |status: u16| loop {
            let answer = server.get("/readyz");
            if answer.status == status {
                return answer;
            }
        };
        fs::remove_file(&path).expect("removed");
        let problem = wait_for(503).json();
        assert_eq!(problem["code"], "file-gone");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(name)), "{problem}");
        fs::write(&path, &whole[1..]).expect("written");
        let problem = wait_for(503).json();
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(name)), "{problem}");
        fs::write(&path, &whole).expect("written");
        wait_for(200);
    }
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn the_program_asks_a_server_for_whoever_has_no_client() {
    let store = store();
    let mut server = Server::start_with(store.path(), "[limits]\npoll_interval_ms = 10\n");
    let ask = |address: &str| {
        let mut command = granary();
        command.args(["health", "--address", address]);
        command
    };
    let address = server.address().to_owned();
    assert_eq!(succeed(&mut ask(&address)), format!("ready {}\n", store.current()));
    let port = address.rsplit(':').next().expect("a port");
    assert_eq!(succeed(ask(&format!("0.0.0.0:{port}")).arg("--alive")), "alive\n");
    let cube = store.tenant().join("publications").join(store.current()).join("cube.bin");
    fs::remove_file(&cube).expect("removed");
    while server.get("/readyz").status == 200 {}
    let (said, code) = fail(&mut ask(&address));
    assert!(code == 1 && said.contains("/readyz answers `HTTP/1.1 503"), "{said}");
    succeed(ask(&address).arg("--alive"));
    server.terminate();
    server.wait();
    let (said, code) = fail(&mut ask(&address));
    assert!(code == 1 && said.contains("no answer from") && said.contains("--address"), "{said}");
}
