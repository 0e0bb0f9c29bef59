//! Lets exactly one query through: measured, parsed, and its plan made of nothing but what `allowed` lists.

use contract::{SqlCode, SqlRefusal};
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, LogicalPlan};
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast::Statement as SqlStatement;
use datafusion::sql::sqlparser::dialect::GenericDialect;
use std::collections::HashSet;

use super::allowed;
use super::caps;
use super::explain::{Known, explain};
use super::measure;
use super::refuse::{Failed, too_large};

const REMEDY: &str = "Begin with SELECT, WITH or VALUES";

/// The query in a text, with or without a semicolon after it, and the names that it gives to what it computes.
pub(super) fn query(sql: &str) -> Result<(Statement, HashSet<String>), Failed> {
    measure::text(sql)?;
    let parsed = DFParserBuilder::new(sql)
        .with_dialect(&GenericDialect {})
        .with_recursion_limit(caps::PARSER_DEPTH)
        .build()
        .and_then(|mut parser| parser.parse_statements());
    let mut statements = parsed.map_err(|error| explain(&error, &Known::default()))?;
    if let Some(refused) = statements.iter().find_map(refused) {
        return Err(refusal(format!("{refused} is not allowed: this only reads")).into());
    }
    let statement = match (statements.pop_front(), statements.len()) {
        (Some(statement), 0) => statement,
        (None, _) => return Err(refusal("there is no query".to_owned()).into()),
        (_, more) => {
            let problem = format!("there are {} queries: one at a time is answered", more + 1);
            return Err(SqlRefusal::new(SqlCode::NotAllowed, problem, "Leave all but one out").into());
        }
    };
    let mut aliases = HashSet::new();
    if let Statement::Statement(inner) = &statement
        && let SqlStatement::Query(query) = &**inner
    {
        aliases = measure::query(query)?;
    }
    Ok((statement, aliases))
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

/// Refuses a plan with a step, an expression or a function that is not listed, however it is written: SELECT … INTO
/// creates a table.
pub(super) fn plan(plan: &LogicalPlan) -> Result<(), Failed> {
    let mut found = None;
    let walked = plan.apply_with_subqueries(|step| {
        found = (!allowed::step(step)).then(|| format!("the query does more than read ({})", name_of(step)));
        if found.is_none() {
            step.apply_expressions(|expression| {
                expression.apply(|part| {
                    found = refused_part(part);
                    Ok(if found.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
                })
            })?;
        }
        Ok::<_, DataFusionError>(if found.is_some() {
            TreeNodeRecursion::Stop
        } else {
            TreeNodeRecursion::Continue
        })
    });
    if let Some(problem) = found {
        return Err(refusal(problem).into());
    }
    walked.map_err(|error| explain(&error, &Known::default()))?;
    let columns = plan.schema().fields().len();
    if columns > caps::COLUMNS {
        let (columns, most) = (columns.try_into().unwrap_or(u64::MAX), caps::COLUMNS as u64);
        return Err(too_large("columns", columns, most, "Name the columns that you need").into());
    }
    Ok(())
}

fn refused_part(part: &Expr) -> Option<String> {
    let name = match part {
        Expr::ScalarFunction(call) => call.func.name(),
        Expr::AggregateFunction(call) => call.func.name(),
        Expr::WindowFunction(call) => call.fun.name(),
        other => return (!allowed::expression(other)).then(|| format!("{other} is not allowed")),
    };
    (!allowed::function(name)).then(|| format!("function {name} is not allowed"))
}

/// The first word of a step as the engine shows it.
fn name_of(step: &LogicalPlan) -> String {
    let shown = step.display().to_string();
    shown.split([':', ' ']).next().unwrap_or_default().to_owned()
}

fn refusal(problem: String) -> SqlRefusal {
    SqlRefusal::new(SqlCode::NotAllowed, problem, REMEDY)
}
