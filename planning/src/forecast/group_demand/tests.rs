//! What groups show, found again in made demand.

use super::*;

const DAYS: i32 = 730;
/// Numbers of events in column 0; column 1 flags days on which benefits are paid in group 0.
const CHRISTMAS: u32 = 1;
const FEAST: u32 = 2;

fn day(t: i32) -> Day {
    // A Wednesday.
    Day::from_ymd(2014, 1, 1).expect("a date").plus(t)
}

fn event(day: Day) -> u32 {
    match day.ymd() {
        (_, 12, 25) => CHRISTMAS,
        (_, month, 9) if month % 3 == 0 => FEAST,
        _ => 0,
    }
}

fn is_paid(group: usize, day: Day) -> bool {
    group == 0 && (3..=9).contains(&day.ymd().2) && day.0 % 2 == 0
}

/// What moves demand: in group 0 weekends twice as much and benefits, in all a closed Christmas, a feast and its eve.
fn shape(group: usize, day: Day) -> f64 {
    let weekend = if day.since_monday() >= 5 && group == 0 { 2.0 } else { 1.0 };
    let of_event = match (event(day), event(day.plus(1))) {
        (CHRISTMAS, _) => 0.0,
        (FEAST, _) => 1.5,
        (0, FEAST) => 1.2,
        _ => 1.0,
    };
    weekend * of_event * if is_paid(group, day) { 1.25 } else { 1.0 }
}

/// Two groups of a few series each, whose demand goes by `units` and not quite by their shape.
fn groups(units: impl Fn(usize, Day) -> f64) -> GroupDemand {
    let mut demand = GroupDemand::default();
    let mut state = 3_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24) - 0.5
    };
    for group in 0..2 {
        for _ in 0..3 {
            let of = |t: i32| (day(t), units(group, day(t)) * (1.0 + 0.2 * noise()));
            demand.add(group, &(0..DAYS).map(of).collect::<Vec<_>>());
        }
        for day in (0..DAYS + 60).map(day) {
            assert_eq!(demand.set_event(group, 0, day, event(day)), Ok(()));
            assert_eq!(demand.set_event(group, 1, day, u32::from(is_paid(group, day))), Ok(()));
        }
    }
    demand
}

/// The index of a group's coming days over what it is by right, relative to their mean.
fn errors(calendars: &GroupCalendars, group: usize, right: impl Fn(usize, Day) -> f64) -> Vec<f64> {
    let days = || (DAYS..DAYS + 60).map(day);
    let index: Vec<f64> = days().map(|day| calendars.day(group, day).index).collect();
    let right: Vec<f64> = days().map(|day| right(group, day)).collect();
    let scale = right.iter().sum::<f64>() / index.iter().sum::<f64>();
    index.iter().zip(right).map(|(index, right)| index * scale / right - 1.0).collect()
}

#[test]
fn each_group_has_the_days_it_shows() {
    let calendars =
        groups(|group, day| 40.0 * shape(group, day)).calendars(day(DAYS), NoNumber::Missing, true);
    let calendars = calendars.expect("two years");
    for group in 0..2 {
        let errors = errors(&calendars, group, shape);
        assert!(errors.iter().all(|error| error.abs() < 0.1), "{group} {errors:?}");
        let mean = errors.iter().map(|error| error.abs()).sum::<f64>() / errors.len() as f64;
        assert!(mean < 0.03, "{group} {mean}");
        let christmas = calendars.day(group, Day::from_ymd(2016, 12, 25).expect("a date"));
        assert!(christmas.index < 0.02 || event(day(DAYS)) == 0, "{christmas:?}");
        let closed = calendars.day(group, Day::from_ymd(2015, 12, 25).expect("a date"));
        assert!(closed.index < 0.02, "{closed:?}");
    }
}

#[test]
fn a_group_that_sells_seldom_follows_all_the_others() {
    // A unit in two weeks, by chance never on a weekend.
    let rare = |day: Day| f64::from(u8::from(day.0 % 14 == 0 && day.since_monday() < 5));
    let units = |group: usize, day: Day| if group == 0 { 40.0 * shape(0, day) } else { rare(day) };
    let calendars = groups(units).calendars(day(DAYS), NoNumber::Missing, true).expect("two years");
    let weekend = |group: usize| {
        let index = |t: i32| calendars.day(group, day(DAYS + t)).index;
        // Saturday the 16th of January, Tuesday the 12th.
        index(15) / index(11)
    };
    assert!((weekend(0) / 2.0 - 1.0).abs() < 0.1 && weekend(1) > 1.6, "{} {}", weekend(0), weekend(1));
}

#[test]
fn a_days_index_has_half_of_its_groups_level() {
    let late = day(DAYS - 200);
    let units = |group: usize, day: Day| if group == 1 && day >= late { 160.0 } else { 40.0 };
    let calendars = groups(units).calendars(day(DAYS), NoNumber::Missing, true).expect("two years");
    let ratio = |group: usize| {
        let mean = |from: i32| (0..28).map(|t| calendars.day(group, day(from + t)).index).sum::<f64>();
        mean(DAYS - 28) / mean(DAYS - 300)
    };
    assert!(
        (ratio(0) - 1.0).abs() < 0.03 && (ratio(1) / 2.0 - 1.0).abs() < 0.05,
        "{} {}",
        ratio(0),
        ratio(1)
    );
}

#[test]
fn calendars_know_nothing_of_later_demand_and_need_half_a_year() {
    let middle = day(400);
    let units = |group: usize, day: Day| 40.0 * shape(group, day);
    let until = |group: usize, day: Day| if day < middle { units(group, day) } else { 0.0 };
    let (all, past) = (groups(units), groups(until));
    let known = |demand: &GroupDemand| demand.calendars(middle, NoNumber::Missing, true).expect("a year");
    for t in 300..500 {
        let [a, b] = [&all, &past].map(|demand| known(demand).day(0, day(t)).index);
        assert!((a - b).abs() < 1e-2, "{t}: {a} {b}");
    }
    assert_eq!(all.calendars(day(181), NoNumber::Missing, true), None);
    assert_eq!(GroupDemand::default().calendars(middle, NoNumber::Missing, true), None);
    // A column that is taken back, and days of no month.
    let mut without = all.clone();
    without.forget_events(0);
    let feast = Day::from_ymd(2015, 12, 9).expect("a date");
    let index = |demand: &GroupDemand| {
        demand.calendars(day(DAYS), NoNumber::Missing, false).expect("two years").day(1, feast).index
    };
    assert!(index(&all) > 1.4 && index(&without) < 1.1, "{} {}", index(&all), index(&without));
}
