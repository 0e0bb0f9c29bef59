//! The overview on paper: its page under the print style sheet, printed by the Chromium that is there.

use super::whole;
use crate::failure::Failure;
use crate::shelf::{Served, Site};
use app::{Host, Language, Page, PageRequest, Place};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The environment variable that names the browser.
const NAMED_BY: &str = "GRANARY_CHROMIUM";

/// What the browser is called where nothing names it.
const NAMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome-headless-shell"];

/// How long it may print.
const PRINTING: Duration = Duration::from_secs(120);
/// How often it is asked whether it is done.
const LOOK: Duration = Duration::from_millis(20);

/// Characters of its last words that a failure tells.
const LAST_WORDS: usize = 300;

const REMEDY: &str = "Install Chromium, or name one with the environment variable GRANARY_CHROMIUM";

/// Paper, and rules that no file says: nothing runs and nothing is loaded.
const HEAD: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
     img-src data:\"><style>@page{size:A4;margin:12mm}a:not([href]){color:inherit}figcaption>a:not([href]){display:none}</style>";

/// Writes the overview as a PDF, whole or not at all; `link` is where the dashboard is, without which the PDF has no links.
/// Returns its bytes.
///
/// # Errors
/// There is no Chromium, it fails or takes too long; the page cannot be drawn, the file cannot be written.
pub fn pdf(
    site: &Site,
    served: &Served,
    link: Option<&str>,
    language: Language,
    output: &Path,
) -> Result<usize, Failure> {
    let browser = browser()?;
    let html = printable(site, served, link, language)?;
    let folder = tempfile::Builder::new().prefix("granary-pdf-").tempdir();
    let folder = folder.map_err(|error| failed(&format!("no folder for it: {error}")))?;
    let (page, printed) = (folder.path().join("overview.html"), folder.path().join("overview.pdf"));
    fs::write(&page, html).map_err(|error| failed(&error.to_string()))?;
    print(&browser, folder.path(), &page, &printed)?;
    let content = fs::read(&printed).unwrap_or_default();
    let is_whole = content.starts_with(b"%PDF-") && content.trim_ascii_end().ends_with(b"%%EOF");
    if !is_whole {
        return Err(failed(&format!("{} wrote no PDF", browser.display())));
    }
    whole(output, &content)?;
    Ok(content.len())
}

/// The browser: the one that is named, or the first that is there.
fn browser() -> Result<PathBuf, Failure> {
    if let Some(named) = std::env::var_os(NAMED_BY).filter(|named| !named.is_empty()) {
        let path = PathBuf::from(named);
        if path.is_file() {
            return Ok(path);
        }
        let cause =
            format!("a PDF needs Chromium, and {NAMED_BY} names {}, which is no file", path.display());
        return Err(Failure::new(cause, "Correct it, or unset it to search the PATH"));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let there =
        |name: &str| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    NAMES.into_iter().find_map(there).ok_or_else(|| {
        let cause = format!("a PDF needs Chromium, and there is none on the PATH ({})", NAMES.join(", "));
        Failure::new(cause, REMEDY)
    })
}

/// The overview as a document that needs no other file.
fn printable(
    site: &Site,
    served: &Served,
    link: Option<&str>,
    language: Language,
) -> Result<String, Failure> {
    let page = Page::at("").ok_or_else(|| failed("there is no overview"))?;
    let assets = site.names();
    let place = Place {
        base: link.unwrap_or("/"),
        host: Host::Files,
        language,
        languages: &[],
        assets,
        has_sign_out: false,
        takes_decisions: false,
    };
    let (published, series) = (&served.published, &*served.series);
    let request = PageRequest { place, page, query: "", published, series, sql: None };
    let document =
        app::render(&request).map_err(|error| failed(&format!("the overview cannot be drawn: {error:?}")))?;
    let sheets = [Some(&assets.css), assets.sheets.get(page.name())];
    let style: String = sheets.into_iter().flatten().filter_map(|path| site.text(path)).collect();
    // Some links are only a question.
    let base = link.map(|link| ["<base href=\"", link, &language.prefix(), "\">"].concat());
    let head = [base.as_deref().unwrap_or_default(), "<style>", &style, "</style>", HEAD].concat();
    let document = alone(&document, &head).ok_or_else(|| failed("the overview is no document"))?;
    Ok(if link.is_some() { document } else { without_links(&document) })
}

/// A document with another head, of which only the title stays: nothing is loaded.
fn alone(document: &str, head: &str) -> Option<String> {
    let (before, rest) = document.split_once("<head>")?;
    let (old, body) = rest.split_once("</head>")?;
    let title = old.find("<title>").zip(old.find("</title>")).map_or("", |(from, to)| &old[from..to]);
    Some([before, "<head><meta charset=\"utf-8\">", title, "</title>", head, "</head>", body].concat())
}

/// A document whose links lead nowhere: on paper that was given no address, theirs would be those of a file.
fn without_links(document: &str) -> String {
    let mut parts = document.split("<a ");
    let mut html = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, rest) = part.split_at(part.find('>').unwrap_or(part.len()));
        html.push_str("<a ");
        match tag.split_once("href=\"").and_then(|(before, after)| Some((before, after.split_once('"')?.1))) {
            Some((before, after)) => html.extend([before, after]),
            None => html.push_str(tag),
        }
        html.push_str(rest);
    }
    html
}

