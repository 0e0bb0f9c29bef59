//! AutoETS, natively.

use anyhow::Result;
use planning::forecast::ets::auto_ets;
use serde_json::json;
use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

/// Periods forecast, as in `bench/peers/augurs/run.js`.
const HORIZON: usize = 28;

/// For each line of standard input one pass over the series of a file, a line each: prints the milliseconds and the
/// forecasts.
pub(crate) fn answer(series: &Path) -> Result<()> {
    let series: Vec<Vec<f64>> = std::fs::read_to_string(series)?
        .lines()
        .map(|line| line.split(' ').map(str::parse).collect::<Result<_, _>>())
        .collect::<Result<_, _>>()?;
    for line in std::io::stdin().lock().lines() {
        line?;
        let started = Instant::now();
        let mut answer = Vec::new();
        for history in &series {
            answer.extend(auto_ets(std::hint::black_box(history), 1, HORIZON).mean);
        }
        let milliseconds = started.elapsed().as_secs_f64() * 1_000.0;
        writeln!(std::io::stdout(), "{}", json!({ "ms": milliseconds, "answer": answer }))?;
    }
    Ok(())
}
