//! Tools that a build needs besides Rust, and how each missing one is installed.

use crate::{files, process, workspace};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target the browser's module is compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The target for tests that run as WASM: programs on it have arguments and output.
pub(crate) const WASI_TARGET: &str = "wasm32-wasip1";

/// Makes sure that the compiler has a standard library for the browser's module.
pub(crate) fn ensure_wasm_target() -> Result<()> {
    ensure_target(WASM_TARGET)
}

/// Makes sure that the compiler has a standard library for `target`.
pub(crate) fn ensure_target(target: &str) -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = process::output(process::command(rustc).args(["--print", "sysroot"]))?;
    let library = Path::new(&sysroot).join("lib/rustlib").join(target).join("lib");
    if library.is_dir() {
        return Ok(());
    }
    let by_hand = format!(
        "Remedy: put the compiler's own version of the rust-std component for {target} (part of \
         every Rust release) into {sysroot}, so that {} exists.",
        library.display()
    );
    if !process::exists("rustup") {
        bail!("this Rust has no standard library for {target} and was not installed by rustup\n{by_hand}");
    }
    println!("Installing Rust's standard library for {target}.");
    process::run(process::command("rustup").args(["target", "add", target]), &by_hand)
}

/// Installs the npm packages of `directory` exactly as its lock file says, unless they are already there.
pub(crate) fn ensure_npm_packages(directory: &str) -> Result<()> {
    let directory = workspace::root().join(directory);
    let lock = files::read(&directory.join("package-lock.json"))?;
    let wanted = files::sha256(&lock);
    let stamp = directory.join("node_modules/.installed");
    if files::read_text(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    require_node()?;
    println!("Installing the npm packages of {}.", workspace::shown(&directory));
    process::run(
        process::command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&directory),
        "Remedy: npm must reach its package registry; `npm ping` tells whether it does.",
    )?;
    files::write(&stamp, wanted)
}

/// Environment variable that names the Python of tests.
pub(crate) const PYTHON_VARIABLE: &str = "GRANARY_PYTHON";

/// A Python with the packages that `list` names, in its own environment under the target directory; `None` where there is
/// no Python or no index of its packages: what needs them is left out, and that is said.
pub(crate) fn python_with(list: &str, environment: &str) -> Result<Option<PathBuf>> {
    let list = workspace::root().join(list);
    let wanted = files::sha256(&files::read(&list)?);
    let environment = workspace::target_dir()?.join(environment);
    let (python, stamp) = (environment.join("bin/python"), environment.join(".installed"));
    if files::read_text(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(Some(python));
    }
    if process::output(process::command("python3").args(["-c", "import venv, ensurepip"])).is_err() {
        println!("There is no python3 with its module venv here: what needs {} is left out.", list.display());
        return Ok(None);
    }
    println!(
        "Installing the packages of {} into {}.",
        workspace::shown(&list),
        workspace::shown(&environment)
    );
    let make = ["-m", "venv"];
    let made = process::run(
        process::command("python3").args(make).arg(&environment),
        "Remedy: install python3-venv.",
    );
    let mut install = process::command(&python);
    install.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&list);
    let installed =
        made.and_then(|()| process::run(&mut install, "Remedy: pip must reach its package index."));
    // Cargo and npm suffice for all else, so a machine that reaches no index of Python's packages tests all else.
    if let Err(error) = installed {
        println!("{error:#}\nWhat needs {} is left out.", workspace::shown(&list));
        return Ok(None);
    }
    files::write(&stamp, wanted)?;
    Ok(Some(python))
}

/// A cargo subcommand that is built from the registry.
pub(crate) struct Subcommand {
    /// As cargo is told: `deny` of `cargo deny`.
    name: &'static str,
    version: &'static str,
    /// What it does here.
    about: &'static str,
}

/// Checks licences, bans, sources and advisories of dependencies.
pub(crate) const DENY: Subcommand =
    Subcommand { name: "deny", version: "0.20.2", about: "it checks what is in the dependency tree" };

