use super::*;

const ACTUAL: [f64; 6] = [100.0, 80.0, 0.0, 120.0, 60.0, 90.0];
const FORECAST: [f64; 6] = [90.0, 85.0, 10.0, 100.0, 70.0, 100.0];

fn check(name: &str, value: Option<f64>, expected: f64) {
    assert!(
        value.is_some_and(|value| (value - expected).abs() < 1e-7),
        "{name}: {value:?}, expected {expected}"
    );
}

#[test]
fn worked_values() {
    check("mae", mae(&ACTUAL, &FORECAST), 10.8333333);
    check("rmse", rmse(&ACTUAL, &FORECAST), 11.7260394);
    check("wape", wape(&ACTUAL, &FORECAST), 0.1444444);
    check("bias", bias(&ACTUAL, &FORECAST), 5.0);
    check("relative bias", relative_bias(&ACTUAL, &FORECAST), 0.0111111);
    check("tracking", tracking_signal(&ACTUAL, &FORECAST, TrackingSignal::Mean), -0.4615385);
    check("smape", smape(&ACTUAL, &FORECAST), 0.4344661);
    assert_eq!(mape(&ACTUAL, &FORECAST), None, "a period had no demand");
    let without_zero = |values: &[f64; 6]| [values[0], values[1], values[3], values[4], values[5]];
    check("mape", mape(&without_zero(&ACTUAL), &without_zero(&FORECAST)), 0.1213889);
}

#[test]
fn smoothed_tracking_by_hand() {
    // Errors 10 and −30: MAD 10 + 0.5·(30 − 10) = 20, sum −20.
    let signal = tracking_signal(&[20.0, 10.0], &[10.0, 40.0], TrackingSignal::Smoothed(0.5));
    check("tracking", signal, -1.0);
}

#[test]
fn scaled_by_hand() {
    // Changes 2, −1, 3: mean absolute 2, mean square 14/3. Errors 1 and −3.
    let history = [0.0, 1.0, 3.0, 2.0, 5.0];
    let (actual, forecast) = ([6.0, 2.0], [5.0, 5.0]);
    check("mase", mase(&history[1..], 1, &actual, &forecast), 1.0);
    check("rmsse", rmsse(&history, 1, &actual, &forecast), (5.0f64 / (14.0 / 3.0)).sqrt());
    // Lag 2: changes 3 − 0, 2 − 1, 5 − 3.
    check("seasonal mase", mase(&history, 2, &actual, &forecast), 1.0);
    check("owa", owa(0.2, 3.0, 0.4, 2.0), 1.0);
    assert_eq!(mase(&[4.0, 4.0], 1, &actual, &forecast), None, "constant history");
    check("r²", r_squared(&[1.0, 2.0, 3.0], &[1.0, 2.0, 2.0]), 0.5);
}

#[test]
fn intervals_by_hand() {
    check("pinball", pinball(&[10.0, 4.0], &[8.0, 8.0], 0.9), (0.9 * 2.0 + 0.1 * 4.0) / 2.0);
    check("coverage", coverage(&[1.0, 5.0, 9.0, 3.0], &[1.0; 4], &[5.0; 4]), 0.75);
    // Widths 4, once 4 too high at 20 a unit; scale 2.
    let score = msis(&[1.0, 3.0, 5.0], 1, &[1.0, 9.0], (&[1.0, 1.0], &[5.0, 5.0]), 0.9);
    check("msis", score, (4.0 + 4.0 + 80.0) / 2.0 / 2.0);
}

#[test]
fn missing_is_left_out_and_nothing_is_undefined() {
    check("mae", mae(&[1.0, f64::NAN, 3.0], &[2.0, 5.0, f64::NAN]), 1.0);
    assert_eq!(mae(&[], &[]), None);
    assert_eq!(bias(&[f64::NAN], &[1.0]), None);
    assert_eq!(wape(&[0.0], &[1.0]), None);
    check("smape", smape(&[0.0], &[0.0]), 0.0);
}

#[test]
fn origins_step_back_and_never_see_the_future() {
    let history: Vec<f64> = (0..10).map(f64::from).collect();
    let origins = Origins { count: 5, horizon: 2, step: 3, history_min: 3 };
    let windows = backtest(&history, origins, |known, horizon| vec![known[known.len() - 1]; horizon]);
    let found: Vec<(usize, f64)> = windows.iter().map(|w| (w.known, w.forecast[1])).collect();
    assert_eq!(found, [(8, 7.0), (5, 4.0)]);
    assert_eq!(windows[1].actual, [5.0, 6.0]);
    assert!(backtest(&history[..1], origins, |_, _| Vec::new()).is_empty());
}
