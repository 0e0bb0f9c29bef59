//! `cargo xtask test`: everything CI runs, cheapest first, stopping at the first step that fails.

use crate::counts::Counts;
use crate::process::{self, READ_ABOVE};
use crate::site::{self, Effort};
use crate::{browser, deny, dist, serve, tidy, tools, workspace};
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run only this step.
    #[arg(long, value_name = "STEP", value_parser = STEPS.map(|step| step.name))]
    only: Option<String>,
    /// Only tests whose name contains this, for the steps `rust`, `wasm` and `browser`: `cargo xtask test --only rust --
    /// a_cycle_is_kept`.
    #[arg(last = true, value_name = "FILTER", requires = "only")]
    filter: Vec<String>,
}

struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&mut Counts, &[String]) -> Result<()>,
}

const STEPS: [Step; 9] = [
    Step { name: "tidy", about: "the repository keeps its own rules", run: |counts, _| tidy::count(counts) },
    Step { name: "format", about: "rustfmt would change nothing", run: |counts, _| format(counts) },
    Step { name: "deny", about: "no dependency that may not be there", run: |counts, _| deny::run(counts) },
    Step { name: "lint", about: "clippy without a warning", run: |counts, _| lint(counts) },
    Step { name: "lint-wasm", about: "clippy on what the browser runs", run: |counts, _| lint_wasm(counts) },
    Step { name: "docs", about: "rustdoc without a broken link", run: |counts, _| docs(counts) },
    Step { name: "rust", about: "unit, property, SQL and HTTP tests", run: rust },
    Step { name: "wasm", about: "the tests of planning, run as WASM", run: wasm },
    Step { name: "browser", about: "the real site in a real browser", run: browser },
];

/// Runs the steps.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let started = Instant::now();
    let mut total = Counts::default();
    let mut result = Ok(());
    for step in STEPS.iter().filter(|step| arguments.only.as_deref().is_none_or(|only| only == step.name)) {
        println!("\n=== {}: {}", step.name, step.about);
        let step_started = Instant::now();
        let failed_before = total.failed;
        result = (step.run)(&mut total, &arguments.filter);
        println!("=== {} took {}", step.name, shown(step_started.elapsed()));
        if let Err(error) = result {
            total.failed = total.failed.max(failed_before + 1);
            let remedy = format!("step {0} failed; `cargo xtask test --only {0}` runs it alone", step.name);
            result = Err(error.context(remedy));
            break;
        }
    }
    println!("\n{total} in {}", shown(started.elapsed()));
    result
}

fn shown(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

fn format(counts: &mut Counts) -> Result<()> {
    process::run(&mut process::cargo("fmt --all --check")?, "Remedy: cargo fmt --all")?;
    counts.passed += 1;
    Ok(())
}

fn lint(counts: &mut Counts) -> Result<()> {
    let clippy = format!("clippy {} --all-targets -- --deny warnings", serve::EVERYTHING);
    process::run(&mut process::cargo(&clippy)?, READ_ABOVE)?;
    counts.passed += 1;
    Ok(())
}

fn lint_wasm(counts: &mut Counts) -> Result<()> {
    tools::ensure_wasm_target()?;
    // The client alone: naming `app` as well would enable its default feature. Islands and pages never meet in one module.
    for features in ["every-island,trial,workbook", "pages"] {
        let target = tools::WASM_TARGET;
        let clippy =
            format!("clippy --package client --features {features} --target {target} -- --deny warnings");
        process::run(&mut process::cargo(&clippy)?, READ_ABOVE)?;
    }
    counts.passed += 1;
    Ok(())
}

fn docs(counts: &mut Counts) -> Result<()> {
    let mut cargo = process::cargo("doc --workspace --no-deps --document-private-items")?;
    cargo.env("RUSTDOCFLAGS", "--deny warnings --allow rustdoc::private_intra_doc_links");
    process::run(&mut cargo, READ_ABOVE)?;
    counts.passed += 1;
    Ok(())
}

fn rust(counts: &mut Counts, filter: &[String]) -> Result<()> {
    let granary = serve::build_server()?;
    // DuckDB, with which key figures are compared; the client of assistants, which calls their tools.
    tools::ensure_npm_packages(browser::DIRECTORY)?;
    tools::ensure_npm_packages("tests/mcp")?;
    // The driver of Flight SQL, which asks as people's notebooks do.
    let python = tools::python_with("tests/flight/requirements.txt", "python-flight")?;
    let mut cargo = process::cargo(&format!("test {} --no-fail-fast", serve::EVERYTHING))?;
    cargo.args(filter).env("GRANARY_BIN", granary);
    cargo.envs(python.map(|python| (tools::PYTHON_VARIABLE, python)));
    let passed_before = counts.passed;
    process::run_watched(&mut cargo, READ_ABOVE, |line| counts.add_cargo_line(line))?;
    if counts.passed == passed_before {
        bail!("cargo ran no test at all");
    }
    Ok(())
}

/// Runs the tests of `planning` as WASM, as the browser runs it.
fn wasm(counts: &mut Counts, filter: &[String]) -> Result<()> {
    tools::ensure_target(tools::WASI_TARGET)?;
    tools::require_node()?;
    let tests =
        format!("test --package planning --lib --tests --target {} --no-fail-fast", tools::WASI_TARGET);
    let mut cargo = process::cargo(&tests)?;
    // Cargo starts the runner in the crate's folder.
    cargo.env("CARGO_TARGET_WASM32_WASIP1_RUNNER", "node --no-warnings ../tests/wasm/run.mjs");
    // A program without files can neither read nor keep cases that failed.
    cargo.env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true");
    // A failing test aborts the program and loses captured output.
    cargo.args(["--", "--nocapture"]).args(filter);
    let passed_before = counts.passed;
    process::run_watched(&mut cargo, READ_ABOVE, |line| counts.add_cargo_line(line))?;
    if counts.passed == passed_before {
        bail!("cargo ran no test as WASM");
    }
    Ok(())
}

fn browser(counts: &mut Counts, filter: &[String]) -> Result<()> {
    let site = workspace::target_dir()?.join("site");
    let assets = site::build(&site, Effort::Small, true)?;
    println!("{}", dist::table(&assets));
    let granary = serve::build_server()?;
    let mut playwright = browser::playwright(&granary, &site)?;
    playwright.args(["--project", "chromium"]);
    if !filter.is_empty() {
        playwright.args(["--grep", &filter.join(" ")]);
    }
    let passed_before = counts.passed;
    process::run_watched(&mut playwright, READ_ABOVE, |line| counts.add_playwright_line(line))?;
    if counts.passed == passed_before {
        bail!("Playwright ran no test at all");
    }
    Ok(())
}
