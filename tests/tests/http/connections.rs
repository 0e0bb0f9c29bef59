//! Connections: slow peers, silent peers, other protocols, and a graceful end.

use crate::{data_path, server, store};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;
use tests::client::{Raw, answers};
use tests::http2::Http2;
use tests::program::Server;

const IMPATIENT: &str = "[limits]\nheader_read_timeout_ms = 200\nidle_timeout_ms = 400\n";

#[test]
fn who_never_finishes_a_header_is_closed_and_others_are_served_meanwhile() {
    let store = store();
    let server = Server::start_with(store.path(), IMPATIENT);
    let mut slow: Vec<Raw> = (0..50).map(|_| Raw::connect(server.address())).collect();
    for raw in &mut slow {
        raw.send("GET / HTTP/1.1\r\nhost: localhost\r\n");
    }
    let mut trickling = true;
    for (i, raw) in slow.iter_mut().enumerate() {
        while trickling && i == 0 {
            // A header every moment would keep a naive timer from ever expiring.
            std::thread::sleep(Duration::from_millis(20));
            trickling = raw.stream().write_all(b"x-a: b\r\n").is_ok();
            assert_eq!(server.get("/healthz").status, 200);
        }
        let told = raw.read_to_end();
        assert!(!String::from_utf8_lossy(&told).contains(" 200 "), "an unfinished request was answered");
    }
}

#[test]
fn who_sends_nothing_or_half_a_preface_is_closed() {
    let store = store();
    let server = Server::start_with(store.path(), IMPATIENT);
    for first in ["", "P", "PRI * HTTP/2.0\r\n\r\nSM", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        let told = Raw::connect(server.address()).send(first).read_to_end();
        assert!(!String::from_utf8_lossy(&told).contains("HTTP/1.1 200"), "{first:?}");
    }
    let mut kept = Raw::connect(server.address());
    let told = kept.send("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").read_to_end();
    assert_eq!(answers(&told).len(), 1, "answered, kept open for a while, then closed");
}

#[test]
fn headers_beyond_all_bounds_end_the_connection() {
    let (server, _store) = server();
    let mut raw = Raw::connect(server.address());
    raw.send("GET / HTTP/1.1\r\nhost: localhost\r\n");
    for i in 0..2_000 {
        raw.send(format!("x-{i}: {}\r\n", "y".repeat(1_000)));
    }
    let told = raw.send("\r\n").read_to_end();
    // The server may have closed before it read everything, in which case the system drops its answer.
    assert!(told.is_empty() || told.starts_with(b"HTTP/1.1 431"), "{}", String::from_utf8_lossy(&told));
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn http_2_is_spoken_to_who_knows_it_and_a_connection_without_a_request_is_closed() {
    let store = store();
    let limits = format!("{IMPATIENT}ping_interval_ms = 50\n");
    let server = Server::start_with(store.path(), &limits);
    // One connection sends one request, the other none; both answer every ping, which does not count as activity.
    let mut asks = Http2::connect(server.address(), 65_535);
    asks.get(1, Some("localhost"), "/healthz");
    while asks.glance() {}
    assert_eq!(asks.begun, [(1, 200)]);
    let mut silent = Http2::connect(server.address(), 65_535);
    while silent.glance() {}
    assert!(silent.pings > 0 && silent.begun.is_empty());
}

#[test]
fn a_stop_finishes_what_is_in_progress_and_takes_nothing_new() {
    let (mut server, store) = server();
    let file = data_path(&store, "cube.bin");
    let whole = server.get(&file).body;
    let many = 5_000;
    let mut raw = Raw::connect(server.address());
    let request = format!("GET {file} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    raw.stream().set_write_timeout(Some(Duration::from_millis(500))).expect("a limit");
    raw.send(request.repeat(many));
    // Answers of hundreds of megabytes have begun, and nobody has read more than a byte, so the server is in the
    // middle of sending.
    let mut first = [0];
    raw.stream().read_exact(&mut first).expect("a byte");
    server.terminate();
    server.wait_for(|event| event["message"].as_str().is_some_and(|message| message.starts_with("stopping")));
    let told = [&first[..], &raw.read_to_end()].concat();
    let got = answers(&told);
    assert!(!got.is_empty() && got.len() < many, "{} answers", got.len());
    assert!(got.iter().all(|answer| answer.status == 200 && answer.body == whole), "an answer is not whole");
    assert!(server.wait().success());
    let later = TcpStream::connect(server.address());
    assert_eq!(later.expect_err("no listener").kind(), ErrorKind::ConnectionRefused);
}
