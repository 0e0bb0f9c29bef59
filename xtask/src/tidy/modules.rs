//! No dead files: cargo does not report an undeclared module or an unused query.

use super::repository::Repository;

/// Every source file below a `src/` is declared by its parent, every `.sql` file is named by a source file.
pub(super) fn registered(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, _) in repository.with_extension("rs").filter(|(path, _)| path.contains("/src/")) {
        let Some((folder, name)) = path.rsplit_once('/') else {
            continue;
        };
        let (parents, module) = match name {
            "lib.rs" | "main.rs" => continue,
            "mod.rs" => match folder.rsplit_once('/') {
                Some((above, module)) => (parents_in(above), module),
                None => continue,
            },
            _ => (parents_in(folder), name.trim_end_matches(".rs")),
        };
        let declaration = format!("mod {module};");
        let is_declared =
            |parent: &String| repository.text(parent).is_some_and(|text| text.contains(&declaration));
        let is_program = folder.ends_with("/src/bin");
        if !is_program && !parents.iter().any(is_declared) {
            problems.push(format!("{path}: no `{declaration}` in its parent, so nothing compiles it"));
        }
    }
    for (path, _) in repository.with_extension("sql") {
        let name = path.rsplit('/').next().unwrap_or(path);
        // A list of queries may omit the extension, which the macro adds.
        let stem = format!("\"{}\"", name.trim_end_matches(".sql"));
        let mut sources = repository.with_extension("rs");
        if !sources.any(|(_, text)| text.contains(name) || text.contains(&stem)) {
            problems.push(format!("{path}: no source file names {name}, so nothing runs it"));
        }
    }
    problems
}

/// Every module outside tests says what it is for, at the head of its file (`//!`) or above its declaration (`///`).
pub(super) fn described(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    let is_code =
        |path: &str| path.contains("/src/") && !path.contains("/tests/") && !path.ends_with("/tests.rs");
    for (path, text) in repository.with_extension("rs").filter(|(path, _)| is_code(path)) {
        // What stands directly above a line, attributes in between.
        let (mut has_line, mut is_for_tests) = (false, false);
        for line in text.lines().map(str::trim) {
            if let Some(module) = declared(line).filter(|_| !has_line && !is_for_tests)
                && !has_head(repository, path, module)
            {
                problems.push(format!(
                    "{path}: `mod {module};` does not say what it is for; add `//!` at its head or `///` above this line"
                ));
            }
            let goes_on = line.starts_with("#[");
            has_line = line.starts_with("/// ") || (has_line && goes_on);
            is_for_tests = line == "#[cfg(test)]" || (is_for_tests && goes_on);
        }
    }
    problems
}

/// Whether the file of a module that `path` declares starts with a line on what it is for.
fn has_head(repository: &Repository, path: &str, module: &str) -> bool {
    let own = own_file(path, module).into_iter().find_map(|file| repository.text(&file));
    own.and_then(|text| text.lines().find(|line| !line.starts_with("#!")))
        .is_some_and(|line| line.starts_with("//! "))
}

/// Returns the module that a line declares, for a module in its own file.
pub(super) fn declared(line: &str) -> Option<&str> {
    let rest =
        line.strip_prefix("pub").map_or(line, |rest| rest.trim_start_matches(|c| c != ' ').trim_start());
    rest.strip_prefix("mod ")?.strip_suffix(';')
}

/// Returns the possible files of a module that `path` declares.
fn own_file(path: &str, module: &str) -> [String; 2] {
    let folder = path.trim_end_matches(".rs");
    let folder =
        ["/mod", "/lib", "/main"].into_iter().find_map(|end| folder.strip_suffix(end)).unwrap_or(folder);
    [format!("{folder}/{module}.rs"), format!("{folder}/{module}/mod.rs")]
}

/// Files that may declare the modules of `folder`.
fn parents_in(folder: &str) -> Vec<String> {
    ["/mod.rs", ".rs", "/lib.rs", "/main.rs"].map(|end| format!("{folder}{end}")).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_undeclared_module_and_an_unnamed_query_are_found() {
        let files = [
            ("planning/src/lib.rs", "pub mod kpi;\nmod stock;"),
            ("planning/src/kpi/mod.rs", "pub mod turnover;"),
            ("planning/src/kpi/turnover.rs", ""),
            ("planning/src/kpi/forgotten.rs", ""),
            ("planning/src/stock.rs", "mod eoq;"),
            ("planning/src/stock/eoq.rs", ""),
            ("data/src/lib.rs", "mod query;"),
            ("data/src/query.rs", "include_str!(\"cube.sql\"); named!(\"facts\");"),
            ("data/src/query/facts.sql", ""),
            ("data/src/query/cube.sql", ""),
            ("data/src/query/old.sql", ""),
        ];
        let problems = registered(&Repository::of(&files));
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].starts_with("planning/src/kpi/forgotten.rs: no `mod forgotten;`"));
        assert!(problems[1].starts_with("data/src/query/old.sql"));
    }

    #[test]
    fn a_module_says_what_it_is_for_at_its_head_or_where_it_is_declared() {
        let files = [
            (
                "planning/src/lib.rs",
                "pub mod kpi;\n/// Stock.\nmod stock;\npub(crate) mod bare;\n#[cfg(test)]\nmod tests;",
            ),
            ("planning/src/kpi/mod.rs", "//! Key figures.\nmod turnover;"),
            ("planning/src/kpi/turnover.rs", "// Not for rustdoc.\n"),
            ("planning/src/stock.rs", "use a::b;"),
            ("planning/src/bare.rs", ""),
            ("planning/src/tests.rs", ""),
        ];
        let problems = described(&Repository::of(&files));
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].starts_with("planning/src/kpi/mod.rs: `mod turnover;`"));
        assert!(problems[1].starts_with("planning/src/lib.rs: `mod bare;`"));
    }
}
