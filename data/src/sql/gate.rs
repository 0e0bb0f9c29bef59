//! Lets exactly one query through.

use datafusion::execution::context::SQLOptions;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast::Statement as SqlStatement;
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use super::explain::{Known, explain, place};
use super::nesting::calls_read_twice;
use crate::error::{Error, Result};

/// Largest number of operators in a query. The engine's recursion is as deep as an expression has operators, and
/// thousands of them overflow its stack, which ends the program.
const OPERATORS_MAX: usize = 500;

/// Largest number of calls within one another that the parser reads twice.
const CALLS_READ_TWICE_MAX: usize = 10;

const REMEDY: &str = "Begin with SELECT, WITH or VALUES";

/// The query in a text, with or without a semicolon after it.
pub(super) fn query(state: &SessionState, sql: &str) -> Result<Statement> {
    refuse_deep(sql)?;
    let limit = state.config().options().sql_parser.recursion_limit.get();
    let parsed = DFParserBuilder::new(sql)
        .with_dialect(&GenericDialect {})
        .with_recursion_limit(limit)
        .build()
        .and_then(|mut parser| parser.parse_statements());
    let mut statements = parsed.map_err(|error| explain(&error, &Known::default()))?;
    if let Some(refused) = statements.iter().find_map(refused) {
        return Err(refusal(format!("{refused} is not allowed: this command only reads")));
    }
    match (statements.pop_front(), statements.len()) {
        (Some(statement), 0) => Ok(statement),
        (None, _) => Err(refusal("there is no query".to_owned())),
        (_, more) => {
            let problem = format!("there are {} queries: one at a time is answered", more + 1);
            Err(Error::bad(place(None), problem, "Leave all but one out"))
        }
    }
}

/// Refuses a text before it is parsed if that would take too deep a stack, or too long.
fn refuse_deep(sql: &str) -> Result<()> {
    // The parser will explain text that cannot be tokenised.
    let tokens = Tokenizer::new(&GenericDialect {}, sql).tokenize().unwrap_or_default();
    let operators = tokens.iter().filter(|token| is_operator(token)).count();
    if operators > OPERATORS_MAX {
        let problem = format!("the query has {operators} operators: at most {OPERATORS_MAX} are answered");
        return Err(Error::bad(
            place(None),
            problem,
            "Compare with a list by IN (…), or join a table of VALUES",
        ));
    }
    let calls = calls_read_twice(&tokens);
    if calls > CALLS_READ_TWICE_MAX {
        let problem = format!(
            "the query has {calls} calls such as CAST and NOT (…) within one another: at most \
             {CALLS_READ_TWICE_MAX} are answered"
        );
        return Err(Error::bad(place(None), problem, "Name the inner ones in queries of their own, by WITH"));
    }
    Ok(())
}

/// Tokens that nest expressions or queries without brackets; the parser counts brackets.
fn is_operator(token: &Token) -> bool {
    match token {
        Token::Word(word) => {
            use Keyword::{AND, AT, BETWEEN, CASE, EXCEPT, IN, INTERSECT, IS, JOIN, LIKE, NOT, OR, UNION};
            matches!(word.keyword, AND | AT | BETWEEN | CASE | EXCEPT | IN | INTERSECT | IS | JOIN)
                || matches!(word.keyword, LIKE | NOT | OR | UNION)
        }
        Token::Plus | Token::Minus | Token::Mul | Token::Div | Token::Mod | Token::StringConcat => true,
        Token::Eq | Token::Neq | Token::Lt | Token::Gt | Token::LtEq | Token::GtEq | Token::DoubleColon => {
            true
        }
        Token::Ampersand | Token::Pipe | Token::Caret | Token::Tilde | Token::DoubleEq | Token::Arrow => true,
        _ => false,
    }
}

/// The name of a statement that is not a query, as in `CREATE TABLE`.
fn refused(statement: &Statement) -> Option<String> {
    match statement {
        Statement::Statement(inner) if matches!(**inner, SqlStatement::Query(_)) => None,
        Statement::CreateExternalTable(_) => Some("CREATE EXTERNAL TABLE".to_owned()),
        other => {
            let text = other.to_string();
            let is_keyword = |word: &&str| word.bytes().all(|letter| letter.is_ascii_uppercase());
            let words: Vec<&str> = text.split_whitespace().take(2).take_while(is_keyword).collect();
            Some(if words.is_empty() { "This statement".to_owned() } else { words.join(" ") })
        }
    }
}

/// Refuses a plan that does more than read, however it is written: SELECT … INTO creates a table.
pub(super) fn refuse_effects(plan: &LogicalPlan) -> Result<()> {
    let only_queries =
        SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    only_queries.verify_plan(plan).map_err(|error| {
        let text = error.strip_backtrace();
        let what = text.rsplit(": ").next().unwrap_or(&text);
        refusal(format!("the query does more than read ({what})"))
    })
}

fn refusal(problem: String) -> Error {
    Error::bad(place(None), problem, REMEDY)
}
