//! Dependencies between crates.

use super::documents;
use super::repository::{CRATES, Repository};
use std::path::Path;
use toml::{Table, Value};

/// Our own crates that a crate may use.
const MAY_KNOW: [(&str, &[&str]); 6] = [
    ("planning", &[]),
    ("contract", &["planning"]),
    ("app", &["planning", "contract"]),
    ("client", &["app"]),
    ("data", &["planning", "contract"]),
    ("server", &["planning", "contract", "app", "data"]),
];

/// Everything the pure crates may use: small, and the same on every target.
const PURE: [(&str, &[&str]); 3] = [
    ("planning", &["libm", "schemars", "serde", "stlrs"]),
    (
        "contract",
        &["form_urlencoded", "planning", "postcard", "rust_xlsxwriter", "schemars", "serde", "thiserror"],
    ),
    ("client", &["app", "leptos", "wasm-bindgen"]),
];

const HTTP: &[&str] = &["axum", "hyper", "hyper-util", "leptos_axum", "tower", "tower-http", "ureq"];
const ENGINE: &[&str] = &["arrow", "datafusion", "parquet", "object_store", "tokio"];

struct Dependency {
    name: String,
    inherited: bool,
    optional: bool,
    for_tests: bool,
}

fn dependencies(manifest: &Table) -> Vec<Dependency> {
    let mut found = Vec::new();
    let targets =
        manifest.get("target").and_then(Value::as_table).into_iter().flat_map(|targets| targets.values());
    for table in std::iter::once(manifest).chain(targets.filter_map(Value::as_table)) {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in table.get(kind).and_then(Value::as_table).into_iter().flatten() {
                let is_set = |key| value.get(key).and_then(Value::as_bool) == Some(true);
                found.push(Dependency {
                    name: name.clone(),
                    inherited: is_set("workspace"),
                    optional: is_set("optional"),
                    for_tests: kind == "dev-dependencies",
                });
            }
        }
    }
    found
}

/// The arrows between our crates.
pub(super) fn arrows(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, may_know) in MAY_KNOW {
        for dependency in dependencies(&repository.manifest(name)) {
            if CRATES.contains(&dependency.name.as_str()) && !may_know.contains(&dependency.name.as_str()) {
                problems
                    .push(format!("{name}/Cargo.toml: crate {name} must not know crate {}", dependency.name));
            }
        }
    }
    problems
}

/// Dependencies that each crate must not have.
pub(super) fn rooms(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, may_use) in PURE {
        for dependency in dependencies(&repository.manifest(name)) {
            if !dependency.for_tests && !may_use.contains(&dependency.name.as_str()) {
                problems.push(format!(
                    "{name}/Cargo.toml: {} is not among what {name} may use (xtask/src/tidy/crates.rs)",
                    dependency.name
                ));
            }
        }
    }
    for (name, kept_out) in
        [("app", HTTP), ("app", ENGINE), ("data", HTTP), ("xtask", ENGINE), ("xtask", HTTP)]
    {
        for dependency in dependencies(&repository.manifest(name)) {
            if kept_out.contains(&dependency.name.as_str()) && !dependency.optional {
                problems.push(format!("{name}/Cargo.toml: {} has no place in {name}", dependency.name));
            }
        }
    }
    problems
}

/// Versions are written once, and only for dependencies in use.
pub(super) fn shared_versions(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    let mut used = Vec::new();
    for name in CRATES {
        for dependency in dependencies(&repository.manifest(name)) {
            if !dependency.inherited {
                problems.push(format!(
                    "{name}/Cargo.toml: {} must take its version from the workspace",
                    dependency.name
                ));
            }
            used.push(dependency.name);
        }
    }
    let workspace = repository.manifest("");
    let shared =
        workspace.get("workspace").and_then(|table| table.get("dependencies")).and_then(Value::as_table);
    for name in shared.into_iter().flat_map(Table::keys).filter(|name| !used.contains(name)) {
        problems.push(format!("Cargo.toml: no crate uses {name} of [workspace.dependencies]"));
    }
    problems
}

