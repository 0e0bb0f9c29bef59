//! `cargo xtask bench`: builds the product, installs its peers, runs the benchmarks one after the other and writes
//! docs/benchmarks.md.

use crate::site::{self, Effort};
use crate::{files, process, serve, tools, workspace};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// Every benchmark, cheapest first; each is `bench/NAME.py`.
const NAMES: [&str; 8] =
    ["what_if", "kpi_query", FORECAST_BROWSER, "page", "server", "publish", "sql", FORECAST];
/// Needs a peer from npm.
const FORECAST_BROWSER: &str = "forecast_browser";
/// Needs only the program.
const FORECAST: &str = "forecast";

/// Item-locations of the catalogues that pages are measured with.
const CATALOGUES: [usize; 4] = [1_000, 8_000, 100_000, 1_000_000];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Benchmarks to run; all without a name.
    #[arg(value_name = "NAME", value_parser = NAMES)]
    names: Vec<String>,
    /// Few rounds and a tenth of M5: shows that everything works, but the numbers mean nothing.
    #[arg(long)]
    quick: bool,
    /// Folder with the two Online Retail files; without it they are left out.
    #[arg(long, value_name = "DIR")]
    online_retail: Option<PathBuf>,
    /// Folder with M5's calendar.csv and sales_train_evaluation.csv.gz; without it M5 is left out.
    #[arg(long, value_name = "DIR")]
    m5: Option<PathBuf>,
    /// Folder with M4's weekly and hourly series, train and test; without it M4 is left out.
    #[arg(long, value_name = "DIR")]
    m4: Option<PathBuf>,
    /// Folder with tourism.csv.gz; without it tourism is left out.
    #[arg(long, value_name = "DIR")]
    tourism: Option<PathBuf>,
    /// Folder with carparts.csv.gz; without it car parts are left out.
    #[arg(long, value_name = "DIR")]
    car_parts: Option<PathBuf>,
    /// Folder with Dominick's yx.csv.gz; without it orange juice is left out.
    #[arg(long, value_name = "DIR")]
    orange_juice: Option<PathBuf>,
    /// Measure the development build, for work on the benchmarks themselves; results stay in target/bench.
    #[arg(long)]
    debug: bool,
}

/// Builds, installs, measures, reports.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let work = workspace::target_dir()?.join("bench");
    require_programs()?;
    let python = install_peers(&work)?;
    let (site, wasm) = (work.join("site"), work.join("wasm"));
    let has_pages = NAMES.iter().any(|name| *name != FORECAST && arguments.wants(name));
    if has_pages {
        site::build(&site, Effort::Small, true)?;
        build_module(&wasm)?;
    }
    let (granary, helper) = build_programs(arguments.debug)?;
    let anofox = arguments.wants(FORECAST).then(|| build_peer(&work.join("anofox"))).transpose()?;
    if has_pages {
        prepare(&work, &granary, &helper)?;
    }

    if arguments.wants(FORECAST_BROWSER) {
        tools::ensure_npm_packages("bench/peers/augurs")?;
    }
    let chromium = if has_pages { tools::ensure_chromium()? } else { PathBuf::new() };
    let measure = |script: &str| -> Result<()> {
        let mut command = process::command(&python);
        command.arg("-B").arg(format!("bench/{script}.py"));
        command
            .env("GRANARY_BENCH_WORK", &work)
            .env("GRANARY_BIN", &granary)
            .env("GRANARY_BENCH_BIN", &helper);
        command.env("GRANARY_SITE", &site).env("GRANARY_BENCH_WASM", &wasm);
        command.env(tools::CHROMIUM_VARIABLE, &chromium);
        command.env("GRANARY_BENCH_QUICK", if arguments.quick { "1" } else { "0" });
        if arguments.debug {
            command.env("GRANARY_BENCH_RESULTS", work.join("results"));
        }
        let paths = [
            ("GRANARY_BENCH_ONLINE_RETAIL", &arguments.online_retail),
            ("GRANARY_BENCH_M5", &arguments.m5),
            ("GRANARY_BENCH_M4", &arguments.m4),
            ("GRANARY_BENCH_TOURISM", &arguments.tourism),
            ("GRANARY_BENCH_CAR_PARTS", &arguments.car_parts),
            ("GRANARY_BENCH_ORANGE_JUICE", &arguments.orange_juice),
            ("GRANARY_BENCH_ANOFOX", &anofox),
        ];
        for (name, path) in paths {
            if let Some(path) = path {
                command.env(name, std::path::absolute(path)?);
            }
        }
        process::run(&mut command, process::READ_ABOVE)
    };
    for name in NAMES.into_iter().filter(|name| arguments.wants(name)) {
        println!("\n=== {name}");
        measure(name)?;
    }
    measure("report")
}

impl Arguments {
    fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| wanted == name)
    }
}

fn require_programs() -> Result<()> {
    for (program, remedy) in [
        ("python3", "install Python 3.11 or newer"),
        ("wrk", "install wrk (apt-get install wrk)"),
        ("taskset", "install util-linux; the benchmarks run on Linux only"),
    ] {
        if !process::exists(program) {
            bail!("{program} is not installed, and the benchmarks need it\nRemedy: {remedy}.");
        }
    }
    Ok(())
}

