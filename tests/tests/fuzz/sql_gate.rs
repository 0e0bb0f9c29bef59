//! The gate of SQL: any text is one query that only reads, or is refused in a sentence. Whoever gets a query through gets no
//! second statement through behind it, and none that does something with the query's rows.

use super::corpus::Corpus;
use super::target::{Outcome, fuzz};
use contract::SqlParameters;
use data::sql::{Failed, Room, Session};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use std::cell::RefCell;
use tokio::runtime::{Builder, Runtime};

const WORDS: [&str; 40] = [
    "'",
    "\"",
    "`",
    "$$",
    "--",
    "/*",
    "*/",
    ";",
    "(",
    ")",
    "[1]",
    "::int",
    "||",
    "\n",
    "\0",
    " and ",
    " or ",
    " not ",
    " is null",
    " between 1 and 2",
    " collate x",
    " in (1)",
    " over ()",
    " union all select 1",
    " intersect select 1",
    "select ",
    "with a as (",
    "with recursive a as (",
    "values (1)",
    "case when ",
    " end",
    " into t",
    "copy ",
    "explain ",
    "insert into t ",
    "create table t as ",
    "drop table t",
    "set a = 1",
    " limit -1",
    " at time zone 'UTC'",
];

/// The gate with an engine without tables.
struct Gate {
    session: RefCell<Session>,
    runtime: Runtime,
}

impl Gate {
    fn query(&self, sql: &str) -> Result<(), Failed> {
        let mut session = self.session.borrow_mut();
        self.runtime.block_on(session.query(sql, &SqlParameters::default())).map(drop)
    }

    fn refuses(&self, sql: &str) -> TestCaseResult {
        match self.query(sql) {
            Ok(()) => Err(TestCaseError::fail(format!("let through: {sql:?}"))),
            Err(error) => is_told(&error),
        }
    }
}

#[test]
fn one_query_that_only_reads_goes_through() {
    let gate = Gate {
        session: RefCell::new(Session::without_tables(&Room::default()).expect("an engine")),
        runtime: Builder::new_current_thread().build().expect("a runtime"),
    };
    let corpus = Corpus::new(&WORDS)
        .lines("tests/fixtures/fuzz/sql.txt")
        .files("data/src/query", &[".sql"])
        .files("data/src/query/kpi", &[".sql"]);
    fuzz("sql_gate", 2_000, &corpus, |input| {
        let sql = input.text();
        if let Err(error) = gate.query(&sql) {
            return is_told(&error).map(|()| Outcome::Refused);
        }
        // What follows stands on a line of its own, because a query may end in a comment.
        for second in ["drop table t", "select 1"] {
            gate.refuses(&format!("{sql}\n;{second}"))?;
        }
        for effect in ["create table t as", "create view v as", "insert into t", "explain", "prepare p as"] {
            gate.refuses(&format!("{effect} {sql}"))?;
        }
        Ok(Outcome::Taken)
    });
}

/// A refusal is the text's fault, stands on one line, and says what to do.
fn is_told(failed: &Failed) -> TestCaseResult {
    let Failed::Refused(refusal) = failed else {
        return Err(TestCaseError::fail(format!("not the query's fault: {failed:?}")));
    };
    prop_assert!(!refusal.remedy.is_empty(), "no remedy: {refusal:?}");
    prop_assert!(!refusal.message.contains('\n'), "not a sentence: {refusal:?}");
    Ok(())
}
