//! Files as people write them, and what is said of those that are no pages.

use super::*;
use contract::{SqlParameters, SqlValue};

const FILE: &str = "\
---
title: Stock
title de: Bestand
description: What is there.
language: en
parameter place: text = UK
parameter least: number = 1
---
# All of it

There are {all.n} at `{not.this}`.

```sql all number
select count(*) as n from stock where location = $place
```

> ~~~sql worst bar
> select sku, on_hand from stock
> where on_hand >= $least
> ~~~

```
select plain
```
";

#[test]
fn a_file_is_a_head_a_text_and_queries() {
    let page = QueryPage::read("stock", FILE).expect("a page");
    assert_eq!((page.about.title.of("de"), page.about.description.of("de")), ("Bestand", "What is there."));
    assert_eq!((page.language.as_deref(), page.about.parameters.len()), (Some("en"), 2));
    assert!(page.text.starts_with("# All of it\n"));
    let query =
        |name: &str, shown, sql: &str| PageQuery { name: name.into(), shown: Some(shown), sql: sql.into() };
    let expected = [
        query("all", Shown::Number, "select count(*) as n from stock where location = $place\n"),
        query("worst", Shown::Bar, "select sku, on_hand from stock\nwhere on_hand >= $least\n"),
    ];
    assert_eq!(page.queries, expected);
    // Line ends of other systems change nothing.
    assert_eq!(QueryPage::read("stock", &FILE.replace('\n', "\r\n")), Ok(page));
    let bare = QueryPage::read("bare", "Only text.").expect("a page");
    assert_eq!((bare.about.title.of("en"), bare.queries.len()), ("bare", 0));
}

#[test]
fn each_query_is_asked_with_the_parameters_that_it_names() {
    let page = QueryPage::read("stock", FILE).expect("a page");
    let requests = page.requests(&QueryString::parse("place=&least=2.5&other=1"));
    let of = |name: &str, value| SqlParameters::Named([(name.to_owned(), value)].into());
    assert_eq!(requests[0].parameters, of("place", SqlValue::Text("UK".into())));
    assert_eq!(requests[1].parameters, of("least", SqlValue::Number(2.5)));
    assert!(requests.iter().all(|request| request.row_limit == Some(ROWS_MAX)));
    let saved: Vec<_> = page.saved().map(|saved| (saved.name, saved.parameters.len())).collect();
    assert_eq!(saved, [("stock/all".to_owned(), 1), ("stock/worst".to_owned(), 1)]);
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_what_to_do() {
    let check = |file: &str, line: Option<usize>, problem: &str| {
        let bad = QueryPage::read("p", file).expect_err(file);
        assert_eq!((bad.line, bad.problem.contains(problem)), (line, true), "{file}: {}", bad.problem);
        assert!(!bad.remedy.is_empty() && !bad.remedy.ends_with('.'), "{}", bad.remedy);
    };
    check("---\ntitle: x\n", Some(1), "no end");
    check("---\ntitle: x\nparameter a b: text\n---\n", Some(3), "no name");
    check("---\nparameter a: colour\n---\n", Some(2), "no such kind");
    check("---\nparameter a: text\n---\nNothing.", Some(4), "no query names the parameter a");
    check("One.\n\n```sql\nselect 1\n```\n", Some(3), "has no name");
    check("```sql a chart\nselect 1\n```\n", Some(1), "shown as chart");
    check("```sql a bar 2\nselect 1\n```\n", Some(1), "2 stands behind");
    check(
        "---\n---\n```sql a\nselect 1\n```\n\n```sql a\nselect 1\n```\n",
        Some(7),
        "two queries are named a",
    );
    check("```sql a\nselect 1\n", Some(1), "no end");
    check("```sql a\nselect $x\n```\n", Some(1), "$x");
    check("One.\n\nTwo {b.c}.\n\n```sql a\nselect 1\n```\n", Some(3), "{b.c}");
    let many: String = (0..=PAGE_QUERIES_MAX).map(|n| format!("```sql q{n}\nselect 1\n```\n")).collect();
    check(&many, Some(3 * PAGE_QUERIES_MAX + 1), "more than 12");
    for deep in [">".repeat(50_000), "- ".repeat(100)] {
        check(&format!("One.\n\n{deep} x\n"), Some(3), "more than 32");
    }
    assert_eq!(QueryPage::read("a b", "").expect_err("no name").line, None);
}

#[test]
fn a_text_in_another_language_has_the_queries_of_its_page() {
    let page = QueryPage::read("stock", FILE).expect("a page");
    let german = "Es sind {all.n}.\n\n```sql worst table\n```\n\n```sql all\n```\n";
    let translated = page.translated("de", german).expect("a text");
    assert_eq!((translated.language.as_deref(), &translated.about), (Some("de"), &page.about));
    let [worst, all] = &translated.queries[..] else { panic!("two queries") };
    assert_eq!((&worst.sql, worst.shown), (&page.queries[1].sql, Some(Shown::Table)));
    assert_eq!(all, &page.queries[0]);
    for (file, line) in [
        ("---\ntitle: x\n---\n", 1),
        ("x\n\n```sql all\nselect 1\n```\n", 3),
        ("```sql other\n```\n", 1),
        ("{all.n}", 1),
    ] {
        let bad = page.translated("de", file).expect_err(file);
        assert_eq!((bad.line, &*bad.file()), (Some(line), "queries/stock.de.md"), "{file}");
    }
}
