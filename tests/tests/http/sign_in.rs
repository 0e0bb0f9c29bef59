//! Signing in: who comes, and what they get.

use crate::embed::{CANARY, SECRET, store};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use tests::client::{self, Answer};
use tests::program::{Server, granary};
use tests::store::Store;
use ureq::http::Method;

pub const PASSWORD: &str = "correct horse & battery=staple";

/// A server's people, in files.
pub struct Door(pub tempfile::TempDir);

impl Door {
    /// A viewer, an analyst, a planner, an admin, and a viewer of a part.
    pub fn new() -> Self {
        let door = Door(tempfile::tempdir().expect("a directory"));
        fs::write(door.0.path().join("session.key"), SECRET).expect("written");
        for (name, more) in [
            ("vi", &["--role", "viewer"][..]),
            ("ana", &["--role", "analyst"]),
            ("plan", &["--role", "planner"]),
            ("ad", &["--role", "admin"]),
            ("part", &["--category", "Candles", "--location", "north"]),
        ] {
            door.add(name, more);
        }
        door
    }

    pub fn users(&self) -> PathBuf {
        self.0.path().join("users.toml")
    }

    fn add(&self, name: &str, more: &[&str]) {
        let mut command = granary();
        command.arg("user").arg(name).arg("--users").arg(self.users()).args(more);
        let mut child =
            command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        writeln!(child.stdin.take().expect("its input"), "{PASSWORD}").expect("written");
        assert!(child.wait().expect("an end").success(), "{name}");
    }

    pub fn configuration(&self) -> String {
        let at = |name: &str| self.0.path().join(name);
        format!(
            "audit_file = {:?}\n[sign_in]\nusers_file = {:?}\nsecret_file = {:?}\n",
            at("audit.jsonl"),
            self.users(),
            at("session.key")
        )
    }

