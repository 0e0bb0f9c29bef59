//! Turns the engine's errors about a query into place, problem and remedy.

use arrow::error::ArrowError;
use contract::{SqlCode, SqlRefusal};
use datafusion::common::utils::datafusion_strsim::levenshtein;
use datafusion::common::{SchemaError, Span};
use datafusion::error::DataFusionError;
use regex::Regex;
use std::sync::LazyLock;

use super::allowed;
use super::refuse::{Failed, cannot_run};
use crate::error::system_remedy;
use crate::functions::ArgumentError;

/// The parser names the place where it stopped at the end of its message.
static STOPPED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?s)^(.*?),? at Line: (\d+), Column: (\d+)").ok());

/// The table that the engine did not find, without the catalogue that it puts before it.
static NO_TABLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"table '(?:granary\.public\.)?(.*?)' not found").ok());

/// The existing names, for queries that use unknown ones.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Names of tables.
    pub(super) tables: Vec<&'static str>,
    /// Names of functions, sorted.
    pub(super) functions: Vec<String>,
}

/// Turns the engine's error into one that says what to do.
pub(super) fn explain(error: &DataFusionError, known: &Known) -> Failed {
    let root = error.find_root();
    if let DataFusionError::External(inner) = root
        && let Some(ArgumentError { problem, remedy }) = inner.downcast_ref()
    {
        return SqlRefusal::new(SqlCode::BadValue, problem, remedy).into();
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
        return placed(SqlRefusal::new(SqlCode::Syntax, shown(problem), "Correct the query there"), at)
            .into();
    }
    if is_fault_of_engine(root, &text) {
        return cannot_run().into();
    }
    let problem = diagnostic.map_or_else(|| shown(&text), |found| shown(&found.message));
    let (code, remedy, suggestion) = advice(root, error, &text, known);
    placed(SqlRefusal { suggestion, ..SqlRefusal::new(code, problem, remedy) }, at).into()
}

fn placed(refusal: SqlRefusal, at: Option<(u64, u64)>) -> SqlRefusal {
    SqlRefusal { line: at.map(|(line, _)| line), column: at.map(|(_, column)| column), ..refusal }
}

/// Errors in which the engine asks its users to report a bug, or which name its own types.
fn is_fault_of_engine(root: &DataFusionError, text: &str) -> bool {
    matches!(root, DataFusionError::Internal(_) | DataFusionError::ExecutionJoin(_))
        || text.contains("likely caused by a bug")
        || text.contains("help us to resolve")
        || text.contains("does not satisfy order requirements")
        || text.contains("does not satisfy distribution requirements")
}

/// The message without the names of the engine's layers, on one line, in lower case as after a colon.
fn shown(text: &str) -> String {
    const LAYERS: [&str; 10] = [
        "SQL error: ",
        "ParserError(\"",
        "TokenizerError(\"",
        "Error during planning: ",
        "Schema error: ",
        "Execution error: ",
        "Arrow error: ",
        "This feature is not implemented: ",
        "type_coercion\ncaused by\n",
        "Optimizer rule 'simplify_expressions' failed\ncaused by\n",
    ];
    let mut text = text.trim();
    while let Some(rest) = LAYERS.iter().find_map(|layer| text.strip_prefix(layer)) {
        text = rest.trim_start();
    }
    let text = text.trim_end_matches("\")").trim_end_matches('.');
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("granary.public.", "");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !text.starts_with("SELECT") => first.to_lowercase().chain(letters).collect(),
        _ => text,
    }
}

