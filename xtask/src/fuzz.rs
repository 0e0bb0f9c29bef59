//! `cargo xtask fuzz`: goes on with the fuzz targets of `tests/tests/fuzz/`, with inputs that no run has tried.

use crate::counts::Counts;
use crate::{process, serve};
use anyhow::{Context, Result, bail};
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only this target: the name of its file. Without it all targets run side by side.
    target: Option<String>,
    /// Go on for so many seconds.
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// Begin with this seed, as a failure names it.
    #[arg(long)]
    seed: Option<u64>,
}

/// Runs the targets. The first input that fails ends its target and is told.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970");
    let seed = arguments.seed.map_or_else(|| now().map(|now| now.as_secs()), Ok)?;
    // A module's name, so that no other target has it in its own.
    let filter = arguments.target.as_deref().map(|target| format!("{target}::")).unwrap_or_default();
    let mut cargo =
        process::cargo(&format!("test {} --test fuzz --no-fail-fast -- {filter}", serve::EVERYTHING))?;
    cargo.env("GRANARY_FUZZ_SECONDS", arguments.seconds.to_string());
    cargo.env("GRANARY_FUZZ_SEED", seed.to_string());
    println!("Seed {seed}, {} seconds", arguments.seconds);
    let mut counts = Counts::default();
    process::run_watched(&mut cargo, process::READ_ABOVE, |line| counts.add_cargo_line(line))?;
    if counts.passed == 0 {
        bail!("there is no such target; the targets are the files of tests/tests/fuzz/ that call `fuzz`");
    }
    Ok(())
}
