//! Elements that carry their styles. Text and ground are always set together: a program that inverts one inverts the other.

use crate::view::{Child, Element, el};

/// The font comes before each size, because Word takes none from outside a table.
macro_rules! font {
    ($rest:literal) => {
        concat!("font-family:Arial,Helvetica,'Microsoft YaHei','PingFang SC',sans-serif;", $rest)
    };
}

/// Width of the mail, px.
const WIDTH: &str = "620";
const GROUND: &str = "#eef1f1";
const PAPER: &str = "#ffffff";

/// Style of the body.
pub(super) const PAGE: &str = "margin:0;padding:0;background-color:#eef1f1;color:#1d2629";

/// A table that makes a layout and is none to who listens.
fn layout(width: &'static str) -> Element {
    el("table")
        .attr("role", "presentation")
        .attr("width", width)
        .attr("border", "0")
        .attr("cellpadding", "0")
        .attr("cellspacing", "0")
}

/// The mail in the middle of whatever window. The layout is fixed, or a window that is narrower than the mail would not narrow it.
pub(super) fn page(content: Element) -> Element {
    let cell = el("td").attr("align", "center").attr("style", "padding:16px 6px").child(content);
    layout("100%")
        .attr("bgcolor", GROUND)
        .attr("style", "width:100%;table-layout:fixed;background-color:#eef1f1")
        .child(el("tr").child(cell))
}

/// Blocks one below the other.
pub(super) fn stack(blocks: impl Iterator<Item = Element>) -> Element {
    let rows = blocks.map(|block| el("tr").child(block));
    layout(WIDTH)
        .attr("bgcolor", PAPER)
        .attr("style", "width:620px;max-width:100%;background-color:#ffffff")
        .children(rows)
}

/// A block of a stack.
pub(super) fn block() -> Element {
    el("td").attr("align", "left").attr(
        "style",
        font!("padding:16px 16px 8px 16px;font-size:14px;line-height:20px;color:#1d2629;background-color:#ffffff"),
    )
}

/// A block that is read before the others.
pub(super) fn notice() -> Element {
    el("td").attr("align", "left").attr("bgcolor", "#fff6dd").attr(
        "style",
        font!("padding:12px 16px 4px 16px;font-size:13px;line-height:18px;color:#3d3210;background-color:#fff6dd"),
    )
}

/// The title of the mail.
pub(super) fn title(words: String) -> Element {
    el("h1")
        .attr(
            "style",
            font!("margin:0 0 4px 0;font-size:22px;line-height:28px;font-weight:bold;color:#0b5a60"),
        )
        .child(words)
}

/// The heading of a block, and what to know of all of it.
pub(super) fn heading(words: &'static str, note: Option<String>) -> Element {
    let heading = el("h2")
        .attr(
            "style",
            font!("margin:0 0 8px 0;font-size:17px;line-height:22px;font-weight:bold;color:#0b5a60"),
        )
        .child(words);
    el("div").child(heading).child(note.map(soft))
}

/// A paragraph.
pub(super) fn line(words: impl Child) -> Element {
    el("p").attr("style", "margin:0 0 8px 0").child(words)
}

/// A paragraph below a table.
pub(super) fn below(content: Element) -> Element {
    el("p").attr("style", "margin:10px 0 8px 0").child(content)
}

/// A paragraph of less weight.
pub(super) fn soft(words: impl Child) -> Element {
    el("p")
        .attr("style", font!("margin:0 0 8px 0;font-size:12px;line-height:16px;color:#4c585c"))
        .child(words)
}

/// Words of less weight within others.
pub(super) fn small(words: String) -> Element {
    el("span").attr("style", "font-size:12px;line-height:16px;color:#4c585c").child(words)
}

/// A link.
pub(super) fn anchor(href: String, words: String) -> Element {
    el("a").attr("href", href).attr("style", "color:#0b5a60;text-decoration:underline").child(words)
}

/// A link that is to be seen first: a cell of its own, whose ground Word draws.
pub(super) fn button(href: String, words: String) -> Element {
    let link = el("a")
        .attr("href", href)
        .attr(
            "style",
            font!("font-size:14px;line-height:20px;color:#ffffff;text-decoration:none;font-weight:bold"),
        )
        .child(words);
    let cell = el("td")
        .attr("bgcolor", "#0b5a60")
        .attr("style", "padding:8px 16px;background-color:#0b5a60")
        .child(link);
    el("table")
        .attr("role", "presentation")
        .attr("border", "0")
        .attr("cellpadding", "0")
        .attr("cellspacing", "0")
        .child(el("tr").child(cell))
}