/// Every dependency is named in the crate's source.
pub(super) fn used(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    for name in CRATES {
        let folder = format!("{name}/");
        let own = repository.with_extension("rs").filter(|(path, _)| path.starts_with(&folder));
        let sources: Vec<&str> =
            own.flat_map(|(path, text)| [text].into_iter().chain(included(repository, path, text))).collect();
        for dependency in dependencies(&repository.manifest(name)) {
            let word = dependency.name.replace('-', "_");
            if !sources.iter().any(|text| names(text, &word)) {
                problems.push(format!("{name}/Cargo.toml: no file of {name} names {}", dependency.name));
            }
        }
    }
    problems
}

/// Files of other crates that a file includes by `#[path = "…"]`.
fn included<'a>(repository: &'a Repository, path: &str, text: &str) -> Vec<&'a str> {
    let targets =
        text.lines().filter_map(|line| line.trim().strip_prefix("#[path = \"")?.strip_suffix("\"]"));
    let files = targets.filter_map(|target| documents::resolve(Path::new(path), target));
    files.filter_map(|file| repository.text(&file)).collect()
}

/// Whether `text` has `word` as a whole word in a line of code.
fn names(text: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
        line.match_indices(word).any(|(start, _)| {
            !line[..start].ends_with(is_part) && !line[start + word.len()..].starts_with(is_part)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rule: fn(&Repository) -> Vec<String>, files: &[(&str, &str)], expected: &[&str]) {
        let problems = rule(&Repository::of(files));
        assert_eq!(problems.len(), expected.len(), "{problems:?}");
        for (problem, part) in problems.iter().zip(expected) {
            assert!(problem.contains(part), "{problem} should contain {part}");
        }
    }

    #[test]
    fn an_arrow_that_is_not_drawn_is_found_wherever_it_is_declared() {
        check(arrows, &[("app/Cargo.toml", "[dependencies]\nplanning.workspace = true")], &[]);
        check(
            arrows,
            &[("app/Cargo.toml", "[dependencies]\ndata.workspace = true")],
            &["app must not know crate data"],
        );
        let for_one_target = "[target.'cfg(unix)'.dev-dependencies]\nserver.workspace = true";
        check(arrows, &[("data/Cargo.toml", for_one_target)], &["data must not know crate server"]);
    }

    #[test]
    fn a_pure_crate_may_use_anything_in_its_tests_only() {
        check(rooms, &[("planning/Cargo.toml", "[dev-dependencies]\nproptest.workspace = true")], &[]);
        check(rooms, &[("planning/Cargo.toml", "[dependencies]\njiff.workspace = true")], &["jiff"]);
        check(
            rooms,
            &[("data/Cargo.toml", "[dependencies]\naxum.workspace = true")],
            &["axum has no place in data"],
        );
    }

    #[test]
    fn a_version_is_written_once_and_used() {
        let workspace = ("Cargo.toml", "[workspace.dependencies]\nlibm = \"1\"\nserde = \"1\"");
        let planning = ("planning/Cargo.toml", "[dependencies]\nlibm.workspace = true\ncsv = \"1\"");
        check(shared_versions, &[workspace, planning], &["csv must take its version", "no crate uses serde"]);
    }

    #[test]
    fn a_dependency_must_be_named_in_code_not_in_a_comment() {
        let manifest = ("data/Cargo.toml", "[dependencies]\nencoding_rs-io.workspace = true");
        check(used, &[manifest, ("data/src/lib.rs", "use encoding_rs_io::X;")], &[]);
        let elsewhere = ("tests/src/a.rs", "use encoding_rs_io::X;");
        let including = ("data/tests/b.rs", "#[path = \"../../tests/src/a.rs\"]\nmod a;");
        check(used, &[manifest, elsewhere, including], &[]);
        check(
            used,
            &[manifest, ("data/src/lib.rs", "// encoding_rs_io\nuse encoding_rs_io2::X;")],
            &["encoding_rs-io"],
        );
    }
}
