//! The walks of ARCHITECTURE.md: each hop is a link to a file, with the name of the function where it happens.

use super::repository::Repository;

const FILE: &str = "ARCHITECTURE.md";
/// The heading that the walks stand under, and those of the walks.
const SECTION: &str = "## Walks";
const WALKS: [&str; 4] = ["### A sale", "### A slider", "### A query", "### A forecast"];

/// Every walk is there, and every function that a hop names is in the file that it links to.
pub(super) fn functions(repository: &Repository) -> Vec<String> {
    let Some((before, walks)) = repository.text(FILE).and_then(|text| text.split_once(SECTION)) else {
        return vec![format!("{FILE}: there is no section `{SECTION}`")];
    };
    let walks = walks.split("\n## ").next().unwrap_or(walks);
    let missing = WALKS.into_iter().filter(|walk| !walks.contains(walk));
    let mut problems: Vec<String> =
        missing.map(|walk| format!("{FILE}: there is no walk `{walk}`")).collect();
    // The heading's own line is the first of what follows it.
    let first = before.lines().count() + 1;
    for (index, line) in walks.lines().enumerate() {
        for (function, target) in hops(line) {
            let place = format!("{FILE}:{}", first + index);
            let Some(source) = repository.text(target) else {
                problems.push(format!("{place}: {target} is no file"));
                continue;
            };
            match function {
                Some(function) if defines(source, function) => {}
                Some(function) => problems.push(format!("{place}: there is no fn {function} in {target}")),
                None if target.ends_with(".rs") => {
                    problems.push(format!("{place}: the link to {target} names no `function`"));
                }
                None => {}
            }
        }
    }
    problems
}

/// The links of a line: the function that a text in backticks names, and the file.
fn hops(line: &str) -> impl Iterator<Item = (Option<&str>, &str)> {
    line.split('[').skip(1).filter_map(|link| {
        let (text, rest) = link.split_once("](")?;
        let (target, _) = rest.split_once(')')?;
        let name = text.strip_prefix('`').and_then(|text| text.strip_suffix('`'));
        // `Type::function` is defined as `fn function`.
        Some((name.map(|name| name.rsplit("::").next().unwrap_or(name)), target))
    })
}

/// Whether a source defines a function of that name.
fn defines(source: &str, function: &str) -> bool {
    source.split("fn ").skip(1).any(|rest| {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        &rest[..end] == function
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(walks: &str, expected: &[&str]) {
        let text = format!(
            "# A\n\n## Walks\n{walks}\n### A slider\n### A query\n### A forecast\n## B\n[`x`](y.rs)\n"
        );
        let files =
            [(FILE, text.as_str()), ("a.rs", "fn read_all() {}\npub fn run<T>() {}"), ("b.sql", "select 1")];
        assert_eq!(functions(&Repository::of(&files)), expected, "{walks}");
    }

    #[test]
    fn a_hop_names_a_function_of_its_file() {
        check("### A sale\n1. [`run`](a.rs), [`Store::read_all`](a.rs), [b.sql](b.sql)", &[]);
        check("### A sale\n1. [`read`](a.rs)", &["ARCHITECTURE.md:5: there is no fn read in a.rs"]);
        check(
            "### A sale\n1. [the file](a.rs)",
            &["ARCHITECTURE.md:5: the link to a.rs names no `function`"],
        );
        check("### A sale\n1. [`run`](c.rs)", &["ARCHITECTURE.md:5: c.rs is no file"]);
        check("", &["ARCHITECTURE.md: there is no walk `### A sale`"]);
    }
}
