//! Answered queries, refused queries, and their errors.

use super::*;

async fn refusal(sql: &str) -> String {
    let mut session = Session::without_tables().expect("an engine");
    let error = match session.query(sql).await {
        Ok(answer) => answer.collect().await.err(),
        Err(error) => Some(error),
    };
    let error = error.unwrap_or_else(|| panic!("{sql} was answered"));
    assert!(error.is_bad_input(), "{error:?}");
    error.to_string()
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
    let mut session = Session::without_tables().expect("an engine");
    for sql in ["select 1;", "values (1), (2)", "with a as (select 1 as b) select b from a -- that is all"] {
        let batches = session.query(sql).await.expect(sql).collect().await.expect(sql);
        assert!(batches.iter().map(RecordBatch::num_rows).sum::<usize>() > 0, "{sql}");
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
    let mut session = Session::without_tables().expect("an engine");
    for (least, chain) in [(" + 1", 500), (" or true", 500), (" union all select 1", 400)] {
        let allowed = format!("select true{}", least.repeat(chain)).replacen("true +", "1 +", 1);
        let allowed = if least.contains("union") { allowed.replacen("true", "1", 1) } else { allowed };
        session.query(&allowed).await.expect(least).collect().await.expect(least);
        let told = refusal(&format!("select 1{}", least.repeat(20_000))).await;
        assert!(told.contains("20000 operators: at most 500"), "{told}");
    }
    for again in [" is null", " in (1)", " at time zone 'UTC'"] {
        let told = refusal(&format!("select 1{}", again.repeat(20_000))).await;
        assert!(told.contains("20000 operators"), "{told}");
    }
    let told = refusal(&format!("select {}1{}", "(".repeat(3_000), ")".repeat(3_000))).await;
    assert!(told.contains("recursion"), "{told}");
}

/// The parser takes twice as long for each such call around a mistake: with forty of them it would not end.
#[tokio::test]
async fn calls_that_the_parser_reads_twice_are_bounded() {
    let mut session = Session::without_tables().expect("an engine");
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
        let answered = format!("select {}, {}", of(10), vec![of(5); 20].join(", "));
        session.query(&answered).await.expect(call);
    }
}
