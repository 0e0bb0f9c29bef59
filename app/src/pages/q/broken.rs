//! What stands in the place of a page whose file is none: the line, what is wrong with it, and what to do.

use crate::query_page::BadPage;
use crate::text;
use crate::view::{Element, el, section};

/// The place of a broken page.
pub(super) fn broken(bad: &BadPage) -> Element {
    let file = bad.file();
    let place = match bad.line {
        Some(line) => text::query_page_line(&file, &line.to_string()),
        None => file,
    };
    section("broken", "notes", text::query_page_broken())
        .child(el("p").attr("data-line", bad.line.map(|line| line.to_string())).child(place))
        // Said in English, as on the command line; screen readers should know.
        .child(
            el("p")
                .class("verdict apart")
                .attr("lang", "en")
                .child([&*bad.problem, ". ", &*bad.remedy, "."].concat()),
        )
}
