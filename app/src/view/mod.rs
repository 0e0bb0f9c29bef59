//! The elements of islands, all of one Rust type.
//!
//! Leptos's `view!` gives every shape of markup its own type, for which the compiler generates its own code. That is
//! fastest for a page that is drawn once, but the live overview was 285 kB of brotli that way, and 225 kB with
//! Leptos's own type erasure. One type for all elements, which Leptos draws like any other view, takes a third of
//! that. Pages' frames, which only the server draws, use `view!`.

/// Nodes as HTML.
mod html;

/// Nodes in a document, changed where they differ.
mod dom;

/// Tables whose rows are cards on phones.
mod cards;

use std::borrow::Cow;

pub(crate) use cards::cards;

/// A piece of a view.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// Text, unescaped.
    Text(Cow<'static, str>),
    /// An element with what is in it.
    Element(Element),
}

/// An element with its attributes and children. Boxed, because builders move it at every step.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Element(Box<Parts>);

#[derive(Clone, Debug, PartialEq)]
struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    children: Vec<Node>,
}

/// An element without attributes and children.
pub(crate) fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// A text whose `parts in backticks` are code.
#[cfg(feature = "ssr")]
pub(crate) fn marked(text: &str) -> Vec<Node> {
    let part = |(place, part): (usize, &str)| match place % 2 {
        0 => Node::Text(part.to_owned().into()),
        _ => el("code").child(part.to_owned()).into(),
    };
    text.split('`').enumerate().map(part).collect()
}

/// A section under its heading, whose id is the section's with `-title` behind it.
#[cfg(feature = "ssr")]
pub(crate) fn section(id: &'static str, class: &'static str, title: &'static str) -> Element {
    let title_id = [id, "-title"].concat();
    el("section")
        .class(class)
        .attr("id", id)
        .attr("aria-labelledby", title_id.clone())
        .child(el("h2").attr("id", title_id).child(title))
}

impl Element {
    /// Sets an attribute; `None` leaves it out.
    #[must_use]
    pub(crate) fn attr(self, name: &'static str, value: impl Value) -> Self {
        self.with_attribute(name, value.text())
    }

    // One copy for all kinds of values: inlined into every call it would be most of the module.
    #[inline(never)]
    fn with_attribute(mut self, name: &'static str, value: Option<Cow<'static, str>>) -> Self {
        if let Some(value) = value {
            self.0.attributes.push((name, value));
        }
        self
    }

    /// Sets the `class` attribute.
    #[must_use]
    pub(crate) fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    /// Sets an attribute without a value, or leaves it out.
    #[must_use]
    pub(crate) fn flag(self, name: &'static str, on: bool) -> Self {
        self.attr(name, on.then_some(""))
    }

    /// Appends text, elements, or lists and options of them.
    #[must_use]
    pub(crate) fn child(mut self, child: impl Child) -> Self {
        child.append(&mut self.0.children);
        self
    }

    /// Puts a prefix before each id in it and before each that it refers to, so that its like can stand beside it.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub(crate) fn with_ids(mut self, prefix: &str) -> Self {
        let prefixed = |id: &str| [prefix, "-", id].concat();
        for (name, value) in &mut self.0.attributes {
            if ["id", "for", "aria-labelledby", "aria-describedby", "data-chart"].contains(name) {
                *value = value.split(' ').map(prefixed).collect::<Vec<_>>().join(" ").into();
            }
        }
        for child in std::mem::take(&mut self.0.children) {
            self.0.children.push(match child {
                Node::Element(element) => Node::Element(element.with_ids(prefix)),
                text => text,
            });
        }
        self
    }

    /// Appends elements.
    #[must_use]
    pub(crate) fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        for child in children {
            child.append(&mut self.0.children);
        }
        self
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Node {
        Node::Element(element)
    }
}

/// A type for attribute values.
pub(crate) trait Value {
    /// The value; `None` leaves the attribute out.
    fn text(self) -> Option<Cow<'static, str>>;
}

impl Value for &'static str {
    fn text(self) -> Option<Cow<'static, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl Value for String {
    fn text(self) -> Option<Cow<'static, str>> {
        Some(Cow::Owned(self))
    }
}

impl<V: Value> Value for Option<V> {
    fn text(self) -> Option<Cow<'static, str>> {
        self.and_then(Value::text)
    }
}

/// A type for the children of an element.
pub(crate) trait Child {
    /// Appends it to an element's children.
    fn append(self, children: &mut Vec<Node>);
}

impl Child for Node {
    #[inline(never)]
    fn append(self, children: &mut Vec<Node>) {
        // A browser merges neighbouring texts and drops empty ones, so a view must do the same.
        match (self, children.last_mut()) {
            (Node::Text(text), _) if text.is_empty() => {}
            (Node::Text(text), Some(Node::Text(before))) => before.to_mut().push_str(&text),
            (node, _) => children.push(node),
        }
    }
}

impl Child for Element {
    #[inline(never)]
    fn append(self, children: &mut Vec<Node>) {
        children.push(Node::Element(self));
    }
}

impl Child for &'static str {
    fn append(self, children: &mut Vec<Node>) {
        Node::Text(Cow::Borrowed(self)).append(children);
    }
}

impl Child for String {
    fn append(self, children: &mut Vec<Node>) {
        Node::Text(Cow::Owned(self)).append(children);
    }
}

impl<C: Child> Child for Option<C> {
    fn append(self, children: &mut Vec<Node>) {
        if let Some(child) = self {
            child.append(children);
        }
    }
}

impl<C: Child> Child for Vec<C> {
    fn append(self, children: &mut Vec<Node>) {
        for child in self {
            child.append(children);
        }
    }
}