/// Measures what tests reach.
pub(crate) const LLVM_COV: Subcommand =
    Subcommand { name: "llvm-cov", version: "0.9.1", about: "it measures what tests reach" };

/// Returns the command `cargo NAME`; builds it from the registry if it is not there.
pub(crate) fn subcommand(tool: &Subcommand) -> Result<Command> {
    let Subcommand { name, version, about } = tool;
    let crate_name = format!("cargo-{name}");
    let folder = workspace::target_dir()?.join("tools").join(format!("{crate_name}-{version}"));
    let program = folder.join("bin").join(format!("{crate_name}{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        println!("Building {crate_name} {version}: {about}.");
        // Its release profile takes several times as long to build as the debug build takes to build and run.
        let mut cargo = process::cargo(&format!("install --locked --debug {crate_name}@{version} --root"))?;
        // In a separate folder that cargo removes.
        cargo.arg(&folder).env_remove("CARGO_TARGET_DIR");
        process::run(&mut cargo, "Remedy: cargo must reach the registry of crates.")?;
    }
    // Started directly instead of by cargo, it expects its subcommand name as an argument.
    let mut command = process::command(&program);
    command.arg(name);
    Ok(command)
}

/// Installs the compiler's LLVM programs, which read coverage data.
pub(crate) fn ensure_llvm_tools() -> Result<()> {
    let by_hand = "Remedy: install the component llvm-tools of the compiler that rust-toolchain.toml names.";
    if !process::exists("rustup") {
        bail!(
            "coverage needs the compiler's LLVM programs, and this Rust was not installed by rustup\n{by_hand}"
        );
    }
    process::run(process::command("rustup").args(["component", "add", "llvm-tools"]), by_hand)
}

/// Fails where Node.js is missing or too old.
pub(crate) fn require_node() -> Result<()> {
    const REMEDY: &str = "Remedy: install Node.js 20 or newer, with npm (https://nodejs.org).";
    for program in ["node", "npm"] {
        if !process::exists(program) {
            bail!("{program} is not installed; the editor of /sql, wasm-opt and the tests need it\n{REMEDY}");
        }
    }
    let version = process::output(process::command("node").arg("--version"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < 20) {
        bail!("Node.js {version} is too old\n{REMEDY}");
    }
    Ok(())
}

/// Environment variable that names the browser to test with.
pub(crate) const CHROMIUM_VARIABLE: &str = "GRANARY_CHROMIUM";

const CHROMIUM_PROGRAMS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMIUM_ON_MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// The Chrome or Chromium to test with: the one named, an installed one, or else Debian's, installed now.
pub(crate) fn ensure_chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os(CHROMIUM_VARIABLE).map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!(
            "{CHROMIUM_VARIABLE} names {}, which is not a file\nRemedy: correct or unset it.",
            named.display()
        );
    }
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    let remedy = format!("Remedy: install Chrome or Chromium, or name one in {CHROMIUM_VARIABLE}.");
    if !process::exists("apt-get") {
        bail!("no Chrome or Chromium was found, and there is no apt-get to install one\n{remedy}");
    }
    println!("Installing Chromium: the browser tests run in it.");
    process::run(as_root("apt-get").args(["update", "--quiet"]), &remedy)?;
    let install = ["install", "--yes", "--quiet", "--no-install-recommends", "chromium"];
    process::run(as_root("apt-get").args(install), &remedy)?;
    find_chromium().with_context(|| format!("apt-get installed no program named chromium\n{remedy}"))
}

fn find_chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = CHROMIUM_PROGRAMS.iter().flat_map(|program| {
        std::env::split_paths(&path).map(move |directory| directory.join(program)).collect::<Vec<_>>()
    });
    in_path.chain([PathBuf::from(CHROMIUM_ON_MAC)]).find(|candidate| candidate.is_file())
}

/// `program` with the rights to install packages, through sudo unless we are root.
fn as_root(program: &str) -> Command {
    let is_root = process::output(process::command("id").arg("-u")).is_ok_and(|id| id == "0");
    let mut command = if is_root {
        process::command(program)
    } else {
        let mut sudo = process::command("sudo");
        sudo.arg(program);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
