//! The cube against a plain sum over its cells.

use contract::{AbcClass, CONTRACT_VERSION, Cells, Cube, Dimension, Filter, Group, Period, PeriodRange};
use planning::day::Day;
use planning::kpi::{Known, Measure};
use planning::periods::Step;
use proptest::prelude::*;
use std::collections::BTreeSet;

const PERIODS: u16 = 9;
const END: usize = PERIODS as usize;

fn cube(cells: &[(u16, u16, u16, u8, i64)]) -> Cube {
    let mut cells = cells.to_vec();
    cells.sort_unstable();
    let groups =
        |n: usize| (0..n).map(|i| Group { id: format!("g{i}"), name: format!("Group {i}") }).collect();
    Cube {
        version: CONTRACT_VERSION,
        grain: Step::Week,
        periods: (0..i32::from(PERIODS))
            .map(|p| Period { first: Day(7 * p), last: Day(7 * p + 6) })
            .collect(),
        categories: groups(3),
        locations: groups(2),
        known: Known::default(),
        holding_rate_per_year: 0.25,
        cells: Cells {
            period: cells.iter().map(|c| c.0).collect(),
            category: cells.iter().map(|c| c.1).collect(),
            location: cells.iter().map(|c| c.2).collect(),
            class: cells.iter().map(|c| c.3).collect(),
            // A cell knows the days that its value happens to name.
            known_days: cells.iter().map(|c| known_days(c.4)).collect(),
            measures: Measure::ALL.iter().map(|_| cells.iter().map(|c| c.4).collect()).collect(),
        },
    }
}

fn known_days(value: i64) -> u32 {
    u32::from(value.to_le_bytes()[0] & 0b0111_1111)
}

fn cells() -> impl Strategy<Value = Vec<(u16, u16, u16, u8, i64)>> {
    prop::collection::vec((0..PERIODS, 0..3u16, 0..2u16, 0..3u8, any::<i64>()), 0..60)
}

proptest! {
    #[test]
    fn windows_are_exact_sums_of_what_is_kept(
        cells in cells(), first in 0..END, len in 1..END, category in 0..3u16, class in 0..3usize,
    ) {
        let cube = cube(&cells);
        let range = PeriodRange { first, end: (first + len).min(END) };
        let filter = Filter {
            category: vec![format!("g{category}")],
            class: vec![AbcClass::ALL[class]],
            ..Filter::default()
        };
        let window = cube.window(&filter, range);
        let kept = cells.iter().filter(|c| c.1 == category && usize::from(c.3) == class);
        let kept: Vec<_> = kept.filter(|c| (range.first..range.end).contains(&usize::from(c.0))).collect();
        let sum: i128 = kept.iter().map(|c| i128::from(c.4)).sum();
        let closing: i128 = kept.iter().filter(|c| usize::from(c.0) + 1 == range.end).map(|c| i128::from(c.4)).sum();
        prop_assert_eq!(window.sums[Measure::Revenue], sum);
        prop_assert_eq!(window.sums[Measure::ClosingValue], closing);
        prop_assert_eq!(window.days as usize, 7 * range.len());
        // Each day on which any cell knows its stock counts once.
        let days = kept.iter().flat_map(|c| {
            (0..7).filter(|day| known_days(c.4) >> day & 1 == 1).map(|day| (usize::from(c.0), day))
        });
        let days: BTreeSet<_> = days.collect();
        prop_assert_eq!(window.stock_days as usize, days.len());
        prop_assert_eq!(window.is_closing_known, days.contains(&(range.end - 1, 0)));
    }

    #[test]
    fn breakdowns_and_periods_add_up_to_the_window(cells in cells()) {
        let cube = cube(&cells);
        let all = PeriodRange { first: 0, end: END };
        let none = Filter::default();
        let whole = cube.window(&none, all).sums[Measure::Units];
        for dimension in Dimension::ALL {
            let parts = cube.by_dimension(&none, all, dimension);
            prop_assert_eq!(parts.iter().map(|w| w.sums[Measure::Units]).sum::<i128>(), whole);
        }
        prop_assert_eq!(cube.by_period(&none, all).iter().map(|w| w.sums[Measure::Units]).sum::<i128>(), whole);
    }

    #[test]
    fn damaged_files_are_refused_without_panic(cells in cells(), place in any::<prop::sample::Index>(), bit in 0..8u8) {
        let bytes = cube(&cells).encode().expect("encodes");
        prop_assert_eq!(Cube::decode(&bytes).expect("decodes"), cube(&cells));
        let mut damaged = bytes.clone();
        let place = place.index(damaged.len());
        damaged[place] ^= 1 << bit;
        let _ = Cube::decode(&damaged);
        prop_assert!(Cube::decode(&bytes[..bytes.len() - 1]).is_err());
    }
}

#[test]
fn dates_snap_outwards_to_whole_periods() {
    let cube = cube(&[]);
    let check = |from: Option<i32>, to: Option<i32>, first: usize, end: usize| {
        let filter = Filter { from: from.map(Day), to: to.map(Day), ..Filter::default() };
        assert_eq!(cube.range(&filter), PeriodRange { first, end }, "{from:?} {to:?}");
    };
    check(None, None, 0, END);
    check(Some(8), Some(15), 1, 3);
    check(Some(7), Some(13), 1, 2);
    check(Some(-100), Some(1_000), 0, END);
    check(Some(1_000), None, END, END);
    assert_eq!(
        cube.days(cube.range(&Filter { from: Some(Day(8)), ..Filter::default() })),
        Some((Day(7), Day(62)))
    );
}