/// Installs the Python peers in their own environment, in the versions of `bench/requirements.txt`.
fn install_peers(work: &Path) -> Result<PathBuf> {
    let list = workspace::root().join("bench/requirements.txt");
    let wanted = files::sha256(&files::read(&list)?);
    let environment = work.join("venv");
    let (python, stamp) = (environment.join("bin/python"), environment.join(".installed"));
    if files::read_text(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    println!("Installing the peers into {}.", workspace::shown(&environment));
    let make = process::command("python3").args(["-m", "venv"]).arg(&environment).status();
    if !make.context("cannot start python3")?.success() {
        bail!("python3 cannot make an environment\nRemedy: install its module venv (python3-venv).");
    }
    process::run(
        process::command(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&list),
        "Remedy: pip must reach its package index.",
    )?;
    files::write(&stamp, wanted)?;
    Ok(python)
}

/// Builds what-if as a separate module, like the page's module.
fn build_module(directory: &Path) -> Result<()> {
    tools::ensure_wasm_target()?;
    let build = format!("build --package bench --lib --target {} --profile wasm-release", tools::WASM_TARGET);
    process::run(&mut process::cargo(&build)?, process::READ_ABOVE)?;
    let module = workspace::target_dir()?.join(tools::WASM_TARGET).join("wasm-release/bench.wasm");
    Bindgen::new().input_path(module).out_name("bench").web(true)?.typescript(false).generate(directory)
}

/// The server and the helper. One selection, so that the query engine is compiled once for both.
fn build_programs(debug: bool) -> Result<(PathBuf, PathBuf)> {
    let selection = if debug {
        format!("{} --bin granary --bin granary-bench --test golden", serve::EVERYTHING)
    } else {
        "--release --package server --package bench --bins".to_owned()
    };
    process::run(&mut process::cargo(&format!("build {selection}"))?, process::READ_ABOVE)?;
    let folder = workspace::target_dir()?.join(if debug { "debug" } else { "release" });
    Ok((folder.join("granary"), folder.join("granary-bench")))
}

/// Builds the peer that is a Rust crate, in its own workspace with its own lock file.
fn build_peer(target: &Path) -> Result<PathBuf> {
    let mut build = process::cargo(
        "build --release --locked --manifest-path bench/peers/anofox/Cargo.toml --target-dir",
    )?;
    process::run(build.arg(target), process::READ_ABOVE)?;
    Ok(target.join("release/anofox-peer"))
}

/// Makes the published sample, its facts as one table, and the catalogues, once for each build.
fn prepare(work: &Path, granary: &Path, helper: &Path) -> Result<()> {
    let built = format!("{:?}", std::fs::metadata(helper)?.modified()?);
    let stamp = work.join("prepared");
    if files::read_text(&stamp).is_ok_and(|made| made == built) {
        return Ok(());
    }
    println!("Making the catalogues.");
    let store = work.join("sample");
    files::remove(&store)?;
    let mut copy = process::command("cp");
    process::run(copy.arg("-r").arg(serve::sample_store()).arg(&store), process::READ_ABOVE)?;
    let run = |command: &mut Command| process::run(command, process::READ_ABOVE);
    run(process::command(granary).arg("publish").arg("--store").arg(&store))?;
    run(process::command(helper)
        .arg("facts")
        .arg("--store")
        .arg(&store)
        .arg("--out")
        .arg(work.join("facts.parquet")))?;
    for rows in CATALOGUES {
        let out = work.join(format!("rows-{rows}"));
        files::remove(&out)?;
        let mut make = process::command(helper);
        make.arg("catalogue")
            .arg("--store")
            .arg(&store)
            .arg("--rows")
            .arg(rows.to_string())
            .arg("--out")
            .arg(&out);
        run(&mut make)?;
    }
    files::write(&stamp, built)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_benchmark_has_its_file_and_its_place_in_the_report() {
        let folder = workspace::root().join("bench");
        let report = files::read_text(&folder.join("report.py")).unwrap();
        let order = report.lines().find(|line| line.starts_with("ORDER = ")).unwrap();
        for name in NAMES {
            assert!(folder.join(name).with_extension("py").is_file(), "bench/{name}.py is missing");
            assert!(order.contains(&format!("\"{name}\"")), "bench/report.py does not order {name}");
        }
    }

    #[test]
    fn the_analyst_asks_twenty_questions_with_a_peer_for_each() {
        let folder = workspace::root().join("bench");
        let asked = files::read_text(&folder.join("analyst.sql")).unwrap();
        let peer = files::read_text(&folder.join("peers/polars_analyst.py")).unwrap();
        let named = asked.lines().filter_map(|line| line.strip_prefix("-- ")?.split_once(": "));
        let named: Vec<&str> = named.map(|(name, _)| name).filter(|name| !name.contains(' ')).collect();
        assert_eq!(named.len(), 20, "{named:?}");
        for name in named {
            assert!(peer.contains(&format!("\"{name}\": ")), "Polars is not asked {name}");
        }
    }
}
