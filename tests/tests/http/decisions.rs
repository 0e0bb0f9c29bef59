//! Decisions: through the API and the command line into the store, and from there into orders, plan, pages and exports.

use crate::sign_in::{Door, PASSWORD};
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use tests::client::{self, Answer};
use tests::program::{Server, fail, granary, run, succeed};
use tests::store::Store;

const PATH: &str = "/api/v1/decisions";

fn post(server: &Server, body: &Value) -> Answer {
    post_with(server, body, &[])
}

fn post_with(server: &Server, body: &Value, headers: &[(&str, &str)]) -> Answer {
    let headers = [&[("content-type", "application/json")], headers].concat();
    client::post(server.address(), PATH, &headers, body.to_string())
}

fn command(store: &Store, arguments: &[&str]) -> Command {
    let mut command = granary();
    command.arg(arguments[0]).arg("--store").arg(store.path()).args(&arguments[1..]);
    command
}

/// The first line of today's order.
fn first(server: &Server) -> Value {
    let mut answer = server.get("/api/v1/orders").json();
    assert!(answer["lines"].as_array().is_some_and(|lines| lines.len() > 1), "{answer}");
    answer["lines"][0].take()
}

fn skip(line: &Value) -> Value {
    json!({
        "kind": "skip", "sku": line["sku"], "location": line["location"], "until": "2099-12-31", "why": "no <room>",
    })
}

#[test]
fn a_skipped_line_leaves_orders_plan_and_pages_at_once_and_comes_back_when_that_is_withdrawn() {
    let store = Store::published(400);
    let server = Server::start(store.path());
    let before = server.get("/api/v1/orders").json();
    let page = server.get("/orders");
    let line = first(&server);
    let answer = post(&server, &skip(&line));
    assert_eq!(answer.status, 201, "{}", answer.text());
    let written = answer.json();
    let after = server.get("/api/v1/orders").json();
    assert_eq!(written["publication"], after["publication"]);
    assert_ne!(after["publication"], before["publication"], "caches know it by another name");
    assert_eq!(
        after["total"]["lines"],
        before["total"]["lines"].as_u64().map(|lines| lines - 1).expect("a count")
    );
    let skipped = &after["skipped"][0];
    assert_eq!((&skipped["sku"], &skipped["proposed_units"]), (&line["sku"], &line["units"]));
    assert_eq!((&skipped["why"], &skipped["who"]), (&json!("no <room>"), &json!("unnamed")));
    let items = format!("/api/v1/items?q={}", line["sku"].as_str().expect("a code"));
    assert!(server.get(&items).text().contains("\"suggested_order\":0.0"));
    // A browser that has the page asks whether it is still so.
    let tag = page.header("etag");
    let again = server.get_with("/orders", &[("if-none-match", tag)]);
    assert_eq!(again.status, 200, "the page is another");
    assert!(again.text().contains("no &lt;room&gt;"), "{}", again.text());
    let item = format!(
        "/item?sku={}&location={}",
        line["sku"].as_str().unwrap(),
        line["location"].as_str().unwrap()
    );
    let item = server.get(&item);
    assert!(item.text().contains(written["entries"][0]["id"].as_str().expect("an id")), "{}", item.text());
    // Browsers compute from the same files.
    let id = after["publication"].as_str().expect("an id");
    let files = server.get(&format!("/data/main/{id}/plan/items-00000.bin"));
    assert_eq!(files.status, 200);
    assert_ne!(files.body, server.get(&format!("/data/main/{}/plan/items-00000.bin", store.current())).body);
    let mut plan = command(&store, &["plan", "--output", "-", "--format", "csv"]);
    let plan = succeed(&mut plan);
    let row = plan.lines().find(|row| row.contains(",skip,")).expect("the row says so");
    assert!(row.contains("no <room>"), "{row}");
    let withdraw = json!({ "kind": "withdraw", "supersedes": [written["entries"][0]["id"]] });
    assert_eq!(post(&server, &withdraw).status, 201);
    assert_eq!(server.get("/api/v1/orders").json(), before, "as if nothing had been");
    assert_eq!(server.get("/orders").body, page.body);
}

