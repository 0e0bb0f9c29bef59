//! What the engine alone answers in another way than the standard.

use super::*;

/// Values with one missing, and lists of them.
const VALUES: &str = "with t as (select * from (values (1), (2), (null)) as t (x)), \
                      u as (select * from (values (2), (null)) as u (y)), v as (select 2 as y)";

#[tokio::test]
async fn missing_values_are_neither_in_nor_out_of_a_list() {
    for (condition, rows) in [
        ("x in (select y from u)", "2"),
        ("x not in (select y from u)", ""),
        ("x not in (select y from v)", "1"),
        ("5 not in (select y from u)", ""),
        ("5 not in (select y from v)", "1\n2\nNULL"),
        ("x not in (select y from u) or x = 1", "1"),
        ("coalesce(nullif(x, 1), null) not in (select y from v)", ""),
        ("x not in (select y from u where u.y = t.x)", "1\nNULL"),
        ("x in (select y from u) or x is null", "2\nNULL"),
        ("(x in (select y from u)) is null", "1\nNULL"),
        ("(x not in (select y from v)) is null", "NULL"),
        ("(x in (select y from u where false)) is false", "1\n2\nNULL"),
        ("(x in (select y from u where y is null)) is not true and x > 1", "2"),
        ("case when x + 1 not in (select y + 1 from u) then false else true end", "1\n2\nNULL"),
        ("not (x in (select y from u) and x > 0)", ""),
        ("(x in (select y from u where y = x)) is false", "1\nNULL"),
        ("x = any (select y from u) or x is null", "2\nNULL"),
        ("(x <> all (select y from u)) is null", "1\nNULL"),
    ] {
        let sql = format!("{VALUES} select x from t where {condition} order by x nulls last");
        assert_eq!(answer(&sql).await, rows, "{condition}");
    }
    for (condition, rows) in [
        ("nullif(z, 1) not in (select 2 as y)", "3"),
        ("try_cast(cast(z as varchar) || 'x' as bigint) not in (select 2 as y)", ""),
        ("try_cast(cast(z as varchar) || 'x' as bigint) not in (select 2 as y where false)", "1\n2\n3"),
        ("z + 1 not in (select 2 as y)", "2\n3"),
    ] {
        let sql = format!("select z from (values (1), (2), (3)) as s (z) where {condition} order by z");
        assert_eq!(answer(&sql).await, rows, "{condition}");
    }
}

#[tokio::test]
async fn what_a_cast_cuts_off_is_cut_off_before_it_is_compared() {
    for (condition, rows) in [
        ("cast(x as int) = 0", "0.6000"),
        ("cast(x as int) in (0, 5)", "0.6000"),
        ("cast(x as decimal(10, 0)) = 1", "0.6000\n1.0000\n1.4000"),
        ("cast(x as decimal(10, 1)) <> 0.6", "1.0000\n1.4000"),
        ("try_cast(x as int) < 1", "0.6000"),
        ("cast(x as decimal(18, 6)) = 0.6", "0.6000"),
    ] {
        let rest =
            "from (select cast(x as decimal(18, 4)) as x from (values (0.6), (1), (1.4)) as t (x)) as t";
        let sql = format!("select x {rest} where {condition} order by x");
        assert_eq!(answer(&sql).await, rows, "{condition}");
    }
}

#[tokio::test]
async fn rows_of_sets_are_sorted_by_columns_that_had_one_value() {
    let rows = "from (values (1, 5), (1, 6), (2, 5)) as t (x, y)";
    for (sql, expected) in [
        (
            format!("select x, count(*) {rows} where x = 1 group by rollup (x) order by x nulls last"),
            "1 2\nNULL 2",
        ),
        (
            format!(
                "select x, count(*) {rows} where x = 1 group by rollup (x) order by x desc nulls last limit 1"
            ),
            "1 2",
        ),
        (
            format!(
                "select a, x, count(*) from (select 'a' as a, x {rows}) group by cube (a, x) order by 1 nulls last, 2"
            ),
            "a 1 2\na 2 1\na NULL 3\nNULL 1 2\nNULL 2 1\nNULL NULL 3",
        ),
        (
            format!(
                "select x, y, sum(y) {rows} where x = y - 4 group by cube (x, y) order by y nulls first, x nulls first"
            ),
            "NULL NULL 5\n1 NULL 5\nNULL 5 5\n1 5 5",
        ),
        (
            format!(
                "select grouping(x), x + 1, row_number() over (order by x nulls last) {rows} where x = 1 group by rollup (x)"
            ),
            "0 2 1\n1 NULL 2",
        ),
    ] {
        assert_eq!(answer(&sql).await, expected, "{sql}");
    }
}

