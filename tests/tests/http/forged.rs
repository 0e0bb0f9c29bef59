//! Tokens that are not what they say: each gets the same answer, and none of the data.

use crate::embed::{Keys, ORIGIN, SECRET, claims, fixture, now, secret, show, store, with};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Header, encode};
use serde_json::{Value, json};
use std::fs;
use tests::client::Answer;
use tests::program::Server;

/// What is wrong with a token, and the token.
type Forged = (String, String);

fn part(text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(text)
}

/// Signed rightly, whatever it says.
fn written(header: &str, claims: &str) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let key = secret(SECRET.as_bytes());
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).expect("signed");
    format!("{message}.{signature}")
}

fn under(header: &Value, claims: &Value) -> String {
    written(&header.to_string(), &claims.to_string())
}

fn right() -> Value {
    json!({ "alg": "HS256", "typ": "JWT", "kid": "portal" })
}

/// Another algorithm than the key's, and keys that are no secret.
fn algorithms() -> Vec<Forged> {
    let mut forged = Vec::new();
    for alg in ["none", "None", "NONE", "", "HS384", "HS512", "RS256", "EdDSA", "ES256", "hs256"] {
        let header = json!({ "alg": alg, "typ": "JWT", "kid": "portal" });
        let unsigned = format!("{}.{}.", part(&header.to_string()), part(&claims().to_string()));
        forged.push((format!("alg {alg}"), under(&header, &claims())));
        forged.push((format!("alg {alg}, unsigned"), unsigned));
    }
    for (kid, name) in [("rsa", "rsa.pub.pem"), ("ed", "ed25519.pub.pem")] {
        let public = secret(&fs::read(fixture(name)).expect("a key"));
        let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::HS256) };
        forged.push((format!("{kid} as a secret"), encode(&header, &claims(), &public).expect("signed")));
    }
    let others = secret(b"another secret of more than 32 bytes");
    let header = Header { kid: Some("portal".to_owned()), ..Header::new(Algorithm::HS256) };
    forged.push(("another secret".to_owned(), encode(&header, &claims(), &others).expect("signed")));
    forged
}

/// Headers that name another key, or say more than they may.
fn headers() -> Vec<Forged> {
    let of = |(what, more): (&str, Value)| {
        let mut header = json!({ "alg": "HS256", "kid": "portal" });
        let (known, more) =
            (header.as_object_mut().expect("an object"), more.as_object().expect("an object").clone());
        known.extend(more);
        known.retain(|_, value| !value.is_null());
        (what.to_owned(), under(&header, &claims()))
    };
    let headers = [
        ("no kid", json!({ "kid": null })),
        ("another kid", json!({ "kid": "other" })),
        ("a kid of another algorithm", json!({ "kid": "ed" })),
        ("a path as kid", json!({ "kid": "../../../../dev/null" })),
        ("an injection as kid", json!({ "kid": "portal' or '1'='1" })),
        ("an empty kid", json!({ "kid": "" })),
        ("a number as kid", json!({ "kid": 1 })),
        ("crit", json!({ "crit": ["exp"] })),
        ("crit of something unknown", json!({ "crit": ["x"], "x": true })),
        ("an embedded key", json!({ "jwk": { "kty": "oct", "k": "AA" } })),
        ("the address of a key", json!({ "jku": "https://evil.example/keys" })),
        ("the address of a certificate", json!({ "x5u": "https://evil.example" })),
        ("a certificate", json!({ "x5c": ["AA=="] })),
        ("b64", json!({ "b64": false })),
        ("another type", json!({ "typ": "at+jwt" })),
        ("nested", json!({ "cty": "JWT" })),
    ];
    headers.into_iter().map(of).collect()
}

/// Claims that do not hold, or are of another type.
fn bodies() -> Vec<Forged> {
    let later = now() + 300;
    let bodies = [
        ("expired", json!({ "iat": now() - 400, "exp": now() - 1 })),
        ("expires now", json!({ "iat": now() - 300, "exp": now() })),
        ("valid for too long", json!({ "exp": now() + 900 })),
        ("valid for ever", json!({ "exp": u64::MAX })),
        ("made in the future", json!({ "iat": now() + 200, "exp": now() + 400 })),
        ("expires before it was made", json!({ "iat": now() + 30, "exp": now() + 10 })),
        ("not yet valid", json!({ "nbf": now() + 200 })),
        ("no exp", json!({ "exp": null })),
        ("no iat", json!({ "iat": null })),
        ("exp as text", json!({ "exp": later.to_string() })),
        ("a broken exp", json!({ "exp": format!("{later}.5").parse::<f64>().expect("a number") })),
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
    bodies.into_iter().map(|(what, other)| (what.to_owned(), under(&right(), &with(other)))).collect()
}

/// Texts that are no token, or were changed afterwards.
fn texts(genuine: &str) -> Vec<Forged> {
    let parts: Vec<&str> = genuine.split('.').collect();
    let [head, body, signature] = parts[..] else { panic!("{genuine}") };
    let unlocked = part(&with(json!({ "lock": null })).to_string());
    // Which of two claims holds would be a matter of the parser.
    let twice = claims().to_string().replacen('{', "{\"tenant\":\"other\",", 1);
    let texts = [
        ("a claim twice", written(&right().to_string(), &twice)),
        ("no signature", format!("{head}.{body}.")),
        ("two parts", format!("{head}.{body}")),
        ("four parts", format!("{genuine}.{signature}")),
        ("unlocked afterwards", format!("{head}.{unlocked}.{signature}")),
        ("nothing", String::new()),
        ("not a token", "null".to_owned()),
        ("long", "A".repeat(9_000)),
    ];
    texts.into_iter().map(|(what, text)| (what.to_owned(), text)).collect()
}

/// What is the same for every refusal: all but the request's id.
fn said(answer: &Answer) -> (u16, String, String) {
    let said = answer.text().replace(answer.header("x-request-id"), "ID");
    (answer.status, said, answer.header("www-authenticate").to_owned())
}

#[test]
fn every_forged_token_gets_the_same_answer() {
    let (store, keys) = (store(), Keys::new());
    let server = Server::start_with(store.path(), &keys.configuration());
    let genuine = under(&right(), &claims());
    assert_eq!(
        show(&server, "/embed/api/v1/kpis", &genuine).status,
        200,
        "what is signed like this is valid"
    );
    let expected = said(&server.get("/embed/api/v1/kpis"));
    assert_eq!(expected.0, 401);
    let forged = [algorithms(), headers(), bodies(), texts(&genuine)].concat();
    assert!(forged.len() >= 60, "{} forged tokens", forged.len());
    for (what, token) in &forged {
        assert_eq!(said(&show(&server, "/embed/api/v1/kpis", token)), expected, "{what}");
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
        assert_eq!(said(&server.get_with("/embed/api/v1/kpis", headers)), expected, "{headers:?}");
    }
    // The log says that, and holds no token.
    let log = format!("{:?}", server.events());
    let head = genuine.split('.').next().expect("a header");
    assert!(log.contains("a token is refused") && !log.contains(head), "{log}");
}
