//! Decisions: which of a log hold, and what they make of a plan.

#[path = "items/fixture.rs"]
#[allow(dead_code, reason = "shared with the tests of lists")]
mod fixture;

use contract::{
    Decision, DecisionKind, DecisionsAnswer, Derived, Entry, ItemKey, Lock, OrdersQuery, QueryString,
    Suppliers, Today, in_force, order_lines, order_rows, orders, proposals, replaced_by,
};
use planning::day::Day;
use planning::periods::Step;
use proptest::prelude::*;

const TODAY: Day = Day(15_000);

fn of(kind: DecisionKind, sku: &str, location: &str) -> Decision {
    let (sku, location) = (Some(sku.to_owned()), Some(location.to_owned()));
    Decision { sku, location, from: Some(TODAY), ..Decision::of(kind) }
}

fn entry(id: &str, at: u32, decision: Decision) -> Entry {
    Entry {
        id: id.to_owned(),
        at: format!("2026-12-01T08:00:{at:02}.000000Z"),
        who: "ada".to_owned(),
        decision,
    }
}

fn skip(until: Day) -> Decision {
    Decision { until: Some(until), why: Some("no room".to_owned()), ..of(DecisionKind::Skip, "85123A", "uk") }
}

fn ids(held: &[Entry]) -> Vec<&str> {
    held.iter().map(|entry| &*entry.id).collect()
}

#[test]
fn of_several_decisions_on_one_thing_the_latest_holds_until_its_day() {
    let quantity = Decision { units: Some(24.0), ..of(DecisionKind::OrderQuantity, "85123A", "uk") };
    let never = Decision { why: Some("faulty".to_owned()), ..of(DecisionKind::DoNotOrder, "22423", "uk") };
    let log = [
        entry("c", 3, quantity.clone()),
        entry("a", 1, skip(TODAY.plus(7))),
        entry("b", 2, never),
        entry("d", 3, Decision { location: Some("eu".to_owned()), ..quantity }),
    ];
    assert_eq!(ids(&in_force(&log, TODAY)), ["b", "c", "d"], "the skip was replaced");
    // A quantity is for one day; what it took the place of does not come back.
    assert_eq!(ids(&in_force(&log, TODAY.plus(1))), ["b"]);
    assert_eq!(ids(&in_force(&log[1..3], TODAY.plus(7))), ["a", "b"]);
    assert_eq!(ids(&in_force(&log[1..3], TODAY.plus(8))), ["b"]);
    assert_eq!(replaced_by(&log, &skip(TODAY)), ["a", "c"]);
}

#[test]
fn what_is_taken_back_holds_no_more_also_where_that_is_taken_back() {
    let withdraw = |ids: &[&str]| Decision {
        supersedes: ids.iter().map(|id| (*id).to_owned()).collect(),
        ..Decision::of(DecisionKind::Withdraw)
    };
    let log = [entry("a", 1, skip(TODAY)), entry("b", 2, withdraw(&["a"])), entry("c", 3, withdraw(&["b"]))];
    assert_eq!(ids(&in_force(&log[..1], TODAY)), ["a"]);
    assert!(in_force(&log[..2], TODAY).is_empty() && in_force(&log, TODAY).is_empty());
}

#[test]
fn each_kind_says_which_field_it_lacks() {
    for kind in DecisionKind::ALL {
        let problem = Decision::of(kind).check().expect_err(kind.name());
        let first = if kind == DecisionKind::Withdraw { "supersedes" } else { "sku" };
        assert_eq!(problem.field, first, "{problem}");
    }
    let good = skip(TODAY);
    assert_eq!(good.check(), Ok(()));
    type Spoil = fn(&mut Decision);
    let bad: [(&str, Spoil); 8] = [
        ("units", |of| of.units = Some(3.0)),
        ("until", |of| of.until = None),
        ("until", |of| of.until = Some(Day(14_999))),
        ("why", |of| of.why = Some(" ".to_owned())),
        ("why", |of| of.why = Some("a\nb".to_owned())),
        ("why", |of| of.why = Some("a".repeat(201))),
        ("percent", |of| *of = self::of(DecisionKind::Forecast, "A", "uk")),
        ("units", |of| {
            *of = self::of(DecisionKind::OrderPlaced, "A", "uk");
            of.units = Some(f64::NAN);
        }),
    ];
    for (field, spoil) in bad {
        let mut decision = good.clone();
        spoil(&mut decision);
        if decision.kind != DecisionKind::Skip {
            decision.why = Some("because".to_owned());
            decision.arrives_on = (decision.kind == DecisionKind::OrderPlaced).then_some(TODAY);
        }
        let problem = decision.check().expect_err(field);
        assert_eq!(problem.field, field, "{problem}");
    }
}