#[tokio::test]
async fn a_total_is_left_out_by_a_condition_without_columns() {
    let totals = "with t as (select 'a' as k, count(*) as n from (values (1), (2)) as t (x) union all \
                  select 'b', count(*) from (values (1)) as t (x))";
    for (rest, rows) in [
        ("select * from t where k = 'b'", "b 1"),
        ("select * from t where upper(k) like 'A%' and n > 0", "a 2"),
        ("select * from (select 'c' as k, n from (select max(n) as n from t) as u) as v where k = 'd'", ""),
        ("select * from (select 'c' as k, count(*) as n from t group by rollup (k)) as v where k = 'd'", ""),
        ("select k, n, 'e' as c from t where n > 1", "a 2 e"),
        ("select n from (select count(*) as n from t) as v where 7 = (select min(n) from t)", ""),
        (
            "select n from (select count(*) as n from t group by cube (k)) as v where 7 = (select min(n) from t)",
            "",
        ),
        (
            "select a from (select max(n) as a, coalesce('x', 'y') as b from t) as v where b = 'z' group by a, b",
            "",
        ),
        (
            "select x, (select count(*) from (values (1), (1)) as u (y) where u.y = s.x) as c \
             from (values (1), (2)) as s (x) order by x",
            "1 2\n2 0",
        ),
    ] {
        assert_eq!(answer(&format!("{totals} {rest}")).await, rows, "{rest}");
    }
}

#[tokio::test]
async fn rows_joined_with_groups_are_grouped_by_all_that_is_named() {
    let rows = "from (values (3, 1), (1, 1), (2, 1), (3, 2), (1, 2)) as v (x, z) \
                join (select y as k, count(*) as n from (values (1), (2), (2)) as u (y) group by y) as t on t.k = v.z";
    let sorted = "1 1\n1 2\n1 3\n2 1\n2 3";
    for (sql, expected) in [
        (format!("select k, x {rows} group by k, x order by k, x"), sorted),
        (format!("select distinct k, x {rows} order by k, x"), sorted),
        (
            format!(
                "select * from (select distinct on (k, x) k, x {rows} order by k, x, n) as q order by k, x"
            ),
            sorted,
        ),
        (
            format!(
                "select k, sum(c) from (select k, x, count(*) as c {rows} group by k, x) as q group by k, x order by 1, 2"
            ),
            "1 1\n1 1\n1 1\n2 1\n2 1",
        ),
        (
            format!(
                "select count(*) from (select k from (select distinct k, x {rows}) as q group by k, x) as r"
            ),
            "5",
        ),
        (format!("select n, count(*) {rows} where k = 2 group by n"), "2 2"),
    ] {
        for threads in [1, 2] {
            assert_eq!(
                asked(&sql, SqlParameters::default(), threads).await.expect("rows"),
                expected,
                "{sql}"
            );
        }
    }
}

#[tokio::test]
async fn percentiles_are_exact() {
    let rows = "from (values (1, 0), (1, 100), (2, 7), (3, null)) as t (k, x)";
    let call = |share| format!("percentile_cont({share}) within group (order by cast(x as double))");
    for (sql, expected) in [
        (format!("select {} {rows} where k = 1", call("0.97349999999")), "97.349999999"),
        (format!("select k, {} {rows} group by k order by k", call("0.35")), "1 35.0\n2 7.0\n3 NULL"),
        (format!("select {}, {} {rows}", call("0"), call("1")), "0.0 100.0"),
        (
            format!("select percentile_cont(0.25) within group (order by cast(x as double) desc) {rows}"),
            "53.5",
        ),
        (format!("select percentile_cont(x, 0.7), quantile_cont(x, 0.35) {rows} where k = 1"), "70.0 35.0"),
        (
            format!(
                "select percentile_cont(cast(x as double), 0.7) over (order by k rows 1 preceding) {rows} where k <> 1"
            ),
            "7.0\n7.0",
        ),
    ] {
        for threads in [1, 3] {
            assert_eq!(
                asked(&sql, SqlParameters::default(), threads).await.expect("rows"),
                expected,
                "{sql}"
            );
        }
    }
}

