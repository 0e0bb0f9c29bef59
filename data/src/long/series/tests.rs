//! Tests of rows against the resulting periods and notices.

use super::*;
use crate::long::when::{DAY, Kind, day_of};
use planning::convert::count_i64;

const SURVEY: Survey = Survey {
    rows: 0,
    series: 0,
    kind: Kind::Date,
    step: Step::DAY,
    first: 0,
    last: 9 * DAY,
    is_cut: [false; 2],
};

/// Returns history and notices for days and values.
fn regular(rows: &[(i64, f64)], rules: &Rules) -> (Vec<f64>, Vec<Note>) {
    let times = rows.iter().map(|row| row.0 * DAY).collect();
    let values = rows.iter().map(|row| row.1).collect();
    let raw = RawSeries { id: "a".into(), times, values, ..RawSeries::default() };
    let series = SURVEY.regular(raw, rules);
    (series.history, series.notes)
}

#[track_caller]
fn check(rows: &[(i64, f64)], rules: Rules, history: &[f64], notes: &[Note]) {
    let found = regular(rows, &rules);
    // NaN is not equal to itself; its text is.
    assert_eq!(format!("{:?}", found.0), format!("{history:?}"));
    assert_eq!(found.1, notes);
}

const NONE: f64 = f64::NAN;

#[test]
fn gaps_are_missing_unless_told_to_be_zero() {
    let rows = [(2, 5.0), (3, 6.0), (6, 7.0)];
    check(&rows, Rules::default(), &[5.0, 6.0, NONE, NONE, 7.0], &[Note::Gaps(2)]);
    let zero = Rules { gaps: Gaps::Zero, ..Rules::default() };
    check(&rows, zero, &[5.0, 6.0, 0.0, 0.0, 7.0, 0.0, 0.0, 0.0], &[Note::Gaps(5)]);
}

#[test]
fn of_rows_of_one_period_the_last_counts_or_all() {
    let rows = [(0, 1.0), (1, 2.0), (1, 3.0), (1, NONE)];
    check(&rows, Rules::default(), &[1.0, 3.0], &[Note::Duplicates(2)]);
    check(
        &rows,
        Rules { duplicates: Duplicates::Sum, ..Rules::default() },
        &[1.0, 5.0],
        &[Note::Duplicates(2)],
    );
}

#[test]
fn order_does_not_matter_and_missing_is_not_zero() {
    let rows = [(2, NONE), (0, 1.0), (1, f64::INFINITY), (3, 4.0)];
    check(&rows, Rules::default(), &[1.0, NONE, NONE, 4.0], &[Note::Unsorted, Note::Missing(2)]);
    check(&[(0, NONE)], Rules::default(), &[], &[Note::Missing(1), Note::NoValues]);
}

#[test]
fn a_regular_series_keeps_its_own_step_unless_one_is_given() {
    let rows = [(0, 1.0), (7, 2.0), (14, 3.0), (21, 4.0)];
    check(&rows, Rules::default(), &[1.0, 2.0, 3.0, 4.0], &[Note::OwnStep(Step::Micros(7 * DAY))]);
    let daily = Rules { step: Some(Step::Micros(DAY)), ..Rules::default() };
    assert_eq!(regular(&rows, &daily).1, [Note::Gaps(18)]);
}

#[test]
fn days_are_put_together_by_weeks_that_begin_on_monday() {
    // The first day is a Thursday; the file's last is a Saturday.
    let rows: Vec<(i64, f64)> = (0..10).map(|day| (day, 1.0)).collect();
    let step = Some(Step::Micros(7 * DAY));
    let sum = Rules { step, duplicates: Duplicates::Sum, ..Rules::default() };
    check(&rows, sum, &[4.0, 6.0], &[Note::Duplicates(8)]);
    let check_cut =
        |is_cut: [bool; 2], rules: Rules, rows: &[(i64, f64)], history: &[f64], notes: &[Note]| {
            let (times, values) = rows.iter().map(|row| (row.0 * DAY, row.1)).unzip();
            let raw = RawSeries { id: "a".into(), times, values, ..RawSeries::default() };
            let series = Survey { is_cut, ..SURVEY }.regular(raw, &rules);
            assert_eq!((&series.history[..], &series.notes[..]), (history, notes));
            assert_eq!(series.next, count_i64(history.len()));
        };
    let both = [Note::FirstIsPart, Note::LastIsPart, Note::Duplicates(3)];
    check_cut([true, true], sum, &rows, &[4.0], &both);
    // With `--duplicates last`, an incomplete period has its last value, not a partial sum.
    check_cut([true, true], Rules { step, ..Rules::default() }, &rows, &[1.0, 1.0], &[Note::Duplicates(8)]);
    // Rows far apart that are on no weekday of their own.
    let apart = Survey { step: Step::Micros(9 * DAY), ..SURVEY };
    let raw = RawSeries {
        id: "a".into(),
        times: [5, 15, 23].map(|day| day * DAY).to_vec(),
        values: vec![1.0, 2.0, 3.0],
        ..RawSeries::default()
    };
    let series = apart.regular(raw, &Rules { step, ..Rules::default() });
    assert_eq!((day_of(series.grid.at(0)).since_monday(), series.history), (0, vec![1.0, 2.0, 3.0]));
    // A series that ends elsewhere than the file has whole periods; a single period is kept.
    check_cut([true, true], sum, &rows[5..6], &[1.0], &[Note::FirstIsPart]);
    let week = [(-10, 2.0), (-9, 2.0)];
    check_cut([true, true], sum, &week, &[4.0], &[Note::Duplicates(1)]);
}

#[test]
fn rows_after_the_last_value_say_what_is_to_come() {
    let raw = RawSeries {
        id: "a".into(),
        times: [0, 1, 1, 3, 5, 4].map(|day| day * DAY).to_vec(),
        values: vec![5.0, 6.0, 7.0, 8.0, NONE, NONE],
        regressors: vec![vec![0.0, 1.0, NONE, 0.0, 1.0, NONE]],
        has_coming: true,
        ..RawSeries::default()
    };
    let found = SURVEY.regular(raw.clone(), &Rules::default());
    assert_eq!(format!("{:?}", found.history), "[5.0, 7.0, NaN, 8.0]");
    assert_eq!(format!("{:?}", found.regressors), "[[0.0, 1.0, NaN, 0.0, NaN, 1.0]]");
    assert_eq!(found.next, 4);
    let notes = [Note::Unsorted, Note::Duplicates(1), Note::Gaps(1), Note::Regressors(1)];
    assert_eq!(found.notes, notes);
    // Zeros fill gaps up to the last value of the file, not beyond.
    let survey = Survey { last: 4 * DAY, ..SURVEY };
    let found = survey.regular(raw, &Rules { gaps: Gaps::Zero, ..Rules::default() });
    assert_eq!(format!("{:?}", found.history), "[5.0, 7.0, 0.0, 8.0, NaN]");
}

#[test]
fn a_wrong_century_does_not_fill_the_memory() {
    let (history, notes) = regular(&[(0, 1.0), (1, 2.0), (400_000, 3.0)], &Rules::default());
    assert_eq!((history.len(), notes), (0, vec![Note::TooLong(400_001)]));
}
