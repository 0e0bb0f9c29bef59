//! Named queries and their tests.

use super::repository::Repository;

const QUERIES: &str = "data/src/query/";

/// Every named query occurs by name in a file of `tests/sql/`; the query of a key figure occurs as `kpi NAME`.
pub(super) fn tried(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, _) in repository.with_extension("sql").filter(|(path, _)| path.starts_with(QUERIES)) {
        let name = path[QUERIES.len()..].trim_end_matches(".sql").replace('/', " ");
        let is_tried = repository
            .with_extension("slt")
            .any(|(file, text)| file.starts_with("tests/sql/") && names(text, &name));
        if !is_tried {
            problems.push(format!("{path}: no `.slt` file of tests/sql tries `{name}`"));
        }
    }
    problems
}

/// Whether a line that is no comment has `name` as a whole word.
fn names(text: &str, name: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.lines().filter(|line| !line.starts_with('#')).any(|line| {
        line.match_indices(name)
            .any(|(at, _)| !line[..at].ends_with(is_part) && !line[at + name.len()..].starts_with(is_part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_that_nothing_tries_is_found() {
        let files = [
            ("data/src/query/cube.sql", ""),
            ("data/src/query/item_day.sql", ""),
            ("data/src/query/kpi/revenue.sql", ""),
            ("tests/sql/all.slt", "# item_day\nselect * from cube_2\n"),
            ("tests/sql/more.slt", "select * from cube\nkpi revenue 2024-01-01 2024-02-01\n"),
        ];
        let problems = tried(&Repository::of(&files));
        assert_eq!(problems, ["data/src/query/item_day.sql: no `.slt` file of tests/sql tries `item_day`"]);
    }
}