/// Row 0 is 85123A at uk: one on hand, none on order, ordered up from a reorder point above.
fn plan() -> Derived {
    let row = |sku: usize, place: u16| ((sku, sku, 1), (0, place, 0, 0), [1.0, 2.5, 3.0, 1.0, 2.0, 1.0]);
    let mut derived = fixture::derived(&[row(0, 0), row(1, 0), row(0, 1)]);
    for at in 0..3 {
        derived.plan.items.suggested_order[at] = [12.0, 7.0, 0.0][at];
        derived.plan.items.on_order[at] = [0.0, f32::NAN, 0.0][at];
    }
    derived
}

fn decided(decisions: Vec<Decision>) -> Derived {
    let entries = decisions.into_iter().zip("abcdef".chars());
    let log: Vec<Entry> =
        entries.zip(0..).map(|((decision, id), at)| entry(&id.to_string(), at, decision)).collect();
    let mut derived = plan();
    derived.decide(in_force(&log, TODAY), "p-decided".to_owned());
    derived
}

#[test]
fn a_skipped_line_leaves_every_sum_and_says_until_when_and_why() {
    let query = OrdersQuery::from_query(&QueryString::parse("")).expect("a query");
    let before = orders(&plan(), &Suppliers::default(), &query);
    let derived = decided(vec![skip(TODAY.plus(7))]);
    let answer = orders(&derived, &Suppliers::default(), &query);
    assert_eq!((before.total.lines, before.total.value), (2, Some(47.5)));
    assert_eq!((answer.total.lines, answer.total.value), (1, Some(17.5)));
    assert_eq!(Today::of(&derived, &Suppliers::default()).orders.value, Some(17.5));
    let skipped = &answer.skipped[0];
    assert_eq!(
        (skipped.proposed_units, skipped.until, skipped.why.as_deref()),
        (12.0, Some(TODAY.plus(7)), Some("no room"))
    );
    assert_eq!(
        order_lines(&derived, &order_rows(&derived, &query)),
        answer.lines,
        "a table has the same lines"
    );
    let scenario = derived.facts.settings.scenario();
    let (rows, _) = proposals(&derived, &query.kept, (&scenario, None), Step::Week, |_| &[0.0]);
    assert_eq!((rows[0].proposed_order, rows[0].decision.as_deref()), (Some(0.0), Some("skip")));
    assert!(rows[0].order_without_decision > Some(0.0) && rows[1].order_without_decision.is_none());
}

#[test]
fn other_units_are_ordered_and_the_line_says_what_was_proposed() {
    let units = Decision { units: Some(24.0), ..of(DecisionKind::OrderQuantity, "85123A", "uk") };
    // Nothing is proposed of it at eu.
    let more = Decision { units: Some(6.0), ..of(DecisionKind::OrderQuantity, "85123A", "eu") };
    let derived = decided(vec![units, more]);
    let answer = orders(&derived, &Suppliers::default(), &OrdersQuery::default());
    let told: Vec<_> =
        answer.lines.iter().map(|line| (&*line.location, line.proposed_units, line.units)).collect();
    assert!(told.contains(&("uk", 12.0, 24.0)) && told.contains(&("eu", 0.0, 6.0)), "{told:?}");
    assert_eq!(answer.lines.iter().filter(|line| line.decision.is_some()).count(), 2);
    assert_eq!(derived.facts.id, "p-decided");
}

