use std::cmp::Ordering;
use std::collections::HashMap;

use proptest::prelude::*;
use regex::RegexSet;

use super::*;

fn rules() -> Rules {
    Rules {
        cancellation_prefix: Some("C".into()),
        not_goods: vec!["POST".into()],
        not_goods_patterns: RegexSet::new(["^(?:TEST.*)$"]).unwrap(),
        max_quantity: Some(10_000_000),
        remove_duplicates: true,
        remove_zero_price: true,
    }
}

/// [`ORDER`] in Rust.
fn compare(a: &OrderLine, b: &OrderLine) -> Ordering {
    group(a)
        .cmp(&group(b))
        .then(a.placed_at.cmp(&b.placed_at))
        .then(b.quantity.cmp(&a.quantity))
        .then_with(|| a.invoice.cmp(&b.invoice))
        .then((a.source, a.line).cmp(&(b.source, b.line)))
}

/// Verdicts by line number, for lines in any order.
fn verdicts(rules: &Rules, mut lines: Vec<(OrderLine, bool)>) -> Vec<(u64, Verdict)> {
    lines.sort_by(|a, b| compare(&a.0, &b.0));
    let mut given = Vec::new();
    let mut cleaner = Cleaner::new(rules);
    lines.into_iter().for_each(|(line, overlap)| cleaner.push(line, overlap, &mut given));
    cleaner.finish(&mut given);
    let mut found: Vec<_> = given.into_iter().map(|(line, verdict)| (line.line, verdict)).collect();
    found.sort();
    found
}

/// `invoice sku quantity price customer hour`; a customer `-` is unknown.
fn line(number: u64, text: &str) -> OrderLine {
    let parts: Vec<_> = text.split_whitespace().collect();
    OrderLine {
        line: number,
        invoice: parts[0].into(),
        sku: parts[1].into(),
        quantity: parts[2].parse::<i64>().unwrap() * 10_000,
        unit_price: Some(parts[3].parse::<i64>().unwrap() * 10_000),
        customer: (parts[4] != "-").then(|| parts[4].into()),
        placed_at: parts[5].parse::<i64>().unwrap() * 3_600_000_000,
        ..OrderLine::default()
    }
}

fn check(lines: &[&str], expected: &[Verdict]) {
    let lines = lines.iter().enumerate().map(|(index, text)| (line(index as u64, text), false)).collect();
    let found: Vec<_> = verdicts(&rules(), lines).into_iter().map(|(_, verdict)| verdict).collect();
    assert_eq!(found, expected);
}

use Verdict::*;

#[test]
fn a_cancellation_takes_the_latest_earlier_sale() {
    check(
        &["1 A 6 2 K 1", "2 A 6 2 K 5", "C3 A -6 2 K 7", "4 A 6 2 K 9"],
        &[Sale, CancelledSale, Cancellation, Sale],
    );
    check(
        &["1 A 6 2 K 1", "2 A 6 2 K 2", "C3 A -6 2 K 3", "C4 A -6 2 K 3", "C5 A -6 2 K 3"],
        &[CancelledSale, CancelledSale, Cancellation, Cancellation, Return],
    );
    check(&["1 A 6 2 K 3", "C2 A -6 2 K 3"], &[CancelledSale, Cancellation]);
    check(&["C1 A -6 2 K 1", "2 A 6 2 K 3"], &[Return, Sale]);
}

#[test]
fn item_customer_price_and_quantity_must_agree() {
    for other in ["C2 B -6 2 K 2", "C2 A -5 2 K 2", "C2 A -6 3 K 2", "C2 A -6 2 L 2", "C2 A -6 2 - 2"] {
        check(&["1 A 6 2 K 1", other], &[Sale, Return]);
    }
    check(&["1 A 6 2 - 1", "C2 A -6 2 - 2"], &[Sale, Return]);
}

#[test]
fn repeated_lines_count_once_and_other_invoices_are_not_repeats() {
    check(&["1 A 6 2 K 1", "1 A 6 2 K 1", "2 A 6 2 K 1"], &[Sale, Duplicate, Sale]);
    check(&["1 A 6 2 - 1", "1 A 6 2 - 1"], &[Sale, Duplicate]);
}

#[test]
fn what_no_customer_bought_is_told_apart() {
    check(
        &["1 POST 1 9 K 1", "2 TEST1 1 9 K 1", "3 A -6 0 - 1", "4 A 6 0 K 1"],
        &[NotGoods, NotGoods, Adjustment, ZeroPrice],
    );
    check(
        &["C1 A 6 2 K 1", "2 A -6 2 K 1", "3 A 6 -2 K 1", "4 A 0 2 K 1"],
        &[Adjustment, Adjustment, Adjustment, ImpossibleQuantity],
    );
}

