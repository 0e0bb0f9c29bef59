//! Turns the engine's errors about a query into place, problem and remedy.

use datafusion::common::utils::datafusion_strsim::levenshtein;
use datafusion::common::{SchemaError, Span};
use datafusion::error::DataFusionError;
use regex::Regex;
use std::sync::LazyLock;

use crate::error::{Error, Place, system_remedy};
use crate::functions::ArgumentError;

/// A place in the query, by line and column from 1.
pub(super) fn place(at: Option<(u64, u64)>) -> Place {
    match at {
        None => Place::new("SQL"),
        Some((line, column)) => Place::new("SQL").line(line).column(column.to_string()),
    }
}

/// The parser names the place where it stopped at the end of its message.
static STOPPED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?s)^(.*?),? at Line: (\d+), Column: (\d+)").ok());

/// The existing names, for queries that use unknown ones.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Names of tables.
    pub(super) tables: Vec<&'static str>,
    /// Names of functions, sorted.
    pub(super) functions: Vec<String>,
}

/// Turns the engine's error into one that says what to do.
pub(super) fn explain(error: &DataFusionError, known: &Known) -> Error {
    let root = error.find_root();
    if let DataFusionError::External(inner) = root
        && let Some(ArgumentError { problem, remedy }) = inner.downcast_ref()
    {
        return Error::bad(place(None), problem, remedy);
    }
    let diagnostic = error.diagnostic();
    let at = diagnostic.and_then(|found| found.span).map(|Span { start, .. }| (start.line, start.column));
    let text = root.strip_backtrace();
    if let DataFusionError::SQL(_, _) = root {
        let found = STOPPED.as_ref().and_then(|stopped| stopped.captures(&text));
        let number = |group: usize| found.as_ref().and_then(|found| found[group].parse().ok());
        let at = at.or_else(|| Some((number(2)?, number(3)?)));
        let problem =
            found.as_ref().map_or(text.as_str(), |found| found.get(1).map_or("", |all| all.as_str()));
        return Error::bad(place(at), shown(problem), "Correct the query there");
    }
    let problem = diagnostic.map_or_else(|| shown(&text), |found| shown(&found.message));
    Error::bad(place(at), problem, remedy(root, error, known))
}

/// The message without the names of the engine's layers, on one line, in lower case as after a colon.
fn shown(text: &str) -> String {
    const LAYERS: [&str; 9] = [
        "SQL error: ",
        "ParserError(\"",
        "TokenizerError(\"",
        "Error during planning: ",
        "Schema error: ",
        "Execution error: ",
        "Arrow error: ",
        "type_coercion\ncaused by\n",
        "Optimizer rule 'simplify_expressions' failed\ncaused by\n",
    ];
    let mut text = text.trim();
    while let Some(rest) = LAYERS.iter().find_map(|layer| text.strip_prefix(layer)) {
        text = rest.trim_start();
    }
    let text = text.trim_end_matches("\")").trim_end_matches('.');
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !text.starts_with("SELECT") => first.to_lowercase().chain(letters).collect(),
        _ => text,
    }
}

fn remedy(root: &DataFusionError, error: &DataFusionError, known: &Known) -> String {
    if let DataFusionError::SchemaError(inner, _) = root
        && let SchemaError::FieldNotFound { valid_fields, .. } = &**inner
    {
        let mut names: Vec<String> = valid_fields.iter().map(|field| field.flat_name()).collect();
        names.dedup();
        return match names.is_empty() {
            true => "Put text in single quotes, and name a table with FROM for columns".to_owned(),
            false => format!("Use one of {}", names.join(", ")),
        };
    }
    let text = root.strip_backtrace();
    if text.contains("not found") && text.contains("table") {
        return match known.tables.is_empty() {
            true => "Give the store whose tables you mean with --store URI".to_owned(),
            false => format!("The tables are {}", known.tables.join(", ")),
        };
    }
    if let Some(like) = alike(&text, &known.functions) {
        return format!("Correct the query: possible function '{like}'");
    }
    if let Some(remedy) = system_remedy(&text) {
        return remedy.to_owned();
    }
    if let DataFusionError::ResourcesExhausted(_) = root {
        return "Ask for fewer rows or columns, or add them up in the query".to_owned();
    }
    let told = error.diagnostic().map(|found| {
        let helps = found.helps.iter().map(|help| &help.message);
        let notes = found.notes.iter().map(|note| &note.message);
        helps.chain(notes).map(|text| shown(text)).collect::<Vec<_>>().join("; ")
    });
    match told.filter(|told| !told.is_empty()) {
        Some(told) => format!("Correct the query: {told}"),
        None => "Correct the query".to_owned(),
    }
}

/// The existing function most similar to an unknown one; of several the first, where the engine would pick one at
/// random.
fn alike<'a>(text: &str, functions: &'a [String]) -> Option<&'a String> {
    let (_, rest) = text.split_once("Invalid function '")?;
    let name = rest.split_once('\'')?.0.to_lowercase();
    functions.iter().min_by_key(|function| levenshtein(&name, function))
}
