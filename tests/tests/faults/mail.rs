//! The overview as a mail and as a PDF: the numbers of the pages in what any program for mail shows, whole or not at all.

use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use tests::html::Document;
use tests::program::{Server, fail, granary, succeed, write_site};
use tests::store::Store;

const DAYS: u32 = 200;
const LINK: &str = "https://stock.example.org/inventory/";

fn export(store: &Store) -> Command {
    let mut command = granary();
    command.args(["export", "--store"]).arg(store.path());
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a directory")
}

fn mail(store: &Store, arguments: &[&str]) -> String {
    let folder = folder();
    let path = folder.path().join("mail.html");
    succeed(export(store).arg("--email").arg(&path).args(arguments));
    fs::read_to_string(path).expect("the mail")
}

#[test]
fn a_mail_says_what_the_pages_say() {
    let store = Store::published(DAYS);
    let server = Server::start(store.path());
    for language in ["en", "de", "zh-CN"] {
        let mail = Document::parse(&mail(&store, &["--language", language]));
        let prefix = if language == "en" { String::new() } else { format!("{language}/") };
        let page = |path: &str| Document::parse(server.get(&format!("/{prefix}{path}")).text());
        let overview = page("");
        let tiles = mail.all("#key-figures td[valign=top]");
        let figures = overview.all("article[data-kpi]");
        assert_eq!((tiles.len(), figures.len()), (8, 8));
        for (tile, figure) in tiles.iter().zip(&figures) {
            let words = tile.all("p");
            assert_eq!(tile.all("b")[0].text(), figure.one("h3").text());
            assert_eq!(words[0].text(), figure.one("p.value").text());
            assert_eq!(words[1].text(), figure.all("p.change")[0].text());
        }
        for sentence in overview.all(".summary li") {
            assert!(mail.says(&sentence.text()), "{}", sentence.text());
        }
        let list = page("items");
        let listed = list.all("table[data-items=all] tbody tr");
        let at_risk = &mail.all("#at-risk tr")[1..];
        assert_eq!(at_risk.len(), 8);
        for (row, listed) in at_risk.iter().zip(&listed) {
            assert!(row.all("td")[0].says(&listed.value("data-sku")));
            let last = |cells: Vec<tests::html::Element>| cells.last().expect("a cell").text();
            assert_eq!(last(row.all("td")), last(listed.all("td")));
        }
    }
}

#[test]
fn a_mail_lists_the_orders_of_the_plan() {
    let store = Store::published(DAYS);
    let plan = folder();
    let path = plan.path().join("plan.json");
    succeed(granary().args(["plan", "--store"]).arg(store.path()).arg("--output").arg(&path));
    let plan: Value = serde_json::from_slice(&fs::read(path).expect("the plan")).expect("JSON");
    let rows = plan.as_array().or_else(|| plan["rows"].as_array()).expect("rows");
    let mut orders: Vec<&Value> =
        rows.iter().filter(|row| row["proposed_order"].as_f64() > Some(0.0)).collect();
    orders.sort_by(|a, b| {
        let value = |row: &Value| row["proposed_value"].as_f64().expect("a value");
        value(b).total_cmp(&value(a))
    });
    let mail = Document::parse(&mail(&store, &[]));
    let told = &mail.all("#orders tr")[1..];
    assert!(!orders.is_empty() && told.len() == orders.len().min(8), "{} of {}", told.len(), orders.len());
    for (row, order) in told.iter().zip(&orders) {
        let cells = row.all("td");
        let place = format!(
            "{} · {}",
            order["sku"].as_str().expect("text"),
            order["location"].as_str().expect("text")
        );
        assert!(cells[0].says(&place), "{} is not {place}", cells[0].text());
        let units = format!("{:.0}", order["proposed_order"].as_f64().expect("units"));
        assert_eq!(cells[2].text().replace(',', ""), units);
        let value = format!("{:.0}", order["proposed_value"].as_f64().expect("money").round());
        assert!(cells[3].text().replace(',', "").ends_with(&value), "{} is not {value}", cells[3].text());
    }
    let lines = format!("{} lines for", orders.len());
    assert!(mail.says(&lines), "{lines}");
    assert!(mail.one("title").says(&format!("{} lines to order today", orders.len())));
}

