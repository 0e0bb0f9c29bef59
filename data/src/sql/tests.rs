//! Answered queries, refused queries, and their errors.

use super::*;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use contract::{SqlCode, SqlKind, SqlRefusal, SqlValue};
use std::collections::BTreeMap;

/// What the engine alone answers in another way than the standard.
mod standard;

/// Usual functions and parameters.
mod usual;

fn session() -> Session {
    Session::without_tables(&Room::default()).expect("an engine")
}

async fn asked(sql: &str, parameters: SqlParameters, threads: usize) -> Result<String, Failed> {
    let mut session = Session::without_tables(&Room { threads, ..Room::default() }).expect("an engine");
    let batches = session.query(sql, &parameters).await?.collect().await?;
    let options = FormatOptions::default().with_null("NULL");
    let mut rows = Vec::new();
    for batch in &batches {
        let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options));
        let columns: Vec<_> = columns.collect::<Result<_, _>>().expect("columns");
        let cells = |row| columns.iter().map(|column| column.value(row).to_string()).collect::<Vec<_>>();
        rows.extend((0..batch.num_rows()).map(|row| cells(row).join(" ")));
    }
    Ok(rows.join("\n"))
}

async fn answer(sql: &str) -> String {
    asked(sql, SqlParameters::default(), 1).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

fn refused(outcome: Result<String, Failed>, sql: &str) -> SqlRefusal {
    match outcome {
        Err(Failed::Refused(refusal)) => *refusal,
        Err(Failed::Store(error)) => panic!("{sql}: {error}"),
        Ok(rows) => panic!("{sql} is answered: {rows}"),
    }
}

async fn refusal_of(sql: &str) -> SqlRefusal {
    refused(asked(sql, SqlParameters::default(), 1).await, sql)
}

async fn refusal(sql: &str) -> String {
    Failed::from(refusal_of(sql).await).to_string()
}

#[tokio::test]
async fn only_queries_are_let_through() {
    for (sql, name) in [
        ("copy (select 1) to 'x.csv'", "COPY"),
        ("create external table t stored as csv location 'x.csv'", "CREATE EXTERNAL TABLE"),
        ("create table t as select 1", "CREATE TABLE"),
        ("create view v as select 1", "CREATE VIEW"),
        ("insert into t values (1)", "INSERT INTO"),
        ("update t set a = 1", "UPDATE"),
        ("delete from t", "DELETE FROM"),
        ("drop table t", "DROP TABLE"),
        ("set datafusion.execution.batch_size = 1", "SET"),
        ("reset datafusion.execution.batch_size", "RESET"),
        ("explain select 1", "EXPLAIN"),
        ("explain analyze select 1", "EXPLAIN"),
        ("show tables", "SHOW TABLES"),
        ("begin", "BEGIN"),
        ("prepare p as select 1", "PREPARE"),
        ("select 1; drop table t", "DROP TABLE"),
    ] {
        let told = refusal(sql).await;
        assert!(
            told.contains(&format!("SQL: {name}")) && told.contains("Begin with SELECT"),
            "{sql}: {told}"
        );
    }
    assert!(refusal("select 1 as a into t").await.contains("more than read"));
    assert!(refusal("select 1; select 2").await.contains("2 queries"));
    assert!(refusal("  ").await.contains("no query"));
    for file in ["select * from 'Cargo.toml'", "select * from \"/etc/passwd\"", "select * from read_csv('x')"]
    {
        refusal(file).await;
    }
}

#[tokio::test]
async fn queries_are_answered() {
    for (sql, rows) in [
        ("select 1;", "1"),
        ("values (1), (2)", "1\n2"),
        ("with a as (select 1 as b) select b from a -- that is all", "1"),
        ("select round(2.5), power(2, 3), signum(-2)", "3.0 8.0 -1.0"),
        ("select count(*) from generate_series(1, 10)", "10"),
        ("select (true is distinct from false) and false", "false"),
    ] {
        assert_eq!(answer(sql).await, rows, "{sql}");
    }
}

#[tokio::test]
async fn a_problem_has_its_place_and_a_remedy() {
    for (sql, parts) in [
        ("select 1,\n  * frm x", &["SQL, line 2, column 5", "expected"][..]),
        ("select 1 +", &["expected: an expression, found: EOF"]),
        ("select norm_pff(0.5)", &["SQL, line 1, column 8", "norm_pff", "norm_ppf"]),
        ("select 1,\n  missing", &["SQL, line 2, column 3", "missing", "FROM"]),
        ("select b from (select 1 as a) as t", &["SQL, line 1, column 8", "Use one of t.a"]),
        ("select * from sales", &["SQL, line 1, column 15", "sales", "--store URI"]),
        ("select eoq(1, 2)", &["eoq: 2 arguments are given: it takes 3", "Write eoq(demand, order_cost"]),
        ("select eoq()", &["eoq: 0 arguments are given"]),
        ("select eoq('1', 2, 3)", &["eoq: argument 1 (demand) is of type Utf8: it must be a number", "CAST"]),
        ("select norm_ppf(95)", &["norm_ppf: argument 1 (p) is 95: it must be above 0 and below 1", "0.95"]),
        (
            "select eoq(a, 1, 1) from (values (1), (-2)) as t (a)",
            &["(demand) is -2", "zero or above", "WHERE"],
        ),
        ("select 'a' + 1 = date '2024-01-01'", &["SQL"]),
    ] {
        let told = refusal(sql).await;
        assert!(parts.iter().all(|part| told.contains(part)), "{sql}: {told}");
        assert!(!told.contains("DataFusion") && !told.contains('\n'), "{told}");
    }
}

#[tokio::test]
async fn an_expression_as_long_as_allowed_is_answered_and_a_longer_one_refused() {
    for (least, chain) in [(" + 1", 500), (" or true", 500), (" union all select 1", 60)] {
        let allowed = format!("select true{}", least.repeat(chain)).replacen("true +", "1 +", 1);
        let allowed = if least.contains("union") { allowed.replacen("true", "1", 1) } else { allowed };
        answer(&allowed).await;
        let told = refusal(&format!("select 1{}", least.repeat(3_000))).await;
        assert!(told.contains("3000 operators: at most 500"), "{told}");
    }
    for again in [" is null", " in (1)", " at time zone 'UTC'"] {
        let told = refusal(&format!("select 1{}", again.repeat(3_000))).await;
        assert!(told.contains("3000 operators"), "{told}");
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_planned() {
    let nested = |open: &str, close: &str| format!("select {}1{}", open.repeat(1_000), close.repeat(1_000));
    let doubled = (1..20).map(|i| format!(", a{i} as (select * from a{0}, a{0})", i - 1)).collect::<String>();
    for (sql, part) in [
        (nested("(", ")"), "nested more than 40 deep"),
        (nested("[", "]"), "nested more than 40 deep"),
        (nested("abs(", ")"), "nested more than 40 deep"),
        (nested("cast(", " as int)"), "nested more than 40 deep"),
        (nested("case when true then ", " end"), "nested more than 40 deep"),
        (format!("select 1 in ({})", vec!["1"; 3_000].join(",")), "constants in a list"),
        (format!("select {}", vec!["1"; 15_000].join(",")), "words and signs"),
        (
            format!("select {}", (0..1_500).map(|i| i.to_string()).collect::<Vec<_>>().join(",")),
            "1500 columns",
        ),
        (format!("select 1 from {}", vec!["t"; 100].join(",")), "100 tables to join"),
        (format!("with a0 as (select 1 as x){doubled} select 1 from a19"), "tables to join"),
        (format!("select 1 group by cube({})", ["1"; 11].join(",")), "11 columns in CUBE"),
        (format!("select '{}'", "x".repeat(70_000)), "bytes: at most 65536"),
    ] {
        let refusal = refusal_of(&sql).await;
        assert_eq!(refusal.code, SqlCode::TooLarge, "{part}: {refusal:?}");
        assert!(refusal.message.contains(part), "{part}: {refusal:?}");
    }
    for (sql, part) in [
        ("with recursive a as (select 1 union all select * from a) select * from a", "WITH RECURSIVE"),
        ("select version()", "version"),
        ("select repeat('a', 2147483647)", "repeat"),
        ("select now()", "It is left out: what the clock says"),
        ("select true is distinct from false and false", "not in brackets"),
        ("select @@version", "SQL"),
    ] {
        let told = refusal(sql).await;
        assert!(told.contains(part), "{sql}: {told}");
    }
}

#[tokio::test]
async fn whole_numbers_and_decimals_are_exact_or_an_error() {
    let most = i64::MAX;
    for (sql, rows) in [
        ("select 2 + 3 * 4 - 1, -(5), 1.5 + 1", "13 -5 2.5"),
        ("select cast(1.10 as decimal(4, 2)) * cast(3 as decimal(4, 2))", "3.3000"),
        ("select sum(x) from (values (9223372036854775807), (1)) as t (x)", "9223372036854775808"),
        ("select sum(x) from (values (cast(1 as smallint)), (null)) as t (x)", "1"),
        ("select sum(x) from (values (1)) as t (x) where false", "NULL"),
        ("select sum(distinct x), avg(x) from (values (1), (1), (4)) as t (x)", "5 2.0"),
        (
            "select sum(x), count(distinct x) from (values (cast(1.5 as decimal(28, 4))), (2)) as t (x)",
            "3.5000 2",
        ),
        ("select sum(x) over (order by x) from (values (1), (2)) as t (x)", "1\n3"),
        ("select date '2024-01-31' + interval '1 day'", "2024-02-01"),
        (
            "select sum(x) from (select cast('99999999999999999999999999999999999999' as decimal(38, 0)) as x \
             from generate_series(1, 3))",
            "299999999999999999999999999999999999997",
        ),
    ] {
        assert_eq!(answer(sql).await, rows, "{sql}");
    }
    for sql in [
        format!("select {most} + 1"),
        format!("select x + 1 from (values ({most})) as t (x)"),
        format!("select x * x from (values ({most})) as t (x)"),
        format!("select -x - 2 from (values ({most})) as t (x)"),
        "select -x from (values (cast(-9223372036854775808 as bigint))) as t (x)".to_owned(),
        "select x * x from (select cast(1e30 as decimal(38, 0)) as x)".to_owned(),
        "select 1 / x from (values (0)) as t (x)".to_owned(),
    ] {
        let refusal = refusal_of(&sql).await;
        assert_eq!(refusal.code, SqlCode::Arithmetic, "{sql}: {refusal:?}");
    }
}

#[tokio::test]
async fn the_answer_is_the_same_in_one_part_and_in_eight() {
    let sql = "select x % 7 as k, sum(x), sum(cast(x as decimal(20, 4)) / 3), count(*), avg(x), median(x), \
               count(distinct x % 11) from generate_series(1, 20000) as t (x) group by x % 7 order by k";
    let one = asked(sql, SqlParameters::default(), 1).await.expect("an answer");
    assert_eq!(one.lines().count(), 7);
    assert_eq!(asked(sql, SqlParameters::default(), 8).await.expect("an answer"), one);
}

#[tokio::test]
async fn parameters_are_bound_and_never_pasted() {
    let evil = "'; drop table sales; --";
    let list = |values: &[SqlValue]| SqlParameters::Positional(values.to_vec());
    let text = SqlValue::Text(evil.into());
    let told = asked("select $1 as a, $2 + 1 as b", list(&[text.clone(), SqlValue::Whole(1)]), 1).await;
    assert_eq!(told.expect("an answer"), format!("{evil} 2"));
    let named = SqlParameters::Named(BTreeMap::from([("day".into(), SqlValue::Text("2024-02-01".into()))]));
    let days =
        "select count(*) from (values (date '2024-01-31'), (date '2024-02-01')) as t (d) where d >= $day";
    assert_eq!(asked(days, named.clone(), 1).await.expect("an answer"), "1");
    for (sql, parameters, part) in [
        ("select $1", list(&[]), "$1 has no value"),
        ("select $a", named, "$a has no value"),
        ("select 1", list(&[text]), "no parameter $1"),
    ] {
        let refusal = refused(asked(sql, parameters, 1).await, sql);
        assert_eq!(refusal.code, SqlCode::BadParameter, "{refusal:?}");
        assert!(refusal.message.contains(part), "{refusal:?}");
    }
}

#[tokio::test]
async fn a_near_name_is_suggested() {
    let sql = "select\n  unts from (values (1)) as t (units)";
    let refusal = refusal_of(sql).await;
    assert_eq!((refusal.code, refusal.suggestion.as_deref()), (SqlCode::UnknownName, Some("units")));
    assert_eq!((refusal.line, refusal.column), (Some(2), Some(3)));
    let far = refusal_of("select zebra from (values (1)) as t (units)").await;
    assert_eq!(far.suggestion, None, "{far:?}");
}

#[tokio::test]
async fn a_limit_stops_the_engine_and_columns_say_their_kind() {
    let mut session = session();
    let sql = "select x, cast(x as double) as y, 'a' as z from generate_series(1, 1000000000000) as t (x)";
    let answer = session.query(sql, &SqlParameters::default()).await.expect("a plan");
    let kinds: Vec<_> = answer.columns().iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [SqlKind::Exact, SqlKind::Number, SqlKind::Text]);
    let batches = answer.limit(10).expect("a limit").collect().await.expect("rows");
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 10);
}

/// The parser takes twice as long for each such call around a mistake: with forty of them it would not end.
#[tokio::test]
async fn calls_that_the_parser_reads_twice_are_bounded() {
    for (call, inner, end) in [
        ("cast(1 + ", "1", " as int)"),
        ("floor(1 + ", "1", ")"),
        ("not (", "true", ")"),
        ("array[", "1", "]"),
    ] {
        let of = |calls: usize| [&call.repeat(calls), inner, &end.repeat(calls)].concat();
        for refused in [of(40), call.repeat(40)] {
            let told = refusal(&format!("select {refused}")).await;
            assert!(told.contains("40 calls such as CAST") && told.contains("at most 10"), "{told}");
        }
        let apart: Vec<_> = (0..20).map(|column| format!("{} as c{column}", of(5))).collect();
        answer(&format!("select {}, {}", of(10), apart.join(", "))).await;
    }
}
