//! The commands as people type them: from files to a dashboard.

use crate::failures::{check_failure, text};
use crate::{DAYS, store};
use std::fs;
use tests::program::{Server, granary, succeed};
use tests::store::{Store, write_tables};

/// An idle server, even one that has published first.
const RESIDENT_BYTES_MAX: u64 = 100_000_000;

#[test]
fn files_become_a_dashboard() {
    let directory = tempfile::tempdir().expect("a directory");
    let target = directory.path().join("new/store");
    let sources = write_tables(DAYS);
    let sales = sources.path().join("sales.csv");
    let told = succeed(granary().arg("import").arg(&sales).arg("--store").arg(&target).arg("--no-publish"));
    assert!(told.contains("sales") && told.contains("Not published"), "{told}");
    assert!(!target.join("main/current").exists());

    let server = Server::start(&target);
    assert!(
        server.events().iter().any(|event| event["message"] == "publishing"),
        "it publishes first, and says so"
    );
    let kpis = server.get("/api/v1/kpis").json();
    let of = |id: &str| kpis["kpis"].as_array().expect("kpis").iter().find(|kpi| kpi["id"] == id).cloned();
    assert!(of("revenue").is_some_and(|kpi| kpi["current"]["value"].as_f64() > Some(0.0)), "{kpis}");
    assert!(
        of("turnover").is_some_and(|kpi| kpi["current"].is_null()),
        "no costs, no stock, no turnover: {kpis}"
    );
    assert_eq!(server.get("/").status, 200);
    if let Some(bytes) = server.resident_bytes() {
        println!("resident after publishing: {bytes} bytes, at most {RESIDENT_BYTES_MAX}");
        assert!(bytes <= RESIDENT_BYTES_MAX);
    }
}

#[test]
fn a_server_starts_over_a_damaged_publication_by_publishing_anew() {
    let store = store();
    let id = store.current();
    let cube = store.tenant().join("publications").join(&id).join("cube.bin");
    let whole = fs::read(&cube).expect("the file");
    fs::write(&cube, &whole[..whole.len() / 2]).expect("written");
    let server = Server::start(store.path());
    assert!(server.events().iter().any(|event| event["level"] == "WARN"), "{:#?}", server.events());
    assert_eq!(store.current(), id, "the same snapshot and settings make the same publication");
    assert!(fs::read(&cube).expect("the file") == whole, "and the same bytes");
}

#[test]
fn a_store_is_replayed_by_the_weeks_lead_times_and_costs_of_its_tables() {
    let store = store();
    let publication = data::store::Store::open(&store.path().display().to_string())
        .and_then(|store| store.tenant("main"))
        .and_then(|tenant| Ok((data::publish::load(&tenant, &store.current())?, tenant)))
        .expect("a publication");
    let (published, tenant) = publication;
    let series = data::publish::series(&tenant, &published.publication, 0).expect("series");
    let cube = published.derived.cube;
    let start = cube.periods[cube.periods.len() - 13].first;
    let replay = |policy: &str| -> serde_json::Value {
        let mut command = granary();
        command.args(["replay", "--format", "json", "--policy", policy, "--start", &start.to_string()]);
        serde_json::from_str(&succeed(command.arg("--store").arg(store.path()))).expect("JSON")
    };
    let begun =
        series.items.iter().filter(|item| item.units[..item.units.len() - 13].iter().any(|u| *u > 0.0));
    let demand: f64 = begun
        .clone()
        .flat_map(|item| &item.units[item.units.len() - 13..])
        .map(|units| f64::from(*units))
        .sum();
    for policy in ["weeks:4", "service:0.95"] {
        let found = replay(policy);
        assert_eq!(found["series"].as_u64(), Some(begun.clone().count() as u64), "{found}");
        assert!(
            (found["demand"].as_f64().expect("units") - demand).abs() < 1e-6 * demand,
            "{found} {demand}"
        );
        assert_eq!((&found["lead_time"], found["periods"].as_u64()), (&serde_json::Value::Null, Some(13)));
        assert!(found["cost"].as_f64() >= found["perfect_foresight"]["cost"].as_f64(), "{found}");
    }
}

