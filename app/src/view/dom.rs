//! Nodes in a document: created, or taken over from the server's HTML, and changed only where they differ.

use super::{Node, Parts};
use leptos::prelude::Mountable;
use leptos::tachys::renderer::Rndr;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;
use std::borrow::Cow;

const SVG: &str = "http://www.w3.org/2000/svg";

/// A node in the document, with its last rendered content.
pub(crate) struct Drawn {
    dom: web_sys::Node,
    what: What,
}

enum What {
    Text(Cow<'static, str>),
    Element { tag: &'static str, attributes: Vec<(&'static str, Cow<'static, str>)>, children: Vec<Drawn> },
}

impl Drawn {
    /// Creates a node; `svg` says whether it stands in an SVG.
    pub(super) fn new(node: Node, svg: bool) -> Self {
        match node {
            Node::Text(text) => Drawn { dom: Rndr::create_text_node(&text).into(), what: What::Text(text) },
            Node::Element(element) => {
                let Parts { tag, attributes, children } = *element.0;
                let svg = svg || tag == "svg";
                let element = Rndr::create_element(tag, svg.then_some(SVG));
                for (name, value) in &attributes {
                    Rndr::set_attribute(&element, name, value);
                }
                let append = |child: Node| {
                    let child = Drawn::new(child, svg);
                    Rndr::insert_node(&element, &child.dom, None);
                    child
                };
                let children = children.into_iter().map(append).collect();
                Drawn { dom: element.into(), what: What::Element { tag, attributes, children } }
            }
        }
    }

    /// Takes over a node from the server's HTML; an unexpected one is replaced.
    pub(super) fn adopt(node: Node, dom: web_sys::Node) -> Self {
        Drawn::adopt_in(node, dom, false)
    }

    fn adopt_in(node: Node, dom: web_sys::Node, svg: bool) -> Self {
        let fits = match &node {
            Node::Text(_) => dom.node_type() == web_sys::Node::TEXT_NODE,
            Node::Element(element) => dom.node_name().eq_ignore_ascii_case(element.0.tag),
        };
        if !fits {
            let new = Drawn::new(node, svg);
            new.replace(&dom);
            return new;
        }
        let what = match node {
            Node::Text(text) => What::Text(text),
            Node::Element(element) => {
                let Parts { tag, attributes, children } = *element.0;
                let children = adopt_children(children, &dom, svg || tag == "svg");
                What::Element { tag, attributes, children }
            }
        };
        Drawn { dom, what }
    }

    /// Updates a node, touching only what differs.
    pub(super) fn update(&mut self, node: Node, svg: bool) {
        match (&mut self.what, node) {
            (What::Text(old), Node::Text(new)) => {
                if *old != new {
                    self.dom.set_node_value(Some(&new));
                    *old = new;
                }
            }
            (What::Element { tag, attributes, children }, Node::Element(new)) if *tag == new.0.tag => {
                let new = *new.0;
                let element: &web_sys::Element = self.dom.unchecked_ref();
                update_attributes(element, attributes, &new.attributes);
                *attributes = new.attributes;
                update_children(element, children, new.children, svg || *tag == "svg");
            }
            (_, node) => {
                let new = Drawn::new(node, svg);
                new.replace(&self.dom);
                *self = new;
            }
        }
    }

    fn replace(&self, old: &web_sys::Node) {
        if let Some(parent) = old.parent_node() {
            let replaced = parent.replace_child(&self.dom, old);
            debug_assert!(replaced.is_ok());
        }
    }
}

fn adopt_children(children: Vec<Node>, parent: &web_sys::Node, svg: bool) -> Vec<Drawn> {
    let mut next = parent.first_child();
    let mut drawn = Vec::with_capacity(children.len());
    for child in children {
        let child = match next {
            Some(dom) => Drawn::adopt_in(child, dom, svg),
            None => {
                let child = Drawn::new(child, svg);
                Rndr::insert_node(parent.unchecked_ref(), &child.dom, None);
                child
            }
        };
        next = child.dom.next_sibling();
        drawn.push(child);
    }
    while let Some(extra) = next {
        next = extra.next_sibling();
        Rndr::remove(&extra);
    }
    drawn
}

fn update_children(parent: &web_sys::Element, old: &mut Vec<Drawn>, new: Vec<Node>, svg: bool) {
    for extra in old.drain(new.len().min(old.len())..) {
        Rndr::remove(&extra.dom);
    }
    let kept = old.len();
    for (place, node) in new.into_iter().enumerate() {
        if place < kept {
            old[place].update(node, svg);
        } else {
            let child = Drawn::new(node, svg);
            Rndr::insert_node(parent, &child.dom, None);
            old.push(child);
        }
    }
}

type Attributes = [(&'static str, Cow<'static, str>)];

fn update_attributes(element: &web_sys::Element, old: &Attributes, new: &Attributes) {
    let find = |list: &Attributes, name: &str| list.iter().position(|(other, _)| *other == name);
    for (name, value) in new {
        let same = find(old, name).is_some_and(|place| old[place].1 == *value);
        if !same {
            Rndr::set_attribute(element, name, value);
        }
    }
    for (name, _) in old {
        if find(new, name).is_none() {
            Rndr::remove_attribute(element, name);
        }
    }
    if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
        show_state(input, new);
    }
}

/// Resets an input to its attributes, unless it is in use.
fn show_state(input: &web_sys::HtmlInputElement, attributes: &Attributes) {
    let value_of = |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value);
    if matches!(input.type_().as_str(), "checkbox" | "radio") {
        input.set_checked(value_of("checked").is_some());
        return;
    }
    let active = leptos::prelude::document().active_element();
    let in_use = active.is_some_and(|active| active == *input.unchecked_ref::<web_sys::Element>());
    if let Some(value) = value_of("value").filter(|value| !in_use && input.value() != **value) {
        input.set_value(value);
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        Rndr::remove(&self.dom);
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&web_sys::Node>) {
        Rndr::insert_node(parent, &self.dom, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.dom.parent_element();
        if let Some(parent) = &parent {
            child.mount(parent, Some(&self.dom));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        self.dom.dyn_ref::<web_sys::Element>().cloned().into_iter().collect()
    }
}