    pub fn audit(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.0.path().join("audit.jsonl")).expect("a log");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

fn server(store: &Store, door: &Door) -> Server {
    Server::start_with(store.path(), &door.configuration())
}

/// Sends the form as a browser on this site does.
fn enter(server: &Server, name: &str, password: &str, to: &str) -> Answer {
    let field =
        |text: &str| text.replace('%', "%25").replace('&', "%26").replace('=', "%3D").replace(' ', "+");
    let form = format!("name={}&password={}", field(name), field(password));
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    client::post(server.address(), &format!("/sign-in?to={to}"), &headers, form)
}

/// The cookie of who has signed in.
pub fn cookie(server: &Server, name: &str) -> String {
    let entered = enter(server, name, PASSWORD, "%2Fitems");
    assert_eq!((entered.status, entered.header("location")), (303, "/items"), "{name}");
    let cookie = entered.header("set-cookie");
    for part in ["__Host-granary=", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    cookie.split(';').next().expect("a pair").to_owned()
}

fn get(server: &Server, path: &str, cookie: &str) -> Answer {
    server.get_with(path, &[("cookie", cookie)])
}

#[test]
fn nothing_of_the_data_is_answered_to_who_has_not_signed_in() {
    let (store, door) = (store(), Door::new());
    let server = server(&store, &door);
    let id = store.current();
    for (path, to) in
        [("/", "%2F"), ("/de/items?q=a", "%2Fde%2Fitems%3Fq%3Da"), ("/report.html", "%2Freport.html")]
    {
        let sent = server.get(path);
        assert_eq!(sent.status, 303, "{path}");
        assert!(
            sent.header("location").ends_with(&format!("sign-in?to={to}")),
            "{}",
            sent.header("location")
        );
        assert!(sent.body.is_empty(), "{path}");
    }
    assert!(server.get("/de/items").header("location").starts_with("/de/sign-in"));
    for path in ["/api/v1/kpis", "/api/v1/sql?sql=select+1", &format!("/data/main/{id}/cube.bin")] {
        let refused = server.get(path);
        assert_eq!(refused.status, 401, "{path}");
        assert_eq!(refused.json()["code"], "not-signed-in");
    }
    for cookie in ["__Host-granary=", "__Host-granary=null", "__Host-granary=a.b.c", "granary=1"] {
        assert_eq!(get(&server, "/api/v1/kpis", cookie).status, 401, "{cookie}");
    }
    assert_eq!(server.get("/healthz").status, 200);
    let page = server.get("/sign-in?to=%2Fitems");
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    assert!(!page.text().contains(&id[..8]) && page.text().contains("current-password"));
}

#[test]
fn each_role_opens_its_addresses() {
    let (store, door) = (store(), Door::new());
    let server = server(&store, &door);
    let id = store.current();
    let cube = format!("/data/main/{id}/cube.bin");
    // The least of vi, ana and ad that may have it.
    let addresses: [(&str, usize); 14] = [
        ("/", 0),
        ("/zh-CN/what-if", 0),
        ("/item?sku=A1&location=north", 0),
        ("/proof", 0),
        ("/data-quality", 0),
        ("/api/v1/kpis", 0),
        ("/api/v1/items?format=csv", 0),
        ("/openapi.json", 0),
        (&cube, 0),
        ("/sql", 1),
        ("/de/sql", 1),
        ("/api/v1/sql/schema", 1),
        ("/api/v1/sql?sql=select+1", 1),
        ("/metrics", 2),
    ];
    for (rank, name) in ["vi", "ana", "ad"].into_iter().enumerate() {
        let cookie = cookie(&server, name);
        for (path, least) in addresses {
            let answer = get(&server, path, &cookie);
            assert_eq!(answer.status, if rank >= least { 200 } else { 403 }, "{path} as {name}");
            assert_eq!(
                answer.header("x-frame-options").is_empty(),
                !answer.header("content-type").starts_with("text/html")
            );
            if answer.status == 200 {
                assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
            }
        }
    }
    let deeds: Vec<_> =
        door.audit().iter().map(|line| (line["deed"].clone(), line["subject"].clone())).collect();
    for (deed, subject) in [("signed_in", "vi"), ("refused", "vi"), ("asked", "ana"), ("downloaded", "ad")] {
        assert!(deeds.contains(&(deed.into(), subject.into())), "{deed} of {subject} in {deeds:?}");
    }
    let log = fs::read_to_string(door.0.path().join("audit.jsonl")).expect("a log");
    assert!(!log.contains("select") && !log.contains("horse") && !log.contains("__Host"), "{log}");
}

#[test]
fn who_sees_a_part_sees_nothing_else() {
    let (store, door) = (store(), Door::new());
    let server = server(&store, &door);
    let cookie = cookie(&server, "part");
    let items = get(&server, "/api/v1/items", &cookie).json();
    assert_eq!(items["total"]["item_locations"], 2);
    let id = items["publication"].as_str().expect("an id");
    let files = ["cube.bin", "plan/policy-00000.bin", "plan/items-00000.bin"]
        .map(|file| format!("/data/main/{id}/{file}"));
    let pages = [
        "/",
        "/de/",
        "/items",
        "/items?q=cage",
        "/what-if",
        "/accuracy",
        "/item?sku=A1&location=north",
        "/api/v1/kpis",
        "/api/v1/what-if",
        "/api/v1/items?format=xlsx",
        "/api/v1/forecast?sku=A1&location=north",
    ];
    for path in files.iter().map(String::as_str).chain(pages) {
        let answer = get(&server, path, &cookie);
        assert_eq!(answer.status, 200, "{path}");
        let body = String::from_utf8_lossy(&answer.body);
        for outside in [CANARY, &*store.current()] {
            assert!(!body.contains(outside), "{path} has {outside}");
        }
    }
    assert_eq!(get(&server, &format!("/data/main/{}/cube.bin", store.current()), &cookie).status, 404);
    assert_eq!(get(&server, "/item?sku=S1&location=north", &cookie).status, 404);
    for path in [
        "/segments",
        "/proof",
        "/data-quality",
        "/sql",
        "/report.html",
        "/api/v1/snapshots",
        "/openapi.json",
        "/api/v1/proof",
        "/metrics",
        "/offline.js",
    ] {
        assert_eq!(get(&server, path, &cookie).status, 403, "{path}");
    }
}

#[test]
fn a_session_is_taken_back() {
    let (store, door) = (store(), Door::new());
    let server = server(&store, &door);
    let kept = cookie(&server, "vi");
    let leave =
        |headers: &[(&str, &str)]| client::request(Method::POST, server.address(), "/sign-out", headers);
    assert_eq!(leave(&[("cookie", &kept)]).status, 403, "a form of nowhere");
    assert_eq!(leave(&[("cookie", &kept), ("sec-fetch-site", "cross-site")]).status, 403);
    assert_eq!(leave(&[("cookie", &kept), ("origin", "https://evil.example")]).status, 403);
    let left = leave(&[("cookie", &kept), ("sec-fetch-site", "same-origin")]);
    assert_eq!(left.status, 303);
    assert!(
        left.header("set-cookie").contains("Max-Age=0") && left.header("clear-site-data").contains("storage")
    );
    assert_eq!(server.get("/sign-out").status, 405);
    drop(server);
    // Another secret signs everybody out.
    fs::write(door.0.path().join("session.key"), SECRET.replace('0', "9")).expect("written");
    let server = Server::start_with(store.path(), &door.configuration());
    assert_eq!(get(&server, "/api/v1/kpis", &kept).status, 401);
}

#[test]
fn guesses_wait_and_keep_nobody_else_out() {
    let (store, door) = (store(), Door::new());
    let server = server(&store, &door);
    for _ in 0..6 {
        let refused = enter(&server, "vi", "a wrong guess", "%2F");
        assert_eq!(refused.status, 401);
        assert!(refused.text().contains("wrong") && refused.header("set-cookie").is_empty());
    }
    let waits = enter(&server, "vi", PASSWORD, "%2F");
    assert_eq!(waits.status, 429);
    assert!(waits.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds >= 1), "{waits:?}");
    cookie(&server, "ana");
    let unknown = enter(&server, "nobody", "a wrong guess", "%2F");
    let known = enter(&server, "ad", "a wrong guess", "%2F");
    assert_eq!((unknown.status, unknown.text()), (known.status, known.text()), "names are not told");
    // A form of another site is none.
    let form = format!("name=ana&password={}", PASSWORD.replace(' ', "+"));
    for headers in [&[("origin", "https://evil.example")][..], &[("sec-fetch-site", "cross-site")], &[]] {
        assert_eq!(client::post(server.address(), "/sign-in", headers, &*form).status, 403, "{headers:?}");
    }
    let away = enter(&server, "ana", PASSWORD, "https%3A%2F%2Fevil.example");
    assert_eq!(away.header("location"), "/");
}