#[test]
fn a_server_sees_what_the_command_line_wrote_and_the_same_decisions_give_the_same_plan() {
    let store = Store::published(400);
    let server = Server::start_with(store.path(), "[limits]\npoll_interval_ms = 50\n");
    let line = first(&server);
    let (sku, location) = (line["sku"].as_str().expect("a code"), line["location"].as_str().expect("an id"));
    let about = ["--sku", sku, "--location", location, "--who", "ada"];
    let decide = |kind: &str, more: &[&str]| {
        let arguments = [&["decide", kind], &about[..], more].concat();
        command(&store, &arguments)
    };
    let said = succeed(&mut decide("order_quantity", &["--units", "77"]));
    assert!(said.contains("order_quantity") && said.contains("units 77"), "{said}");
    server.wait_for(|event| event["message"] == "another publication is served");
    assert_eq!(first(&server)["units"], 77.0);
    let plan = || succeed(&mut command(&store, &["plan", "--output", "-", "--format", "json"]));
    let copy = Store::copy_of(store.path());
    assert_eq!(plan(), succeed(&mut command(&copy, &["plan", "--output", "-", "--format", "json"])));
    // The same again is not written again; another takes its place.
    succeed(&mut decide("order_quantity", &["--units", "77"]));
    succeed(&mut decide("order_placed", &["--units", "500", "--arrives-on", "2099-01-01"]));
    succeed(&mut decide("do_not_order", &["--why", "faulty"]));
    let list: Value =
        serde_json::from_str(&succeed(&mut command(&store, &["decide", "--list", "--format", "json"])))
            .expect("JSON");
    assert_eq!(list.as_array().map(Vec::len), Some(3));
    let text = succeed(&mut command(&store, &["decide", "--list"]));
    assert_eq!(text.lines().filter(|line| line.starts_with("holds")).count(), 2, "{text}");
    succeed(&mut command(&store, &["check"]));
    let folder = store.tenant().join("decisions");
    let any = fs::read_dir(&folder).expect("a folder").next().expect("a file").expect("a file").path();
    fs::write(&any, "{}").expect("written");
    let (_, code) = fail(&mut command(&store, &["check"]));
    assert_eq!(code, 1, "the log is checked, too");
}

#[test]
fn bad_decisions_are_refused_by_line_field_and_remedy_and_nothing_is_written() {
    let store = Store::published(400);
    let server = Server::start(store.path());
    let line = first(&server);
    let file = store.path().join("decisions.jsonl");
    let with = |name: &str, value: Value| {
        let mut decision = skip(&line);
        decision[name] = value;
        decision
    };
    for (wrong, part) in [
        (with("until", json!("1999-01-01")), "`until` is 1999-01-01, before"),
        (with("why", json!("")), "`why` is 1 to 200 letters"),
        (with("sku", json!("nowhere")), "`sku` is `nowhere`"),
        (with("units", json!(3)), "`units` is not of `skip`"),
        (with("kind", json!("skipp")), "unknown variant `skipp`"),
        (with("supersedes", json!(["0000"])), "no entry of the log"),
    ] {
        fs::write(&file, format!("{}\n\n{wrong}\n", skip(&line))).expect("written");
        let (told, code) = fail(command(&store, &["decide", "--who", "ada", "--file"]).arg(&file));
        assert!(told.contains("decisions.jsonl, line 3") && told.contains(part) && code == 1, "{told}");
        assert!(told.contains("docs/decide.md"), "{told}");
        let answer = post(&server, &json!([skip(&line), wrong]));
        let detail = answer.json()["detail"].as_str().expect("a detail").to_owned();
        assert!(answer.status == 400 && detail.contains("decision 2") && detail.contains(part), "{detail}");
    }
    assert_eq!(server.get(PATH).json()["decisions"], json!([]));
    let (told, _) = fail(command(&store, &["decide", "skip", "--who", " "]).args(["--sku", "A1"]));
    assert!(told.contains("--who NAME"), "{told}");
    let (told, _) = fail(command(&store, &["decide", "skip", "--who", "ada"]).args(["--sku", "A1"]));
    assert!(told.contains("`location` is missing: `skip` needs it"), "{told}");
    assert_eq!(run(&mut command(&store, &["decide", "skipp"])).status.code(), Some(2));
}

