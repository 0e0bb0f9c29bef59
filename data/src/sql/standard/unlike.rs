//! What the parser or the engine reads in another way than the standard: refused, with words that both read alike.

use contract::{SqlCode, SqlRefusal};
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Join, JoinConstraint, JoinOperator, Query, Select, SetExpr, SetOperator,
    SetQuantifier,
};

/// An expression.
pub(in crate::sql) fn expression(expression: &Expr) -> Result<(), SqlRefusal> {
    match expression {
        Expr::IsDistinctFrom(_, right) | Expr::IsNotDistinctFrom(_, right) if is_open(right) => {
            let problem = "the right side of IS DISTINCT FROM is not in brackets";
            let remedy = "Put it in brackets, as in (a IS DISTINCT FROM b) AND c";
            Err(SqlRefusal::new(SqlCode::Syntax, problem, remedy))
        }
        // The engine takes the pattern for a regular expression that may match anywhere.
        Expr::SimilarTo { .. } => Err(unsupported("SIMILAR TO", "Use LIKE, or regexp_like(text, pattern)")),
        _ => Ok(()),
    }
}

/// Whether an expression binds less than IS does. The parser takes all that follows IS DISTINCT FROM for its right side,
/// where the standard ends it at AND and OR.
fn is_open(right: &Expr) -> bool {
    use BinaryOperator::{And, Or, Xor};
    matches!(right, Expr::BinaryOp { op: And | Or | Xor, .. })
}

/// The queries of a query that are set against one another. The engine keeps or drops all of several equal rows at once, where the
/// standard counts them.
pub(in crate::sql) fn query(query: &Query) -> Result<(), SqlRefusal> {
    let mut left = vec![&*query.body];
    while let Some(body) = left.pop() {
        let SetExpr::SetOperation { op, set_quantifier, left: one, right: other } = body else { continue };
        let is_all = matches!(set_quantifier, SetQuantifier::All | SetQuantifier::AllByName);
        let name = match op {
            SetOperator::Except | SetOperator::Minus => "EXCEPT ALL",
            SetOperator::Intersect => "INTERSECT ALL",
            SetOperator::Union => "",
        };
        if is_all && !name.is_empty() {
            let remedy = "Leave ALL out, or number equal rows by row_number() first";
            return Err(unsupported(name, remedy));
        }
        left.extend([&**one, &**other]);
    }
    Ok(())
}

/// The joins of a SELECT. Under RIGHT and FULL JOIN … USING the engine takes the shared column from the left table alone, where the
/// standard takes it from the one that has the row.
pub(in crate::sql) fn select(select: &Select) -> Result<(), SqlRefusal> {
    select.from.iter().flat_map(|from| &from.joins).try_for_each(join)
}

/// A join.
pub(in crate::sql) fn join(join: &Join) -> Result<(), SqlRefusal> {
    let (name, constraint, remedy) = match &join.join_operator {
        JoinOperator::Right(constraint) | JoinOperator::RightOuter(constraint) => {
            ("RIGHT", constraint, "Turn the tables round and write LEFT JOIN, or join with ON")
        }
        JoinOperator::FullOuter(constraint) => {
            ("FULL", constraint, "Join with ON, and select coalesce(a.x, b.x) for x")
        }
        _ => return Ok(()),
    };
    match constraint {
        JoinConstraint::Using(_) => Err(unsupported(&format!("{name} JOIN … USING"), remedy)),
        JoinConstraint::Natural => Err(unsupported(&format!("NATURAL {name} JOIN"), remedy)),
        JoinConstraint::On(_) | JoinConstraint::None => Ok(()),
    }
}

fn unsupported(what: &str, remedy: &str) -> SqlRefusal {
    SqlRefusal::new(SqlCode::Unsupported, format!("{what} is not answered"), remedy)
}