/// Tiles, two in a row.
pub(super) fn pairs(id: &'static str, tiles: Vec<Element>) -> Element {
    let mut rows = Vec::new();
    let mut tiles = tiles.into_iter();
    while let Some(first) = tiles.next() {
        let gap = el("td").attr("width", "12").attr("style", "width:12px;font-size:1px").child("\u{a0}");
        let second = tiles.next().unwrap_or_else(|| el("td").child("\u{a0}"));
        let space = el("td").attr("colspan", "3").attr("height", "12");
        let space = space.attr("style", "height:12px;font-size:1px;line-height:12px").child("\u{a0}");
        rows.push(el("tr").child(first).child(gap).child(second));
        rows.push(el("tr").child(space));
    }
    layout("100%").attr("id", id).attr("style", "width:100%").children(rows)
}

/// A tile.
pub(super) fn tile() -> Element {
    el("td").attr("width", "284").attr("valign", "top").attr("bgcolor", "#f7f9f9").attr(
        "style",
        font!("padding:10px;border:1px solid #d0d7d8;overflow-wrap:anywhere;font-size:13px;line-height:18px;color:#1d2629;background-color:#f7f9f9"),
    )
}

/// A value in its tile.
pub(super) fn value(number: String, unit: String) -> Element {
    let number = el("b").attr("style", font!("font-size:22px;line-height:28px;color:#1d2629")).child(number);
    el("p").attr("style", "margin:4px 0").child(number).child(" ").child(small(unit))
}

/// A change: its words say whether it is better, the colour repeats it.
pub(super) fn change(class: &str, words: String) -> Element {
    let style = match class {
        "change good" => "margin:0 0 6px 0;color:#17603a",
        "change bad" => "margin:0 0 6px 0;color:#9b1c1c",
        _ => "margin:0 0 6px 0;color:#1d2629",
    };
    el("p").attr("style", style).child(words)
}

/// A table of data: the heads of its columns, of which the first `texts` hold words.
pub(super) fn table(id: &'static str, heads: &[&'static str], texts: usize, rows: Vec<Element>) -> Element {
    let head = |(place, words): (usize, &&'static str)| {
        let is_text = place < texts;
        el("th")
            .attr("scope", "col")
            .attr("align", if is_text { "left" } else { "right" })
            .attr("valign", "bottom")
            .attr("style", if is_text { HEAD_TEXT } else { HEAD_NUMBER })
            .child(*words)
    };
    let heads = el("tr").children(heads.iter().enumerate().map(head));
    el("table")
        .attr("id", id)
        .attr("width", "100%")
        .attr("border", "0")
        .attr("cellpadding", "0")
        .attr("cellspacing", "0")
        .attr("style", "width:100%;border-collapse:collapse")
        .child(heads)
        .children(rows)
}

const HEAD_TEXT: &str = font!(
    "padding:4px 8px 4px 0;font-size:12px;line-height:16px;font-weight:bold;text-align:left;color:#4c585c;border-bottom:2px solid #0b5a60"
);
const HEAD_NUMBER: &str = font!(
    "padding:4px 0 4px 6px;font-size:12px;line-height:16px;font-weight:bold;text-align:right;color:#4c585c;border-bottom:2px solid #0b5a60"
);

/// A cell that holds words.
pub(super) fn cell_of_words() -> Element {
    el("td").attr("align", "left").attr("valign", "top").attr(
        "style",
        font!("padding:6px 8px 6px 0;font-size:13px;line-height:18px;text-align:left;color:#1d2629;border-bottom:1px solid #d0d7d8"),
    )
}

/// A cell that holds a number.
pub(super) fn number(shown: String) -> Element {
    let style = font!(
        "padding:6px 0 6px 6px;font-size:13px;line-height:18px;text-align:right;color:#1d2629;border-bottom:1px solid #d0d7d8"
    );
    el("td").attr("align", "right").attr("valign", "top").attr("style", style).child(shown)
}
