//! `cargo xtask serve --watch`: rebuilds after a change and restarts the server; open pages reload.
//!
//! It polls the modification times of a few hundred files. The crate notify would get them from the system, but it enables
//! features of mio, and with them the query engine would compile again. A failed build keeps the running server, and its
//! message stays last on screen.

use crate::{process, workspace};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant, SystemTime};

/// Time between two polls. A build starts when two polls in a row see the same files.
const PERIOD: Duration = Duration::from_millis(150);

/// What to rebuild after a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stale {
    /// The style sheets.
    pub(crate) style: bool,
    /// The browser's modules and their scripts.
    pub(crate) modules: bool,
    /// The server.
    pub(crate) server: bool,
}

/// Watched folders, and what is built from their files.
const WATCHED: [(&str, Stale); 7] = [
    ("style", Stale { style: true, modules: false, server: false }),
    ("client", Stale { style: false, modules: true, server: false }),
    ("app", Stale { style: false, modules: true, server: true }),
    ("contract", Stale { style: false, modules: true, server: true }),
    ("planning", Stale { style: false, modules: true, server: true }),
    ("data/src", Stale { style: false, modules: false, server: true }),
    ("server", Stale { style: false, modules: false, server: true }),
];
/// Extensions of watched files.
const SOURCES: [&str; 6] = ["css", "js", "json", "rs", "sql", "toml"];

impl Stale {
    fn of(path: &Path) -> Stale {
        WATCHED
            .iter()
            .find(|(folder, _)| path.starts_with(folder))
            .map_or_else(Stale::default, |(_, stale)| *stale)
    }

    fn and(self, other: Stale) -> Stale {
        Stale {
            style: self.style || other.style,
            modules: self.modules || other.modules,
            server: self.server || other.server,
        }
    }
}

/// Modification times by path below the root.
type Seen = BTreeMap<PathBuf, SystemTime>;

/// Runs `server`; after each change calls `make` and restarts the server.
///
/// # Errors
/// The server cannot be started, or ends by itself.
pub(crate) fn run(mut server: Command, make: impl Fn(Stale) -> Result<()>) -> Result<()> {
    let root = workspace::root();
    let mut running = start(&mut server)?;
    let mut seen = look(&root);
    // What a failed build left stale is stale still.
    let mut stale = Stale::default();
    println!("Watching for changes; open pages reload by themselves.");
    loop {
        std::thread::sleep(PERIOD);
        if let Some(status) = running.0.try_wait()? {
            anyhow::bail!("the server ended ({status})\n{}", process::READ_ABOVE);
        }
        if look(&root) == seen {
            continue;
        }
        let now = settled(&root);
        stale = stale.and(changed(&seen, &now));
        seen = now;
        if stale == Stale::default() {
            continue;
        }
        let began = Instant::now();
        match make(stale) {
            Ok(()) => {
                stale = Stale::default();
                drop(running);
                running = start(&mut server)?;
                println!("Rebuilt in {:.1} s.", began.elapsed().as_secs_f64());
            }
            Err(error) => eprintln!("\nerror: {error:#}\nThe server keeps running as it was."),
        }
    }
}

/// A running server; dropping it ends the process.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Fails if the process has already ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(server: &mut Command) -> Result<Running> {
    Ok(Running(server.spawn().context("cannot start the server")?))
}

/// Waits until files stop changing: editors write in several steps.
fn settled(root: &Path) -> Seen {
    let mut seen = look(root);
    loop {
        std::thread::sleep(PERIOD);
        let now = look(root);
        if now == seen {
            return seen;
        }
        seen = now;
    }
}

fn look(root: &Path) -> Seen {
    let mut seen = Seen::new();
    let mut folders: Vec<PathBuf> = WATCHED.iter().map(|(folder, _)| PathBuf::from(folder)).collect();
    while let Some(folder) = folders.pop() {
        // A folder that is being removed cannot be listed; the next poll sees it gone.
        let entries = std::fs::read_dir(root.join(&folder)).into_iter().flatten().flatten();
        for entry in entries {
            let path = folder.join(entry.file_name());
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(path),
                Ok(metadata) if is_source(&path) => {
                    let time = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                    seen.insert(path, time);
                }
                _ => {}
            }
        }
    }
    seen
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|extension| SOURCES.iter().any(|source| extension == *source))
}

/// Returns what is stale after files were written, created or removed.
fn changed(before: &Seen, now: &Seen) -> Stale {
    let written = now.iter().filter(|(path, time)| before.get(*path) != Some(time)).map(|(path, _)| path);
    let removed = before.keys().filter(|path| !now.contains_key(*path));
    written.chain(removed).fold(Stale::default(), |stale, path| stale.and(Stale::of(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_makes_stale_what_is_built_from_the_file() {
        let seen = |files: &[(&str, u64)]| -> Seen {
            files
                .iter()
                .map(|(path, at)| (PathBuf::from(path), SystemTime::UNIX_EPOCH + Duration::from_secs(*at)))
                .collect()
        };
        let before = seen(&[("style/base.css", 1), ("app/src/lib.rs", 1), ("server/src/main.rs", 1)]);
        assert_eq!(changed(&before, &before), Stale::default());
        let restyled = seen(&[("style/base.css", 2), ("app/src/lib.rs", 1), ("server/src/main.rs", 1)]);
        assert_eq!(changed(&before, &restyled), Stale { style: true, modules: false, server: false });
        let page_changed = seen(&[("style/base.css", 1), ("app/src/lib.rs", 2), ("server/src/main.rs", 1)]);
        assert_eq!(changed(&before, &page_changed), Stale { style: false, modules: true, server: true });
        let removed_and_new = seen(&[("style/base.css", 1), ("app/src/lib.rs", 1), ("client/find.js", 1)]);
        assert_eq!(changed(&before, &removed_and_new), Stale { style: false, modules: true, server: true });
    }

    #[test]
    fn builds_and_packages_are_not_watched() {
        let seen = look(&workspace::root());
        assert!(
            seen.contains_key(Path::new("app/text/en.json"))
                && seen.contains_key(Path::new("style/base.css"))
        );
        assert!(seen.keys().all(|path| !path.starts_with("target") && is_source(path)));
    }
}
