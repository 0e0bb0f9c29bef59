//! Documents that describe the tree, and links between documents.

use super::repository::{CRATES, Repository};
use std::path::{Component, Path, PathBuf};

/// ARCHITECTURE.md mentions every crate and every folder.
pub(super) fn architecture(repository: &Repository) -> Vec<String> {
    let Some(text) = repository.text("ARCHITECTURE.md") else {
        return vec!["ARCHITECTURE.md is missing: it is the map of the repository".to_owned()];
    };
    let folders =
        repository.top_level().into_iter().filter(|name| name.ends_with('/') && !name.starts_with('.'));
    let wanted = CRATES.map(|name| format!("{name}/")).into_iter().chain(folders);
    let mut missing: Vec<String> = wanted.filter(|name| !text.contains(&format!("`{name}"))).collect();
    missing.sort();
    missing.dedup();
    missing.into_iter().map(|name| format!("ARCHITECTURE.md: no word on `{name}`")).collect()
}

/// Every link of a document to a file or folder here leads to one.
pub(super) fn links(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    // Links of query pages are addresses of the site, not files of the repository.
    let documents = repository.with_extension("md").filter(|(path, _)| !path.contains("/queries/"));
    for (path, text) in documents {
        for (line, target) in targets(text) {
            if target.contains("://") || target.starts_with(['#', '/']) || target.starts_with("mailto:") {
                continue;
            }
            let file = target.split('#').next().unwrap_or(target);
            let resolved = resolve(Path::new(path), file);
            if !resolved.as_ref().is_some_and(|resolved| repository.has(resolved)) {
                problems.push(format!("{path}:{line}: the link to {target} leads nowhere"));
            }
        }
    }
    problems
}

/// Targets of `[text](target)` and `![text](target)` with their line, code blocks left out.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for rest in line.split("](").skip(1) {
            if let Some((target, _)) = rest.split_once(')') {
                found.push((index + 1, target.split_whitespace().next().unwrap_or("")));
            }
        }
    }
    found
}

/// `target` as seen from the document `from`, below the root; none when it leaves the repository.
pub(super) fn resolve(from: &Path, target: &str) -> Option<String> {
    let mut resolved = PathBuf::new();
    for component in from.parent()?.join(target).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !resolved.pop() {
                    return None;
                }
            }
            other => resolved.push(other),
        }
    }
    Some(resolved.to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_word_is_found() {
        let crates = CRATES.map(|name| format!("`{name}/`")).join(" ");
        let files =
            [("ARCHITECTURE.md", crates.as_str()), ("planning/src/lib.rs", ""), ("style/base.css", "")];
        assert_eq!(architecture(&Repository::of(&files)), ["ARCHITECTURE.md: no word on `style/`"]);
    }

    #[test]
    fn a_link_is_followed_from_where_it_stands() {
        let document = "[a](../README.md#top) [b](operate/) ![c](none.png)\n```\n[d](in-code.md)\n```\n\
                        [e](https://example.org) [f](../../outside.md)";
        let files = [
            ("README.md", "[docs](docs/guide.md)"),
            ("docs/guide.md", document),
            ("docs/operate/run.md", ""),
        ];
        let problems = links(&Repository::of(&files));
        assert_eq!(
            problems,
            [
                "docs/guide.md:1: the link to none.png leads nowhere",
                "docs/guide.md:5: the link to ../../outside.md leads nowhere"
            ]
        );
    }
}
