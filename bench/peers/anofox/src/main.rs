//! Forecasts by anofox-forecast, on one thread: `anofox-peer MODEL HORIZON SEASON... < SERIES > FORECASTS`.
//!
//! Each series and each forecast is a line of numbers. A line of JSON precedes the forecasts: the seconds that the
//! models took, without reading and writing, and how many series they refused. Refused series are forecast by the
//! seasonal naive method, as in statsforecast's fallback.

use anofox_forecast::core::TimeSeries;
use anofox_forecast::models::Forecaster;
use anofox_forecast::models::MSTLForecaster;
use anofox_forecast::models::baseline::{Naive, SeasonalNaive};
use anofox_forecast::models::exponential::{AutoETS, AutoETSConfig, SimpleExponentialSmoothing};
use anofox_forecast::models::intermittent::{Croston, IMAPA, TSB};
use anofox_forecast::models::theta::DynamicTheta;
use chrono::{DateTime, Duration};
use std::io::{BufWriter, Write};
use std::time::Instant;

/// Smoothing constants of TSB: those of the other contenders.
const TSB_ALPHA: (f64, f64) = (0.1, 0.1);

fn model(name: &str, seasons: &[usize]) -> Box<dyn Forecaster> {
    let season = seasons[0];
    match name {
        "AutoETS" if season > 1 => Box::new(AutoETS::with_config(AutoETSConfig::with_period(season))),
        "AutoETS" => Box::new(AutoETS::non_seasonal()),
        "DynamicOptimizedTheta" if season > 1 => Box::new(DynamicTheta::seasonal_optimized(season)),
        "DynamicOptimizedTheta" => Box::new(DynamicTheta::optimized()),
        "SES" => Box::new(SimpleExponentialSmoothing::auto()),
        "CrostonSBA" => Box::new(Croston::new().sba()),
        "TSB" => Box::new(TSB::new().with_params(TSB_ALPHA.0, TSB_ALPHA.1)),
        "IMAPA" => Box::new(IMAPA::new()),
        "MSTL" => Box::new(MSTLForecaster::new(seasons.to_vec())),
        "SeasonalNaive" => naive(season),
        _ => panic!("no model {name}"),
    }
}

/// Repeats the last season, without one the last value.
fn naive(season: usize) -> Box<dyn Forecaster> {
    if season > 1 { Box::new(SeasonalNaive::new(season)) } else { Box::new(Naive::new()) }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let horizon: usize = arguments[1].parse().expect("a horizon");
    let seasons: Vec<usize> = arguments[2..].iter().map(|season| season.parse().expect("a season")).collect();
    let series: Vec<TimeSeries> = std::io::stdin().lines().map(|line| read(&line.expect("text"))).collect();

    let started = Instant::now();
    let mut refused = 0;
    let forecasts: Vec<Vec<f64>> = series
        .iter()
        .map(|series| {
            let found = model(&arguments[0], &seasons).fit_predict(series, horizon);
            let found = found.or_else(|_| {
                refused += 1;
                naive(seasons[0]).fit_predict(series, horizon)
            });
            found.expect("a forecast by the naive method").primary().to_vec()
        })
        .collect();
    let seconds = started.elapsed().as_secs_f64();

    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, r#"{{"seconds": {seconds}, "refused": {refused}}}"#).expect("standard output");
    for forecast in forecasts {
        let numbers: Vec<String> = forecast.iter().map(f64::to_string).collect();
        writeln!(out, "{}", numbers.join(" ")).expect("standard output");
    }
}

fn read(line: &str) -> TimeSeries {
    let values: Vec<f64> = line.split(' ').map(|number| number.parse().expect("a number")).collect();
    let days = (0..values.len()).map(|day| DateTime::UNIX_EPOCH + Duration::days(day as i64)).collect();
    TimeSeries::univariate(days, values).expect("a series")
}
