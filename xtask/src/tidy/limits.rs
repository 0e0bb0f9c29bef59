//! Short files, short functions.

use super::repository::Repository;

const FILE_LINES: usize = 300;
const FUNCTION_LINES: usize = 70;

/// A file or function that may be longer, with the reason.
struct Exception {
    path: &'static str,
    /// None for the file itself.
    function: Option<&'static str>,
    lines: usize,
    reason: &'static str,
}

const EXCEPTIONS: [Exception; 0] = [];

/// Files and functions beyond their limit, and exceptions that are no longer needed.
pub(super) fn sizes(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in repository.with_extension("rs") {
        let lines = text.lines().count();
        found.push(Size { path, function: None, line: 1, lines, limit: FILE_LINES });
        found.extend(functions(text).map(|(name, line, lines)| Size {
            path,
            function: Some(name),
            line,
            lines,
            limit: FUNCTION_LINES,
        }));
    }
    let long: Vec<Size> = found.into_iter().filter(|size| size.lines > size.limit).collect();
    let needless = EXCEPTIONS.iter().filter(|exception| !long.iter().any(|size| size.is(exception)));
    let needless = needless.map(|exception| {
        let name = exception.function.unwrap_or("the file");
        format!("{}: {name} needs no exception any more ({})", exception.path, exception.reason)
    });
    let excepted =
        |size: &Size| EXCEPTIONS.iter().any(|exception| size.is(exception) && size.lines <= exception.lines);
    long.iter().filter(|size| !excepted(size)).map(Size::problem).chain(needless).collect()
}

struct Size<'a> {
    path: &'a str,
    function: Option<&'a str>,
    line: usize,
    lines: usize,
    limit: usize,
}

impl Size<'_> {
    fn is(&self, exception: &Exception) -> bool {
        self.path == exception.path && self.function == exception.function
    }

    fn problem(&self) -> String {
        let name = self.function.map_or("the file".to_owned(), |name| format!("fn {name}"));
        format!("{}:{}: {name} has {} lines, the limit is {}", self.path, self.line, self.lines, self.limit)
    }
}

/// Functions: name, first line, number of lines. rustfmt ends a function on a line that is indented like
/// its first one, which is all that is needed here.
fn functions(text: &str) -> impl Iterator<Item = (&str, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else {
            continue;
        };
        let indent = &line[..line.len() - line.trim_start().len()];
        let is_end = |line: &&str| {
            line.strip_prefix(indent).is_some_and(|rest| !rest.starts_with(' ') && rest.ends_with(['}', ';']))
        };
        if let Some(after) = lines[start..].iter().position(is_end) {
            found.push((name, start + 1, after + 1));
        }
    }
    found.into_iter()
}

/// The name of the function that `line` begins, if it begins one.
fn function_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    loop {
        rest = match rest.split_once(' ')? {
            ("fn", after) => {
                let end = after.find(|character: char| !character.is_alphanumeric() && character != '_')?;
                return Some(&after[..end]);
            }
            ("pub" | "async" | "const" | "extern", after) => after,
            (word, after) if word.starts_with("pub(") || word.starts_with('"') => after,
            _ => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_ends_where_its_brace_closes() {
        let text = "\
pub(crate) const fn a() {
    if x {
    }
}
trait B {
    fn c(
        &self,
    ) -> u8;
    fn d(&self) -> u8 {
        1
    }
}
";
        let expected = [("a", 1, 4), ("c", 6, 3), ("d", 9, 3)];
        assert_eq!(functions(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn long_files_and_functions_are_named_with_their_line() {
        let function = format!("// One.\nfn long() {{\n{}}}\n", "    work();\n".repeat(70));
        let file = "// A line.\n".repeat(301);
        let files = [("app/src/a.rs", function.as_str()), ("app/src/b.rs", file.as_str())];
        assert_eq!(
            sizes(&Repository::of(&files)),
            [
                "app/src/a.rs:2: fn long has 72 lines, the limit is 70",
                "app/src/b.rs:1: the file has 301 lines, the limit is 300"
            ]
        );
    }
}
