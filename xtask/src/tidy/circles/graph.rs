//! The graph of which file of a crate uses which, and its circles.

use super::source::{Path, Source};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Longest chain of re-exports that is followed.
const MOST_STEPS: usize = 12;

/// The files of a crate by module path.
pub(super) struct Graph<'a> {
    modules: BTreeMap<Path, (&'a str, Source)>,
}

impl<'a> Graph<'a> {
    /// Reads the files below `folder`, which is a crate's `src/`.
    pub(super) fn read(folder: &str, files: impl Iterator<Item = (&'a str, &'a str)>) -> Graph<'a> {
        let mut modules = BTreeMap::new();
        for (path, text) in files {
            let Some(below) = path.strip_prefix(folder).and_then(|below| below.strip_suffix(".rs")) else {
                continue;
            };
            let mut module: Path = below.split('/').map(str::to_owned).collect();
            if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib")) || module == ["main"]
            {
                module.pop();
            }
            // The modules of a crate that is library and program belong to the library.
            let is_second_root = below == "main" && modules.contains_key(&module);
            if let Some(source) = Source::read(text).filter(|_| !is_second_root) {
                modules.insert(module, (path, source));
            }
        }
        let is_for_tests = |module: &Path| {
            (1..=module.len()).any(|length| {
                modules
                    .get(&module[..length - 1])
                    .is_some_and(|(_, parent)| parent.for_tests.contains(&module[length - 1]))
            })
        };
        let tests: Vec<Path> = modules.keys().filter(|module| is_for_tests(module)).cloned().collect();
        tests.iter().for_each(|module| drop(modules.remove(module)));
        Graph { modules }
    }

    /// Returns each circle as a sorted set of files: every file in it uses every other, directly or through others.
    pub(super) fn circles(&self) -> Vec<BTreeSet<&'a str>> {
        let uses = self.uses();
        let reached: BTreeMap<&str, BTreeSet<&'a str>> =
            uses.keys().map(|path| (*path, reached_from(path, &uses))).collect();
        let mut circles: Vec<BTreeSet<&'a str>> = Vec::new();
        for path in uses.keys() {
            let is_known = circles.iter().any(|circle| circle.contains(path));
            if !is_known && reached[path].contains(path) {
                circles.push(
                    reached[path].iter().copied().filter(|other| reached[other].contains(path)).collect(),
                );
            }
        }
        circles
    }

    /// Returns a shortest way from a file back to itself.
    pub(super) fn way_round(&self, start: &'a str) -> Vec<&'a str> {
        let uses = self.uses();
        let mut ways: VecDeque<Vec<&'a str>> = VecDeque::from([vec![start]]);
        let mut seen = BTreeSet::new();
        while let Some(way) = ways.pop_front() {
            for next in way.last().and_then(|last| uses.get(last)).into_iter().flatten() {
                let longer = [&way[..], &[*next]].concat();
                if *next == start {
                    return longer;
                }
                if seen.insert(*next) {
                    ways.push_back(longer);
                }
            }
        }
        Vec::new()
    }

    /// Returns what each file uses. A module is one thing with the modules inside it, so these may use it freely.
    pub(super) fn uses(&self) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let above = |module: &Path| -> BTreeSet<&str> {
            (0..module.len()).filter_map(|length| Some(self.modules.get(&module[..length])?.0)).collect()
        };
        let used = |module: &Path| {
            let above = above(module);
            self.used_by(module).into_iter().filter(|file| !above.contains(file)).collect()
        };
        self.modules.iter().map(|(module, (path, _))| (*path, used(module))).collect()
    }

    /// Returns the files that the file of `module` uses.
    fn used_by(&self, module: &[String]) -> BTreeSet<&'a str> {
        let Some((own, source)) = self.modules.get(module) else {
            return BTreeSet::new();
        };
        // A re-export alone is no use of the file: it lists a name for others.
        let is_used = |name: &String| !source.passed_on.contains(name) || source.words.contains(name);
        let imported = source.imports.iter().filter(|(name, _)| is_used(name)).map(|(_, path)| path.clone());
        let from_globs = source.globs.iter().flat_map(|glob| {
            source.words.iter().map(move |word| glob.iter().cloned().chain([word.clone()]).collect::<Path>())
        });
        imported
            .chain(from_globs)
            .chain(source.paths.iter().cloned())
            .filter_map(|path| self.defining(&self.absolute(module, &path)?, 0))
            .filter(|file| file != own)
            .collect()
    }

    /// Rewrites a path as seen from the crate's root. Returns none for a path into another crate.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        let ups = path.iter().take_while(|segment| *segment == "super").count();
        let below = |base: &[String], rest: &[String]| Some([base, rest].concat());
        match first.as_str() {
            "crate" => below(&[], rest),
            "self" => below(module, rest),
            "super" => below(&module[..module.len().checked_sub(ups)?], &path[ups..]),
            name => {
                let (_, source) = self.modules.get(module)?;
                let child = [module, &path[..1]].concat();
                let is_here = self.modules.contains_key(&child)
                    || source.imports.contains_key(name)
                    || source.defines.contains(name);
                is_here.then(|| [module, path].concat())
            }
        }
    }

    /// Returns the file that defines the item of `path`, which starts at the crate's root; none for a whole module.
    fn defining(&self, path: &[String], steps: usize) -> Option<&'a str> {
        let depth = (0..=path.len()).rev().find(|depth| self.modules.contains_key(&path[..*depth]))?;
        let (module, rest) = path.split_at(depth);
        let name = rest.first().filter(|_| steps < MOST_STEPS)?;
        let (file, source) = &self.modules[module];
        if source.defines.contains(name) {
            return Some(file);
        }
        if let Some(import) = source.imports.get(name) {
            let target = self.absolute(module, import).filter(|target| target != path)?;
            return self.defining(&[&target[..], &rest[1..]].concat(), steps + 1);
        }
        source.globs.iter().find_map(|glob| {
            let target = self.absolute(module, glob)?;
            self.defining(&[&target[..], rest].concat(), steps + 1)
        })
    }
}