#[test]
fn an_order_that_was_placed_counts_as_on_order_until_a_later_snapshot_knows() {
    let placed = Decision {
        units: Some(500.0),
        arrives_on: Some(TODAY.plus(9)),
        ..of(DecisionKind::OrderPlaced, "85123A", "uk")
    };
    let derived = decided(vec![placed.clone(), Decision { units: Some(20.0), ..placed.clone() }]);
    let items = &derived.plan.items;
    assert_eq!((items.on_order[0], items.suggested_order[0]), (520.0, 0.0));
    let row = DecisionsAnswer::of(&derived, None).decisions.remove(0);
    assert_eq!((row.on_order, row.on_order_without), (Some(520.0), Some(0.0)));
    assert_eq!((row.order_units, row.order_units_without), (Some(0.0), Some(12.0)));
    // The snapshot of the next day says what is on order; of what it does not know, the expected day decides.
    let later = |decision: &Decision, days: u32| {
        let mut derived = plan();
        derived.facts.as_of = TODAY.plus(days);
        derived.decide(vec![entry("a", 1, decision.clone())], "q".to_owned());
        derived
    };
    assert_eq!(later(&placed, 1).plan.items.on_order[0], 0.0);
    let unknown = Decision { sku: Some("22423".to_owned()), ..placed };
    assert_eq!(later(&unknown, 8).plan.items.on_order[1], 500.0);
    assert!(later(&unknown, 9).plan.items.on_order[1].is_nan());
}

#[test]
fn who_sees_a_part_sees_the_decisions_of_that_part() {
    let other = Decision { location: Some("eu".to_owned()), ..skip(TODAY.plus(1)) };
    let derived = decided(vec![skip(TODAY), other]);
    let lock = Lock { location: vec!["eu".to_owned()], ..Lock::default() };
    let (part, _) = derived.restrict(&lock, "part".to_owned());
    let key = |location: &str| ItemKey { sku: "85123A".to_owned(), location: location.to_owned() };
    assert_eq!(DecisionsAnswer::of(&part, None).decisions.len(), 1);
    assert_eq!(DecisionsAnswer::of(&part, Some(&key("uk"))).decisions, []);
    let line = &part.decisions.lines[0];
    assert_eq!(part.plan.items.sku[line.row as usize], "85123A");
    assert_eq!(part.decisions.entry_of(line).map(|entry| entry.decision.until), Some(Some(TODAY.plus(1))));
}

fn any_log() -> impl Strategy<Value = Vec<Entry>> {
    let one = (0..6_usize, 0..3_usize, 0..5_u32, -3..4_i64, prop::collection::vec(0..12_usize, 0..2));
    prop::collection::vec(one, 0..12).prop_map(|log| {
        let made = log.into_iter().enumerate().map(|(place, (kind, sku, at, days, gone))| {
            let mut decision = of(DecisionKind::ALL[kind], ["A", "B", "C"][sku], "uk");
            decision.until = (days >= 0).then(|| TODAY.plus(days));
            // An entry names earlier ones only: it has seen them.
            decision.supersedes =
                gone.into_iter().filter(|gone| *gone < place).map(|gone| gone.to_string()).collect();
            entry(&place.to_string(), at, decision)
        });
        made.collect()
    })
}

proptest! {
    #[test]
    fn the_order_in_which_a_log_is_read_does_not_matter(log in any_log(), seed in any::<u64>(), days in 0..4_u32) {
        let today = TODAY.plus(days);
        let held = in_force(&log, today);
        let mut shuffled = log.clone();
        shuffled.sort_by_key(|entry| entry.id.bytes().fold(seed, |hash, byte| {
            hash.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(u64::from(byte))
        }));
        shuffled.extend(log.first().cloned());
        prop_assert_eq!(&held, &in_force(&shuffled, today));
        for entry in &held {
            prop_assert!(!log.iter().any(|other| other.decision.supersedes.contains(&entry.id)));
            prop_assert!(entry.decision.until.is_none_or(|until| until >= today));
        }
        // What holds alone holds still: a log could be pruned to it.
        let alone = in_force(&held, today);
        prop_assert_eq!(&held, &alone);
    }
}

#[test]
fn a_name_is_some_letters_in_one_line() {
    for (name, is_one) in [
        ("Ada", true),
        ("é".repeat(100).as_str(), true),
        ("é".repeat(101).as_str(), false),
        ([" ".repeat(99).as_str(), "ab"].concat().as_str(), false),
        ("", false),
        ("  ", false),
        ("A\nda", false),
    ] {
        assert_eq!(Entry::is_name(name), is_one, "{name:?}");
    }
}
