//! Hostile queries: each is answered or refused within its limits, and the server and its workers go on.

use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, Instant};
use tests::client;
use tests::program::Server;
use tests::random::Random;
use tests::store::Store;
use tests::trial::Trial;

const QUERIES: u64 = 200;

/// Limits of the trial: planning, computing and starting another worker on a busy machine.
const CONFIGURATION: &str =
    "[limits]\nsql_time_ms = 1000\nsql_planning_ms = 1000\nsql_memory_bytes = 400000000\n";
const SLOWEST: Duration = Duration::from_secs(30);

/// Columns, constants and texts that expressions are made of.
const ATOMS: [&str; 16] = [
    "units",
    "revenue",
    "sku",
    "date",
    "location",
    "null",
    "0",
    "-1",
    "9223372036854775807",
    "1e308",
    "0.1",
    "''",
    "'a'",
    "date '9999-12-31'",
    "interval '1000000 years'",
    "[1, 2]",
];

/// Forms with `@` for an expression and `#` for a large number.
const FORMS: [&str; 41] = [
    "(@ + @)",
    "(@ * @)",
    "(@ - @)",
    "(@ / @)",
    "(@ % @)",
    "mod(@, @)",
    "md5(cast(@ as varchar))",
    "sha256(lpad('a', #, 'b'))",
    "-(@)",
    "(@ || @)",
    "cast(@ as int)",
    "cast(@ as decimal(38, 10))",
    "cast(@ as date)",
    "try_cast(@ as bigint)",
    "case when @ > @ then @ else @ end",
    "coalesce(@, @)",
    "repeat(@, #)",
    "lpad(@, #, 'x')",
    "rpad(cast(@ as varchar), #)",
    "replace(cast(@ as varchar), '', cast(@ as varchar))",
    "array_repeat(@, #)",
    "generate_series(1, #)",
    "range(0, #, 1)",
    "array_length(range(0, #))",
    "power(@, #)",
    "factorial(#)",
    "round(@, #)",
    "regexp_replace(cast(@ as varchar), '(a|a)*b', 'x')",
    "regexp_like(cast(@ as varchar), '(((a{1,100}){1,100}){1,100})')",
    "levenshtein(repeat('a', #), cast(@ as varchar))",
    "date_trunc('century', @)",
    "date_bin(interval '1 nanosecond', @)",
    "to_timestamp(#)",
    "sum(@) over (order by @)",
    "sum(@)",
    "string_agg(cast(@ as varchar), ',')",
    "array_agg(@)",
    "(select max(@) from sales)",
    "exists (select 1 from sales s where s.units = @)",
    "forecast(date, @, #, 7)",
    "eoq(@, @, @)",
];

/// Queries with `@` and `#` as above.
const QUERIES_OF: [&str; 26] = [
    "select @ from sales",
    "select @, @, @ from sales order by @ limit 5",
    "select count(*) from sales where @ = @",
    "select @ from sales group by @ having @ > 0",
    "select * from sales a, sales b, sales c where a.units + b.units > c.units",
    "select a.* from sales a full join sales b on a.units > b.units order by a.revenue",
    "select count(*) from generate_series(1, #) as t (x) where x % 3 = 1",
    "select * from generate_series(1, #) order by 1 desc",
    "select distinct @ from sales cross join generate_series(1, #)",
    "with recursive r as (select 1 as n union all select n + 1 from r) select * from r",
    "with a as (select @ as x from sales), b as (select * from a, a), c as (select * from b, b) select * from c, c",
    "select @ from sales group by cube(sku, location, date, units, revenue, channel)",
    "copy (select @ from sales) to '/tmp/granary-trial.csv'",
    "create external table t stored as csv location '/etc/passwd'",
    "set datafusion.runtime.memory_limit = '100G'",
    "insert into sales select * from sales",
    "explain analyze select @ from sales",
    "select * from '/etc/passwd'",
    "select * from 'http://169.254.169.254/latest'",
    "select * from read_csv('/etc/passwd')",
    "select * from information_schema.df_settings",
    "select version(), uuid(), random(), now(), input_file_name()",
    "select unnest(range(1, #)) from sales",
    "values (@), (@)",
    "select @ from sales union all select @ from sales intersect select @ from sales",
    "select 1; drop table sales",
];

