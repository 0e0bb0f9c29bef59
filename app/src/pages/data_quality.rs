//! `/data-quality`: findings in the data, what was done about them, and assumptions. Only the server draws it,
//! because it changes only with the publication.

/// What became of every line.
mod lines;

/// Every check, with what it found.
mod checks;

/// What is simulated or assumed.
mod assumed;

/// The tables, and the files they are from.
mod origin;

use crate::format::{self, count};
use crate::page::{Page, PageRequest};
use crate::page_error::PageError;
use crate::text;
use crate::view::{self, Element, el, marked};
use crate::words;
use contract::{QueryString, Report};
use leptos::prelude::*;

/// The page.
pub(super) static PAGE: Page =
    Page::new("data-quality", text::nav_data_quality, text::data_quality_purpose, content);

/// The page; the query's filter is only passed on to links.
fn content(request: &PageRequest<'_>, _: &QueryString) -> Result<AnyView, PageError> {
    let (publication, quality) = (&request.published.publication, &request.published.quality);
    let report = match &quality.report {
        Some(report) => vec![summary(report), lines::lines(publication, report), checks::checks(report)],
        None => {
            vec![
                section("report", text::quality_report())
                    .child(el("p").child(marked(text::quality_no_report()))),
            ]
        }
    };
    let page = el("div")
        .class("live quality")
        .children(report)
        .child(assumed::assumed(publication))
        .child(origin::tables(publication))
        .child(origin::sources(publication, quality));
    Ok(view! { {page} }.into_any())
}

/// A section of notes.
fn section(id: &'static str, title: &'static str) -> Element {
    view::section(id, "notes", title)
}

/// The report in two or three sentences.
fn summary(report: &Report) -> Element {
    let found = report.checks.iter().filter(|check| check.affected > 0).count();
    let checked = text::quality_checked(&count(report.checks.len() as u64), &count(found as u64));
    let sentences = [Some(read(report)), Some(checked), worst(report)];
    let items = sentences.into_iter().flatten().map(|sentence| el("li").child(sentence));
    view::section("summary", "summary", text::in_short()).child(el("ul").children(items))
}

fn read(report: &Report) -> String {
    let kept = report.lines("sale");
    if report.verdicts.is_empty() {
        return text::quality_read_tables(&count(report.rows));
    }
    text::quality_read_lines(&count(report.rows), &count(kept), &share(kept, report.rows))
}

/// The finding that affects the largest share.
fn worst(report: &Report) -> Option<String> {
    let shares = report.checks.iter().filter(|check| check.affected > 0 && check.seen > 0);
    let of = |check: &contract::Check| check.affected as f64 / check.seen as f64;
    let worst = shares.max_by(|a, b| of(a).total_cmp(&of(b)))?;
    let (_, unit) = words::counted(&worst.unit);
    Some(text::quality_worst(&words::check(worst).title, &share(worst.affected, worst.seen), &unit))
}

/// A share in per cent; a share too small to show is written as "less than".
fn share(part: u64, whole: u64) -> String {
    let share = part as f64 / whole as f64;
    if part > 0 && share < 0.0005 {
        return text::less_than(&format::percent(0.001, 1));
    }
    format::percent(share, 1)
}