/// Runs the browser until it is done.
fn print(browser: &Path, folder: &Path, page: &Path, printed: &Path) -> Result<(), Failure> {
    let said = folder.join("said");
    let run = |sandbox: Option<&str>| run(browser, folder, &said, sandbox, page, printed);
    let done = run(None)?;
    let words = String::from_utf8_lossy(&fs::read(&said).unwrap_or_default()).into_owned();
    if done || printed.is_file() {
        return Ok(());
    }
    // Root and most containers have no namespaces for its sandbox. The page is ours, and nothing in it runs.
    if words.contains("sandbox") && run(Some("--no-sandbox"))? {
        return Ok(());
    }
    let last: Vec<char> = words.trim().chars().rev().take(LAST_WORDS).collect();
    let last: String = last.into_iter().rev().collect();
    Err(failed(&format!("{} failed: {last}", browser.display())))
}

/// Runs it once; whether it ended well.
fn run(
    browser: &Path,
    folder: &Path,
    said: &Path,
    sandbox: Option<&str>,
    page: &Path,
    printed: &Path,
) -> Result<bool, Failure> {
    let fails = |error: std::io::Error| failed(&format!("{} cannot be run: {error}", browser.display()));
    let errors = File::create(said).map_err(fails)?;
    let mut command = Command::new(browser);
    command.args([
        "--headless",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--no-default-browser-check",
        "--no-pdf-header-footer",
        // Whatever it wants to ask of others, it does not reach them.
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ]);
    let option = |name: &str, path: &Path| {
        let mut option = OsStr::new(name).to_owned();
        option.push(path);
        option
    };
    command.args(sandbox);
    command.arg(option("--user-data-dir=", &folder.join("profile")));
    command.arg(option("--print-to-pdf=", printed));
    command.arg(address(page));
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors).spawn().map_err(fails)?;
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(fails)? {
            return Ok(status.success());
        }
        if began.elapsed() > PRINTING {
            // It may have ended meanwhile.
            let _ = child.kill();
            let _ = child.wait();
            let text = format!("{} took longer than {} s", browser.display(), PRINTING.as_secs());
            return Err(failed(&text));
        }
        std::thread::sleep(LOOK);
    }
}

/// The address of a file.
fn address(path: &Path) -> String {
    let mut address = "file://".to_owned();
    let path = path.to_string_lossy().replace('\\', "/");
    if !path.starts_with('/') {
        address.push('/');
    }
    for letter in path.chars() {
        match letter {
            '%' => address.push_str("%25"),
            '#' => address.push_str("%23"),
            '?' => address.push_str("%3F"),
            ' ' => address.push_str("%20"),
            other => address.push(other),
        }
    }
    address
}

fn failed(why: &str) -> Failure {
    Failure::of_text(format!("the PDF cannot be made: {why}"), REMEDY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_alone_keeps_its_title_and_loads_nothing() {
        let document = "<!DOCTYPE html><html lang=\"de\"><head><title>A &amp; B</title><link rel=\"stylesheet\" href=\"/x.css\"/>\
            <script src=\"/x.js\"></script></head><body>c</body></html>";
        let alone = alone(document, "<style>p{}</style>").expect("a document");
        assert!(
            alone.starts_with("<!DOCTYPE html><html lang=\"de\"><head>")
                && alone.ends_with("<body>c</body></html>")
        );
        assert!(alone.contains("<title>A &amp; B</title><style>p{}</style>"), "{alone}");
        assert!(!alone.contains("x.css") && !alone.contains("script src"), "{alone}");
        assert!(super::alone("no head", "").is_none());
    }

    #[test]
    fn a_file_has_an_address_whatever_its_folder_is_called() {
        for (path, expected) in [
            ("/tmp/a b/#1?%.html", "file:///tmp/a%20b/%231%3F%25.html"),
            ("C:\\Temp\\a.html", "file:///C:/Temp/a.html"),
        ] {
            assert_eq!(address(Path::new(path)), expected);
        }
    }

    #[test]
    fn links_without_an_address_lead_nowhere() {
        let html = "<p><a class=\"b\" href=\"/items?a=1\" title=\"x\">a</a> <abbr>b</abbr><a name=\"c\">href=\"d\"</a></p>";
        let expected = "<p><a class=\"b\"  title=\"x\">a</a> <abbr>b</abbr><a name=\"c\">href=\"d\"</a></p>";
        assert_eq!(without_links(html), expected);
    }
}
