//! Forecasts against those of statsforecast (`golden/forecast.json` names version and calls).

use planning::forecast::ets::{self, Error, Form, Season, Trend};
use planning::forecast::{Options, Run, Series, find, forecast};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/forecast.json")).expect("golden JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("numbers").iter().map(|v| v.as_f64().expect("a number")).collect()
}

fn series(golden: &Value, case: &Value) -> (Vec<f64>, usize) {
    let series = &golden["series"][case["series"].as_str().expect("series")];
    (
        numbers(&series["values"]),
        usize::try_from(series["season"].as_u64().expect("season")).expect("periods"),
    )
}

fn check(name: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    for (found, expected) in found.iter().zip(expected) {
        let error = (found - expected).abs() / expected.abs().max(1.0);
        assert!(error <= tolerance, "{name}: {found}, expected {expected}, error {error:e}");
    }
    assert_eq!(found.len(), expected.len(), "{name}");
}

/// The optimiser behind the theta models there stops at a tolerance; ours solves for two of the three parameters, so
/// that forecasts differ by what theirs leaves.
fn tolerance(method: &str) -> f64 {
    if method.contains("theta") { 2e-3 } else { 1e-6 }
}

#[test]
fn means() {
    let golden = golden();
    let cases = golden["cases"].as_array().expect("cases");
    let mut checked = 0;
    // On the rare series their search for θ ends at 1, where the trend line has no weight, ours at a smaller error.
    let is_fair = |case: &&Value| case["method"] != "optimized_theta" || case["series"] != "rare";
    for case in cases.iter().filter(|case| case["out"].is_array()).filter(is_fair) {
        let (history, season) = series(&golden, case);
        let method = case["method"].as_str().expect("method");
        let Some(Run::Fit(fit)) = find(method).map(|definition| definition.run) else {
            panic!("no {method}")
        };
        let expected = numbers(&case["out"]);
        let seasons: &[usize] = if season > 1 { &[season] } else { &[] };
        let found = fit(&Series::new(&history, seasons, expected.len())).mean;
        check(&format!("{method} {}", case["series"]), &found, &expected, tolerance(method));
        checked += 1;
    }
    assert!(checked >= 59, "only {checked} cases");
}

#[test]
fn intervals() {
    let golden = golden();
    for case in golden["cases"].as_array().expect("cases").iter().filter(|case| case["lower"].is_array()) {
        let (history, season) = series(&golden, case);
        let seasons: &[usize] = &[season];
        let (lower, upper) = (numbers(&case["lower"]), numbers(&case["upper"]));
        let levels: &[f64] = &[case["level"].as_f64().expect("level")];
        let method = find(case["method"].as_str().expect("method")).expect("a method");
        let found = forecast(
            &history,
            &Options { method, seasons, horizon: lower.len(), levels, ..Options::default() },
        );
        let interval = &found.intervals[0];
        for h in 0..lower.len() {
            // Ours leave the normal distribution where demand below zero would matter.
            let (mean, sd) = (0.5 * (lower[h] + upper[h]), 0.5 * (upper[h] - lower[h]) / 1.6448536269514722);
            if mean >= 2.0 * sd {
                let name = format!("{} {} {h}", method.name, case["series"]);
                check(&name, &[interval.lower[h], interval.upper[h]], &[lower[h], upper[h]], 1e-6);
            }
        }
    }
}

#[test]
fn no_form_of_exponential_smoothing_fits_worse() {
    let golden = golden();
    // Theirs may leave γ ≤ 1 − α and β ≤ α, within which ours stays.
    for case in golden["ets"].as_array().expect("cases").iter().filter(|case| case["usual"] == true) {
        let (history, season) = series(&golden, case);
        let form = form(case["form"].as_str().expect("form"), case["damped"] == true);
        let expected = case["aicc"].as_f64().expect("aicc");
        let found = ets::model(form, &history, season).expect("a model").aicc;
        assert!(found <= expected + 1.0, "{form:?} {}: AICc {found}, theirs {expected}", case["series"]);
    }
}

fn form(text: &str, is_damped: bool) -> Form {
    let season = match &text[2..] {
        "N" => Season::None,
        "A" => Season::Additive,
        _ => Season::Multiplicative,
    };
    let trend = match (&text[1..2], is_damped) {
        ("N", _) => Trend::None,
        (_, false) => Trend::Additive,
        (_, true) => Trend::Damped,
    };
    Form::new(if &text[..1] == "A" { Error::Additive } else { Error::Multiplicative }, trend, season)
}