/// Returns every file that `start` uses, directly or through others.
fn reached_from<'a>(start: &'a str, uses: &BTreeMap<&str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = vec![start];
    while let Some(path) = open.pop() {
        open.extend(uses[path].iter().filter(|next| reached.insert(**next)));
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&'static str, &'static str)], expected: &[&[&str]]) {
        let graph = Graph::read("a/src/", files.iter().copied());
        let circles: Vec<Vec<&str>> =
            graph.circles().into_iter().map(|circle| circle.into_iter().collect()).collect();
        assert_eq!(circles, expected);
    }

    #[test]
    fn two_files_that_use_each_other_are_a_circle_and_so_are_three() {
        let two = [
            ("a/src/lib.rs", "mod b; mod c; mod d;"),
            ("a/src/b.rs", "use crate::c::C;"),
            ("a/src/c.rs", "pub struct C; fn f() { crate::d::g() }"),
            ("a/src/d.rs", "pub fn g() {}"),
        ];
        check(&two, &[]);
        let three = [two[0], two[1], two[2], ("a/src/d.rs", "pub fn g() { crate::b::h() }")];
        check(&three, &[]);
        let three = [two[0], ("a/src/b.rs", "use crate::c::C; pub fn h() {}"), two[2], three[3]];
        check(&three, &[&["a/src/b.rs", "a/src/c.rs", "a/src/d.rs"]]);
        let graph = Graph::read("a/src/", three.into_iter());
        assert_eq!(graph.way_round("a/src/c.rs"), ["a/src/c.rs", "a/src/d.rs", "a/src/b.rs", "a/src/c.rs"]);
    }

    #[test]
    fn a_name_that_is_passed_on_belongs_to_the_file_that_defines_it() {
        let files = [
            ("a/src/lib.rs", "pub use b::B; mod b; mod c;"),
            ("a/src/b/mod.rs", "mod inner; pub use inner::*;"),
            ("a/src/b/inner.rs", "pub struct B; use crate::c;  fn f() { c::C::new() }"),
            ("a/src/c.rs", "pub struct C; fn f(_: super::B) {}"),
        ];
        check(&files, &[&["a/src/b/inner.rs", "a/src/c.rs"]]);
    }

    #[test]
    fn a_module_and_what_is_inside_it_are_no_circle() {
        let files = [
            ("a/src/lib.rs", "mod b; const VERSION: u8 = 1; fn f() { b::g() }"),
            ("a/src/b.rs", "mod c; struct B; pub fn g() { c::h() }"),
            ("a/src/b/c.rs", "use super::B; pub fn h() { let _ = (B, crate::VERSION); }"),
        ];
        check(&files, &[]);
    }

    #[test]
    fn tests_may_use_all() {
        let files = [
            ("a/src/lib.rs", "mod b; mod c;"),
            ("a/src/b.rs", "pub fn f() {} #[cfg(test)] mod tests { use crate::c::g; }"),
            ("a/src/c.rs", "pub fn g() { crate::b::f() } #[cfg(test)] mod tests;"),
            ("a/src/c/tests.rs", "use crate::b::f;"),
        ];
        check(&files, &[]);
    }
}
