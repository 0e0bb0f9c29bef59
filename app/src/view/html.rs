//! Nodes as HTML, and as views that Leptos can place among its own.

use super::dom::Drawn;
use super::{Element, Node, Parts};
use leptos::prelude::{Render, RenderHtml};
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Position, PositionState};

/// Elements that HTML closes by itself.
const VOID: [&str; 3] = ["input", "br", "hr"];

fn escape(text: &str, html: &mut String) {
    let mut rest = text;
    while let Some(place) = rest.find(['&', '<', '>', '"']) {
        let (before, after) = rest.split_at(place);
        html.push_str(before);
        html.push_str(match after.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &after[1..];
    }
    html.push_str(rest);
}

impl Node {
    fn write(&self, html: &mut String) {
        match self {
            Node::Text(text) => escape(text, html),
            Node::Element(element) => element.write(html),
        }
    }
}

impl Element {
    fn write(&self, html: &mut String) {
        html.push('<');
        let Parts { tag, attributes, children } = &*self.0;
        html.push_str(tag);
        for (name, value) in attributes {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            escape(value, html);
            html.push('"');
        }
        html.push('>');
        if VOID.contains(tag) {
            return;
        }
        for child in children {
            child.write(html);
        }
        html.push_str("</");
        html.push_str(tag);
        html.push('>');
    }
}

impl Render for Element {
    type State = Drawn;

    fn build(self) -> Drawn {
        Drawn::new(Node::Element(self), false)
    }

    fn rebuild(self, state: &mut Drawn) {
        state.update(Node::Element(self), false);
    }
}

leptos::tachys::no_attrs!(Element);

impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attributes: Vec<AnyAttribute>,
    ) {
        self.write(html);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Drawn {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        position.set(Position::NextChild);
        Drawn::adopt(Node::Element(self), cursor.current())
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::el;
    use super::*;

    fn check(element: Element, expected: &str) {
        assert_eq!(element.to_html(), expected);
    }

    #[test]
    fn markup_in_text_and_attributes_is_escaped() {
        check(
            el("p").attr("title", "\"<&>\"".to_owned()).child("a < b & c"),
            "<p title=\"&quot;&lt;&amp;&gt;&quot;\">a &lt; b &amp; c</p>",
        );
    }

    #[test]
    fn what_is_absent_leaves_no_trace() {
        let absent: Option<String> = None;
        check(el("a").attr("href", absent).flag("hidden", false).child("").child(None::<Element>), "<a></a>");
        check(el("input").flag("checked", true), "<input checked=\"\">");
    }

    #[test]
    fn ids_and_what_refers_to_them_are_prefixed_alike() {
        let figure = el("figure")
            .attr("aria-labelledby", "a b")
            .child(el("b").attr("id", "a").attr("class", "a"))
            .child(el("b").attr("id", "b"));
        let expected =
            "<figure aria-labelledby=\"x-a x-b\"><b id=\"x-a\" class=\"a\"></b><b id=\"x-b\"></b></figure>";
        check(figure.with_ids("x"), expected);
    }

    #[test]
    fn neighbouring_texts_are_one() {
        let element = el("p").child("a").child(String::from("b")).child(el("i")).child("c");
        assert_eq!(element.0.children.len(), 3);
        check(element, "<p>ab<i></i>c</p>");
    }
}
