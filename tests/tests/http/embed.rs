//! Views within pages of others: who gets one, and how much of the data.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};
use tests::client::{self, Answer};
use tests::program::{Server, fail, granary, succeed};
use tests::store::Store;
use ureq::http::Method;

pub const SECRET: &str = "0f3c9a7be1d24586a0b1c2d3e4f50617";
pub const ORIGIN: &str = "https://intranet.example";
/// Stands in everything that is outside the lock of the tests, and nowhere else.
pub const CANARY: &str = "Kanarienvogel";

/// A store with two categories at two locations. One of them is nobody's business.
pub fn store() -> Store {
    let mut sales = String::from("date,sku,location,units,revenue\n");
    let mut stock = String::from("date,sku,location,on_hand\n");
    let mut products = String::from("sku,name,category,supplier,unit_cost,unit_price\n");
    for (sku, category, supplier) in [
        ("A1", "Candles", "Wax"),
        ("A2", "Candles", "Wax"),
        ("S1", "Kanarienvogel toys", "Kanarienvogel Ltd"),
    ] {
        let name = if sku == "S1" { "Kanarienvogel in a cage" } else { "A candle" };
        products.push_str(&format!("{sku},{name},{category},{supplier},2.5,5\n"));
        for location in ["north", "Kanarienvogel-south"] {
            for day in 0..120 {
                let date = planning::day::Day(18_000).plus(day);
                let units = 1 + (day * 7 + i64::from(sku == "A2")) % 5;
                sales.push_str(&format!("{date},{sku},{location},{units},{}\n", units * 5));
                stock.push_str(&format!("{date},{sku},{location},{}\n", (day * 5) % 40));
            }
        }
    }
    Store::of_tables(&[("sales", &sales), ("stock", &stock), ("products", &products)])
}

/// The keys of a server, in files.
pub struct Keys(pub tempfile::TempDir);

impl Keys {
    pub fn new() -> Self {
        let keys = Keys(tempfile::tempdir().expect("a directory"));
        fs::write(keys.secret(), format!("{SECRET}\n")).expect("written");
        keys
    }

    fn secret(&self) -> PathBuf {
        self.0.path().join("portal.key")
    }

    /// A configuration with a key of each kind.
    pub fn configuration(&self) -> String {
        let key = |id: &str, kind: &str, file: &Path| {
            format!("[[embed.key]]\nid = {id:?}\n{kind} = {file:?}\norigins = [{ORIGIN:?}]\n")
        };
        let embed = [
            key("portal", "secret_file", &self.secret()),
            key("ed", "public_key_file", &fixture("ed25519.pub.pem")),
            key("rsa", "public_key_file", &fixture("rsa.pub.pem")),
        ];
        embed.concat()
    }
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/keys").join(name)
}

pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

pub fn claims() -> Value {
    json!({
        "aud": "granary", "iat": now(), "exp": now() + 300, "tenant": "main", "origin": ORIGIN,
        "views": ["overview", "items", "orders", "item", "what-if", "accuracy"],
        "lock": { "category": ["Candles"], "location": ["north"] },
    })
}

pub fn secret(bytes: &[u8]) -> EncodingKey {
    EncodingKey::from_secret(bytes).expect("a key")
}

pub fn signed(claims: &Value) -> String {
    let header = Header { kid: Some("portal".to_owned()), ..Header::new(Algorithm::HS256) };
    encode(&header, claims, &secret(SECRET.as_bytes())).expect("signed")
}

pub fn show(server: &Server, path: &str, token: &str) -> Answer {
    let token = format!("Bearer {token}");
    server.get_with(path, &[("authorization", &token), ("granary-embedder", ORIGIN)])
}

#[track_caller]
pub fn check_refused(command: &mut Command, parts: &[&str]) {
    let (told, code) = fail(command);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("error: ") && told.contains("help: "), "{told}");
    for part in parts {
        assert!(told.contains(part), "{part} in {told}");
    }
}

/// The claims with other values for some of them; null removes one.
pub fn with(others: Value) -> Value {
    let mut claims = claims();
    for (name, value) in others.as_object().expect("an object") {
        match value {
            Value::Null => claims.as_object_mut().and_then(|claims| claims.remove(name)),
            other => claims.as_object_mut().and_then(|claims| claims.insert(name.clone(), other.clone())),
        };
    }
    claims
}

