//! Pages that somebody wrote, over the real server.

use crate::{server, store};
use std::fs;
use std::path::{Path, PathBuf};
use tests::html::Document;
use tests::program::{Server, granary, run};
use tests::store::Store;

fn folder(store: &Store) -> PathBuf {
    let folder = store.path().join("main/queries");
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn page(server: &Server, path: &str) -> Document {
    let answer = server.get(path);
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
    Document::parse(answer.text())
}

const PAGE: &str = "\
---
title: One place
title de: Ein Ort
parameter place: text = nowhere
parameter least: number = 0
---
There are **{all.n}** rows; {gone.n} of none, {all.x}.

```sql all
select count(*) as n from sales where location <> $place and units >= $least
```

```sql broken
select nonsense from sales
```

```sql gone
select max(units) as n from sales where sku = 'no such'
```

```sql places bar
select location, sum(units) as sold from sales group by location
```
";

#[test]
fn a_page_is_there_as_soon_as_its_file_is() {
    let store = store();
    let server = Server::start(store.path());
    assert_eq!(server.get("/q/one").status, 404);
    assert!(!page(&server, "/sql").has("[aria-labelledby=query-pages-title]"));
    fs::write(folder(&store).join("one.md"), PAGE).expect("written");
    let html = page(&server, "/q/one");
    assert_eq!(html.one("h1").text(), "One place");
    assert_eq!(page(&server, "/de/q/one").one("h1").text(), "Ein Ort");
    assert_eq!(page(&server, "/de/sql").links("[aria-labelledby=query-pages-title] a"), ["/de/q/one"]);
    // Its files, and those of the page for SQL that each query leads to.
    let files = html.links("a[download]");
    let opened = page(&server, "/sql?query=one%2Fall&least=1.5").links("a[download]");
    assert_eq!((files.len(), opened.len()), (8, 5));
    for href in files.iter().chain(&opened).filter(|href| !href.contains("broken")) {
        let answer = server.get(href);
        assert_eq!(answer.status, 200, "{href}: {}", answer.text());
    }
    // A value of one row, one that is missing, and one of a column that is not there.
    let all: u64 = html.one("strong[data-value]").value("data-value").parse().expect("a number");
    assert!(all > 0 && html.says("rows; no data of none"), "{}", html.one(".query-text").text());
    assert_eq!(html.one(".query-text code").text(), "{all.x}");
    // A refused query leaves the rest as it is.
    assert_eq!(html.one("#query-broken [data-refused]").value("data-refused"), "unknown-name");
    assert!(html.has("#query-places [data-picture=bars]") && html.has("#query-gone .none"));
    // Values of parameters come from the address, each of its kind.
    let none = page(&server, "/q/one?least=1e9&place=");
    assert_eq!(none.one("strong[data-value]").value("data-value"), "0");
    assert_eq!(none.one("input[name=least]").value("value"), "1e9");
    let wrong = page(&server, "/q/one?least=many");
    assert!(wrong.has("#query-all [data-refused]") && wrong.has("#query-places [data-picture]"));
    fs::remove_file(folder(&store).join("one.md")).expect("removed");
    assert_eq!(server.get("/q/one").status, 404);
}

#[test]
fn each_answer_opens_in_sql_and_as_files() {
    let store = store();
    fs::write(folder(&store).join("one.md"), PAGE).expect("written");
    let server = Server::start(store.path());
    let links = page(&server, "/q/one?least=1").links("#query-all .query-links a");
    assert_eq!(links.len(), 3);
    let in_sql = page(&server, &links[0]);
    let shown = page(&server, "/q/one?least=1").one("#query-all .number").value("data-value");
    assert_eq!(in_sql.one("#sql-result td").text(), shown);
    for (link, kind) in links[1..].iter().zip(["text/csv", "application/vnd.openxmlformats"]) {
        let answer = server.get(link);
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert!(answer.header("content-type").starts_with(kind), "{link}");
    }
    assert!(!page(&server, "/sql").has("[aria-labelledby=sql-saved-title]"), "its queries stand on it alone");
}

#[test]
fn a_broken_file_is_named_where_its_page_would_be_and_at_publication() {
    let store = store();
    fs::write(folder(&store).join("bad.md"), "---\ntitle: x\n---\n\n```sql\nselect 1\n```\n")
        .expect("written");
    let server = Server::start(store.path());
    let html = page(&server, "/zh-CN/q/bad");
    assert_eq!(html.one("[data-line]").value("data-line"), "5");
    assert!(html.says("has no name of letters") && html.says("Write ```sql NAME"));
    let warned = server.wait_for(|event| event["message"] == "a query page is broken");
    assert!(warned["error"].as_str().expect("an error").starts_with("queries/bad.md, line 5: "));
    let publish = ["publish", "--store", store.path().to_str().expect("a path")];
    let output = run(granary().args(publish));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("warning: queries/bad.md, line 5: a query has no name"), "{said}");
}

const HOSTILE: &str = "\
---
title: <script>alert(1)</script>
description: <b>&amp;
parameter x: text = \"><script>alert(1)</script>
---
<script>alert(1)</script>

Text <img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](https://example.org) ![seen](https://example.org/p.png)

[c]: data:text/html,x
[c]

{v.a}

```sql v table
select '<script>alert(1)</script>' as a, $x as \"<i>\"
```
";

#[test]
fn nothing_in_a_file_is_obeyed() {
    let store = store();
    fs::write(folder(&store).join("evil.md"), HOSTILE).expect("written");
    let server = Server::start(store.path());
    let html = page(&server, "/q/evil?x=%22%3E%3Cscript%3E");
    let scripts = html.all("script").len();
    assert_eq!(scripts, page(&server, "/proof").all("script").len(), "none but the site's own");
    assert!(!html.has("img") && !html.has("b") && !html.has("i") && !html.has("[onerror]"));
    assert_eq!(html.links(".query-text p a"), ["https://example.org"]);
    assert!(html.says("<script>alert(1)</script>") && html.says("seen"));
    assert_eq!(html.one("input[name=x]").value("value"), "\"><script>");
    for name in ["..%2F..%2Fx", "%00", "%FF", "a%2Fb", "evil.md", ""] {
        assert_eq!(server.get(&format!("/q/{name}")).status, 404, "{name}");
    }
}

/// Pages of the sample, whose columns every snapshot has.
const SAMPLE: [&str; 3] = ["sales-by-week", "stock-at-a-glance", "suppliers"];

#[test]
fn the_pages_of_the_sample_are_answered() {
    let (server, store) = server();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/sample/main/queries");
    for name in SAMPLE {
        let file = format!("{name}.md");
        fs::copy(sample.join(&file), folder(&store).join(&file)).expect(name);
    }
    let listed = page(&server, "/sql").links("[aria-labelledby=query-pages-title] a");
    assert_eq!(listed, SAMPLE.map(|name| format!("/q/{name}")));
    for name in SAMPLE {
        let html = page(&server, &format!("/q/{name}"));
        assert!(
            html.has(".query-block") && !html.has("[data-refused]"),
            "{name}: {}",
            html.one("main").text()
        );
    }
}
