//! From a file to a page of queries. What is wrong with a file is named with its line, so that whoever writes it can mend it.

use super::place::{Piece, pieces, query_name};
use super::{BadPage, PAGE_QUERIES_MAX, PageQuery, QueryPage, Shown, markdown};
use contract::{SavedQuery, parameter_names};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::ops::Range;

/// The line around a head.
const EDGE: &str = "---";

/// What is wrong at a byte of the text: problem and remedy.
type Fault = (usize, String, String);

/// Whether a fence with these words holds a query.
pub(crate) fn is_query(info: &str) -> bool {
    info.split_whitespace().next() == Some("sql")
}

impl QueryPage {
    /// Reads a file: a head between two lines `---`, of lines as a saved query has them but without their `--`, and
    /// below it Markdown with queries in fences of `sql NAME` or `sql NAME SHOWN`.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(name: &str, file: &str) -> Result<Self, BadPage> {
        if !query_name(name) {
            let remedy = "Name the file with letters, digits, - and _";
            return Err(bad(name, None, "the name of the file cannot stand in an address", remedy));
        }
        // Lines end as they do where the page is served.
        let file = file.replace("\r\n", "\n");
        let (head, text, line) = match headed(&file) {
            Some((head, text)) => (head, text, head.lines().count() + 3),
            None if file.lines().next() == Some(EDGE) => {
                return Err(bad(name, Some(1), "the head has no end", "Write a line --- below it"));
            }
            None => ("", &*file, 1),
        };
        let comments: String = head.lines().map(|line| ["-- ", line, "\n"].concat()).collect();
        let about = SavedQuery::read(name, &comments).map_err(|error| {
            let remedy = "Write parameter NAME: text, date or number, and = VALUE behind it for a default";
            bad(name, Some(error.line + 1), error.problem, remedy)
        })?;
        let about = SavedQuery { sql: String::new(), ..about };
        let language = head.lines().find_map(|line| line.strip_prefix("language:"));
        let language = language.map(|code| code.trim().to_owned()).filter(|code| !code.is_empty());
        let fault = placed(name, text, line);
        let found = queries(text).map_err(&fault)?;
        places(text, &found).and_then(|()| bound(&about, &found)).map_err(&fault)?;
        let queries = found.into_iter().map(|(_, query)| query).collect();
        Ok(QueryPage { about, language, text: text.to_owned(), queries })
    }

    /// Reads the text of this page in another language: a file without a head, in which an empty fence `sql NAME` is
    /// the place of the page's query of that name.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn translated(&self, language: &str, file: &str) -> Result<Self, BadPage> {
        let (name, text) = ([&*self.about.name, ".", language].concat(), file.replace("\r\n", "\n"));
        if text.lines().next() == Some(EDGE) {
            let remedy = "Write title and description in the page's own head, with the language behind them";
            return Err(bad(&name, Some(1), "a text in another language has no head", remedy));
        }
        let fault = placed(&name, &text, 1);
        let mut found = queries(&text).map_err(&fault)?;
        for (at, query) in &mut found {
            let own = self.queries.iter().find(|own| own.name == query.name);
            match own.filter(|_| query.sql.trim().is_empty()) {
                Some(own) => {
                    query.sql.clone_from(&own.sql);
                    query.shown = query.shown.or(own.shown);
                }
                None => {
                    let problem = format!("the query {} is not that of the page", query.name);
                    let remedy = "Leave the fence empty, with the name of a query of the page";
                    return Err(fault((*at, problem, remedy.to_owned())));
                }
            }
        }
        places(&text, &found).map_err(&fault)?;
        let queries = found.into_iter().map(|(_, query)| query).collect();
        let (about, language) = (self.about.clone(), Some(language.to_owned()));
        Ok(QueryPage { about, language, text: text.clone(), queries })
    }
}

fn bad(name: &str, line: Option<usize>, problem: &str, remedy: &str) -> BadPage {
    let [name, problem, remedy] = [name, problem, remedy].map(str::to_owned);
    BadPage { name, line, problem, remedy }
}

/// Says in which line of a file a fault is, whose text begins in a line of its own.
fn placed(name: &str, text: &str, first: usize) -> impl Fn(Fault) -> BadPage {
    move |(at, problem, remedy)| bad(name, Some(first + text[..at].matches('\n').count()), &problem, &remedy)
}

/// Head and text of a file that begins with a head.
fn headed(file: &str) -> Option<(&str, &str)> {
    let rest = file.strip_prefix(EDGE)?.strip_prefix('\n')?;
    if let Some(text) = rest.strip_prefix(EDGE).and_then(|text| text.strip_prefix('\n')) {
        return Some(("", text));
    }
    rest.split_once("\n---\n").or_else(|| rest.strip_suffix("\n---").map(|head| (head, "")))
}

