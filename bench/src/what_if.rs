//! What-if, natively.

use anyhow::{Context, Result, ensure};
use bench::Catalogue;
use contract::PlanPolicy;
use planning::convert::whole_usize;
use serde_json::json;
use std::io::{BufRead, Write};
use std::time::Instant;

/// For each line `REPETITIONS V1 … V7`, prints the milliseconds of one evaluation and the totals.
pub(crate) fn answer(policy: PlanPolicy) -> Result<()> {
    let catalogue = Catalogue::new(policy);
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let numbers: Vec<f64> = line.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let (repetitions, scenario) = numbers.split_first().context("a line has eight numbers")?;
        let scenario: [f64; 7] = scenario.try_into().context("a scenario has seven values")?;
        ensure!(*repetitions >= 1.0, "at least one repetition");
        let started = Instant::now();
        let mut totals = [0.0; 11];
        for _ in 0..whole_usize(*repetitions) {
            totals = catalogue.totals(std::hint::black_box(scenario));
        }
        let milliseconds = started.elapsed().as_secs_f64() * 1_000.0 / *repetitions;
        writeln!(std::io::stdout(), "{}", json!({ "ms": milliseconds, "answer": totals }))?;
    }
    Ok(())
}
