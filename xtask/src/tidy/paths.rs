//! Stray files and stray bytes.

use super::repository::{CRATES, Repository};

/// What the top level holds besides the crates.
const TOP_LEVEL: [&str; 20] = [
    ".cargo/",
    ".ci/",
    ".gitattributes",
    ".github/",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "deny.toml",
    "docs/",
    "examples/",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "style/",
    "typos.toml",
];

/// Entries nobody planned.
pub(super) fn top_level(repository: &Repository) -> Vec<String> {
    let is_known = |name: &str| TOP_LEVEL.contains(&name) || CRATES.contains(&name.trim_end_matches('/'));
    let strays = repository.top_level().into_iter().filter(|name| !is_known(name));
    strays
        .map(|name| format!("{name} is new at the top level; add it to xtask/src/tidy/paths.rs or move it"))
        .collect()
}

/// Kinds of file that people edit.
const EDITED: [&str; 11] = ["rs", "toml", "md", "sql", "css", "js", "json", "slt", "yaml", "sh", "run"];

/// Bytes an editor leaves behind.
pub(super) fn whitespace(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, text) in repository.texts() {
        let extension = path.rsplit(['.', '/']).next().unwrap_or(path);
        if !EDITED.contains(&extension) {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            if line.ends_with([' ', '\t']) {
                problems.push(format!("{path}:{}: trailing space", index + 1));
            }
            if line.starts_with('\t') {
                problems.push(format!("{path}:{}: a tab; indent with spaces", index + 1));
            }
        }
        if text.contains('\r') {
            problems.push(format!("{path}: lines end in CR LF; they should end in LF"));
        }
        if !text.is_empty() && !text.ends_with('\n') {
            problems.push(format!("{path}: no newline at the end"));
        }
    }
    problems
}

/// Folders of one person's machine, written in two parts because this file is checked as well.
const HOMES: [&str; 3] = [concat!("/home", "/"), concat!("/Users", "/"), concat!("/root", "/")];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Paths of a home folder, and lock files that fetch from elsewhere than the public registries.
pub(super) fn machines(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, text) in repository.texts() {
        for (index, line) in text.lines().enumerate() {
            if HOMES.iter().any(|home| line.contains(home)) {
                problems.push(format!("{path}:{}: a path of somebody's home folder", index + 1));
            }
        }
        let is_foreign = |line: &str| match path.rsplit('/').next() {
            Some("Cargo.lock") => line.starts_with("source = ") && !line.contains(CRATES_IO),
            Some("package-lock.json") => line.trim_start().starts_with("\"resolved\""),
            _ => false,
        };
        for (index, _) in text.lines().enumerate().filter(|(_, line)| is_foreign(line)) {
            problems.push(format!("{path}:{}: names where a package was fetched from", index + 1));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rule: fn(&Repository) -> Vec<String>, path: &str, text: &str, expected: &[&str]) {
        assert_eq!(rule(&Repository::of(&[(path, text)])), expected);
    }

    #[test]
    fn a_stray_entry_is_found() {
        check(top_level, "style/base.css", "", &[]);
        check(top_level, "planning/Cargo.toml", "", &[]);
        let problem = "notes.txt is new at the top level; add it to xtask/src/tidy/paths.rs or move it";
        check(top_level, "notes.txt", "", &[problem]);
    }

    #[test]
    fn stray_bytes_are_found_in_files_that_people_edit() {
        check(whitespace, "a.rs", "fn a() {} \n", &["a.rs:1: trailing space"]);
        check(whitespace, "a.md", "text", &["a.md: no newline at the end"]);
        check(whitespace, "a.csv", "a, \r\n", &[]);
        check(whitespace, ".ci/run", "\tset -e\n", &[".ci/run:1: a tab; indent with spaces"]);
    }

    #[test]
    fn a_home_folder_and_a_foreign_registry_are_found() {
        let text = format!("see {}me/notes\n", HOMES[0]);
        check(machines, "a.md", &text, &["a.md:1: a path of somebody's home folder"]);
        let lock = format!("source = \"{CRATES_IO}\"\nsource = \"git+https://example.org\"\n");
        check(machines, "Cargo.lock", &lock, &["Cargo.lock:2: names where a package was fetched from"]);
    }
}
