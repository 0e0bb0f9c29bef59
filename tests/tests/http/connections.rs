//! Connections: slow peers, silent peers, too many of them, other protocols, and a graceful end.

use crate::{data_path, server, store};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;
use tests::client::{self, Raw, answers};
use tests::program::Server;

const IMPATIENT: &str = "[limits]\nheader_read_timeout_ms = 200\nidle_timeout_ms = 400\n";

#[test]
fn who_never_finishes_a_header_is_closed_and_others_are_served_meanwhile() {
    let store = store();
    let server = Server::start_with(store.path(), IMPATIENT);
    let mut slow: Vec<Raw> = (0..50).map(|_| Raw::connect(server.address())).collect();
    for raw in &mut slow {
        raw.send("GET / HTTP/1.1\r\nhost: x\r\n");
    }
    let mut trickling = true;
    for (i, raw) in slow.iter_mut().enumerate() {
        while trickling && i == 0 {
            // A header every moment keeps a naive timer from ever running out.
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
    let told = kept.send("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").read_to_end();
    assert_eq!(answers(&told).len(), 1, "answered, kept open for a while, then closed");
}

#[test]
fn headers_beyond_all_bounds_end_the_connection() {
    let (server, _store) = server();
    let mut raw = Raw::connect(server.address());
    raw.send("GET / HTTP/1.1\r\nhost: x\r\n");
    for i in 0..2_000 {
        raw.send(format!("x-{i}: {}\r\n", "y".repeat(1_000)));
    }
    let told = raw.send("\r\n").read_to_end();
    // The server may have closed before it had all, in which case the system drops what it said.
    assert!(told.is_empty() || told.starts_with(b"HTTP/1.1 431"), "{}", String::from_utf8_lossy(&told));
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn more_connections_than_allowed_are_told_to_come_again() {
    let store = store();
    let server = Server::start_with(store.path(), "[limits]\nconnections = 2\n");
    let request = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    // The client that started the server may hold a connection still; it closes it when it gets no answer to keep.
    let mut kept = Vec::new();
    let refused = loop {
        let mut raw = Raw::connect(server.address());
        raw.send(request);
        let mut head = [0; 12];
        raw.stream().read_exact(&mut head).expect("an answer");
        if &head != b"HTTP/1.1 200" {
            break [&head[..], &raw.read_to_end()].concat();
        }
        kept.push(raw);
        assert!(kept.len() <= 2, "a third connection was served");
    };
    let refused = answers(&refused).remove(0);
    assert_eq!((refused.status, refused.header("connection")), (503, "close"));
    assert_eq!(refused.json()["code"], "overloaded");
    assert!(
        !refused.header("retry-after").is_empty() && !refused.header("content-security-policy").is_empty()
    );
    drop(kept);
    while client::get(server.address(), "/healthz", &[]).status != 200 {}
}

#[test]
fn http_2_is_spoken_to_who_knows_it() {
    let (server, _store) = server();
    let mut stream = TcpStream::connect(server.address()).expect("a connection");
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    // RFC 7541, appendix A: GET, http, path /, and the authority x.
    let block = [0x82, 0x86, 0x84, 0x41, 1, b'x'];
    let headers = [&[0, 0, block.len() as u8, 1, 5, 0, 0, 0, 1][..], &block].concat();
    stream.write_all(&[b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &settings[..], &headers].concat()).expect("sent");
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).expect("a frame");
        let length = usize::from(head[0]) << 16 | usize::from(head[1]) << 8 | usize::from(head[2]);
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload).expect("its payload");
        if head[3] == 1 {
            assert_eq!(payload[0], 0x88, "status 200 is the eighth of the static table");
            return;
        }
    }
}

#[test]
fn a_stop_finishes_what_is_in_progress_and_takes_nothing_new() {
    let (mut server, store) = server();
    let file = data_path(&store, "cube.bin");
    let whole = server.get(&file).body;
    let many = 5_000;
    let mut raw = Raw::connect(server.address());
    let request = format!("GET {file} HTTP/1.1\r\nhost: x\r\n\r\n");
    raw.stream().set_write_timeout(Some(Duration::from_millis(500))).expect("a limit");
    raw.send(request.repeat(many));
    // Answers of hundreds of megabytes have begun, and nobody has taken more than a byte: the server is in the middle.
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