#[tokio::test]
async fn rows_of_an_outer_join_are_sorted_by_what_is_constant_on_one_side() {
    let tables = "with a as (select x, 'k' as k from (values (2), (1)) as t (x)), \
                  b as (select x from (values (5), (2), (1)) as t (x))";
    for (rest, rows) in [
        ("select b.x, a.k from b left join a on a.x = b.x order by 2 nulls first, 1", "5 NULL\n1 k\n2 k"),
        (
            "select b.x, a.k from a right join b on a.x = b.x order by k nulls last, b.x desc",
            "2 k\n1 k\n5 NULL",
        ),
        ("select b.x, a.k from b full join a on a.x = b.x order by 2 nulls first, 1 limit 1", "5 NULL"),
        (
            "select b.x, row_number() over (order by a.k nulls first, b.x desc) as n, count(*) over (partition by a.k) as m \
             from b left join a on a.x = b.x order by 1",
            "1 3 2\n2 2 2\n5 1 1",
        ),
    ] {
        for threads in [1, 2] {
            let sql = format!("{tables} {rest}");
            assert_eq!(asked(&sql, SqlParameters::default(), threads).await.expect("rows"), rows, "{rest}");
        }
    }
}

#[tokio::test]
async fn the_first_rows_of_a_union_are_the_first_of_all_its_parts() {
    let part = |name, value| format!("select '{name}' as a, {value} as x from (values (1), (2)) as t (x)");
    let sql = format!("{} union all {} order by x, a limit 1", part("b", "x * 0"), part("a", "x - x"));
    for threads in [1, 2, 8] {
        assert_eq!(
            asked(&sql, SqlParameters::default(), threads).await.expect("an answer"),
            "a 0",
            "{threads}"
        );
    }
}

#[tokio::test]
async fn what_is_read_in_another_way_is_refused_with_another_way_to_write_it() {
    let tables = "with a as (select 1 as x), b as (select 2 as x)";
    for (rest, parts) in [
        ("select x from a except all select x from b", &["EXCEPT ALL is not answered", "row_number()"]),
        (
            "select x from a intersect all select x from b",
            &["INTERSECT ALL is not answered", "Leave ALL out"],
        ),
        (
            "(select x from a intersect all select x from b) union select 3",
            &["INTERSECT ALL", "row_number()"],
        ),
        ("select * from (select x from a except all select x from b) as c", &["EXCEPT ALL", "row_number()"]),
        ("select x from a where 'ab' similar to 'a%'", &["SIMILAR TO is not answered", "LIKE"]),
        ("select x from a full join b using (x)", &["FULL JOIN … USING", "coalesce(a.x, b.x)"]),
        ("select x from a natural full join b", &["NATURAL FULL JOIN", "coalesce(a.x, b.x)"]),
        ("select x from a right join b using (x)", &["RIGHT JOIN … USING", "LEFT JOIN"]),
        ("select x from (a natural right outer join b)", &["NATURAL RIGHT JOIN", "LEFT JOIN"]),
    ] {
        let refusal = refusal_of(&format!("{tables} {rest}")).await;
        let told = format!("{} {}", refusal.message, refusal.remedy);
        assert_eq!(refusal.code, SqlCode::Unsupported, "{rest}: {told}");
        assert!(parts.iter().all(|part| told.contains(part)), "{rest}: {told}");
    }
    for (rest, rows) in [
        ("select x from a union all select x from b order by x", "1\n2"),
        ("select x from a except select x from b", "1"),
        ("select x from a left join b using (x)", "1"),
        ("select a.x, b.x from a full join b on a.x = b.x order by 1 nulls last", "1 NULL\nNULL 2"),
    ] {
        assert_eq!(answer(&format!("{tables} {rest}")).await, rows, "{rest}");
    }
}
