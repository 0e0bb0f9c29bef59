//! Reads what one Rust file defines, imports and names. It reads tokens, so comments and strings do not count and the
//! body of a macro such as `view!` does. It skips code under `#[cfg(test)]`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};

/// The segments of a path as written, with `super` and `crate`.
pub(super) type Path = Vec<String>;

/// A Rust file as the search for circles sees it.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Names of the items it defines, at any depth.
    pub(super) defines: BTreeSet<String>,
    /// Its imports: the local name, and the path.
    pub(super) imports: BTreeMap<String, Path>,
    /// Names that it re-exports with `pub use`.
    pub(super) passed_on: BTreeSet<String>,
    /// Paths of `use path::*`.
    pub(super) globs: Vec<Path>,
    /// Paths of two or more segments in its code.
    pub(super) paths: BTreeSet<Path>,
    /// Every word of its code outside imports.
    pub(super) words: BTreeSet<String>,
    /// Modules that it declares under `#[cfg(test)]`.
    pub(super) for_tests: BTreeSet<String>,
}

/// Keywords before the name of an item.
const DEFINING: [&str; 9] =
    ["const", "enum", "fn", "macro_rules", "static", "struct", "trait", "type", "union"];

impl Source {
    /// Reads a file. Returns none for invalid Rust, which the compiler reports.
    pub(super) fn read(text: &str) -> Option<Source> {
        let mut source = Source::default();
        source.walk(text.parse().ok()?, 0);
        Some(source)
    }

    /// Reads tokens inside `depth` inline modules.
    fn walk(&mut self, tokens: TokenStream, depth: usize) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        let mut is_public = false;
        while at < tokens.len() {
            let word = word(&tokens, at);
            match (&tokens[at], word.as_deref()) {
                (TokenTree::Punct(mark), _) if mark.as_char() == '#' && is_for_tests(&tokens, at) => {
                    at = self.skip_item(&tokens, at + 2);
                    continue;
                }
                (_, Some("use")) => {
                    let end = end_of_statement(&tokens, at);
                    self.import(&tokens[at + 1..end], &[], is_public, depth);
                    at = end;
                }
                (_, Some("mod")) if is_group(&tokens, at + 2, Delimiter::Brace) => {
                    self.defines.extend(self::word(&tokens, at + 1));
                    if let TokenTree::Group(body) = &tokens[at + 2] {
                        self.walk(body.stream(), depth + 1);
                    }
                    at += 2;
                }
                (_, Some(_)) => at = self.code(&tokens, at, depth),
                (TokenTree::Group(group), _) => self.walk(group.stream(), depth),
                _ => {}
            }
            // `pub` or `pub(crate)` directly before `use`.
            is_public = word.as_deref() == Some("pub")
                || (is_public && is_group(&tokens, at, Delimiter::Parenthesis));
            at += 1;
        }
    }

    /// Reads a word and the path that starts with it. Returns the index of the path's last segment.
    fn code(&mut self, tokens: &[TokenTree], at: usize, depth: usize) -> usize {
        let mut path = Vec::new();
        let mut end = at;
        while let Some(segment) = word(tokens, end) {
            if path.is_empty() && DEFINING.contains(&segment.as_str()) {
                let named = if is_mark(tokens, end + 1, '!') { end + 2 } else { end + 1 };
                self.defines.extend(word(tokens, named));
            }
            self.words.insert(segment.clone());
            path.push(segment);
            if !(is_mark(tokens, end + 1, ':') && is_mark(tokens, end + 2, ':')) {
                break;
            }
            end += 3;
        }
        // `a::<b>`: the path ends before the type.
        let end = if word(tokens, end).is_some() { end } else { end - 1 };
        if path.len() > 1 {
            self.paths.extend(out_of_inline(path, depth));
        }
        end
    }

    /// Reads the tree of a `use`, below `prefix`.
    fn import(&mut self, tokens: &[TokenTree], prefix: &[String], is_public: bool, depth: usize) {
        for branch in tokens.split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',')) {
            let mut path = prefix.to_vec();
            let mut alias = None;
            for (at, token) in branch.iter().enumerate() {
                match token {
                    TokenTree::Group(group) => {
                        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                        self.import(&inner, &path, is_public, depth);
                        path.clear();
                    }
                    TokenTree::Punct(mark) if mark.as_char() == '*' => {
                        self.globs.extend(out_of_inline(std::mem::take(&mut path), depth));
                    }
                    TokenTree::Ident(name) if name == "as" => {
                        alias = word(branch, at + 1);
                        break;
                    }
                    TokenTree::Ident(name) if name == "self" && !path.is_empty() => {}
                    TokenTree::Ident(name) => path.push(name.to_string()),
                    _ => {}
                }
            }
            let name = alias.or_else(|| path.last().cloned());
            if let (Some(name), Some(path)) = (name, out_of_inline(path, depth)) {
                if is_public {
                    self.passed_on.insert(name.clone());
                }
                self.imports.insert(name, path);
            }
        }
    }

    /// Skips the item at `at`, which `#[cfg(test)]` precedes. Returns the index after it.
    fn skip_item(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let mut is_import = false;
        for end in at..tokens.len() {
            match word(tokens, end).as_deref() {
                Some("use") => is_import = true,
                Some("mod") => self.for_tests.extend(word(tokens, end + 1)),
                _ => {}
            }
            if is_mark(tokens, end, ';') || (!is_import && is_group(tokens, end, Delimiter::Brace)) {
                return end + 1;
            }
        }
        tokens.len()
    }
}

