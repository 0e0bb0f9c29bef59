//! The repository's own rules. Each is a function from the repository's files to a list of violations.

mod repository;

mod circles;
mod crates;
mod documents;
mod exceptions;
mod limits;
mod modules;
mod paths;
mod queries;
mod walks;

use crate::counts::Counts;
use anyhow::{Result, bail};
use repository::Repository;

type Rule = fn(&Repository) -> Vec<String>;

/// Every rule, with its requirement.
const RULES: [(&str, Rule); 17] = [
    ("a crate knows only the crates it may know", crates::arrows),
    ("a pure crate has few dependencies, and the engine and HTTP stay in their rooms", crates::rooms),
    ("versions are in [workspace.dependencies], each with a user", crates::shared_versions),
    ("a crate uses what it depends on", crates::used),
    ("every crate and top-level folder is in ARCHITECTURE.md", documents::architecture),
    ("links between documents lead somewhere", documents::links),
    ("every hop of a walk through the code is where it is said to be", walks::functions),
    ("an exception for a dependency has its dates and a reason", exceptions::dated),
    ("files and functions stay short", limits::sizes),
    ("every module has a line on what it is for", modules::described),
    ("every source file is part of its crate, every query is named", modules::registered),
    ("every named query has a test of its own", queries::tried),
    ("no files use one another in a circle", circles::none),
    ("in crates that stand in floors, a module uses only those below it", circles::floors::kept),
    ("only known entries at the top level", paths::top_level),
    ("no trailing spaces, tabs or missing last newline", paths::whitespace),
    ("nothing names someone's machine or another registry", paths::machines),
];

/// Checks every rule; fails with the whole list of violations.
pub(crate) fn run() -> Result<()> {
    count(&mut Counts::default())
}

/// The same, counting each rule as a test.
pub(crate) fn count(counts: &mut Counts) -> Result<()> {
    let repository = Repository::read(&crate::workspace::root())?;
    let mut found = Vec::new();
    for (demand, rule) in RULES {
        let problems = rule(&repository);
        let verdict = if problems.is_empty() { "ok" } else { "FAILED" };
        println!("  {verdict:<8}{demand}");
        counts.passed += u64::from(problems.is_empty());
        counts.failed += u64::from(!problems.is_empty());
        found.extend(problems);
    }
    if found.is_empty() {
        return Ok(());
    }
    bail!("{} problems in the repository:\n  {}", found.len(), found.join("\n  "));
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_repository_is_tidy() {
        if let Err(problems) = super::run() {
            panic!("{problems}");
        }
    }
}
