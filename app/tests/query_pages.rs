//! Query pages: how answers stand in their text, and what a page says of itself.

#[path = "support/document.rs"]
#[allow(dead_code, reason = "pages that ask nothing are not drawn here")]
mod document;
#[path = "support/publication.rs"]
mod publication;

use app::{BadPage, Language, Opened, Page, PageRequest, QueryPage, Sql, render};
use contract::{SqlAnswer, SqlCode, SqlColumn, SqlCost, SqlKind, SqlRefusal, SqlSchema, SqlValue};
use document::{Document, assets, place};

type Outcome = Result<SqlAnswer, SqlRefusal>;

const FILE: &str = "\
---
title: Stock & more
title de: Bestand
description: What is there.
parameter place: text = UK
---
# There are {now.on_hand} units, {now.share} of it new, since {now.since}; {now.gone} and {gone.n}

- One *and* **two** of `code`

| a | b |
|---|---|
| 1 | 2 |

```sql now
select 1 where $place = 'UK'
```

```
{now.on_hand}
```

```sql gone table
select 2
```
";

fn column(name: &str, kind: SqlKind, unit: Option<&str>) -> SqlColumn {
    let (name, unit) = (name.to_owned(), unit.map(str::to_owned));
    SqlColumn { name, kind, data_type: String::new(), unit, meaning: None }
}

fn answer(columns: Vec<SqlColumn>, rows: Vec<Vec<SqlValue>>, cut_at: Option<u64>) -> Outcome {
    let cost = SqlCost { row_count: rows.len() as u64, cut_at, milliseconds: 7, bytes_read: 1 };
    Ok(SqlAnswer { snapshot: "s".into(), columns, rows, cost, steps: Vec::new() })
}

fn now() -> Outcome {
    let columns = vec![
        column("on_hand", SqlKind::Exact, Some("units")),
        column("share", SqlKind::Number, Some("share")),
        column("since", SqlKind::Date, None),
        column("gone", SqlKind::Exact, Some("currency")),
    ];
    let row = vec![
        SqlValue::Whole(12_345),
        SqlValue::Number(0.25),
        SqlValue::Text("2011-12-09".into()),
        SqlValue::Missing,
    ];
    answer(columns, vec![row], None)
}

fn refused() -> Outcome {
    Err(SqlRefusal::new(SqlCode::OutOfTime, "it takes more than 20 s", "Ask for less"))
}

fn draw(language: Language, file: &str, outcomes: &[Outcome]) -> Document {
    let page = QueryPage::read("stock", file);
    let schema = SqlSchema { snapshot: "s".into(), tables: Vec::new(), functions: Vec::new() };
    let opened = Some(Opened { page: &page, outcomes });
    let site = publication::site();
    let names = assets();
    let request = PageRequest {
        page: Page::named("q").expect("the page"),
        query: "place=EU",
        published: &site.published,
        series: &*site.series,
        sql: Some(Sql { schema: &schema, saved: &[], outcome: None, pages: &[], opened }),
        place: place("/", language, &names),
    };
    Document::parse(&render(&request).expect("a page"))
}

#[test]
fn values_stand_in_the_text_as_its_language_writes_them() {
    for (language, expected) in [
        (Language::En, "There are 12,345 units, 25.0 % of it new, since 9 Dec 2011; no data and no data"),
        (
            Language::De,
            "There are 12.345 units, 25,0 % of it new, since 9. Dez. 2011; keine Daten and keine Daten",
        ),
        (Language::ZhCn, "There are 12,345 units, 25.0% of it new, since 2011年12月9日; 无数据 and 无数据"),
    ] {
        let html = draw(language, FILE, &[now(), refused()]);
        let found = html.one(".query-text h2").text().replace('\u{a0}', " ");
        assert_eq!(found, expected, "{language:?}");
    }
    let html = draw(Language::En, FILE, &[now(), refused()]);
    assert_eq!(html.one("h1").text(), "Stock & more");
    assert!(html.one(".page-head").text().contains("What is there."));
    assert_eq!(html.one(".query-text pre").text(), "{now.on_hand}", "code is code");
    assert!(
        html.has(".query-text li em") && html.has(".query-text thead td") && html.has(".query-text strong")
    );
    assert_eq!(html.all("#query-now dt").len(), 4, "one row of few numbers is shown in large");
    assert_eq!(html.one("#query-gone [data-refused]").value("data-refused"), "out-of-time");
}

#[test]
fn addresses_keep_the_page_and_its_parameters() {
    let html = draw(Language::De, FILE, &[now(), refused()]);
    assert_eq!(html.one("h1").text(), "Bestand");
    assert_eq!(html.of("a", "data-language", "en").value("href"), "/q/stock?place=EU");
    assert_eq!(html.of("link", "hreflang", "zh-CN").value("href"), "/zh-CN/q/stock?place=EU");
    assert_eq!(html.one("input[name=place]").value("value"), "EU");
    let links = html.links("#query-now .query-links a");
    assert_eq!(links[0], "/de/sql?query=stock%2Fnow&place=EU");
    assert!(links[1].ends_with("&place=EU&format=csv") && links[2].ends_with("&format=xlsx"), "{links:?}");
    assert_eq!(html.links("#query-gone .query-links a")[0], "/de/sql?query=stock%2Fgone");
}

#[test]
fn rows_that_make_no_picture_are_a_table_and_a_part_says_so() {
    let file = "```sql a line\nselect 1\n```\n\n```sql b bar\nselect 2\n```\n";
    let words = vec![column("first_word", SqlKind::Text, None), column("n", SqlKind::Exact, None)];
    let rows =
        |count: i64| (0..count).map(|n| vec![SqlValue::Text(format!("w{n}")), SqlValue::Whole(n)]).collect();
    let html = draw(
        Language::En,
        file,
        &[answer(words.clone(), rows(3), None), answer(words, rows(200), Some(200))],
    );
    assert!(html.one("#query-a").text().contains("stand in a table"));
    assert_eq!(html.one("#query-a th.text").text(), "first word");
    assert_eq!(
        html.one(".query-text h2.hidden").text(),
        "Query page",
        "pictures have a heading above theirs"
    );
    assert_eq!(html.all("#query-b tbody tr").len(), 100);
    assert!(html.one("#query-b").text().contains("more than 200 rows"));
    assert!(!html.has("#query-b [data-picture]"), "a part makes no picture");
}

#[test]
fn a_broken_file_is_named_with_line_and_remedy() {
    let html = draw(Language::En, "---\ntitle: x\n---\n```sql\n```\n", &[]);
    assert_eq!(html.one("[data-line]").value("data-line"), "4");
    assert!(html.says("queries/stock.md, line 4") && html.says("Write ```sql NAME"));
    let bad = BadPage { name: "a.de".into(), line: None, problem: "no".into(), remedy: "Yes".into() };
    assert_eq!(bad.to_string(), "queries/a.de.md: no. Yes");
}
