//! Connections are shared: an idle one makes way for a newcomer, and a client that finds no place is told so.

use crate::{busy, wide_store};
use std::time::{Duration, Instant};
use tests::client::{self, Raw, answers};
use tests::http2::Http2;
use tests::program::{PATIENCE, Server};

#[test]
fn idle_connections_make_way_for_newcomers() {
    let store = wide_store();
    // All test clients have one address, so the share of one client applies.
    let server = Server::start_with(store.path(), "[limits]\nconnections = 8\n");
    let mut held: Vec<Http2> = (0..12).map(|_| Http2::connect(server.address(), 65_535)).collect();
    for _ in 0..5 {
        assert_eq!(server.get("/healthz").status, 200, "others are served");
    }
    // When they end does not matter: no more than the client's share may stay.
    let deadline = Instant::now() + PATIENCE;
    while held.iter_mut().filter_map(|held| held.glance().then_some(())).count() > 4 {
        assert!(Instant::now() < deadline, "connections without a request are still open");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn who_finds_no_place_is_told_to_come_again() {
    let store = wide_store();
    let server = Server::start_with(store.path(), "[limits]\nconnections = 8\nclient_connections = 2\n");
    let mut held: Vec<Raw> = Vec::new();
    while let Some(connection) = busy(server.address()) {
        held.push(connection);
        assert!(held.len() <= 2, "a third connection was served");
    }
    let request = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let refused = answers(&Raw::connect(server.address()).send(request).read_to_end()).remove(0);
    assert_eq!((refused.status, refused.header("connection")), (503, "close"));
    assert_eq!(refused.json()["code"], "overloaded");
    assert!(
        !refused.header("retry-after").is_empty() && !refused.header("content-security-policy").is_empty()
    );
    assert!(held.len() == 2);
    drop(held);
    while client::get(server.address(), "/healthz", &[]).status != 200 {}
}
