//! Paths that try to lead elsewhere. Files are looked up in lists, so no path leads out.

use crate::server;
use tests::client;

/// Spellings of "up" and "root" that have fooled servers.
const UPS: [&str; 24] = [
    "..",
    "%2e%2e",
    "%2E%2E",
    ".%2e",
    "%2e.",
    "..%2f",
    "%2e%2e%2f",
    "..%5c",
    "..\\",
    "%252e%252e",
    "%252e%252e%252f",
    "..%252f",
    "%c0%ae%c0%ae",
    "%c0%2e%c0%2e",
    "%e0%80%ae",
    "%uff0e%uff0e",
    "..;",
    "..%00",
    "..%0d%0a",
    "....//",
    "..%c0%af",
    "..%ef%bc%8f",
    ".%00.",
    "%2e%2e%5c",
];

#[test]
fn no_path_leads_out_of_the_lists() {
    let (server, store) = server();
    let id = store.current();
    let targets = ["current", "secret.txt", "assets.json", "etc/passwd", "main/current", "granary.toml"];
    let roots =
        ["/pkg/".to_owned(), format!("/data/main/{id}/"), "/data/main/".into(), "/data/".into(), "/".into()];
    let mut tried = 0;
    for root in &roots {
        for up in UPS {
            for (i, target) in targets.iter().enumerate() {
                let path = format!("{root}{}{target}", format!("{up}/").repeat(1 + i % 4));
                check_nothing(server.address(), &path);
                tried += 1;
            }
        }
    }
    for path in [
        format!("/data/main/{id}//etc/passwd"),
        format!("/data/main/{id}/%2fetc%2fpasswd"),
        format!("/data/main/{id}/C:%5cboot.ini"),
        format!("/data/main/{id}/publication.json%00.bin"),
        format!("/data/main/{id}/./cube.bin"),
        format!("/data/main/{id}/plan/../cube.bin"),
        format!("/data/main/{id}%2f..%2f{id}/cube.bin"),
        format!("/data/main/../main/{id}/cube.bin"),
        format!("/data/%2e%2e/main/{id}/cube.bin"),
        "/pkg/secret.txt".into(),
        "/pkg/./granary.0a1b2c.css".into(),
        "/pkg//granary.0a1b2c.css".into(),
        "/pkg/granary.0a1b2c.css/".into(),
        "/pkg/granary.0a1b2c.css%00".into(),
        "/pkg/granary.0a1b2c.css.br".into(),
        "/pkg/%2e/granary.0a1b2c.css".into(),
    ] {
        check_nothing(server.address(), &path);
        tried += 1;
    }
    assert!(tried > 500, "{tried}");
    assert_eq!(server.get("/healthz").status, 200);
}

#[track_caller]
fn check_nothing(address: &str, path: &str) {
    let answer =
        client::raw(address, format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"));
    match answer.status {
        404 => assert_eq!(answer.header("content-type"), "application/problem+json", "{path}"),
        // Not an address by the rules of HTTP, so it is refused before routing.
        400 => assert!(answer.body.is_empty(), "{path}"),
        status => panic!("{path} answers {status}"),
    }
    let body = String::from_utf8_lossy(&answer.body);
    assert!(!body.contains("not served") && !body.contains("root:"), "{path} answers {body}");
}

#[test]
fn an_unlisted_file_of_the_publication_is_not_served() {
    let (server, store) = server();
    let file = store.tenant().join("publications").join(store.current()).join("notes.txt");
    std::fs::write(&file, "not served").expect("written");
    for name in ["notes.txt", "publication.json", "cube.bin.br", "plan", "plan/"] {
        assert_eq!(server.get(&crate::data_path(&store, name)).status, 404, "{name}");
    }
    assert_eq!(server.get(&crate::data_path(&store, "plan/policy-00000.bin")).status, 200);
}
