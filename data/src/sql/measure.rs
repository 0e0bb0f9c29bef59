//! Measures a query before anything recurses through it.

use contract::{SqlCode, SqlRefusal};
use datafusion::sql::sqlparser::ast::{Expr, ObjectName, Query, Select, TableFactor, Visit, Visitor};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use super::caps;
use super::nesting::calls_read_twice;
use super::refuse::too_large;
use super::standard::unlike;

/// Refuses a text that is too long, or too deeply nested for the parser.
pub(super) fn text(sql: &str) -> Result<(), SqlRefusal> {
    if sql.len() > caps::TEXT_BYTES {
        return Err(too_large("bytes", count(sql.len()), count(caps::TEXT_BYTES), "Shorten it"));
    }
    // The parser explains text that has no tokens.
    let Ok(tokens) = Tokenizer::new(&GenericDialect {}, sql).tokenize_with_location() else { return Ok(()) };
    let (mut depth, mut operators, mut some) = (0_usize, 0_usize, 0_usize);
    for token in tokens.iter().filter(|token| !matches!(token.token, Token::Whitespace(_))) {
        some += 1;
        operators += usize::from(is_operator(&token.token));
        match &token.token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => depth = depth.saturating_sub(1),
            Token::Word(word) if word.keyword == Keyword::CASE => depth += 1,
            Token::Word(word) if word.keyword == Keyword::END => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > caps::DEPTH {
            let start = token.span.start;
            let problem = format!("brackets are nested more than {} deep here", caps::DEPTH);
            let refusal = SqlRefusal::new(SqlCode::TooLarge, problem, "Name inner queries by WITH");
            return Err(SqlRefusal { line: Some(start.line), column: Some(start.column), ..refusal });
        }
    }
    if some > caps::TOKENS {
        return Err(too_large("words and signs", count(some), count(caps::TOKENS), "Shorten it"));
    }
    if operators > caps::OPERATORS {
        let remedy = "Compare with a list by IN (…), or join a table of VALUES";
        return Err(too_large("operators", count(operators), count(caps::OPERATORS), remedy));
    }
    let calls = calls_read_twice(tokens.iter().map(|token| &token.token));
    if calls > caps::CALLS_READ_TWICE {
        let what = "calls such as CAST and NOT (…) within one another";
        let remedy = "Name the inner ones in queries of their own, by WITH";
        return Err(too_large(what, calls, caps::CALLS_READ_TWICE, remedy));
    }
    Ok(())
}

/// Tokens that nest expressions or queries without brackets.
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

/// Refuses a parsed query that would take the planner too long, or that the parser read in another way than it is
/// written. The names that it gives to what it computes, in lower case.
pub(super) fn query(query: &Query) -> Result<HashSet<String>, SqlRefusal> {
    let mut measure = Measure::default();
    if let ControlFlow::Break(refusal) = query.visit(&mut measure) {
        return Err(*refusal);
    }
    if measure.tables > caps::TABLES {
        let remedy = "Join fewer tables, or aggregate before joining";
        return Err(too_large("tables to join", measure.tables, caps::TABLES, remedy));
    }
    Ok(measure.aliases)
}

#[derive(Default)]
struct Measure {
    nodes: usize,
    tables: u64,
    cubed: usize,
    /// Tables that each common table expression stands for, by its name.
    named: HashMap<String, u64>,
    aliases: HashSet<String>,
}

type Flow = ControlFlow<Box<SqlRefusal>>;

impl Measure {
    fn node(&mut self) -> Flow {
        self.nodes += 1;
        if self.nodes <= caps::NODES {
            return ControlFlow::Continue(());
        }
        stop(too_large("parts", count(self.nodes), count(caps::NODES), "Shorten it"))
    }
}

fn stop(refusal: SqlRefusal) -> Flow {
    ControlFlow::Break(Box::new(refusal))
}

impl Visitor for Measure {
    type Break = Box<SqlRefusal>;

    fn pre_visit_query(&mut self, query: &Query) -> Flow {
        self.node()?;
        read_alike(unlike::query(query))?;
        let Some(with) = &query.with else { return ControlFlow::Continue(()) };
        if with.recursive {
            let remedy = "Generate rows by generate_series(first, last), and look things up by joining";
            return stop(SqlRefusal::new(SqlCode::NotAllowed, "WITH RECURSIVE is not allowed", remedy));
        }
        for table in &with.cte_tables {
            // An expression is planned wherever it is named: one that names the one before it twice doubles it.
            let mut inner = Measure { nodes: self.nodes, named: self.named.clone(), ..Measure::default() };
            table.query.visit(&mut inner)?;
            self.nodes = inner.nodes;
            let name = table.alias.name.value.to_lowercase();
            self.aliases.insert(name.clone());
            self.named.insert(name, inner.tables.max(1));
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> Flow {
        read_alike(unlike::select(select))?;
        self.node()
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> Flow {
        let known = self.named.get(&relation.to_string().to_lowercase());
        self.tables = self.tables.saturating_add(known.copied().unwrap_or(1));
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> Flow {
        if let TableFactor::Derived { alias: Some(alias), .. }
        | TableFactor::Table { alias: Some(alias), .. } = factor
        {
            self.aliases.insert(alias.name.value.to_lowercase());
        }
        if let TableFactor::NestedJoin { table_with_joins, .. } = factor {
            read_alike(table_with_joins.joins.iter().try_for_each(unlike::join))?;
        }
        self.node()
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> Flow {
        self.node()?;
        match expression {
            Expr::InList { list, .. } if list.len() > caps::LIST => {
                let remedy = "Join a table of VALUES";
                return stop(too_large("constants in a list", count(list.len()), count(caps::LIST), remedy));
            }
            Expr::Cube(sets) => self.cubed += sets.len(),
            other => read_alike(unlike::expression(other))?,
        }
        if self.cubed > caps::CUBED {
            let remedy = "Name the sets that you want by GROUPING SETS";
            let (cubed, most) = (count(self.cubed), count(caps::CUBED));
            return stop(too_large("columns in CUBE", cubed, most, remedy));
        }
        ControlFlow::Continue(())
    }
}

/// Ends the walk at what is read in another way than it is written.
fn read_alike(read: Result<(), SqlRefusal>) -> Flow {
    read.map_or_else(stop, ControlFlow::Continue)
}

fn count(size: usize) -> u64 {
    size.try_into().unwrap_or(u64::MAX)
}
