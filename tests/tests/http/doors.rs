//! Doors: proxies that name who comes, keys of programs, and what keeps a server with a door from starting.

use crate::embed::{Keys, SECRET, check_refused, fixture, store};
use crate::sign_in::{Door, PASSWORD};
use std::fs;
use std::path::Path;
use tests::program::{Server, granary, succeed, write_site};

#[test]
fn a_proxy_is_believed_and_nobody_else() {
    let store = store();
    let configuration = |from: &str| {
        format!(
            "[sign_in.proxy]\nfrom = [{from:?}]\nuser_header = \"x-user\"\ngroups_header = \"x-groups\"\n\
             [sign_in.proxy.roles]\nanalyst = [\"ask\"]\n"
        )
    };
    let server = Server::start_with(store.path(), &configuration("127.0.0.1"));
    let status = |path: &str, headers: &[(&str, &str)]| server.get_with(path, headers).status;
    assert_eq!(status("/", &[("x-user", "ada")]), 200);
    assert_eq!(status("/sql", &[("x-user", "ada")]), 403);
    assert_eq!(status("/sql", &[("x-user", "ada"), ("x-groups", "other, ask")]), 200);
    assert_eq!(status("/sql", &[("x-user", "ada"), ("x-groups", "asks,unasked")]), 403);
    assert_eq!(status("/", &[]), 401);
    assert_eq!(status("/", &[("x-user", "")]), 401);
    assert_eq!(status("/", &[("x-user", "ada"), ("x-user", "bo")]), 401);
    assert_eq!(status("/sign-in", &[]), 404, "there is nothing to sign in to");
    let other = Server::start_with(store.path(), &configuration("192.0.2.1"));
    assert_eq!(other.get_with("/", &[("x-user", "ada")]).status, 401);
}

