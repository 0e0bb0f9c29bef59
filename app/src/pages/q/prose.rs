//! The text as elements: Markdown without its HTML, images and links that a browser would run. Nothing in it is obeyed.

use super::link::resolved;
use super::value::Values;
use crate::charts::scroll;
use crate::query_page::{Piece, QueryPage, is_allowed, is_query, markdown, pieces};
use crate::text;
use crate::view::{Element, cards, el};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeStream};

/// The text with the answers of its queries in their places.
pub(super) fn prose(page: &QueryPage, blocks: Vec<Element>, values: &Values<'_>) -> Element {
    let events = || TextMergeStream::new(Parser::new_ext(&page.text, markdown()));
    // Pictures have headings of the third level, which need one of the second above them.
    let is_headed = matches!(events().next(), Some(Event::Start(Tag::Heading { .. })));
    let heading = || el("h2").class("hidden").child(text::nav_query_page());
    let top =
        el("div").class("query-text").attr("lang", page.language.clone()).child((!is_headed).then(heading));
    let mut drawing =
        Drawing { open: vec![top], blocks: blocks.into_iter(), in_query: false, in_code: false };
    for event in events() {
        drawing.take(event, values);
    }
    while drawing.open.len() > 1 {
        drawing.close();
    }
    drawing.open.pop().unwrap_or_else(|| el("div"))
}

/// Elements that are open, from the outermost one in.
struct Drawing<I> {
    open: Vec<Element>,
    blocks: I,
    in_query: bool,
    in_code: bool,
}

impl<I: Iterator<Item = Element>> Drawing<I> {
    fn take(&mut self, event: Event<'_>, values: &Values<'_>) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => self.begin_code(&kind),
            Event::End(TagEnd::CodeBlock) => {
                if !self.in_query {
                    self.close();
                }
                self.close();
                (self.in_query, self.in_code) = (false, false);
            }
            Event::Start(tag) => self.open.push(begun(&tag)),
            Event::End(TagEnd::Table) => {
                let table = self.open.pop();
                let table = table.map(|table| scroll(text::show_table().to_owned()).child(cards(table)));
                self.open.extend(table);
                self.close();
            }
            Event::End(TagEnd::TableHead) => {
                let row = self.open.pop();
                self.open.extend(row.map(|row| el("thead").child(row)));
                self.close();
            }
            Event::End(_) => self.close(),
            // Its text is that of a query, which stands in the answer's place.
            _ if self.in_query => {}
            Event::Text(part) if self.in_code => self.add(part.into_string()),
            Event::Text(part) => self.add_values(&part, values),
            // What would be markup is shown as it is written.
            Event::Html(part) | Event::InlineHtml(part) => self.add(part.into_string()),
            Event::Code(part) => self.add(el("code").child(part.into_string())),
            Event::SoftBreak => self.add(" "),
            Event::HardBreak => self.add(el("br")),
            Event::Rule => self.add(el("hr")),
            // Of extensions that are not on.
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    /// A block of code, or a query's answer in its place.
    fn begin_code(&mut self, kind: &CodeBlockKind<'_>) {
        let is_query = matches!(kind, CodeBlockKind::Fenced(info) if is_query(info));
        match is_query.then(|| self.blocks.next()).flatten() {
            Some(block) => {
                self.open.push(block);
                self.in_query = true;
            }
            None => {
                self.open.push(scroll(text::code().to_owned()));
                self.open.push(el("pre").class("query-code"));
                self.in_code = true;
            }
        }
    }

    fn add_values(&mut self, text: &str, values: &Values<'_>) {
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => self.add(text.to_owned()),
                Piece::Value { written, query, column } => self.add(values.shown(written, query, column)),
            }
        }
    }

    fn add(&mut self, child: impl crate::view::Child) {
        if let Some(open) = self.open.pop() {
            self.open.push(open.child(child));
        }
    }

    /// Puts the innermost element into the one around it.
    fn close(&mut self) {
        if self.open.len() > 1
            && let Some(done) = self.open.pop()
        {
            self.add(done);
        }
    }
}

/// The element that a tag begins. The page has one heading of the first level, its title.
fn begun(tag: &Tag<'_>) -> Element {
    match tag {
        Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, .. } => el("h2"),
        Tag::Heading { level: HeadingLevel::H3, .. } => el("h3"),
        Tag::Heading { .. } => el("h4"),
        Tag::BlockQuote(_) => el("blockquote"),
        Tag::List(None) => el("ul"),
        Tag::List(Some(first)) => el("ol").attr("start", (*first != 1).then(|| first.to_string())),
        Tag::Item => el("li"),
        Tag::Table(_) => el("table"),
        Tag::TableHead | Tag::TableRow => el("tr"),
        Tag::TableCell => el("td").class("text"),
        Tag::Emphasis => el("em"),
        Tag::Strong => el("strong"),
        Tag::Link { dest_url, .. } if is_allowed(dest_url) => {
            let is_far = dest_url.contains("://").then_some("noreferrer");
            el("a").attr("href", resolved(dest_url)).attr("rel", is_far)
        }
        // A picture from elsewhere would tell its server who reads the page: what it shows stands there in words.
        Tag::Link { .. } | Tag::Image { .. } => el("span"),
        Tag::Paragraph | Tag::HtmlBlock => el("p"),
        _ => el("div"),
    }
}
