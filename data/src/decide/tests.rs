use super::*;
use crate::store::Store;
use contract::{Cells, Cube, Decisions, Facts, Group, Plan, Settings};
use planning::day::Day;
use planning::kpi::{Known, Measure};
use planning::periods::{SalesPeriod, Step};
use std::fs;
use tempfile::TempDir;

/// A store, and a plan of item A at uk and eu.
fn store() -> (TempDir, Tenant, Derived) {
    let dir = tempfile::tempdir().expect("a directory");
    let store = Store::open(dir.path().to_str().expect("a path")).expect("a store");
    let groups = |names: &[&str]| {
        names.iter().map(|name| Group { id: (*name).to_owned(), name: (*name).to_owned() }).collect()
    };
    let cube = Cube {
        version: contract::CONTRACT_VERSION,
        grain: Step::Week,
        periods: Vec::new(),
        categories: groups(&["all"]),
        locations: groups(&["uk", "eu"]),
        known: Known::default(),
        holding_rate_per_year: 0.25,
        cells: Cells { measures: vec![Vec::new(); Measure::ALL.len()], ..Cells::default() },
    };
    let mut plan = Plan::default();
    plan.items.sku = vec!["A".to_owned(), "A".to_owned()];
    plan.policy.location = vec![0, 1];
    let facts = Facts {
        id: "p".to_owned(),
        tenant: "main".to_owned(),
        settings: Settings::default(),
        currency: "GBP".to_owned(),
        as_of: Day(15_000),
        horizon_days: 91,
        period: SalesPeriod::Day,
        known: Known::default(),
        simulated: Vec::new(),
        category_note: None,
        item_locations: 2,
    };
    let tenant = store.tenant("main").expect("a tenant");
    (dir, tenant, Derived { facts, cube, plan, decisions: Decisions::default() })
}

fn units(units: f64) -> Decision {
    let (sku, location) = (Some("A".to_owned()), Some("uk".to_owned()));
    Decision { sku, location, units: Some(units), ..Decision::of(DecisionKind::OrderQuantity) }
}

fn held(tenant: &Tenant) -> Vec<Entry> {
    in_force(&tenant.decision_log().expect("a log").entries, Day(15_000))
}

#[test]
fn what_is_written_is_read_and_takes_the_place_of_what_was_before() {
    let (_dir, tenant, derived) = store();
    let write = |decisions| decide(&tenant, &derived, " ada ", decisions).expect("written");
    let first = write(vec![units(3.0)]).remove(0);
    assert_eq!((first.who.as_str(), first.decision.from), ("ada", Some(Day(15_000))));
    assert!(write(vec![units(3.0)]).is_empty(), "it holds already");
    let second = write(vec![units(4.0), units(5.0)]);
    assert_eq!(second[0].decision.supersedes, std::slice::from_ref(&first.id));
    assert_eq!(second[1].decision.supersedes, [second[0].id.clone()]);
    assert_eq!(held(&tenant), [second[1].clone()]);
    assert_eq!(tenant.decision_log().expect("a log").entries.len(), 3, "nothing is forgotten");
    assert_eq!(tenant.decision_files().expect("files").len(), 2, "what is written together is in one file");
}

#[test]
fn nothing_is_written_where_one_is_wrong() {
    let (_dir, tenant, derived) = store();
    let elsewhere = |sku: &str, location: &str| Decision {
        sku: Some(sku.to_owned()),
        location: Some(location.to_owned()),
        ..units(1.0)
    };
    let withdraw = Decision { supersedes: vec!["0".repeat(16)], ..Decision::of(DecisionKind::Withdraw) };
    for (wrong, field, part) in [
        (units(-1.0), "units", "from 0 to"),
        (elsewhere("B", "uk"), "sku", "no such item"),
        (elsewhere("A", "us"), "location", "is at uk, eu"),
        (withdraw, "supersedes", "no entry of the log"),
    ] {
        match decide(&tenant, &derived, "ada", vec![units(1.0), wrong]) {
            Err(NotWritten::Bad(1, problem)) => {
                assert!(problem.field == field && problem.problem.contains(part), "{problem}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(decide(&tenant, &derived, " ", vec![units(1.0)]), Err(NotWritten::Bad(0, _))));
    assert!(tenant.decision_files().expect("files").is_empty());
}

#[test]
fn a_clock_that_was_set_back_loses_nothing() {
    let (_dir, tenant, derived) = store();
    let tomorrow = "2999-12-31T23:59:59.999999Z".to_owned();
    let early =
        identified(Entry { id: String::new(), at: tomorrow, who: "bo".to_owned(), decision: units(7.0) });
    tenant.add_decisions(&[early.expect("an entry")]).expect("written");
    let later = decide(&tenant, &derived, "ada", vec![units(8.0)]).expect("written");
    assert_eq!(held(&tenant), later);
    assert_eq!(later[0].at, "3000-01-01T00:00:00.000000Z");
}

#[test]
fn two_writers_at_once_lose_nothing() {
    let (_dir, tenant, derived) = store();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let (tenant, derived) = (tenant.clone(), &derived);
            scope.spawn(move || {
                for round in 0..20 {
                    let wanted = units(f64::from(writer * 100 + round));
                    decide(&tenant, derived, &format!("writer {writer}"), vec![wanted]).expect("written");
                }
            });
        }
    });
    let log = tenant.decision_log().expect("a log").entries;
    assert_eq!(log.len(), 80);
    assert_eq!(held(&tenant).len(), 1, "and one of them holds");
}

#[test]
fn what_a_killed_writer_left_is_not_read_and_a_changed_file_is_named() {
    let (_dir, tenant, derived) = store();
    decide(&tenant, &derived, "ada", vec![units(3.0)]).expect("written");
    let folder = tenant.address("decisions");
    fs::write(folder.join(".unfinished-half"), "{\"id\":").expect("written");
    fs::write(folder.join("notes.txt"), "not ours").expect("written");
    assert_eq!(held(&tenant).len(), 1);
    let name = tenant.decision_files().expect("files").remove(0);
    let path = folder.join(&name);
    let whole = fs::read(&path).expect("a file");
    for damaged in [&whole[..whole.len() - 1], b"".as_slice(), &[whole.as_slice(), b"{}"].concat()] {
        fs::write(&path, damaged).expect("written");
        let error = tenant.decision_log().expect_err("damaged");
        assert!(error.is_damaged() && error.to_string().contains(&name), "{error}");
    }
    fs::write(&path, whole).expect("written");
    assert_eq!(held(&tenant).len(), 1);
}