#[test]
fn only_who_may_writes_and_no_page_of_another_site() {
    let store = Store::published(400);
    let off = Server::start_with(store.path(), "allow_decisions = false\n");
    let line = first(&off);
    let refused = post(&off, &skip(&line));
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("decisions-off")));
    let server = Server::start(store.path());
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
    ] {
        assert_eq!(post_with(&server, &skip(&line), headers).status, 403, "{headers:?}");
    }
    let plain =
        client::post(server.address(), PATH, &[("content-type", "text/plain")], skip(&line).to_string());
    assert_eq!(plain.status, 400);
    let public = ["--listen", "0.0.0.0:0", "--public"];
    let reached = Server::start_as(store.path(), "", &public);
    assert_eq!(post(&reached, &skip(&line)).status, 403, "others reach it");
    let asked = Server::start_as(store.path(), "", &[&public[..], &["--allow-decisions"]].concat());
    assert_eq!(post(&asked, &skip(&line)).status, 201);
}

#[test]
fn a_planner_decides_under_their_name_and_the_audit_log_says_so() {
    let store = crate::embed::store();
    let door = Door::new();
    let server = Server::start_with(store.path(), &door.configuration());
    for (name, status) in [("vi", 403), ("ana", 403), ("plan", 201), ("ad", 201)] {
        let cookie = crate::sign_in::cookie(&server, name);
        let about = server.get_with("/api/v1/items?page_size=1", &[("cookie", &cookie)]).json();
        let item = &about["items"][0];
        let decision = json!({
            "kind": "do_not_order", "sku": item["sku"], "location": item["location"], "why": format!("by {name}"),
        });
        let answer = post_with(&server, &decision, &[("cookie", &cookie)]);
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        if status == 201 {
            assert_eq!(answer.json()["entries"][0]["who"], name);
        }
        assert_eq!(server.get_with(PATH, &[("cookie", &cookie)]).status, 200, "who looks sees them");
    }
    let audit = door.audit();
    let deeds = |deed: &str| audit.iter().filter(|line| line["deed"] == deed && line["path"] == PATH).count();
    assert_eq!((deeds("decided"), deeds("refused")), (2, 2));
    assert!(audit.iter().all(|line| !line.to_string().contains("by plan")), "{PASSWORD}");
}

#[test]
fn the_next_publication_counts_with_what_was_decided_and_says_what_it_would_be() {
    let store = Store::published(400);
    let server = Server::start(store.path());
    let line = first(&server);
    let (sku, location) = (line["sku"].as_str().expect("a code"), line["location"].as_str().expect("an id"));
    let item = format!("/api/v1/item?sku={sku}&location={location}");
    let before = server.get(&item).json();
    let decided = |kind: &str, name: &str, value: Value| {
        let mut decision = json!({ "kind": kind, "sku": sku, "location": location, "why": "new shop" });
        decision[name] = value;
        decision
    };
    let all = json!([
        decided("forecast", "percent", json!(100.0)),
        decided("lead_time", "lead_time_days", json!(21.0)),
        decided("service_target", "service_level", json!(0.99)),
    ]);
    assert_eq!(post(&server, &all).status, 201);
    assert_eq!(server.get(&item).json()["now"], before["now"], "not before the next publication");
    let page = format!("/item?sku={sku}&location={location}");
    assert!(server.get(&page).text().contains("Counts from the next publication on"));
    succeed(&mut command(&store, &["publish"]));
    let first = store.current();
    succeed(&mut command(&store, &["publish"]));
    assert_eq!(store.current(), first, "the same inputs give the same publication");
    // Each request is an event, so this ends once the server has seen the publication.
    let server = Server::start(store.path());
    let after = server.get(&item).json();
    assert_eq!(after["now"]["scenario"]["service_level"], 0.99);
    assert_ne!(after["rows"], before["rows"]);
    let number = |answer: &Value, name: &str| answer[name].as_f64().unwrap_or(f64::NAN);
    let record: Value = serde_json::from_slice(
        &fs::read(store.tenant().join("publications").join(first).join("publication.json"))
            .expect("a record"),
    )
    .expect("JSON");
    let numbers = record["decisions"].as_array().expect("a list");
    let of =
        |kind: &str| numbers.iter().find(|number| number["entry"]["decision"]["kind"] == kind).expect(kind);
    let forecast = of("forecast");
    assert!((number(forecast, "value") - 2.0 * number(forecast, "without")).abs() < 1e-9, "{forecast}");
    assert!(number(forecast, "without") > 0.0);
    assert_eq!((number(of("service_target"), "value"), number(of("lead_time"), "value")), (0.99, 21.0));
    assert!(server.get(&page).text().contains("new shop"));
}