#[test]
fn a_frame_begins_without_data_and_only_listed_pages_may_show_it() {
    let (store, keys) = (store(), Keys::new());
    let server = Server::start_with(store.path(), &keys.configuration());
    for path in [
        "/embed/",
        "/embed/what-if?service_level=0.9",
        "/embed/zh-CN/items",
        "/embed/item?sku=S1&location=north",
    ] {
        let frame = server.get(path);
        assert_eq!(frame.status, 200, "{path}");
        let policy = frame.header("content-security-policy");
        assert!(policy.ends_with(&format!("; frame-ancestors {ORIGIN}")), "{policy}");
        assert_eq!(frame.header("x-frame-options"), "", "{path}");
        assert!(
            frame.text().contains("pkg/frame.11.js") && !frame.text().contains(&store.current()),
            "{path}"
        );
        assert!(
            !frame.text().contains("S1") && !frame.text().contains("0.9"),
            "it says nothing of its address"
        );
    }
    // The rest stays out of frames.
    assert_eq!(server.get("/").header("x-frame-options"), "DENY");
    let script = server.get("/embed/v1.js");
    assert_eq!(script.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(script.header("access-control-allow-origin"), "*");
    assert!(script.body.len() <= 5_000, "{} bytes", script.body.len());
    let data = [
        "/embed/api/v1/kpis".to_owned(),
        format!("/embed/data/main/{}/cube.bin", store.current()),
        "/embed/sql".to_owned(),
        "/embed/nothing".to_owned(),
    ];
    for path in data {
        let refused = server.get(&path);
        assert_eq!((refused.status, refused.header("www-authenticate")), (401, "Bearer"), "{path}");
    }
}

#[test]
fn a_token_opens_its_views_and_nothing_else() {
    let (store, keys) = (store(), Keys::new());
    let server = Server::start_with(store.path(), &keys.configuration());
    let views =
        ["overview", "items", "orders", "item", "what-if", "accuracy", "segments", "proof", "data-quality"];
    let item = "sku=A1&location=north";
    // Each address with the views that it belongs to.
    let addresses: [(String, &[&str]); 30] = [
        ("/".to_owned(), &["overview"]),
        ("/de/".to_owned(), &["overview"]),
        ("/items".to_owned(), &["items"]),
        ("/orders".to_owned(), &["orders"]),
        ("/api/v1/orders".to_owned(), &["orders"]),
        ("/api/v1/decisions".to_owned(), &["orders", "item"]),
        (format!("/item?{item}"), &["item"]),
        ("/what-if".to_owned(), &["what-if"]),
        ("/accuracy".to_owned(), &["accuracy"]),
        ("/segments".to_owned(), &["segments"]),
        ("/proof".to_owned(), &["proof"]),
        ("/data-quality".to_owned(), &["data-quality"]),
        ("/api/v1/kpis".to_owned(), &["overview"]),
        ("/api/v1/items".to_owned(), &["items"]),
        ("/api/v1/items?format=csv".to_owned(), &["items"]),
        (format!("/api/v1/item?{item}"), &["item"]),
        (format!("/api/v1/forecast?{item}"), &["item"]),
        ("/api/v1/what-if".to_owned(), &["what-if"]),
        ("/api/v1/accuracy".to_owned(), &["accuracy"]),
        ("/api/v1/proof".to_owned(), &["proof"]),
        ("/api/v1/snapshots".to_owned(), &[]),
        ("/api/v1/sql".to_owned(), &[]),
        ("/api/v1/sql?sql=select+1".to_owned(), &[]),
        ("/sql".to_owned(), &[]),
        ("/q/stockouts".to_owned(), &[]),
        ("/openapi.json".to_owned(), &[]),
        ("/readyz".to_owned(), &[]),
        ("/metrics".to_owned(), &[]),
        ("/items/".to_owned(), &[]),
        ("/api/v1/../../api/v1/kpis".to_owned(), &[]),
    ];
    for view in views {
        let token = signed(&with(json!({ "views": [view], "lock": null })));
        for (path, of) in &addresses {
            let path = format!("/embed{path}");
            let expected = if of.contains(&view) { 200 } else { 403 };
            let answer = show(&server, &path, &token);
            assert_eq!(answer.status, expected, "{path} with a token for {view}");
            if expected == 200 {
                assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
                assert_eq!(answer.header("etag"), "", "{path}");
            }
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                let bearer = format!("Bearer {token}");
                let headers = [("authorization", &*bearer), ("granary-embedder", ORIGIN)];
                assert_eq!(client::request(method, server.address(), &path, &headers).status, 405, "{path}");
            }
        }
    }
}

#[test]
fn each_kind_of_key_signs_and_the_command_line_too() {
    let (store, keys) = (store(), Keys::new());
    let server = Server::start_with(store.path(), &keys.configuration());
    let token = |arguments: &[&str]| {
        let mut command = granary();
        command
            .args(["token", "--origin", ORIGIN, "--view", "items", "--category", "Candles"])
            .args(arguments);
        succeed(&mut command).trim().to_owned()
    };
    let secret = keys.secret();
    let (private, secret) = (fixture("ed25519.pem"), secret.to_str().expect("a path"));
    let shared = token(&["--key", "portal", "--secret-file", secret]);
    let edwards = token(&["--key", "ed", "--private-key-file", private.to_str().expect("a path")]);
    let rsa = EncodingKey::from_rsa_pem(&fs::read(fixture("rsa.pem")).expect("a key")).expect("a key");
    let header = Header { kid: Some("rsa".to_owned()), ..Header::new(Algorithm::RS256) };
    let rsa = encode(&header, &claims(), &rsa).expect("signed");
    for token in [&shared, &edwards, &rsa] {
        assert_eq!(show(&server, "/embed/api/v1/items", token).status, 200, "{token}");
    }
    assert_eq!(show(&server, "/embed/api/v1/kpis", &shared).status, 403);
    let mut locked = granary();
    locked.args([
        "token",
        "--origin",
        ORIGIN,
        "--view",
        "proof",
        "--category",
        "x",
        "--key",
        "portal",
        "--secret-file",
    ]);
    check_refused(locked.arg(secret), &["proof speaks of all item-locations", "Leave out --category"]);
}

#[test]
fn a_server_for_frames_only_serves_nothing_else() {
    let (store, keys) = (store(), Keys::new());
    let server = Server::start_with(store.path(), &format!("[embed]\nonly = true\n{}", keys.configuration()));
    for path in ["/", "/items", "/api/v1/kpis", "/sql", "/openapi.json", "/report.html"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    assert_eq!(server.get(&format!("/data/main/{}/cube.bin", store.current())).status, 404);
    assert_eq!(show(&server, "/embed/", &signed(&claims())).status, 200);
}