#[test]
fn a_program_shows_its_key() {
    let (store, door) = (store(), Door::new());
    let draw = |name: &str, more: &[&str]| {
        let mut command = granary();
        command.arg("user").arg(name).arg("--key").arg("--users").arg(door.users()).args(more);
        succeed(&mut command).trim().to_owned()
    };
    let keys = [
        draw("report", &["--until", "2099-12-31"]),
        draw("garden", &["--category", "Candles"]),
        draw("old", &["--until", "2020-01-01", "--role", "admin"]),
    ];
    assert!(keys.iter().all(|key| key.starts_with("granary_") && key.len() > 40), "{keys:?}");
    let written = fs::read_to_string(door.users()).expect("users");
    assert!(keys.iter().all(|key| !written.contains(key.as_str())), "{written}");
    let server = Server::start_with(store.path(), &door.configuration());
    let ask = |path: &str, key: &str| server.get_with(path, &[("authorization", &format!("Bearer {key}"))]);
    let [report, garden, old] = &keys;
    assert_eq!(ask("/api/v1/kpis", report).status, 200);
    assert_eq!(ask("/api/v1/sql?sql=select+1", report).status, 403);
    assert_eq!(ask("/api/v1/items", garden).json()["total"]["item_locations"], 4);
    for wrong in [&**old, "granary_", "", &report[1..]] {
        assert_eq!(ask("/api/v1/kpis", wrong).status, 401, "{wrong}");
    }
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

#[test]
fn a_door_that_would_not_close_keeps_the_server_from_starting() {
    let (store, door) = (store(), Door::new());
    let check = |configuration: &str, users: Option<&str>, parts: &[&str]| {
        let (config, site) = (door.0.path().join("granary.toml"), door.0.path().join("site"));
        let other = door.0.path().join("other.toml");
        fs::write(&other, users.unwrap_or_default()).expect("written");
        let key = door.0.path().join("session.key");
        let text = |path: &Path| format!("{path:?}");
        let configuration = configuration.replace("USERS", &text(&other)).replace("KEY", &text(&key));
        fs::write(&config, configuration).expect("written");
        write_site(&site);
        let mut command = granary();
        command.args(["serve", "--listen", "127.0.0.1:0", "--store"]).arg(store.path());
        check_refused(command.arg("--config").arg(&config).arg("--site").arg(site), parts);
    };
    let both = "[sign_in]\nusers_file = USERS\nsecret_file = KEY\n";
    let user = |password: &str, more: &str| {
        format!("[[user]]\nname = \"a\"\npassword = {password:?}\nrole = \"analyst\"\n{more}")
    };
    check("[sign_in]\n", None, &["says nothing of who may come"]);
    check("[sign_in]\nusers_file = USERS\n", None, &["no secret_file", "openssl"]);
    check(both, Some(""), &["it has no user", "granary user"]);
    check(
        both,
        Some(&user("secret", "")),
        &["a has neither the hash of a password nor that of a key", "granary user"],
    );
    let known = fs::read_to_string(door.users()).expect("users");
    let hash = known
        .lines()
        .find_map(|line| line.strip_prefix("password = \""))
        .expect("a hash")
        .trim_end_matches('"');
    assert!(hash.starts_with("$argon2id$") && !known.contains(PASSWORD), "{known}");
    check(both, Some(&user(hash, "category = [\"x\"]\n")), &["a sees a part of the data", "viewer"]);
    check(both, Some(&[user(hash, ""), user(hash, "")].concat()), &["two users named a"]);
    check("[sign_in.proxy]\nfrom = []\nuser_header = \"x\"\n", None, &["names no address"]);
    check(
        "[sign_in.proxy]\nfrom = [\"127.0.0.1\"]\nuser_header = \"x y\"\n",
        None,
        &["\"x y\" is not a header"],
    );
    let oidc = |more: &str| {
        let provider = "issuer = \"http://127.0.0.1:9\"\nclient_id = \"a\"\nsite = \"https://a.example\"\n";
        format!("[sign_in]\nsecret_file = KEY\n{more}[sign_in.oidc]\n{provider}")
    };
    check(&oidc("").replace("secret_file = KEY", ""), None, &["no secret_file", "openssl"]);
    check(&oidc("").replace("127.0.0.1:9", "login.example"), None, &["issuer", "login.example", "https://"]);
    check(&oidc("").replace("a.example", "a.example/"), None, &["site", "https://a.example/"]);
    check(&[&oidc(""), "client_secret_file = \"none\"\n"].concat(), None, &["cannot read the key none"]);
    let with_people = oidc("users_file = USERS\n");
    check(&with_people, Some(&user(hash, "")), &["a has a password, and people sign in at the provider"]);
    check(&[both, "[sign_in.proxy]\nfrom = []\nuser_header = \"x\"\n"].concat(), None, &["or two things"]);
}

#[test]
fn a_provider_that_cannot_be_asked_keeps_people_out_and_programs_in() {
    let (store, door) = (store(), Door::new());
    let file = door.0.path().join("programs.toml");
    let mut command = granary();
    let key = succeed(command.args(["user", "report", "--key", "--users"]).arg(&file));
    let secret = door.0.path().join("session.key");
    let server = Server::start_with(
        store.path(),
        &format!(
            "[sign_in]\nusers_file = {file:?}\nsecret_file = {secret:?}\n[sign_in.oidc]\n\
             issuer = \"http://127.0.0.1:9\"\nclient_id = \"a\"\nsite = \"https://a.example\"\n"
        ),
    );
    let page = server.get("/items");
    assert_eq!((page.status, page.header("location")), (303, "/sign-in?to=%2Fitems"));
    for path in ["/sign-in?to=/items", "/de/sign-in", "/sign-in"] {
        let page = server.get(path);
        assert_eq!((page.status, page.header("cache-control")), (503, "no-store"), "{path}");
        assert_eq!(page.header("set-cookie"), "", "{path}");
    }
    assert_eq!(server.get("/sign-in/return?code=a&state=b").status, 401);
    assert_eq!(server.get("/api/v1/kpis").status, 401);
    let bearer = format!("Bearer {}", key.trim());
    assert_eq!(server.get_with("/api/v1/kpis", &[("authorization", &bearer)]).status, 200);
}
