//! Functions under the names that people know, and parameters beside one another.

use super::{answer, asked, refusal_of, refused, session};
use arrow::array::AsArray;
use contract::{SqlCode, SqlParameters, SqlValue};

#[tokio::test]
async fn usual_functions_are_there() {
    for (sql, rows) in [
        ("select mod(7, 3), mod(-7, 3), 7 % 3, mod(7.5, 2), mod(null, 2)", "1 -1 1 1.5 NULL"),
        ("select mod(cast(7.5 as decimal(4, 2)), 2), mod(x, 2) from (values (3)) as t (x)", "1.50 1"),
        ("select sum(mod(x, 3)) from generate_series(1, 7) as t (x)", "7"),
        ("select sign(-2.5), sign(0), signum(3)", "-1.0 0.0 1.0"),
        ("select md5('abc'), md5(null)", "900150983cd24fb0d6963f7d28e17f72 NULL"),
        (
            "select md5(x) from (values ('é'), ('')) as t (x)",
            "66ddcd97cfdeabb2f6fb8a999b4bc76f\nd41d8cd98f00b204e9800998ecf8427e",
        ),
        (
            "select sha256(concat('a', 'bc'))",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
    ] {
        assert_eq!(answer(sql).await, rows, "{sql}");
    }
    for sql in ["select mod(1, 0)", "select mod(x, 0) from (values (1)) as t (x)"] {
        assert_eq!(refusal_of(sql).await.code, SqlCode::Arithmetic, "{sql}");
    }
    for sql in ["select mod(1)", "select mod('a', date '2024-01-01')"] {
        refusal_of(sql).await;
    }
}

#[tokio::test]
async fn recursion_is_refused_with_another_way() {
    let told = refusal_of(
        "with recursive n as (select 1 as i union all select i + 1 from n where i < 3) select i from n",
    )
    .await;
    assert_eq!((told.code, &*told.message), (SqlCode::NotAllowed, "WITH RECURSIVE is not allowed"));
    assert!(told.remedy.contains("generate_series"), "{told:?}");
    assert_eq!(answer("select i from generate_series(1, 3) as n (i)").await, "1\n2\n3");
}

#[tokio::test]
async fn parameters_beside_one_another_have_the_types_of_their_values() {
    let [text, other] = ["x", "10"].map(|text| SqlValue::Text(text.to_owned()));
    let list = |values: &[SqlValue]| SqlParameters::Positional(values.to_vec());
    let (one, two, half) = (SqlValue::Whole(1), SqlValue::Whole(2), SqlValue::Number(0.5));
    for (sql, values, row) in [
        ("select $1 || $2 as c", list(&[text.clone(), other.clone()]), "x10"),
        ("select $1 || $2 || $1 as c", list(&[text.clone(), other.clone()]), "x10x"),
        ("select ($1) || ($2)", list(&[text.clone(), two.clone()]), "x2"),
        ("select $1 + $2", list(&[one.clone(), two.clone()]), "3"),
        ("select -$1 + $2", list(&[one.clone(), half]), "-0.5"),
        ("select $1 < $2", list(&[SqlValue::Whole(9), SqlValue::Whole(10)]), "true"),
        ("select $1 = $2", list(&[text.clone(), text.clone()]), "true"),
        ("select $1 and $2", list(&[SqlValue::Flag(true), SqlValue::Flag(false)]), "false"),
        ("select $1 || $2", list(&[text.clone(), SqlValue::Missing]), "NULL"),
        ("select date '2011-01-31' + $1", list(std::slice::from_ref(&one)), "2011-02-01"),
        (
            "select count(*) from (values ('xy')) as t (w) where w = $1 || $2",
            list(&[text.clone(), SqlValue::Text("y".into())]),
            "1",
        ),
        ("select max(c) from (select $1 || cast($2 as varchar) as c)", list(&[text.clone(), one]), "x1"),
    ] {
        let told = asked(sql, values, 1).await;
        assert_eq!(told.unwrap_or_else(|error| panic!("{sql}: {error}")), row, "{sql}");
    }
    let least = i64::MAX;
    let told = asked("select $1 + $2", list(&[SqlValue::Whole(least), two]), 1).await;
    assert_eq!(refused(told, "a sum").code, SqlCode::Arithmetic);
}

#[tokio::test]
async fn texts_are_handed_out_in_the_form_that_every_program_reads() {
    let mut session = session();
    let sql = "select cast('a' as text) as plain, array_agg(cast(x as text) order by x) as listed, \
               named_struct('inner', cast(min(x) as text)) as record from (values (1), (2)) as t (x)";
    let answer = session.query(sql, &SqlParameters::default()).await.expect("a plan");
    let said: Vec<_> = answer.columns().iter().map(|column| column.data_type.clone()).collect();
    let batches = answer.collect().await.expect("rows");
    let types: Vec<_> =
        batches[0].schema().fields().iter().map(|field| field.data_type().to_string()).collect();
    assert_eq!(types, said);
    assert!(types.iter().all(|kind| kind.contains("Utf8") && !kind.contains("View")), "{types:?}");
    let list = batches[0]["listed"].as_list::<i32>().value(0);
    assert_eq!(list.as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["1", "2"]);
}
