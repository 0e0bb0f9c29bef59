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
}
