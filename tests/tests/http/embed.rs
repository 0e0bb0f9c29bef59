//! Views within pages of others: who gets one, and how much of the data.

use contract::{Cube, Plan};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};
use tests::client::{self, Answer};
use tests::program::{Server, fail, granary, succeed, write_site};
use tests::store::Store;
use ureq::http::Method;

pub const SECRET: &str = "0f3c9a7be1d24586a0b1c2d3e4f50617";
const ORIGIN: &str = "https://intranet.example";
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
                let units = 1 + (day * 7 + sku.len() as i64) % 5;
                sales.push_str(&format!("{date},{sku},{location},{units},{}\n", units * 5));
                stock.push_str(&format!("{date},{sku},{location},{}\n", (day * 5) % 40));
            }
        }
    }
    Store::of_tables(&[("sales", &sales), ("stock", &stock), ("products", &products)])
}

/// The keys of a server, in files.
struct Keys(tempfile::TempDir);

impl Keys {
    fn new() -> Self {
        let keys = Keys(tempfile::tempdir().expect("a directory"));
        fs::write(keys.secret(), format!("{SECRET}\n")).expect("written");
        keys
    }

    fn secret(&self) -> PathBuf {
        self.0.path().join("portal.key")
    }

    /// A configuration with a key of each kind.
    fn configuration(&self) -> String {
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

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/keys").join(name)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

fn claims() -> Value {
    json!({
        "aud": "granary", "iat": now(), "exp": now() + 300, "tenant": "main", "origin": ORIGIN,
        "views": ["overview", "items", "item", "what-if", "accuracy"],
        "lock": { "category": ["Candles"], "location": ["north"] },
    })
}

fn secret(bytes: &[u8]) -> EncodingKey {
    EncodingKey::from_secret(bytes).expect("a key")
}

fn signed(claims: &Value) -> String {
    let header = Header { kid: Some("portal".to_owned()), ..Header::new(Algorithm::HS256) };
    encode(&header, claims, &secret(SECRET.as_bytes())).expect("signed")
}

fn show(server: &Server, path: &str, token: &str) -> Answer {
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
fn with(others: Value) -> Value {
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
    let views = ["overview", "items", "item", "what-if", "accuracy", "segments", "proof", "data-quality"];
    let item = "sku=A1&location=north";
    // Each address with the views that it belongs to.
    let addresses: [(String, &[&str]); 27] = [
        ("/".to_owned(), &["overview"]),
        ("/de/".to_owned(), &["overview"]),
        ("/items".to_owned(), &["items"]),
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

/// A page with the locked token, and what it names as the publication.
fn locked_publication(server: &Server, token: &str) -> String {
    let items = show(server, "/embed/api/v1/items", token).json();
    items["publication"].as_str().expect("an id").to_owned()
}

#[test]
fn what_is_outside_a_lock_is_in_no_byte() {
    let (store, keys) = (store(), Keys::new());
    let server = Server::start_with(store.path(), &keys.configuration());
    let token = signed(&claims());
    let id = locked_publication(&server, &token);
    assert_ne!(id, store.current());
    let files = [Cube::PATH.to_owned(), Plan::policy_path(0), Plan::items_path(0)];
    let data = files.iter().map(|file| format!("data/main/{id}/{file}"));
    let asked =
        ["", "category=Candles", "location=north", "class=A", "q=cage", "sort=name", "from=2019-05-01"];
    let pages = [
        "",
        "de/",
        "items",
        "what-if",
        "zh-CN/what-if",
        "accuracy",
        "api/v1/kpis",
        "api/v1/items",
        "api/v1/what-if",
    ]
    .iter()
    .flat_map(|path| asked.iter().map(move |query| format!("{path}?{query}")));
    let more = [
        "item?sku=A1&location=north",
        "api/v1/item?sku=A2&location=north",
        "api/v1/items?format=csv",
        "api/v1/items?format=parquet",
        "api/v1/items?format=arrow",
        "api/v1/forecast?sku=A1&location=north",
    ];
    for path in data.chain(pages).chain(more.map(str::to_owned)) {
        let answer = show(&server, &format!("/embed/{path}"), &token);
        assert!([200, 400].contains(&answer.status), "{path}: {answer:?}");
        let body = String::from_utf8_lossy(&answer.body);
        for outside in [CANARY, "S1", &*store.current()] {
            assert!(!body.contains(outside), "{path} has {outside}");
            assert!(!format!("{:?}", answer.headers).contains(outside), "{path} has {outside} in a header");
        }
    }
    // An item outside is refused as one that is nowhere.
    for page in ["item", "api/v1/item", "api/v1/forecast"] {
        let refused = |sku: &str, location: &str| {
            let answer = show(&server, &format!("/embed/{page}?sku={sku}&location={location}"), &token);
            let said = answer.text().replace(sku, "SKU").replace(location, "LOCATION");
            let said = said.replace(answer.header("x-request-id"), "ID");
            (answer.status, said.replace(&format!("sku={sku}"), ""))
        };
        assert_eq!(refused("S1", "north"), refused("Z9", "north"), "{page}");
        assert_eq!(refused("A1", "Kanarienvogel-south"), refused("A1", "nowhere"), "{page}");
        assert_eq!(refused("S1", "north").0, 404, "{page}");
    }
    // The whole publication's files are not within reach, by whatever id.
    let whole = format!("/embed/data/main/{}/cube.bin", store.current());
    assert_eq!(show(&server, &whole, &token).status, 404);
    // What is inside is as it was: the numbers are those of the same filter over everything.
    let locked = show(&server, "/embed/api/v1/kpis", &token).json();
    let filtered = server.get("/api/v1/kpis?category=Candles&location=north").json();
    assert_eq!(locked["kpis"], filtered["kpis"]);
    let cube = show(&server, &format!("/embed/data/main/{id}/cube.bin"), &token);
    let cube = Cube::decode(&cube.body).expect("a cube");
    assert_eq!((cube.categories.len(), cube.locations.len()), (1, 1), "not even how many others there are");
}

#[test]
fn a_filter_cannot_open_a_lock() {
    let (store, keys) = (store(), Keys::new());
    let server = Server::start_with(store.path(), &keys.configuration());
    let token = signed(&claims());
    let total = |query: &str| {
        let answer = show(&server, &format!("/embed/api/v1/items?{query}"), &token).json();
        answer["total"]["item_locations"].as_u64().expect("a number")
    };
    assert_eq!(total(""), 2);
    assert_eq!(total("category=Kanarienvogel+toys"), 0);
    assert_eq!(total("location=Kanarienvogel-south"), 0);
    assert_eq!(total("category=Candles&category=Kanarienvogel+toys"), 2);
    // A lock on what is nowhere leaves nothing, and no page fails over it.
    let nothing = signed(&with(json!({ "lock": { "category": ["Nowhere"] } })));
    for path in ["", "items", "what-if", "accuracy", "api/v1/kpis", "api/v1/items", "api/v1/what-if"] {
        assert_eq!(show(&server, &format!("/embed/{path}"), &nothing).status, 200, "{path}");
    }
}

#[test]
fn every_forged_token_gets_the_same_answer() {
    let (store, keys) = (store(), Keys::new());
    let server = Server::start_with(store.path(), &keys.configuration());
    let base64 = |value: &Value| {
        use base64::Engine;
        base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
    };
    let key = secret(SECRET.as_bytes());
    // Signed rightly, under whatever header.
    let under = |header: Value, claims: &Value| {
        let message = format!("{}.{}", base64(&header), base64(claims));
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).expect("signed");
        format!("{message}.{signature}")
    };
    let right = json!({ "alg": "HS256", "typ": "JWT", "kid": "portal" });
    let genuine = under(right.clone(), &claims());
    assert_eq!(
        show(&server, "/embed/api/v1/kpis", &genuine).status,
        200,
        "what is signed like this is valid"
    );

    let mut forged: Vec<(String, String)> = Vec::new();
    let mut add = |what: &str, token: String| forged.push((what.to_owned(), token));
    for alg in ["none", "None", "NONE", "", "HS384", "HS512", "RS256", "EdDSA", "ES256", "hs256"] {
        let header = json!({ "alg": alg, "typ": "JWT", "kid": "portal" });
        add(&format!("alg {alg}"), under(header.clone(), &claims()));
        add(&format!("alg {alg}, unsigned"), format!("{}.{}.", base64(&header), base64(&claims())));
    }
    // The public key as a shared secret.
    for (kid, name) in [("rsa", "rsa.pub.pem"), ("ed", "ed25519.pub.pem")] {
        let public = secret(&fs::read(fixture(name)).expect("a key"));
        let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::HS256) };
        add(&format!("{kid} as a secret"), encode(&header, &claims(), &public).expect("signed"));
    }
    let heads = [
        ("no kid", json!({ "alg": "HS256", "typ": "JWT" })),
        ("another kid", json!({ "alg": "HS256", "kid": "other" })),
        ("a kid of another algorithm", json!({ "alg": "HS256", "kid": "ed" })),
        ("a path as kid", json!({ "alg": "HS256", "kid": "../../../../dev/null" })),
        ("an injection as kid", json!({ "alg": "HS256", "kid": "portal' or '1'='1" })),
        ("an empty kid", json!({ "alg": "HS256", "kid": "" })),
        ("a number as kid", json!({ "alg": "HS256", "kid": 1 })),
        ("crit", json!({ "alg": "HS256", "kid": "portal", "crit": ["exp"] })),
        ("crit of something unknown", json!({ "alg": "HS256", "kid": "portal", "crit": ["x"], "x": true })),
        ("an embedded key", json!({ "alg": "HS256", "kid": "portal", "jwk": { "kty": "oct", "k": "AA" } })),
        (
            "the address of a key",
            json!({ "alg": "HS256", "kid": "portal", "jku": "https://evil.example/keys" }),
        ),
        (
            "the address of a certificate",
            json!({ "alg": "HS256", "kid": "portal", "x5u": "https://evil.example" }),
        ),
        ("a certificate", json!({ "alg": "HS256", "kid": "portal", "x5c": ["AA=="] })),
        ("b64", json!({ "alg": "HS256", "kid": "portal", "b64": false })),
        ("another type", json!({ "alg": "HS256", "kid": "portal", "typ": "at+jwt" })),
        ("nested", json!({ "alg": "HS256", "kid": "portal", "cty": "JWT" })),
    ];
    for (what, header) in heads {
        add(what, under(header, &claims()));
    }
    let bodies = [
        ("expired", json!({ "iat": now() - 400, "exp": now() - 1 })),
        ("expires now", json!({ "iat": now() - 300, "exp": now() })),
        ("valid for too long", json!({ "exp": now() + 601 })),
        ("valid for ever", json!({ "exp": u64::MAX })),
        ("made in the future", json!({ "iat": now() + 200, "exp": now() + 400 })),
        ("expires before it was made", json!({ "iat": now() + 30, "exp": now() + 10 })),
        ("not yet valid", json!({ "nbf": now() + 200 })),
        ("no exp", json!({ "exp": null })),
        ("no iat", json!({ "iat": null })),
        ("exp as text", json!({ "exp": (now() + 300).to_string() })),
        ("a broken exp", json!({ "exp": (now() + 300) as f64 + 0.5 })),
        ("a negative iat", json!({ "iat": -1 })),
        ("no aud", json!({ "aud": null })),
        ("another aud", json!({ "aud": "others" })),
        ("several aud", json!({ "aud": ["granary", "others"] })),
        ("aud as number", json!({ "aud": 1 })),
        ("no tenant", json!({ "tenant": null })),
        ("another tenant", json!({ "tenant": "other" })),
        ("a path as tenant", json!({ "tenant": "main/../main" })),
        ("several tenants", json!({ "tenant": ["main"] })),
        ("no origin", json!({ "origin": null })),
        ("another origin", json!({ "origin": "https://evil.example" })),
        ("any origin", json!({ "origin": "*" })),
        ("several origins", json!({ "origin": [ORIGIN] })),
        ("no views", json!({ "views": null })),
        ("every view", json!({ "views": "*" })),
        ("an unknown view", json!({ "views": ["overview", "sql"] })),
        ("views as text", json!({ "views": "overview" })),
        ("a lock as text", json!({ "lock": "category=Candles" })),
        ("a lock of something else", json!({ "lock": { "sku": ["A1"] } })),
        ("a lock with null", json!({ "lock": { "category": [null] } })),
        ("a lock on a view of all", json!({ "views": ["proof"] })),
        ("another claim", json!({ "admin": true })),
        ("sub as number", json!({ "sub": 1 })),
    ];
    for (what, claims) in bodies {
        add(what, under(right.clone(), &with(claims)));
    }
    // A claim twice: which of them holds would be a matter of the parser.
    let twice = claims().to_string().replacen('{', "{\"tenant\":\"other\",", 1);
    let twice = {
        use base64::Engine;
        let message = format!("{}.{}", base64(&right), base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(twice));
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).expect("signed");
        format!("{message}.{signature}")
    };
    add("a claim twice", twice);
    let mut parts: Vec<String> = genuine.split('.').map(str::to_owned).collect();
    add("no signature", format!("{}.{}.", parts[0], parts[1]));
    add("two parts", format!("{}.{}", parts[0], parts[1]));
    add("four parts", format!("{genuine}.{}", parts[2]));
    add("nothing", String::new());
    add("not a token", "null".to_owned());
    add("long", "A".repeat(9_000));
    let others = secret(b"another secret of more than 32 bytes");
    let header = Header { kid: Some("portal".to_owned()), ..Header::new(Algorithm::HS256) };
    add("another secret", encode(&header, &claims(), &others).expect("signed"));
    parts[1] = base64(&with(json!({ "lock": null })));
    add("unlocked afterwards", parts.join("."));

    assert!(forged.len() >= 60, "{} forged tokens", forged.len());
    let answer = |answer: Answer| {
        let said = answer.text().replace(answer.header("x-request-id"), "ID");
        (answer.status, said, answer.header("www-authenticate").to_owned())
    };
    let expected = answer(server.get("/embed/api/v1/kpis"));
    assert_eq!(expected.0, 401);
    for (what, token) in &forged {
        assert_eq!(answer(show(&server, "/embed/api/v1/kpis", token)), expected, "{what}");
    }
    // A genuine one in a page of somebody else, in two headers, or under another scheme.
    let bearer = format!("Bearer {genuine}");
    let elsewhere: [&[(&str, &str)]; 5] = [
        &[("authorization", &bearer), ("granary-embedder", "https://evil.example")],
        &[("authorization", &bearer)],
        &[("authorization", &bearer), ("authorization", &bearer), ("granary-embedder", ORIGIN)],
        &[("authorization", &genuine), ("granary-embedder", ORIGIN)],
        &[
            ("authorization", &bearer),
            ("granary-embedder", ORIGIN),
            ("granary-embedder", "https://evil.example"),
        ],
    ];
    for headers in elsewhere {
        assert_eq!(answer(server.get_with("/embed/api/v1/kpis", headers)), expected, "{headers:?}");
    }
    // Nor does the log hold a token, or what somebody asked with.
    let log = format!("{:?}", server.events());
    assert!(log.contains("a token is refused") && !log.contains(&parts[0]), "{log}");
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

#[test]
fn a_weak_key_keeps_the_server_from_starting() {
    let (store, keys) = (store(), Keys::new());
    let check = |embed: &str, secret: Option<&str>, parts: &[&str]| {
        let config = keys.0.path().join("granary.toml");
        let file = keys.0.path().join("weak.key");
        match secret {
            Some(secret) => fs::write(&file, secret).expect("written"),
            None => drop(fs::remove_file(&file)),
        }
        fs::write(&config, embed.replace("FILE", &format!("{:?}", file))).expect("written");
        let mut command = granary();
        command.args(["serve", "--listen", "127.0.0.1:0", "--store"]).arg(store.path());
        let site = keys.0.path().join("site");
        write_site(&site);
        check_refused(command.arg("--config").arg(&config).arg("--site").arg(site), parts);
    };
    let key = "[[embed.key]]\nid = \"a\"\nsecret_file = FILE\norigins = [\"https://a.example\"]\n";
    check("[embed]\n", None, &["[embed] has no key", "[[embed.key]]"]);
    check(key, None, &["cannot read the key", "Check the path"]);
    check(key, Some("short"), &["has 5 bytes; it needs at least 32", "openssl rand"]);
    check(key, Some(&"ab".repeat(20)), &["only 2 different bytes"]);
    check(key, Some("your-256-bit-secret-your-256-bit-secret"), &["everybody knows it"]);
    check(&key.replace("https://a.example", "*"), Some(SECRET), &["\"*\", which is not an origin"]);
    check(&key.replace("[\"https://a.example\"]", "[]"), Some(SECRET), &["names no origin"]);
    check(&[key, key].concat(), Some(SECRET), &["two keys of [embed] have the id \"a\""]);
    let small = fs::read_to_string(fixture("rsa-1024.pub.pem")).expect("a key");
    check(&key.replace("secret_file", "public_key_file"), Some(&small), &["fewer than 2048 bits"]);
    check(&key.replace("secret_file", "public_key_file"), Some("no key"), &["cannot be used", "PEM"]);
    check(
        "[[embed.key]]\nid = \"a\"\norigins = [\"https://a.example\"]\n",
        None,
        &["no file, or more than one"],
    );
}
