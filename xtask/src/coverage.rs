//! `cargo xtask coverage`: measures which lines the Rust tests run, and writes HTML pages.

use crate::{browser, process, serve, tools, workspace};
use anyhow::Result;
use std::ffi::OsStr;
use std::process::Command;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Measure only this crate's tests. `planning` takes a few minutes; all crates compile the query engine again.
    #[arg(long)]
    package: Option<String>,
}

/// Builds with counters in a separate target directory, runs the tests, and writes `target/coverage/html`.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    tools::ensure_llvm_tools()?;
    let directory = workspace::target_dir()?.join("coverage");
    // cargo-llvm-cov tells the variables that builds, tests and the programs they start need.
    let mut show = tools::subcommand(&tools::LLVM_COV)?;
    show.arg("show-env").env("CARGO_TARGET_DIR", &directory);
    let found = variables(&process::output(&mut show)?);
    let environment = |command: &mut Command| {
        command.envs(found.clone()).env("CARGO_TARGET_DIR", &directory);
    };
    let selection = match &arguments.package {
        Some(package) => format!("--package {package}"),
        None => {
            tools::ensure_npm_packages(browser::DIRECTORY)?;
            tools::ensure_npm_packages("tests/mcp")?;
            let mut build =
                process::cargo(&format!("build {} --bin granary --test golden", serve::EVERYTHING))?;
            environment(&mut build);
            process::run(&mut build, process::READ_ABOVE)?;
            serve::EVERYTHING.to_owned()
        }
    };
    let python = tools::python_with("tests/flight/requirements.txt", "python-flight")?;
    let mut test = process::cargo(&format!("test {selection} --no-fail-fast"))?;
    environment(&mut test);
    test.envs(python.map(|python| (tools::PYTHON_VARIABLE, python)));
    test.env("GRANARY_BIN", directory.join(format!("debug/granary{}", std::env::consts::EXE_SUFFIX)));
    process::run(&mut test, process::READ_ABOVE)?;

    let report = |form: &[&OsStr]| -> Result<()> {
        let mut report = tools::subcommand(&tools::LLVM_COV)?;
        report.arg("report").args(form);
        environment(&mut report);
        process::run(&mut report, process::READ_ABOVE)
    };
    report(&["--html".as_ref(), "--output-dir".as_ref(), directory.as_os_str()])?;
    report(&["--summary-only".as_ref()])?;
    println!("Line by line: {}", directory.join("html/index.html").display());
    Ok(())
}

/// Parses lines of `NAME=value`, with or without `export` and quotes.
fn variables(text: &str) -> Vec<(String, String)> {
    let variable = |line: &str| {
        let (name, value) = line.trim_start_matches("export ").split_once('=')?;
        Some((name.to_owned(), value.trim_matches(['\'', '"']).to_owned()))
    };
    text.lines().filter_map(variable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_read_as_a_shell_writes_them() {
        let read = variables("export A='b c=d'\nRUSTFLAGS=\"-C instrument-coverage\"\nE=f\nnone");
        let expected = [("A", "b c=d"), ("RUSTFLAGS", "-C instrument-coverage"), ("E", "f")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
