//! Forecasting methods alone: no files, no intervals, one thread.

use anyhow::{Context, Result, bail};
use planning::forecast::{Run, Series, find};
use serde_json::json;
use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

/// For each method named on a line of standard input, makes one pass over the series of a file and prints the
/// milliseconds and the forecasts.
pub(crate) fn answer(series: &Path, seasons: &[usize], horizon: usize) -> Result<()> {
    let series: Vec<Vec<f64>> = std::fs::read_to_string(series)?
        .lines()
        .map(|line| line.split(' ').map(str::parse).collect::<Result<_, _>>())
        .collect::<Result<_, _>>()?;
    for method in std::io::stdin().lock().lines() {
        let method = method?;
        let definition = find(&method).with_context(|| format!("there is no method {method}"))?;
        let Run::Fit(fit) = definition.run else { bail!("{method} chooses among methods") };
        let started = Instant::now();
        let mut answer = Vec::new();
        for history in &series {
            answer.extend(fit(&Series::new(std::hint::black_box(history), seasons, horizon)).mean);
        }
        let milliseconds = started.elapsed().as_secs_f64() * 1_000.0;
        writeln!(std::io::stdout(), "{}", json!({ "ms": milliseconds, "answer": answer }))?;
    }
    Ok(())
}
