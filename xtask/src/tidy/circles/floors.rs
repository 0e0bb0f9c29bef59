//! Floors: in some crates a module uses only those that `lib.rs` lists before it.

use super::graph::Graph;
use crate::tidy::modules::declared;
use crate::tidy::repository::Repository;

/// The crates that stand in floors.
const CRATES: [&str; 2] = ["data", "server"];

/// No module of such a crate uses one that is listed after it.
pub(in crate::tidy) fn kept(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    for name in CRATES {
        let folder = format!("{name}/src/");
        let list = repository.text(&format!("{folder}lib.rs")).unwrap_or_default();
        let floors: Vec<&str> = list.lines().filter_map(declared).collect();
        let floor = |path: &str| {
            let module = path.strip_prefix(&folder)?.split(['/', '.']).next()?;
            floors.iter().position(|listed| *listed == module)
        };
        for (path, used) in Graph::read(&folder, repository.with_extension("rs")).uses() {
            let Some(own) = floor(path) else { continue };
            let above = used.into_iter().filter(|other| floor(other).is_some_and(|floor| floor > own));
            problems.extend(above.map(|other| {
                format!("{path}: uses {other}, which {folder}lib.rs lists after it: a module knows only those before it")
            }));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_that_uses_a_later_one_is_found_in_the_crates_that_stand_in_floors() {
        let files = |folder: &str| {
            [
                (format!("{folder}/lib.rs"), "mod low;\npub mod high;\nuse high::H;"),
                (format!("{folder}/low.rs"), "pub struct L; #[cfg(test)] mod tests { use crate::high::H; }"),
                (format!("{folder}/high/mod.rs"), "mod inner; pub struct H; use crate::low::L;"),
                (format!("{folder}/high/inner.rs"), "use super::H;"),
            ]
        };
        let check = |files: &[(String, &str)]| {
            let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
            kept(&Repository::of(&files))
        };
        assert!(check(&files("data/src")).is_empty());
        let mut wrong = files("data/src");
        wrong[1].1 = "pub struct L; fn f(_: crate::high::H) {}";
        let problems = check(&wrong);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with("data/src/low.rs: uses data/src/high/mod.rs"), "{problems:?}");
        let mut elsewhere = files("app/src");
        elsewhere[1].1 = wrong[1].1;
        assert!(check(&elsewhere).is_empty());
    }
}
