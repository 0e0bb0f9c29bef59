//! Memory held by readers that take nothing is bounded in bytes, under any protocol, and is returned.

use crate::{LARGE, wide_store};
use std::net::Shutdown;
use tests::client::Raw;
use tests::http2::Http2;
use tests::program::Server;

/// Limit under any load from clients without a password.
const RESIDENT_BYTES_MAX: u64 = 300_000_000;

/// Limit once all clients have gone.
const RESIDENT_BYTES_AFTER: u64 = 150_000_000;

/// Long enough that nobody is dropped meanwhile, and short for clients that wait for room.
const PATIENT: &str = "[limits]\nslow_reader_window_ms = 600000\ncomputation_wait_ms = 500\n";

/// A large answer, different from every other.
fn distinct(number: usize) -> String {
    let (month, day) = (1 + number % 12, 1 + number / 12 % 28);
    format!("{LARGE}&from=20{:02}-{month:02}-{day:02}", number / 336)
}

#[track_caller]
fn check_resident(server: &Server, most: u64) {
    // Others are answered meanwhile.
    assert_eq!(server.get("/healthz").status, 200);
    if let Some(bytes) = server.resident_bytes() {
        println!("resident: {bytes} bytes, at most {most}");
        assert!(bytes <= most, "{bytes} bytes are resident");
    }
}

#[test]
fn streams_without_a_window_hold_no_more_than_there_is_room_for() {
    let store = wide_store();
    let server = Server::start_with(store.path(), PATIENT);
    let mut connections = Vec::new();
    for number in 0..4 {
        let mut connection = Http2::connect(server.address(), 0);
        for stream in 0..64 {
            connection.get(1 + 2 * stream, Some("localhost"), &distinct(number * 64 + stream as usize));
        }
        while connection.begun.len() < 64 {
            assert!(connection.glance(), "the connection stays");
            check_resident(&server, RESIDENT_BYTES_MAX);
        }
        let given = connection.begun.iter().filter(|(_, status)| *status == 200).count();
        assert!(given < 64, "some are told to come again");
        connections.push(connection);
    }
    drop(connections);
    // Their memory is available again.
    while server.get(&distinct(9_999)).status != 200 {}
    check_resident(&server, RESIDENT_BYTES_AFTER);
}

#[test]
fn readers_of_one_answer_share_it() {
    let store = wide_store();
    // All wait until the first has computed it.
    let patient = PATIENT.replace("computation_wait_ms = 500", "computation_wait_ms = 30000");
    let server = Server::start_with(store.path(), &patient);
    let size = server.get(LARGE).body.len();
    let mut readers: Vec<Raw> = (0..100).map(|_| Raw::connect(server.address())).collect();
    for reader in &mut readers {
        reader.send(format!("GET {LARGE} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"));
    }
    // All begin, though together they would be a hundred times as large as all answers may be.
    for reader in &mut readers {
        assert!(reader.read(12).ends_with(b"200"), "refused");
    }
    check_resident(&server, RESIDENT_BYTES_MAX);
    let whole = readers.remove(0).read_to_end();
    assert!(whole.len() > size, "the last byte comes, too");
    for reader in &mut readers {
        let _ = reader.stream().shutdown(Shutdown::Both);
    }
}

#[test]
fn a_client_has_its_share_of_the_room_and_gets_it_back() {
    let store = wide_store();
    let server = Server::start_with(store.path(), PATIENT);
    let mut readers = Vec::new();
    let mut refused = 0;
    for number in 0..40 {
        let mut reader = Raw::connect(server.address());
        let path = distinct(number);
        reader.send(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"));
        match reader.read(12).ends_with(b"200") {
            true => readers.push(reader),
            false => refused += 1,
        }
        check_resident(&server, RESIDENT_BYTES_MAX);
    }
    assert!(!readers.is_empty() && refused > 0, "{} given, {refused} refused", readers.len());
    drop(readers);
    while server.get(&distinct(9_999)).status != 200 {}
    check_resident(&server, RESIDENT_BYTES_AFTER);
}

#[test]
fn a_stream_whose_peer_takes_nothing_is_reset_and_its_neighbours_go_on() {
    let store = wide_store();
    let server =
        Server::start_with(store.path(), "[limits]\nslow_reader_window_ms = 200\nidle_timeout_ms = 60000\n");
    let mut connection = Http2::connect(server.address(), 0);
    for stream in [1, 3] {
        connection.get(stream, Some("localhost"), LARGE);
    }
    connection.get(5, Some("localhost"), "/healthz");
    // The second reads a piece from time to time, the others nothing.
    connection.grant(0, 1 << 30);
    while connection.reset.len() < 2 {
        connection.grant(3, 20_000);
        assert!(connection.glance(), "the connection stays");
    }
    connection.reset.sort_unstable();
    assert_eq!(connection.reset, [1, 5]);
    let taken: usize =
        connection.data.iter().filter(|(stream, _)| *stream == 3).map(|(_, bytes)| bytes).sum();
    assert!(taken > 20_000, "{taken} bytes");
    connection.get(7, Some("localhost"), "/healthz");
    connection.grant(7, 100);
    while !connection.data.iter().any(|(stream, _)| *stream == 7) {
        assert!(connection.glance(), "the connection stays");
    }
}
