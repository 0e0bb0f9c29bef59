//! Tools that a build needs besides Rust, and how each missing one is installed.

use crate::{files, process, workspace};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target the browser's module is compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that the compiler has a standard library for WASM.
pub(crate) fn ensure_wasm_target() -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = process::output(process::command(rustc).args(["--print", "sysroot"]))?;
    let library = Path::new(&sysroot).join("lib/rustlib").join(WASM_TARGET).join("lib");
    if library.is_dir() {
        return Ok(());
    }
    let by_hand = format!(
        "Remedy: put the compiler's own version of the rust-std component for {WASM_TARGET} (part of \
         every Rust release) into {sysroot}, so that {} exists.",
        library.display()
    );
    if !process::exists("rustup") {
        bail!(
            "this Rust has no standard library for {WASM_TARGET} and was not installed by rustup\n{by_hand}"
        );
    }
    println!("Installing Rust's standard library for {WASM_TARGET}: the browser's part is compiled to WASM.");
    process::run(process::command("rustup").args(["target", "add", WASM_TARGET]), &by_hand)
}

/// Installs the npm packages of `directory` exactly as its lock file says, unless they are already there.
pub(crate) fn ensure_npm_packages(directory: &str) -> Result<()> {
    let directory = workspace::root().join(directory);
    let lock = files::read(&directory.join("package-lock.json"))?;
    let wanted: String = Sha256::digest(&lock).iter().map(|byte| format!("{byte:02x}")).collect();
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

/// Version of cargo-deny, which checks licences, bans, sources and advisories of dependencies.
const CARGO_DENY_VERSION: &str = "0.20.2";

/// The path of cargo-deny, built from the registry if it is not there.
pub(crate) fn ensure_cargo_deny() -> Result<PathBuf> {
    let folder = workspace::target_dir()?.join("tools").join(format!("cargo-deny-{CARGO_DENY_VERSION}"));
    let program = folder.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() {
        return Ok(program);
    }
    println!("Building cargo-deny {CARGO_DENY_VERSION}: it checks what is in the dependency tree.");
    // Its release profile takes several times as long to build as the debug build takes to build and run.
    let install = format!("install --locked --debug cargo-deny@{CARGO_DENY_VERSION} --root");
    let mut cargo = process::cargo(&install)?;
    // In a separate folder that cargo removes.
    cargo.arg(&folder).env_remove("CARGO_TARGET_DIR");
    process::run(&mut cargo, "Remedy: cargo must reach the registry of crates.")?;
    Ok(program)
}

fn require_node() -> Result<()> {
    const REMEDY: &str = "Remedy: install Node.js 20 or newer, with npm (https://nodejs.org).";
    for program in ["node", "npm"] {
        if !process::exists(program) {
            bail!("{program} is not installed; the browser tests and wasm-opt need it\n{REMEDY}");
        }
    }
    let version = process::output(process::command("node").arg("--version"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < 20) {
        bail!("Node.js {version} is too old for the browser tests\n{REMEDY}");
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
