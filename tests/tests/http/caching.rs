//! Entity tags, "not modified", how long copies last, and encodings.

use crate::{data_path, server};
use std::io::Read;
use tests::client::Answer;
use tests::program::STYLE;

fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut body = Vec::new();
    match answer.header("content-encoding") {
        "" => body.clone_from(&answer.body),
        "br" => {
            brotli::Decompressor::new(&answer.body[..], 4_096).read_to_end(&mut body).expect("brotli");
        }
        "gzip" => {
            flate2::read::GzDecoder::new(&answer.body[..]).read_to_end(&mut body).expect("gzip");
        }
        other => panic!("encoding {other}"),
    }
    body
}

#[test]
fn nothing_is_sent_twice_to_who_has_it() {
    let (server, store) = server();
    let files = [data_path(&store, "cube.bin"), format!("/pkg/{STYLE}")];
    let pages =
        ["/", "/?class=A&from=2020-01-01", "/what-if?service_level=0.98", "/api/v1/kpis", "/api/v1/what-if"];
    for path in pages.into_iter().chain(files.iter().map(String::as_str)) {
        let first = server.get(path);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() >= 66, "a strong tag made of a SHA-256: {tag}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".into()] {
            let again = server.get_with(path, &[("if-none-match", &known)]);
            assert_eq!(again.status, 304, "{path} with {known}");
            assert!(again.body.is_empty());
            for name in ["etag", "cache-control", "vary"] {
                assert_eq!(again.header(name), first.header(name), "{name} of {path}");
            }
        }
        let other = server.get_with(path, &[("if-none-match", "\"0123\"")]);
        assert_eq!(
            (other.status, &other.body),
            (200, &first.body),
            "{path}: the same request, the same bytes"
        );
    }
}

#[test]
fn what_a_tag_stands_for_changes_it() {
    let (server, _store) = server();
    let tag = |path: &str, encoding: &str| {
        server.get_with(path, &[("accept-encoding", encoding)]).header("etag").to_owned()
    };
    assert_ne!(tag("/", ""), tag("/?class=A", ""));
    assert_ne!(tag("/", ""), tag("/", "br"), "other bytes");
    assert_eq!(tag("/api/v1/kpis", ""), tag("/api/v1/kpis?from=&to=", ""), "the same answer");
}

#[test]
fn addresses_that_change_with_the_content_are_kept_for_ever_and_others_asked_for_again() {
    let (server, store) = server();
    for path in
        [data_path(&store, "cube.bin"), data_path(&store, "series/00000.bin"), format!("/pkg/{STYLE}")]
    {
        assert_eq!(
            server.get(&path).header("cache-control"),
            "public, max-age=31536000, immutable",
            "{path}"
        );
    }
    for path in ["/", "/what-if", "/api/v1/kpis", "/api/v1/what-if"] {
        assert_eq!(server.get(path).header("cache-control"), "no-cache", "{path}");
    }
    for path in ["/healthz", "/readyz", "/metrics", "/nowhere", "/?class=D"] {
        assert_eq!(server.get(path).header("cache-control"), "no-store", "{path}");
    }
}

#[test]
fn the_client_chooses_the_encoding_and_gets_the_same_content() {
    let (server, store) = server();
    let paths =
        ["/".to_owned(), "/api/v1/what-if".into(), data_path(&store, "cube.bin"), format!("/pkg/{STYLE}")];
    for path in &paths {
        let plain = server.get(path);
        assert_eq!(plain.header("content-encoding"), "", "{path}");
        for (accepted, encoding) in [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip, deflate", "gzip"),
            ("br;q=0.5, gzip;q=0.8", "gzip"),
            ("br;q=0, *", "gzip"),
            ("identity, br;q=0.1", ""),
            ("zstd", ""),
            ("br;q=0, gzip;q=0, identity;q=0", ""),
        ] {
            let answer = server.get_with(path, &[("accept-encoding", accepted)]);
            assert_eq!(answer.header("content-encoding"), encoding, "{path} for {accepted}");
            let vary = if path.starts_with("/api/") { "accept, accept-encoding" } else { "accept-encoding" };
            assert_eq!(answer.header("vary"), vary);
            assert_eq!(unpacked(&answer), plain.body, "{path} for {accepted}");
        }
    }
}

#[test]
fn derived_files_are_sent_as_publication_compressed_them() {
    let (server, store) = server();
    let publication = store.tenant().join("publications").join(store.current());
    let plain = std::fs::read(publication.join("cube.bin")).expect("the file");
    for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
        let prepared = std::fs::read(publication.join(format!("cube.bin.{extension}"))).expect("the file");
        let answer = server.get_with(&data_path(&store, "cube.bin"), &[("accept-encoding", encoding)]);
        assert!(answer.body == prepared, "{encoding}: not the bytes beside the file");
        assert!(unpacked(&answer) == plain, "{encoding}");
    }
    assert_eq!(server.get(&data_path(&store, "cube.bin")).header("content-type"), "application/octet-stream");
}

#[test]
fn a_damaged_compressed_file_is_never_sent() {
    let (server, store) = server();
    let prepared = store.tenant().join("publications").join(store.current()).join("cube.bin.br");
    let mut bytes = std::fs::read(&prepared).expect("the file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x40;
    std::fs::write(&prepared, bytes).expect("written");
    let plain = server.get(&data_path(&store, "cube.bin"));
    let answer = server.get_with(&data_path(&store, "cube.bin"), &[("accept-encoding", "br")]);
    assert_eq!(answer.status, 200);
    assert!(unpacked(&answer) == plain.body);
}
