//! Stores of random shape: every key figure, for several windows and filters, equals the one that DuckDB computes.
//!
//! `GRANARY_TRIALS` multiplies how many stores, `GRANARY_FIRST_STORE` is the seed of the first. DuckDB is an npm package
//! of the browser tests.

use planning::day::Day;
use serde_json::{Value, json};
use std::path::Path;
use tests::oracle::Oracle;
use tests::program::{Server, granary, succeed};
use tests::random::Random;
use tests::random_store::{RandomStore, Shape};
use tests::trial::Trial;

const STORES: u64 = 12;
/// Figures are ratios of exact sums, so only the rounding of a few divisions may differ.
const TOLERANCE: f64 = 1e-9;

fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).map_or(usual, |text| text.parse().expect("a number"))
}

/// Query strings, with the category and location that each keeps.
fn questions(shape: &Shape) -> Vec<(String, Option<String>, Option<String>)> {
    let mut random = Random::new(shape.seed, 100);
    let mut day = |least: i32, most: i32| shape.first.plus(random.between(i64::from(least), i64::from(most)));
    let mut dates = vec![String::new()];
    for (least, most) in [(0, shape.days), (-60, -1), (-30, shape.days + 30), (shape.days / 2, shape.days)] {
        let (from, to): (Day, Day) = (day(least, most), day(least, most));
        dates.push(format!("from={}&to={}", from.min(to), from.max(to)));
    }
    dates.push(format!("from={}", day(0, shape.days - 1)));
    dates.push(format!("to={}", day(0, shape.days - 1)));
    let mut asked: Vec<_> = dates.iter().map(|dates| (dates.clone(), None, None)).collect();
    for category in ["Mugs", "Candles & lights", "Uncategorised"] {
        asked.push((
            format!("category={}", category.replace('&', "%26").replace(' ', "+")),
            Some(category.into()),
            None,
        ));
    }
    for location in ["main", "St. Ives"] {
        let query = format!("location={}&{}", location.replace(' ', "+"), dates[1]);
        asked.push((query, None, Some(location.into())));
    }
    asked
}

/// An answer, with the window to ask DuckDB for.
struct Asked {
    query: String,
    window: Value,
    figures: Vec<(String, Option<f64>)>,
}

/// The program's answers; a missing answer counts as a difference.
fn ask(server: &Server, shape: &Shape, differences: &mut Vec<String>) -> Vec<Asked> {
    let mut all = Vec::new();
    for (query, category, location) in questions(shape) {
        let answer = server.get(&format!("/api/v1/kpis?{query}"));
        if answer.status != 200 {
            differences.push(format!("store {}, ?{query}: answered with {}", shape.seed, answer.status));
            continue;
        }
        let answer = answer.json();
        for (which, from, to) in [("current", "from", "to"), ("previous", "previous_from", "previous_to")] {
            let figures = answer["kpis"].as_array().expect("a list").iter();
            let value =
                |kpi: &Value| (kpi["id"].as_str().expect("an id").to_owned(), kpi[which]["value"].as_f64());
            let figures: Vec<_> = figures.map(value).collect();
            if answer[from].is_null() {
                assert!(figures.iter().all(|(_, value)| value.is_none()), "{query} has figures of no window");
                continue;
            }
            let window =
                json!({ "from": answer[from], "to": answer[to], "category": category, "location": location });
            all.push(Asked { query: format!("?{query}, {which}"), window, figures });
        }
    }
    all
}

fn is_same(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => {
            found.is_finite()
                && (found - expected).abs() <= TOLERANCE * expected.abs().max(found.abs()).max(1e-3)
        }
        (None, None) => true,
        _ => false,
    }
}

/// DuckDB's key figures of windows over the tables in a folder.
fn key_figures(oracle: &mut Oracle, folder: &Path, windows: &[Value]) -> Vec<Value> {
    let answer = oracle.ask(&json!({ "folder": folder, "windows": windows }));
    answer.as_array().cloned().expect("a list")
}

/// The differences between the program and DuckDB, one per line.
fn compare(store: &RandomStore, oracle: &mut Oracle) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a directory");
    let tables = folder.path().join("tables");
    std::fs::create_dir(&tables).expect("a directory");
    let path = folder.path().join("store");
    succeed(granary().arg("import").args(store.write(&tables)).arg("--store").arg(&path));
    let mut differences = Vec::new();
    let asked = ask(&Server::start(&path), &store.shape, &mut differences);
    let windows: Vec<Value> = asked.iter().map(|asked| asked.window.clone()).collect();
    let expected = key_figures(oracle, &tables, &windows);
    assert_eq!(expected.len(), asked.len());
    for (Asked { query, window, figures }, expected) in asked.iter().zip(&expected) {
        for (id, found) in figures {
            let expected =
                expected.get(id).unwrap_or_else(|| panic!("DuckDB is not asked for {id}")).as_f64();
            if !is_same(*found, expected) {
                let seed = store.shape.seed;
                differences.push(format!(
                    "store {seed}, {query}, {window}: {id} is {found:?}, in DuckDB {expected:?}"
                ));
            }
        }
    }
    differences
}

#[test]
fn every_key_figure_is_that_of_another_engine() {
    let first = number("GRANARY_FIRST_STORE", 0);
    let mut oracle = Oracle::start("support/oracle.js");
    let mut trial = Trial::new("Stores of random shape of which every key figure was compared with DuckDB");
    for seed in first..first + Trial::times(STORES) {
        let store = RandomStore::drawn(seed);
        let found = compare(&store, &mut oracle);
        trial.add((!found.is_empty()).then(|| format!("{:#?}\n{}", store.shape, found.join("\n"))));
    }
    trial.end();
}
