//! Circles of files: files that use one another, directly or through others, can only be understood together.

/// What one file defines, imports and names.
mod source;

/// Which file uses which.
mod graph;

/// Modules that know only those listed before them.
pub(super) mod floors;

use super::repository::{CRATES, Repository};
use graph::Graph;
use std::collections::BTreeSet;

/// A circle that may stay.
struct Exception {
    folder: &'static str,
    /// Its files, without folder and extension, between blanks.
    files: &'static str,
    reason: &'static str,
}

const EXCEPTIONS: &[Exception] = &[Exception {
    folder: "app/src",
    files: "browser/scenarios browser/what_if islands/what_if/mod",
    reason: "an island and its browser half: the island starts it, and it drives the island's signals",
}];

impl Exception {
    fn paths(&self) -> BTreeSet<String> {
        self.files.split_whitespace().map(|file| format!("{}/{file}.rs", self.folder)).collect()
    }
}

/// No files use one another in a circle but those of an exception, and every exception is needed.
pub(super) fn none(repository: &Repository) -> Vec<String> {
    check(repository, EXCEPTIONS)
}

fn check(repository: &Repository, exceptions: &[Exception]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut met = vec![false; exceptions.len()];
    for name in CRATES {
        let graph = Graph::read(&format!("{name}/src/"), repository.with_extension("rs"));
        for circle in graph.circles() {
            let paths: BTreeSet<String> = circle.iter().map(|path| (*path).to_owned()).collect();
            match exceptions.iter().position(|exception| exception.paths() == paths) {
                Some(exception) => met[exception] = true,
                None => problems.push(problem(&graph, &circle)),
            }
        }
    }
    let needless = exceptions.iter().zip(met).filter(|(_, met)| !met);
    problems.extend(needless.map(|(exception, _)| {
        let Exception { folder, files, reason } = exception;
        format!("{folder}: {files} are no circle any more; correct EXCEPTIONS of xtask/src/tidy/circles ({reason})")
    }));
    problems
}

fn problem<'a>(graph: &Graph<'a>, circle: &BTreeSet<&'a str>) -> String {
    let first = circle.first().copied().unwrap_or_default();
    let way = graph.way_round(first).join(" uses ");
    let all: Vec<&str> = circle.iter().copied().collect();
    format!("{first}: {} files use one another in a circle: {}; such as {way}", all.len(), all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_fails_unless_an_exception_names_exactly_its_files() {
        let files = [
            ("app/src/lib.rs", "mod b; mod c;"),
            ("app/src/b.rs", "pub struct B; use crate::c::C;"),
            ("app/src/c.rs", "pub struct C; use crate::b::B;"),
        ];
        let repository = Repository::of(&files);
        let problems = check(&repository, &[]);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].ends_with("app/src/b.rs uses app/src/c.rs uses app/src/b.rs"), "{problems:?}");
        let exception = |files| Exception { folder: "app/src", files, reason: "why" };
        assert!(check(&repository, &[exception("c b")]).is_empty());
        assert_eq!(check(&repository, &[exception("b c d")]).len(), 2, "the circle, and the exception");
        let alone = Repository::of(&files[..2]);
        assert!(check(&alone, &[exception("b c")])[0].contains("no circle any more"));
    }
}