/// Code, remedy, and the name that was probably meant.
fn advice(
    root: &DataFusionError,
    error: &DataFusionError,
    text: &str,
    known: &Known,
) -> (SqlCode, String, Option<String>) {
    if let DataFusionError::SchemaError(inner, _) = root
        && let SchemaError::FieldNotFound { field, valid_fields } = &**inner
    {
        let mut names: Vec<String> = valid_fields.iter().map(|field| field.flat_name()).collect();
        names.dedup();
        let nearest = nearest(&field.name, valid_fields.iter().map(|field| field.name.as_str()));
        let remedy = match (names.is_empty(), &nearest) {
            (true, _) => "Put text in single quotes, and name a table with FROM for columns".to_owned(),
            (false, None) => format!("Use one of {}", names.join(", ")),
            (false, Some(name)) => format!("Did you mean {name}? Use one of {}", names.join(", ")),
        };
        return (SqlCode::UnknownName, remedy, nearest);
    }
    if text.contains("not found") && text.contains("table") {
        let named = NO_TABLE.as_ref().and_then(|pattern| pattern.captures(text));
        let nearest = named.and_then(|found| nearest(&found[1], known.tables.iter().copied()));
        let remedy = match (known.tables.is_empty(), &nearest) {
            (true, _) => "Give the store whose tables you mean with --store URI".to_owned(),
            (false, None) => format!("The tables are {}", known.tables.join(", ")),
            (false, Some(name)) => {
                format!("Did you mean {name}? The tables are {}", known.tables.join(", "))
            }
        };
        return (SqlCode::UnknownName, remedy, nearest);
    }
    if let Some(reason) = unknown_function(text).and_then(|name| allowed::left_out(&name)) {
        return (SqlCode::NotAllowed, format!("It is left out: {reason}"), None);
    }
    if let Some(like) = alike(text, &known.functions) {
        let remedy = format!("Correct the query: possible function '{like}'");
        return (SqlCode::UnknownName, remedy, Some(like.clone()));
    }
    if let Some(remedy) = system_remedy(text) {
        return (SqlCode::Unsupported, remedy.to_owned(), None);
    }
    let told = error.diagnostic().map(|found| {
        let helps = found.helps.iter().map(|help| &help.message);
        let notes = found.notes.iter().map(|note| &note.message);
        helps.chain(notes).map(|text| shown(text)).collect::<Vec<_>>().join("; ")
    });
    let (code, remedy) = of_kind(root, text);
    match told.filter(|told| !told.is_empty()) {
        Some(told) => (code, format!("Correct the query: {told}"), None),
        None => (code, remedy.to_owned(), None),
    }
}

fn of_kind(root: &DataFusionError, text: &str) -> (SqlCode, &'static str) {
    const LESS: &str = "Ask for fewer rows or columns, or add them up in the query";
    match root {
        DataFusionError::ResourcesExhausted(_) => (SqlCode::OutOfMemory, LESS),
        // A list of a length that somebody gives, for which the engine asks first.
        _ if text.contains("failed to allocate") => (SqlCode::OutOfMemory, LESS),
        DataFusionError::ArrowError(inner, _) => match **inner {
            ArrowError::ArithmeticOverflow(_) => {
                (SqlCode::Arithmetic, "CAST the numbers to a wider type, such as decimal(38, 0) or double")
            }
            ArrowError::DivideByZero => (SqlCode::Arithmetic, "Divide by nullif(divisor, 0)"),
            _ => (SqlCode::BadValue, "Correct the query, or TRY_CAST where some values do not fit"),
        },
        DataFusionError::NotImplemented(_) => (SqlCode::Unsupported, "Write it in another way"),
        _ => (SqlCode::BadValue, "Correct the query"),
    }
}

/// The name most similar to one that does not exist, if it is similar at all.
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let name = name.to_lowercase();
    let most = (name.chars().count() / 3).max(1);
    let found = names.map(|known| (levenshtein(&name, &known.to_lowercase()), known)).min()?;
    (found.0 <= most).then(|| found.1.to_owned())
}

/// The existing function most similar to an unknown one; of several the first, where the engine would pick one at
/// random.
fn alike<'a>(text: &str, functions: &'a [String]) -> Option<&'a String> {
    let name = unknown_function(text)?;
    functions.iter().min_by_key(|function| levenshtein(&name, function))
}

/// The function that the engine does not know, in lower case.
fn unknown_function(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("Invalid function '")?;
    Some(rest.split_once('\'')?.0.to_lowercase())
}
