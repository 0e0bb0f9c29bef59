//! Queries from a seed over stores of random shape: `/api/v1/sql` gives the rows that DuckDB gives for the same Parquet files.
//!
//! `GRANARY_TRIALS` multiplies how many stores, `GRANARY_FIRST_STORE` is the seed of the first. The queries are made in
//! `tests/browser/support/queries`; docs/reliability.md says what the two engines mean differently.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::oracle::Oracle;
use tests::program::{Server, granary, succeed};
use tests::random_store::RandomStore;
use tests::store::Store;
use tests::trial::Trial;

const SCRIPT: &str = "support/queries/main.js";
const STORES: u64 = 4;
const QUERIES: u64 = 50;

/// Queries that must have been answered by both, of a hundred: else the trial shows little.
const ANSWERED_PERCENT: u64 = 90;

/// What the script found out about the queries over one store.
fn compare(oracle: &mut Oracle, seed: u64) -> Value {
    let folder = tempfile::tempdir().expect("a directory");
    let tables = folder.path().join("tables");
    std::fs::create_dir(&tables).expect("a directory");
    let path = folder.path().join("store");
    succeed(granary().arg("import").args(RandomStore::drawn(seed).write(&tables)).arg("--store").arg(&path));
    // How many parts a query is divided into must not show in its rows.
    let threads = if seed.is_multiple_of(2) { 1 } else { 8 };
    let server = Server::start_with(&path, &format!("[limits]\nsql_threads = {threads}\n"));
    let tenant = path.join("main");
    oracle.ask(&json!({ "address": server.address(), "tenant": tenant, "seed": seed, "count": QUERIES }))
}

/// Adds the counts of one store to those of all.
fn add(all: &mut BTreeMap<String, u64>, counts: &Value) {
    for (name, count) in counts.as_object().expect("counts") {
        *all.entry(name.clone()).or_default() += count.as_u64().expect("a count");
    }
}

#[test]
fn every_query_has_the_rows_of_another_engine() {
    let first = std::env::var("GRANARY_FIRST_STORE").map_or(0, |seed| seed.parse().expect("a number"));
    let mut oracle = Oracle::start(SCRIPT);
    let mut trial =
        Trial::new("Generated queries over stores of random shape, their rows compared with DuckDB's");
    let (mut answered, mut refused, mut failed) = (0, BTreeMap::new(), BTreeMap::new());
    let stores = Trial::times(STORES);
    for seed in first..first + stores {
        let told = compare(&mut oracle, seed);
        add(&mut refused, &told["refused"]);
        add(&mut failed, &told["failed"]);
        let differences = told["differences"].as_array().expect("a list");
        answered += told["compared"].as_u64().expect("a count") + differences.len() as u64;
        for difference in differences {
            trial.add(Some(format!("{difference:#}")));
        }
        (differences.len() as u64..QUERIES).for_each(|_| trial.add(None));
    }
    println!("{answered} answered by both; refused by Granary: {refused:?}; by DuckDB alone: {failed:?}");
    let enough = stores * QUERIES * ANSWERED_PERCENT / 100;
    assert!(answered >= enough, "only {answered} of {} were answered by both", stores * QUERIES);
    trial.end();
}

#[test]
fn what_the_two_engines_mean_differently_is_still_what_is_told_of_it() {
    let store = Store::published(30);
    let server = Server::start(store.path());
    let told = Oracle::start(SCRIPT).ask(&json!({ "address": server.address(), "known": true }));
    assert!(told["tried"].as_u64() > Some(0) && told["changed"] == json!([]), "{told:#}");
}