/// Lists, quotations and the like within one another at most: whatever draws a page goes down into each.
const NESTED_MAX: usize = 32;

/// Checks that nothing in a text is nested deeper than people read.
fn nested(text: &str) -> Result<(), Fault> {
    let mut depth: usize = 0;
    for (event, range) in events(text) {
        match event {
            Event::Start(_) if depth == NESTED_MAX => {
                let problem = format!("more than {NESTED_MAX} elements stand within one another");
                return Err((range.start, problem, "Take lists and quotations out of one another".into()));
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// The queries of a text, each with the place of its fence.
fn queries(text: &str) -> Result<Vec<(usize, PageQuery)>, Fault> {
    nested(text)?;
    let mut found: Vec<(usize, PageQuery)> = Vec::new();
    let mut open: Option<(usize, PageQuery)> = None;
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let at = range.start;
                if let Some(query) = fence(&info).map_err(|(problem, remedy)| (at, problem, remedy.into()))? {
                    check(text, range, &query, &found)?;
                    open = Some((at, query));
                }
            }
            Event::Text(part) => {
                if let Some((_, query)) = &mut open {
                    query.sql.push_str(&part);
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    Ok(found)
}

fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    TextMergeWithOffset::new(Parser::new_ext(text, markdown()).into_offset_iter())
}

/// The query that a fence begins; none in other languages.
fn fence(info: &str) -> Result<Option<PageQuery>, (String, &'static str)> {
    if !is_query(info) {
        return Ok(None);
    }
    let mut words = info.split_whitespace().skip(1);
    let Some(name) = words.next().filter(|name| query_name(name)) else {
        let problem = "a query has no name of letters, digits, - and _".to_owned();
        return Err((problem, "Write ```sql NAME, or ``` alone where SQL is only to be read"));
    };
    let shown = words.next().map(|word| {
        Shown::named(word).ok_or_else(|| {
            let remedy = "Write table, line, bar, heat, scatter or number, or nothing for a choice by types";
            (format!("a query cannot be shown as {word}"), remedy)
        })
    });
    let shown = shown.transpose()?;
    if let Some(more) = words.next() {
        let problem = format!("{more} stands behind how the query {name} is shown");
        return Err((problem, "Write ```sql NAME SHOWN and nothing more"));
    }
    Ok(Some(PageQuery { name: name.to_owned(), shown, sql: String::new() }))
}

/// Checks a query against those before it.
fn check(
    text: &str,
    range: Range<usize>,
    query: &PageQuery,
    before: &[(usize, PageQuery)],
) -> Result<(), Fault> {
    let name = &query.name;
    let fault = |problem: String, remedy: &str| Err((range.start, problem, remedy.to_owned()));
    if before.iter().any(|(_, other)| other.name == *name) {
        return fault(format!("two queries are named {name}"), "Give one of them another name");
    }
    if before.len() >= PAGE_QUERIES_MAX {
        return fault(
            format!("the page has more than {PAGE_QUERIES_MAX} queries"),
            "Put some of them on another page",
        );
    }
    let block = text[range.clone()].trim_end();
    let last = block.lines().last().unwrap_or_default().trim_start_matches(['>', ' ']);
    let is_closed = block.contains('\n') && (last.starts_with("```") || last.starts_with("~~~"));
    if !is_closed {
        return fault(format!("the query {name} has no end"), "Write a line ``` below it");
    }
    Ok(())
}

/// Checks that every value in the text is one of a query.
fn places(text: &str, queries: &[(usize, PageQuery)]) -> Result<(), Fault> {
    let mut is_code = false;
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(part) if !is_code => {
                for piece in pieces(&part) {
                    let Piece::Value { written, query, .. } = piece else { continue };
                    if !queries.iter().any(|(_, known)| known.name == query) {
                        let problem = format!("{written} names no query of the page");
                        let remedy = "Name one, or write it `in backticks` where it is only text";
                        return Err((range.start, problem, remedy.to_owned()));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Checks that queries and head name the same parameters.
fn bound(about: &SavedQuery, queries: &[(usize, PageQuery)]) -> Result<(), Fault> {
    for (at, query) in queries {
        for name in parameter_names(&query.sql) {
            if !about.parameters.iter().any(|known| known.name == name) {
                let problem = format!("the query {} names ${name}, which the head does not", query.name);
                return Err((*at, problem, format!("Write parameter {name}: text in the head")));
            }
        }
    }
    let named = |name: &str| queries.iter().any(|(_, query)| parameter_names(&query.sql).contains(&name));
    match about.parameters.iter().find(|parameter| !named(&parameter.name)) {
        None => Ok(()),
        Some(unused) => {
            let problem = format!("no query names the parameter {}", unused.name);
            Err((0, problem, format!("Use ${} in a query, or leave the parameter out", unused.name)))
        }
    }
}
