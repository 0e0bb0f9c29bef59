//! The repository's own commands. A newcomer needs two: `cargo xtask serve` and `cargo xtask test`.

mod workspace;

mod files;

mod process;

mod tools;

mod site;

mod serve;

mod export;

mod watch;

mod dist;

mod test;

mod counts;

mod deny;

mod browser;

mod screenshots;

mod bench;

mod reliability;

mod fuzz;

mod coverage;

#[cfg(feature = "sample")]
mod sample;
mod sample_args;

mod tidy;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The repository's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve the bundled sample.
    Serve(serve::Arguments),
    /// Write the bundled sample's dashboard as files, for hosts that serve files only.
    Export(export::Arguments),
    /// Run everything CI runs.
    Test(test::Arguments),
    /// Make the release: the server's binary and the site's compressed files.
    Dist,
    /// Measure against peers and write docs/benchmarks.md.
    Bench(bench::Arguments),
    /// Repeat the randomised trials many times and write docs/reliability.md.
    Reliability(reliability::Arguments),
    /// Go on with the fuzz targets, with inputs that no run has tried.
    Fuzz(fuzz::Arguments),
    /// Tell which lines the Rust tests reach.
    Coverage(coverage::Arguments),
    /// Photograph every page, in two widths and two themes.
    Screenshots,
    /// Make the bundled sample again from its two sources.
    Sample(sample_args::Arguments),
    /// Check the repository itself: crate dependencies, sizes, links, stray files.
    Tidy,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Dist => dist::run(),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Reliability(arguments) => reliability::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Coverage(arguments) => coverage::run(&arguments),
        Command::Screenshots => screenshots::run(),
        #[cfg(feature = "sample")]
        Command::Sample(arguments) => sample::run(&arguments),
        #[cfg(not(feature = "sample"))]
        Command::Sample(arguments) => sample_args::run(&arguments),
        Command::Tidy => tidy::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