#[test]
fn an_impossible_quantity_is_one_that_was_not_taken_back() {
    check(&["1 A 1001 2 K 1", "C2 A -1001 2 K 2"], &[CancelledSale, Cancellation]);
    check(
        &["1 A 1001 2 K 1", "2 A 1000 2 K 1", "C3 B -1001 2 K 1"],
        &[ImpossibleQuantity, Sale, ImpossibleQuantity],
    );
}

#[test]
fn the_copy_in_another_source_neither_matches_nor_repeats() {
    let lines = vec![
        (line(0, "1 A 6 2 K 1"), false),
        (OrderLine { source: 1, ..line(1, "1 A 6 2 K 1") }, true),
        (line(2, "C2 A -6 2 K 2"), false),
        (OrderLine { source: 1, ..line(3, "C2 A -6 2 K 2") }, true),
    ];
    let found = verdicts(&rules(), lines);
    assert_eq!(found, [(0, CancelledSale), (1, Overlap), (2, Cancellation), (3, Overlap)]);
}

#[test]
fn policies_can_keep_what_others_take_out() {
    let kept =
        Rules { remove_duplicates: false, remove_zero_price: false, cancellation_prefix: None, ..rules() };
    let texts = ["1 A 6 2 K 1", "1 A 6 2 K 1", "2 A 6 0 K 1", "3 A -6 2 K 2"];
    let lines = texts.iter().enumerate().map(|(index, text)| (line(index as u64, text), false)).collect();
    let found: Vec<_> = verdicts(&kept, lines).into_iter().map(|(_, verdict)| verdict).collect();
    assert_eq!(found, [Sale, CancelledSale, Sale, Cancellation]);
}

fn any_line() -> impl Strategy<Value = (OrderLine, bool)> {
    let sku = prop::sample::select(vec!["A", "B", "POST"]);
    let customer = prop::sample::select(vec![None, Some("K"), Some("L")]);
    (0..6_u32, any::<bool>(), sku, -3..4_i64, -1..3_i64, customer, 0..4_i64, prop::bool::weighted(0.1))
        .prop_map(|(invoice, cancels, sku, quantity, price, customer, hour, overlap)| {
            let line = OrderLine {
                invoice: format!("{}{invoice}", if cancels { "C" } else { "" }),
                sku: sku.into(),
                quantity: quantity * 10_000,
                unit_price: Some(price * 10_000),
                customer: customer.map(str::to_owned),
                placed_at: hour,
                ..OrderLine::default()
            };
            (line, overlap)
        })
}

proptest! {
    #[test]
    fn every_line_has_one_verdict_and_matched_pairs_net_zero(
        mut lines in prop::collection::vec(any_line(), 0..80),
    ) {
        lines.iter_mut().zip(0..).for_each(|((line, _), number)| line.line = number);
        let by_line: HashMap<_, _> = lines.iter().map(|(line, _)| (line.line, line.clone())).collect();
        let found = verdicts(&rules(), lines.clone());
        let numbers: Vec<_> = found.iter().map(|(number, _)| *number).collect();
        prop_assert_eq!(numbers, (0..lines.len() as u64).collect::<Vec<_>>());

        let of = |verdict| found.iter().filter(move |(_, v)| *v == verdict).map(|(number, _)| &by_line[number]);
        prop_assert_eq!(of(CancelledSale).count(), of(Cancellation).count());
        let net: i128 = of(CancelledSale).chain(of(Cancellation)).filter_map(OrderLine::value).sum();
        prop_assert_eq!(net, 0);
        prop_assert!(of(Sale).all(|line| line.quantity > 0 && line.unit_price > Some(0)));
        prop_assert!(of(Return).all(|line| line.quantity < 0));
        prop_assert!(of(Cancellation).all(|line| line.customer.is_some()));
    }

    #[test]
    fn verdicts_do_not_depend_on_the_order_of_the_sources_rows(
        mut lines in prop::collection::vec(any_line(), 0..40),
        seed in any::<u64>(),
    ) {
        lines.iter_mut().zip(0..).for_each(|((line, _), number)| line.line = number);
        let expected = verdicts(&rules(), lines.clone());
        let mut state = seed | 1;
        lines.sort_by_cached_key(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state >> 33
        });
        prop_assert_eq!(verdicts(&rules(), lines), expected);
    }
}
