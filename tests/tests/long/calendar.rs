//! Weekdays and parts of the month that all series of a file show together.

use super::*;
use planning::day::Day;

const DAYS: i32 = 400;
const HORIZON: usize = 28;

fn day(t: i32) -> Day {
    Day(19_700).plus(t)
}

/// Expected demand of a day relative to the mean: 50 % more in the first five days of a month.
fn expected(day: Day) -> f64 {
    if day.ymd().2 <= 5 { 1.5 } else { 0.92 }
}

/// Series that sell one unit from time to time, by a fixed random walk through all of them.
fn series(count: usize) -> Vec<(String, Vec<f64>)> {
    let mut state = 7_u64;
    let mut chance = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24)
    };
    let mut sold = || (0..DAYS).map(|t| f64::from(u8::from(chance() < 0.3 * expected(day(t))))).collect();
    (0..count).map(|item| (format!("item {item}"), sold())).collect()
}

/// Forecast of all series in the first five days of months relative to other days, and the printed messages.
fn rise(text: &str, arguments: &[&str]) -> (f64, String) {
    let folder = Folder::new();
    let input = folder.write("sales.csv", text);
    let (found, told) = forecast(&input, &[&["--horizon", "28"], arguments].concat());
    let (mut early, mut late) = ((0.0, 0.0), (0.0, 0.0));
    for row in &found {
        let day: Day = row["ds"].parse().expect("a day");
        let of = if day.ymd().2 <= 5 { &mut early } else { &mut late };
        *of = (of.0 + row["mean"].parse::<f64>().expect("a number"), of.1 + 1.0);
    }
    ((early.0 / early.1) / (late.0 / late.1), told)
}

#[test]
fn series_that_show_nothing_alone_follow_what_they_show_together() {
    let text = daily(&series(60));
    let (shared, told) = rise(&text, &[]);
    assert!((1.35..1.85).contains(&shared), "{shared}");
    assert!(told.contains("the calendar its series share"), "{told}");
    let (own, told) = rise(&text, &["--calendar", "own"]);
    assert!((0.9..1.1).contains(&own) && !told.contains("share"), "{own} {told}");
    // A method asked for by name never sees the calendar.
    let (named, _) = rise(&text, &["--method", "ses"]);
    assert!((named - 1.0).abs() < 1e-9, "{named}");
}

#[test]
fn a_few_series_or_weeks_have_no_calendar() {
    let text = daily(&series(29));
    let (alone, told) = rise(&text, &[]);
    assert!((0.9..1.1).contains(&alone) && !told.contains("share"), "{alone} {told}");
    // The same numbers a week apart.
    let weekly =
        daily(&series(60)).lines().skip(1).fold(String::from("unique_id,ds,y\n"), |mut text, line| {
            let cells: Vec<&str> = line.split(',').collect();
            let at: Day = cells[1].parse().expect("a day");
            let _ = writeln!(text, "{},{},{}", cells[0], day(7 * at.since(day(0))), cells[2]);
            text
        });
    let (_, told) = rise(&weekly, &["--season", "1"]);
    assert!(told.contains("by week") && !told.contains("share"), "{told}");
}

/// Days counted as integers have weekdays but no months.
#[test]
fn integers_with_a_season_of_seven_are_days_of_a_week() {
    let mut text = String::from("unique_id,ds,y\n");
    for (id, values) in series(40) {
        for (t, y) in values.iter().enumerate() {
            // One more on the first day of a week.
            let _ = writeln!(text, "{id},{},{}", t + 1, if t % 7 == 0 { y + 1.0 } else { *y });
        }
    }
    let folder = Folder::new();
    let input = folder.write("sales.csv", text);
    let made = |arguments: &[&str]| {
        let (found, told) = forecast(&input, &[&["--horizon", "14"], arguments].concat());
        let of = |phase: usize| -> f64 {
            let rows = found.iter().map(|row| (row["ds"].parse::<usize>(), row["mean"].parse::<f64>()));
            rows.filter_map(|(at, mean)| (at.ok()? % 7 == phase).then_some(mean.ok()?)).sum()
        };
        (of(1) / of(4), told.contains("share"))
    };
    // 1.3 against 0.3.
    let (ratio, is_shared) = made(&["--season", "7"]);
    assert!((3.7..5.0).contains(&ratio) && is_shared, "{ratio}");
    assert!(!made(&[]).1, "of integers nobody knows that they are days");
}

/// Later values do not change a forecast made before them.
#[test]
fn a_backtest_knows_the_calendar_as_it_was() {
    let known = series(40);
    let surprised: Vec<_> = known
        .iter()
        .map(|(id, values)| {
            let (past, coming) = values.split_at(DAYS.unsigned_abs() as usize - HORIZON);
            // In the last four weeks everything sells on Mondays only.
            let surprise = (0..coming.len()).map(|t| if (t + past.len()) % 7 == 0 { 9.0 } else { 0.0 });
            (id.clone(), past.iter().copied().chain(surprise).collect::<Vec<f64>>())
        })
        .collect();
    let folder = Folder::new();
    let truncated: Vec<_> = known
        .iter()
        .map(|(id, values)| (id.clone(), values[..DAYS.unsigned_abs() as usize - HORIZON].to_vec()))
        .collect();
    let (made, _) =
        forecast(&folder.write("past.csv", daily(&truncated)), &["--horizon", "28", "--levels", "none"]);
    let errors: f64 = surprised
        .iter()
        .flat_map(|(id, values)| {
            let made = numbers(&made, id, "mean");
            values[DAYS.unsigned_abs() as usize - HORIZON..]
                .iter()
                .zip(made)
                .map(|(y, f)| (y - f) * (y - f))
                .collect::<Vec<_>>()
        })
        .sum();
    let rmse = (errors / (surprised.len() * HORIZON) as f64).sqrt();
    let path = folder.path("table.csv");
    let input = folder.write("whole.csv", daily(&surprised));
    let arguments =
        ["--horizon", "28", "--origins", "1", "--method", "auto", "--output", path.to_str().expect("a path")];
    succeed("backtest", &input, &arguments);
    let table = rows(&fs::read_to_string(path).expect("the file"));
    let found: f64 =
        table.iter().find(|row| row["class"] == "all").expect("a row")["rmse"].parse().expect("a number");
    // Series are weighted by all they sell, including later days, so the forecasts are close but not equal.
    assert!((found / rmse - 1.0).abs() < 2e-3, "{found} {rmse}");
}
