//! Running other programs, with errors that name the command.

use crate::workspace;
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// The remedy where the command has already printed the cause.
pub(crate) const READ_ABOVE: &str = "The message above says what to correct.";

/// A command that starts in the repository's root.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}

/// The cargo that runs this program, building into the same target directory. `line` is split at spaces.
pub(crate) fn cargo(line: &str) -> Result<Command> {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(line.split_whitespace()).env("CARGO_TARGET_DIR", workspace::target_dir()?);
    // `cargo run` sets these for us; passed on, they would make build scripts run again.
    for name in std::env::vars_os().map(|(name, _)| name) {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            command.env_remove(name);
        }
    }
    Ok(command)
}

/// Runs `command` with our own output streams. `remedy` says what a person can do when it fails.
pub(crate) fn run(command: &mut Command, remedy: &str) -> Result<()> {
    let line = shown(command);
    println!("  $ {line}");
    let status = command.status().with_context(|| format!("cannot start `{line}`\n{remedy}"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})\n{remedy}");
    }
    Ok(())
}

/// Runs `command`, shows its standard output line by line and hands each line to `each`.
pub(crate) fn run_watched(command: &mut Command, remedy: &str, mut each: impl FnMut(&str)) -> Result<()> {
    let line = shown(command);
    println!("  $ {line}");
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start `{line}`\n{remedy}"))?;
    let output = child.stdout.take().context("the child's output was not captured")?;
    let mut own = std::io::stdout().lock();
    for text in BufReader::new(output).split(b'\n') {
        let text = text.with_context(|| format!("cannot read what `{line}` prints"))?;
        let text = String::from_utf8_lossy(&text);
        writeln!(own, "{text}")?;
        each(&text);
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{line}` failed ({status})\n{remedy}");
    }
    Ok(())
}

/// The output of `command`, without its last newline.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let output = command.output().with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` failed ({})\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Whether a program of this name can be started.
pub(crate) fn exists(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|directory| is_program(&directory.join(program)))
    })
}

fn is_program(path: &Path) -> bool {
    path.is_file() || path.with_extension("exe").is_file()
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| workspace::shown(Path::new(argument)));
    std::iter::once(name).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_a_person_would_type_it() {
        let mut command = Command::new("/usr/bin/cargo");
        command.arg("build").arg(workspace::root().join("data/sample"));
        assert_eq!(shown(&command), "cargo build data/sample");
    }

    #[test]
    fn a_failure_names_the_command_and_the_remedy() {
        let error = run(&mut command("no-such-program-here"), "Install it.").unwrap_err();
        let text = format!("{error:#}");
        assert!(text.contains("no-such-program-here") && text.contains("Install it."), "{text}");
    }
}