#[test]
fn a_mail_is_small_and_asks_for_nothing() {
    let store = Store::published(DAYS);
    let plain = mail(&store, &[]);
    assert_eq!(plain, mail(&store, &[]), "the same publication is the same mail");
    assert!(!plain.contains("http") && !plain.contains("href") && !plain.contains("src="), "{plain}");
    let linked = mail(&store, &["--link", LINK, "--language", "de", "--language", "zh-CN"]);
    let page = Document::parse(&linked);
    assert_eq!(page.one("html").value("lang"), "de", "the first language");
    let links = page.links("a");
    assert!(
        links.len() >= 11 && links.iter().all(|link| link.starts_with(&format!("{LINK}de/"))),
        "{links:?}"
    );
    assert!(links.contains(&format!("{LINK}de/items/?sort=-suggested_order")), "{links:?}");
    assert_eq!(linked.matches("http").count(), links.len(), "no address but those of its links");
    for html in [&plain, &linked] {
        assert!(html.len() <= 100_000, "{} bytes", html.len());
        for part in ["<script", "<style", "<link", "<img", "<svg", "var(", "flex", "grid", "class="] {
            assert!(!html.contains(part), "{part}");
        }
        assert!(html.contains("&lt;b&gt;é&lt;/b&gt;") && !html.contains("<b>é"), "names are text");
        assert_eq!(Document::parse(html).faults(), [""; 0]);
    }
    let chinese = mail(&store, &["--language", "zh-CN"]);
    let title = |html: &str| Document::parse(html).one("title").text();
    assert!(
        title(&plain) != title(&linked)
            && title(&linked) != title(&chinese)
            && title(&chinese) != title(&plain)
    );
}

#[test]
fn links_of_a_mail_lead_to_the_pages_of_a_server() {
    let store = Store::published(DAYS);
    let server = Server::start(store.path());
    let link = format!("http://{}/", server.address());
    for address in Document::parse(&mail(&store, &["--link", &link, "--language", "de"])).links("a") {
        let path = address.strip_prefix(link.trim_end_matches('/')).expect("an address of the server");
        let mut answer = server.get(path);
        if path != "/de/" {
            assert_eq!(answer.status, 308, "{path}");
            answer = server.get(answer.header("location"));
        }
        assert_eq!(answer.status, 200, "{path}");
    }
}

#[test]
fn what_is_not_known_is_said_to_be_unknown() {
    let sales = "date,sku,location,units\n2024-01-01,A,north,3\n2024-01-02,A,north,2\n";
    let html = mail(&Store::of_tables(&[("sales", sales)]), &[]);
    let page = Document::parse(&html);
    assert!(
        page.says("No data: stock or prices are not known.")
            && page.says("No data: stock on hand is not known.")
    );
    assert!(!page.says("at risk,") && !page.has("#orders") && !page.has("#at-risk"));
    assert_eq!(page.all("#key-figures td[valign=top]")[0].all("p")[0].text(), "no data");
}

