//! Parses HTML as browsers do, and finds elements by selector.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::ops::Deref;

/// A parsed document.
pub struct Document {
    top: Element,
    faults: Vec<String>,
}

/// An element of a document, or the document itself.
#[derive(Clone)]
pub struct Element {
    node: Handle,
    /// The document, held because one that is dropped empties all its elements.
    top: Handle,
}

impl Document {
    /// Parses any text, as browsers do.
    pub fn parse(html: &str) -> Document {
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
        let faults = dom.errors.borrow().iter().map(ToString::to_string).collect();
        let top = dom.document;
        Document { top: Element { node: top.clone(), top }, faults }
    }

    /// Returns the parser's error messages.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }
}

impl Deref for Document {
    type Target = Element;

    fn deref(&self) -> &Element {
        &self.top
    }
}

impl Element {
    /// Returns the elements inside that match a selector, in document order. Selectors join tag, `#id`, `.class` and
    /// `[name=value]`; blanks separate ancestors from descendants.
    pub fn all(&self, selector: &str) -> Vec<Element> {
        let steps: Vec<Step> = selector.split_whitespace().map(Step::read).collect();
        let mut found = Vec::new();
        walk(&self.node, &steps, &mut found);
        found.into_iter().map(|node| Element { node, top: self.top.clone() }).collect()
    }

    /// Returns the one element inside that matches a selector.
    ///
    /// # Panics
    /// There is none, or more than one.
    #[track_caller]
    pub fn one(&self, selector: &str) -> Element {
        only(self.all(selector), selector)
    }

    /// Returns the one element inside of a tag, or `*`, with this value of an attribute. The value may hold any
    /// characters.
    ///
    /// # Panics
    /// There is none, or more than one.
    #[track_caller]
    pub fn of(&self, tag: &str, attribute: &str, value: &str) -> Element {
        let mut found = self.all(&format!("{tag}[{attribute}]"));
        found.retain(|element| element.attribute(attribute).as_deref() == Some(value));
        only(found, value)
    }

    /// Returns the value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.attributes().into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Returns the names and values of its attributes.
    pub fn attributes(&self) -> Vec<(String, String)> {
        attributes(&self.node)
    }

    /// Returns the value of a required attribute.
    ///
    /// # Panics
    /// It has none.
    #[track_caller]
    pub fn value(&self, name: &str) -> String {
        self.attribute(name).unwrap_or_else(|| panic!("no {name} among {:?}", self.attributes()))
    }

    /// Returns its text, with single blanks between words.
    pub fn text(&self) -> String {
        text(&self.node)
    }

    /// Whether its text contains these words.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Whether a selector matches anything inside.
    pub fn has(&self, selector: &str) -> bool {
        !self.all(selector).is_empty()
    }

    /// Returns the addresses of the links inside that match a selector.
    pub fn links(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().filter_map(|link| link.attribute("href")).collect()
    }
}

#[track_caller]
fn only(mut found: Vec<Element>, selector: &str) -> Element {
    assert_eq!(found.len(), 1, "elements that match {selector}");
    found.remove(0)
}

/// Collects the elements that fit the last step and lie inside elements that fit the steps before it.
fn walk(node: &Handle, steps: &[Step], found: &mut Vec<Handle>) {
    let Some((step, rest)) = steps.split_first() else { return };
    for child in node.children.borrow().iter() {
        let fits = step.fits(child);
        if fits && rest.is_empty() {
            found.push(child.clone());
        }
        walk(child, if fits && !rest.is_empty() { rest } else { steps }, found);
    }
}

/// The part of a selector for one element: `tag#id.class[name=value]`.
struct Step {
    tag: String,
    /// Name and value; no value accepts any.
    attributes: Vec<(String, Option<String>)>,
    classes: Vec<String>,
}

impl Step {
    fn read(text: &str) -> Step {
        let end = text.find(['#', '.', '[']).unwrap_or(text.len());
        let mut step = Step { tag: text[..end].to_owned(), attributes: Vec::new(), classes: Vec::new() };
        let mut rest = &text[end..];
        while let Some(kind) = rest.chars().next() {
            let inner = &rest[1..];
            if kind == '[' {
                let (condition, after) = inner.split_once(']').unwrap_or_else(|| panic!("{text} lacks a ]"));
                let (name, value) =
                    condition.split_once('=').map_or((condition, None), |(n, v)| (n, Some(v)));
                step.attributes.push((name.to_owned(), value.map(str::to_owned)));
                rest = after;
                continue;
            }
            let end = inner.find(['#', '.', '[']).unwrap_or(inner.len());
            match kind {
                '#' => step.attributes.push(("id".to_owned(), Some(inner[..end].to_owned()))),
                _ => step.classes.push(inner[..end].to_owned()),
            }
            rest = &inner[end..];
        }
        step
    }

    fn fits(&self, node: &Handle) -> bool {
        let NodeData::Element { name, .. } = &node.data else { return false };
        let own = attributes(node);
        let value = |name: &str| own.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let has_class =
            |class: &String| value("class").is_some_and(|all| all.split_whitespace().any(|one| one == class));
        (self.tag.is_empty() || self.tag == "*" || &*name.local == self.tag.as_str())
            && self.classes.iter().all(has_class)
            && self.attributes.iter().all(|(name, wanted)| {
                value(name).is_some_and(|value| wanted.as_deref().is_none_or(|wanted| wanted == value))
            })
    }
}

fn attributes(node: &Handle) -> Vec<(String, String)> {
    let NodeData::Element { attrs, .. } = &node.data else { return Vec::new() };
    attrs.borrow().iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect()
}

fn text(node: &Handle) -> String {
    fn collect(node: &Handle, into: &mut String) {
        if let NodeData::Text { contents } = &node.data {
            into.push_str(&contents.borrow());
        }
        node.children.borrow().iter().for_each(|child| collect(child, into));
    }
    let mut collected = String::new();
    collect(node, &mut collected);
    // No-break spaces stay: they are part of numbers.
    collected.split([' ', '\n', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