/// Rewrites a path of an inline module, `depth` levels down, as seen from the file. Returns none for the file itself.
fn out_of_inline(mut path: Path, depth: usize) -> Option<Path> {
    for _ in 0..depth {
        if path.first().is_some_and(|first| first == "super") {
            path.remove(0);
        }
    }
    (!path.is_empty()).then_some(path)
}

/// Whether `#[cfg(test)]` starts at `at`.
fn is_for_tests(tokens: &[TokenTree], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|group| group.to_string().replace(' ', "") == "[cfg(test)]")
}

fn word(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at)? {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    }
}

fn is_mark(tokens: &[TokenTree], at: usize, wanted: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == wanted)
}

fn is_group(tokens: &[TokenTree], at: usize, wanted: Delimiter) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Group(group)) if group.delimiter() == wanted)
}

fn end_of_statement(tokens: &[TokenTree], at: usize) -> usize {
    (at..tokens.len()).find(|place| is_mark(tokens, *place, ';')).unwrap_or(tokens.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Path {
        text.split("::").map(str::to_owned).collect()
    }

    #[test]
    fn imports_have_their_names_and_their_paths() {
        let source =
            Source::read("pub(crate) use a::{self, b::{C as D, e}}; use crate::f::*; use super::g;").unwrap();
        let expected = [("D", "a::b::C"), ("a", "a"), ("e", "a::b::e"), ("g", "super::g")];
        let imports: Vec<_> = source.imports.into_iter().collect();
        assert_eq!(imports, expected.map(|(name, full)| (name.to_owned(), path(full))));
        assert_eq!(source.passed_on.into_iter().collect::<Vec<_>>(), ["D", "a", "e"]);
        assert_eq!(source.globs, [path("crate::f")]);
    }

    #[test]
    fn paths_in_code_are_read_wherever_they_stand() {
        let text = "fn f(x: crate::a::B) -> u8 { view! { <c::D e=super::g::<u8>()/> } } // crate::not::this";
        let source = Source::read(text).unwrap();
        let expected = ["c::D", "crate::a::B", "super::g"].map(path);
        assert_eq!(source.paths.into_iter().collect::<Vec<_>>(), expected);
        assert!(source.defines.contains("f") && source.words.contains("view"));
    }

    #[test]
    fn tests_are_left_out() {
        let text = "#[cfg(test)]\nuse crate::{a::B};\n#[cfg(test)]\nmod cases;\n#[cfg(test)]\nmod tests { use crate::c; }\nfn f() { crate::d::e() }";
        let source = Source::read(text).unwrap();
        assert!(source.imports.is_empty(), "{source:?}");
        assert_eq!(source.paths.into_iter().collect::<Vec<_>>(), [path("crate::d::e")]);
        assert_eq!(source.for_tests.into_iter().collect::<Vec<_>>(), ["cases", "tests"]);
    }

    #[test]
    fn an_inline_module_sees_the_file_as_super() {
        let source =
            Source::read("mod inner { use super::super::a::B; use super::c; fn f() { super::D::g() } }")
                .unwrap();
        assert_eq!(source.imports["B"], path("super::a::B"));
        assert_eq!(source.imports["c"], path("c"));
        assert!(source.paths.contains(&path("D::g")));
    }
}