#[test]
fn what_cannot_be_written_is_said_and_leaves_what_was_there() {
    let (store, folder) = (Store::published(DAYS), folder());
    let path = folder.path().join("mail.html");
    let (said, code) = fail(&mut export(&store));
    assert!(
        code == 1 && said.contains("nothing was asked for") && said.contains("--email FILE.html"),
        "{said}"
    );
    for link in ["javascript:alert(1)", "/inventory/", "https://x.example/?a=b", "https://"] {
        let (said, code) = fail(export(&store).arg("--email").arg(&path).args(["--link", link]));
        assert!(code == 2 && said.contains("https://stock.example.org/"), "{said}");
    }
    let (said, _) = fail(export(&store).arg("--email").arg(folder.path()));
    assert!(said.contains("it is no file"), "{said}");
    assert_eq!(names(folder.path()), [""; 0], "nothing was written");
    fs::write(&path, "yesterday's").expect("written");
    let (said, _) = fail(export(&store).arg("--email").arg(path.join("mail.html")));
    assert!(said.contains("mail.html") && said.contains("help: "), "{said}");
    let series = store.tenant().join("publications").join(store.current()).join("series");
    for file in names(&series) {
        fs::write(series.join(file), "damaged").expect("written");
    }
    fail(export(&store).arg("--email").arg(&path));
    assert_eq!(fs::read_to_string(&path).expect("the file"), "yesterday's");
    assert_eq!(names(folder.path()), ["mail.html"], "and nothing beside it");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

/// A browser that does what a script says; it keeps the page that it was given as `page` beside itself.
fn browser(folder: &Path, script: &str) -> PathBuf {
    let path = folder.join("browser");
    let find = "for a in \"$@\"; do case $a in --print-to-pdf=*) out=${a#*=};; file://*) page=${a#file://};; esac; done";
    let text = format!("#!/bin/sh\n{find}\ncp \"$page\" \"$(dirname \"$0\")/page\"\n{script}\n");
    fs::write(&path, text).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
    path
}

#[test]
fn a_pdf_is_whole_or_not_there() {
    let (store, site, folder) = (Store::published(DAYS), folder(), folder());
    write_site(site.path());
    let path = folder.path().join("overview.pdf");
    let pdf = |browser: &Path| {
        let mut command = export(&store);
        command.arg("--pdf").arg(&path).arg("--site").arg(site.path()).env("GRANARY_CHROMIUM", browser);
        command
    };
    fs::write(&path, "yesterday's").expect("written");
    let tools = self::folder();
    for (script, why) in [
        ("exit 0", "wrote no PDF"),
        ("printf '%%PDF-1.4 half' > \"$out\"; exit 0", "wrote no PDF"),
        ("echo 'no display' >&2; exit 1", "failed: no display"),
    ] {
        let (said, _) = fail(&mut pdf(&browser(tools.path(), script)));
        assert!(said.contains(why) && said.contains("help: Install Chromium"), "{said}");
        assert_eq!(fs::read_to_string(&path).expect("the file"), "yesterday's");
    }
    let (said, _) = fail(&mut pdf(Path::new("/nowhere/chromium")));
    assert!(said.contains("/nowhere/chromium, which is no file"), "{said}");
    let (said, _) = fail(pdf(Path::new("")).env("PATH", site.path()));
    assert!(said.contains("there is none on the PATH") && said.contains("GRANARY_CHROMIUM"), "{said}");
    let works = browser(tools.path(), "printf '%%PDF-1.4 whole %%%%EOF' > \"$out\"");
    succeed(&mut pdf(&works));
    assert_eq!(fs::read_to_string(&path).expect("the file"), "%PDF-1.4 whole %%EOF");
    let page = fs::read_to_string(tools.path().join("page")).expect("what was printed");
    assert!(page.contains("<h1>Overview</h1>") && page.contains("/* granary.0a1b2c.css */"), "{page}");
    let links = Document::parse(&page).links("a");
    assert!(links.is_empty() && !page.contains("<link"), "{links:?}");
    succeed(pdf(&works).args(["--language", "de", "--link", LINK]));
    let page = fs::read_to_string(tools.path().join("page")).expect("what was printed");
    assert!(
        page.contains(&format!("href=\"{LINK}de/items/")) && page.contains("<html lang=\"de\""),
        "{page}"
    );
}

#[test]
fn one_command_publishes_and_exports() {
    let (store, site, folder) = (Store::published(DAYS), folder(), folder());
    write_site(site.path());
    let (output, mail) = (folder.path().join("site"), folder.path().join("mail.html"));
    let wanted = |command: &mut Command| {
        command
            .arg("--store")
            .arg(store.path())
            .arg("--then-export")
            .arg(&output)
            .arg("--site")
            .arg(site.path());
        command.arg("--email").arg(&mail).args(["--base-path", "/a/"]);
        succeed(command)
    };
    let said = wanted(granary().arg("publish"));
    assert!(said.contains(&store.current()) && said.contains("Exported publication"), "{said}");
    let whole = fs::read_to_string(output.join("manifest.json")).expect("the list of files");
    assert!(whole.contains(&store.current()) && whole.contains("\"base_path\": \"/a/\""), "{whole}");
    let said = wanted(granary().arg("publish"));
    assert!(said.contains("nothing has changed"), "an unchanged publication is no failure: {said}");
    assert_eq!(fs::read_to_string(output.join("manifest.json")).expect("the list"), whole);
    // A file that brings nothing new: the folder is made whole all the same.
    fs::remove_file(output.join("index.html")).expect("removed");
    let tables = tests::store::write_tables(DAYS);
    let files = ["sales.csv", "stock.csv", "products.csv"].map(|name| tables.path().join(name));
    let said = wanted(granary().arg("import").args(&files));
    assert!(said.contains("Nothing new") && said.contains("1 written"), "{said}");
    assert!(output.join("index.html").is_file() && mail.is_file());

    let (said, _) = fail(granary().args(["publish", "--base-path", "/a/", "--store"]).arg(store.path()));
    assert!(said.contains("nothing is to be exported") && said.contains("--then-export DIR"), "{said}");
    for option in ["--no-publish", "--dry-run"] {
        let mut command = granary();
        command
            .arg("import")
            .args(&files)
            .arg("--store")
            .arg(store.path())
            .arg("--email")
            .arg(&mail)
            .arg(option);
        let (said, _) = fail(&mut command);
        assert!(said.contains("what is not published cannot be exported"), "{said}");
    }
}