const LARGE: [&str; 8] = ["1", "7", "1000", "1000000", "100000000", "2147483647", "10000000000", "-1"];

/// Repeated until it is too much: what stands before, again and again, and after.
const CHAINS: [(&str, &str, &str); 12] = [
    ("select ", "1 + ", "1"),
    ("select ", "(", "1"),
    ("select ", "not ", "true"),
    ("select ", "- ", "1"),
    ("select 1", "::int", ""),
    ("select ", "cast(", "1"),
    ("select 1 where 1 = 1", " or 1 = 2", ""),
    ("select 1", " union all select 1", ""),
    ("select 1 in (1", ", 1", ")"),
    ("select 1", ", 1", " from sales"),
    ("select * from sales a", ", sales a", ""),
    ("select ", "case when true then ", "1"),
];

fn filled(form: &str, depth: i64, random: &mut Random) -> String {
    let mut text = String::new();
    for part in form.split_inclusive(['@', '#']) {
        let (before, sign) = part.split_at(part.len() - usize::from(part.ends_with(['@', '#'])));
        text.push_str(before);
        match sign {
            "@" if depth > 0 && random.percent(60) => {
                let inner = random.of(&FORMS);
                text.push_str(&filled(inner, depth - 1, random));
            }
            "@" => text.push_str(random.of(&ATOMS)),
            "#" => text.push_str(random.of(&LARGE)),
            _ => {}
        }
    }
    text
}

fn query(random: &mut Random) -> String {
    if random.percent(15) {
        let (before, again, after) = random.of(&CHAINS);
        let times = usize::try_from(random.between(10, 6_000)).expect("a count");
        return [before, &again.repeat(times), after].concat();
    }
    let form = random.of(&QUERIES_OF);
    let depth = random.between(0, 4);
    filled(form, depth, random)
}

/// What is wrong with the answer to a query.
fn fault(server: &Server, sql: &str) -> Option<String> {
    let begun = Instant::now();
    let body = json!({ "sql": sql, "row_limit": 1_000 });
    let headers = [("content-type", "application/json")];
    let answer = client::post(server.address(), "/api/v1/sql", &headers, body.to_string());
    let took = begun.elapsed();
    let text = String::from_utf8_lossy(&answer.body);
    let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let is_refused = answer.status == 400 && json["sql"]["code"].is_string();
    let wrong = if took > SLOWEST {
        "takes too long"
    } else if text.contains("help us to resolve") || text.contains("DataFusion") || text.contains("root:") {
        "tells what it should not"
    } else if !(answer.status == 200 || is_refused || answer.status == 413) {
        "is neither answered nor refused"
    } else {
        return None;
    };
    let short = |text: &str| text.chars().take(300).collect::<String>();
    Some(format!("{wrong} ({took:?}, {}): {}\n  {}", answer.status, short(sql), short(&text)))
}

#[test]
fn every_hostile_query_is_answered_or_refused() {
    let store = Store::published(100);
    let server = Server::start_with(store.path(), CONFIGURATION);
    let before = files(store.path());
    let copied = std::path::Path::new("/tmp/granary-trial.csv");
    // One that an earlier run left says nothing of this one.
    let _ = fs::remove_file(copied);
    let mut trial = Trial::new("Hostile queries, deep, long, endless or forbidden, each answered or refused");
    let mut random = Random::new(16, 0);
    for _ in 0..Trial::times(QUERIES) {
        let sql = query(&mut random);
        trial.add(fault(&server, &sql));
    }
    let body = json!({ "sql": "select count(*) from sales" }).to_string();
    let headers = [("content-type", "application/json")];
    let last = client::post(server.address(), "/api/v1/sql", &headers, body);
    trial.add((last.status != 200).then(|| format!("at the end: {}", last.text())));
    trial.add((server.get("/").status != 200).then(|| "the dashboard is gone".to_owned()));
    trial.add((files(store.path()) != before).then(|| "the store has other files".to_owned()));
    trial.add(copied.exists().then(|| "a file was written".to_owned()));
    trial.end();
}

/// Paths of all files below a directory, sorted.
fn files(directory: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).expect("a listing") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
