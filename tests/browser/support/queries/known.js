// What Granary and DuckDB mean differently, and why: the table in docs/reliability.md. A generated query asks for none of it, or is
// written so that both mean the same. Each line here is asked of both, so that what is told of them stays true.

/** `ours` and `theirs` are the first row as JSON, or what was refused. */
export const KNOWN = [
  // Whole numbers divided give whole numbers.
  { sql: "select 7 / 2 as x", ours: [3], theirs: [3.5] },
  // Divided by zero.
  { sql: "select 1 / 0 as x", ours: "arithmetic", theirs: ["Infinity"] },
  { sql: "select 1 % 0 as x", ours: "arithmetic", theirs: [null] },
  // A cast to whole numbers cuts off or rounds: the standard leaves it to the implementation.
  { sql: "select cast(cast(2.7 as decimal(5, 2)) as bigint) as x", ours: [2], theirs: ["3"] },
  { sql: "select try_cast('2.5' as bigint) as x", ours: [null], theirs: ["3"] },
  { sql: "select try_cast('2019-02-10main' as date) as x", ours: [null], theirs: ["2019-02-10"] },
  // A number with a point is floating-point in the text of a query.
  { sql: "select 0.1 + 0.2 = 0.3 as x", ours: [false], theirs: [true] },
  { sql: "select cast(5295457363536.2543 as decimal(18, 4)) as x", ours: ["5295457363536.2536"], theirs: ["5295457363536.2543"] },
  // Decimals divided, and their means, are decimals of four digits more, cut off.
  { sql: "select cast(1 as decimal(18, 4)) / 3 as x", ours: [0.33333333], theirs: [0.3333333333333333] },
  { sql: "select avg(x) as x from (values (cast(1 as decimal(9, 2))), (2), (2)) as t (x)", ours: [1.666666], theirs: [1.6666666666666667] },
  { sql: "select median(x) as x from (values (cast(1 as decimal(9, 2))), (cast(1.03 as decimal(9, 2)))) as t (x)", ours: [1.01], theirs: ["1.01"] },
  // Letters.
  { sql: "select upper('Maß') as x", ours: ["MASS"], theirs: ["MAẞ"] },
  { sql: "select length(lower('İ')) as x", ours: [2], theirs: ["1"] },
  // A backslash before % and _ in LIKE.
  { sql: "select 'a%' like 'a\\%' as x", ours: [true], theirs: [false] },
  // Places before the first letter.
  { sql: "select substr('abc', -1, 3) as x", ours: ["a"], theirs: ["c"] },
  { sql: "select split_part('a b', ' ', 0) as x", ours: "bad-value", theirs: [""] },
  // What does not vary has no correlation.
  { sql: "select corr(x, 1) as x from (values (1), (2)) as t (x)", ours: [null], theirs: ["NaN"] },
  // A moment as text.
  { sql: "select cast(timestamp '2020-01-01 10:00:00' as varchar) as x", ours: ["2020-01-01T10:00:00"], theirs: ["2020-01-01 10:00:00"] },
  // Faults of the engine that stay: a name given to another column's cast, and forms that it refuses.
  {
    sql: "select -a as a, cast(a as bigint) as b, count(*) as n from (values (1), (2)) as t (a) group by 1, 2 order by a limit 1",
    ours: [-1, 1, 1],
    theirs: [-2, "2", "1"],
  },
  { sql: "select x from (values (1)) as a (x) join (values (1)) as b (x) using (x) where x > 0", ours: "bad-value", theirs: [1] },
  { sql: "select x in (select 1) as x from (values (1)) as t (x)", ours: "unsupported", theirs: [true] },
  { sql: "select count(cast(x as bigint)) as a, count(x) as b from (values (1)) as t (x)", ours: "bad-value", theirs: ["1", "1"] },
  { sql: "select -(row_number() over (order by x)) as x from (values (1)) as t (x)", ours: "bad-value", theirs: ["-1"] },
  // Forms that are refused because the engine would answer them wrongly.
  { sql: "select 1 as x except all select 2", ours: "unsupported", theirs: [1] },
  { sql: "select x from (values (1)) as a (x) right join (values (2)) as b (x) using (x)", ours: "unsupported", theirs: [2] },
];