/// Caches keep the content of an id for ever, so other numbers need another id; the contract version provides it.
#[test]
fn a_publication_has_other_numbers_only_in_another_version() {
    let store = store();
    let path = store.tenant().join("publications").join(store.current()).join("publication.json");
    let text = fs::read_to_string(path).expect("the record");
    let record: contract::Publication = serde_json::from_str(&text).expect("a publication");
    let tables = record.files.iter().filter(|file| file.path.ends_with(".bin"));
    let lines: Vec<String> = tables.map(|file| format!("{} {}\n", file.sha256, file.path)).collect();
    let found = (record.contract_version, data::store::content_id(lines.concat().as_bytes()));
    assert_eq!(
        found,
        (11, "e79379c19db6493b".to_owned()),
        "raise CONTRACT_VERSION, then write the new digest here; of\n{}",
        lines.concat()
    );
}

#[test]
fn snapshots_are_listed_and_gone_back_to() {
    let store = store();
    let old = store.current();
    store.import(DAYS + 10, &[]);
    let new = store.current();
    let list = || succeed(granary().arg("snapshots").arg("--store").arg(store.path()));
    let told = list();
    assert_eq!(told.matches("snapshot ").count(), 2, "{told}");
    assert!(
        told.contains(&format!("publication {new}  current")) && told.contains(&format!("{old}\n")),
        "{told}"
    );
    succeed(granary().args(["snapshots", "--rollback", &old, "--store"]).arg(store.path()));
    assert_eq!(store.current(), old);
    assert!(list().contains(&format!("publication {old}  current")));
    let newest = told.lines().next().and_then(|line| line.split_whitespace().nth(1)).expect("an id");
    succeed(granary().args(["snapshots", "--rollback", newest, "--store"]).arg(store.path()));
    assert_eq!(store.current(), new, "a snapshot's id stands for its newest publication");
}

#[test]
fn settings_make_another_publication_and_stay() {
    let store = store();
    let before = store.current();
    let settings = store.path().join("settings.toml");
    fs::write(&settings, "holding_rate = 0.5\n").expect("written");
    let publish = |settings: &[&str]| {
        succeed(granary().arg("publish").args(settings).arg("--store").arg(store.path()));
        store.current()
    };
    let after = publish(&["--settings", text(&settings)]);
    assert_ne!(before, after);
    assert_eq!(publish(&[]), after, "without a file the settings stay as they are");
    let server = Server::start(store.path());
    let answer = server.get("/api/v1/what-if").json();
    assert_eq!(answer["now"]["scenario"]["holding_rate"], 0.5);

    fs::write(&settings, "holding_rate = 0.5\nholding_rat = 1\n").expect("written");
    let target = text(store.path());
    check_failure(&["publish", "--store", target, "--settings", text(&settings)], &["line 2", "holding_rat"]);
    fs::write(&settings, "service_level = 1.5\n").expect("written");
    check_failure(
        &["publish", "--store", target, "--settings", text(&settings)],
        &["service_level", "0.999"],
    );
    assert_eq!(store.current(), after, "what was refused changed nothing");
}

#[test]
fn data_is_judged_without_being_changed() {
    let sources = write_tables(30);
    let sales = sources.path().join("sales.csv");
    let mut broken = fs::read_to_string(&sales).expect("the file");
    broken.push_str("2019-04-20,P00,north,lots,1\n");
    fs::write(&sales, broken).expect("written");
    let told = succeed(granary().arg("check").arg(&sales));
    assert!(told.contains("Validity") && told.contains("lots"), "{told}");
    let told = succeed(granary().arg("check").arg(&sales).args(["--format", "json"]));
    let report: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert!(report["checks"].as_array().is_some_and(|checks| !checks.is_empty()), "{report}");

    let store = store();
    let told = succeed(granary().arg("check").arg("--store").arg(store.path()));
    assert!(told.contains("Completeness"), "{told}");
}

#[test]
fn a_second_store_has_nothing_of_the_first() {
    let (first, second) = (store(), Store::published(DAYS / 2));
    let server = Server::start(second.path());
    let path = format!("/data/main/{}/cube.bin", first.current());
    assert_eq!(server.get(&path).status, 404);
}
