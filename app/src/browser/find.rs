//! The search in the header: suggestions while typing (the combobox pattern of the ARIA Authoring Practices), and `/`
//! to focus it. Without scripts the field is a plain form that leads to the list of items.

use super::dom;
use super::live::Live;
use crate::{address, category, text};
use contract::{Found, ItemKey, QueryString, find};
use leptos::prelude::{document, window};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

/// Largest number of suggestions.
const MOST: usize = 10;

/// The field and its list.
struct Find {
    field: HtmlInputElement,
    list: Element,
    /// The suggestion that Enter follows.
    active: Cell<Option<u32>>,
}

/// Makes the header's search live.
pub(super) fn attach(live: &Rc<Live>) {
    live.when_loaded(refresh);
    let field = document().get_element_by_id("find").and_then(|f| f.dyn_into::<HtmlInputElement>().ok());
    let list = document().create_element("ul").ok();
    let Some((field, list)) = field.zip(list) else {
        return;
    };
    for (name, value) in
        [("id", "find-list"), ("role", "listbox"), ("aria-label", text::suggestions()), ("hidden", "")]
    {
        dom::set(&list, name, value);
    }
    for (name, value) in [
        ("role", "combobox"),
        ("aria-autocomplete", "list"),
        ("aria-expanded", "false"),
        ("aria-controls", "find-list"),
        ("aria-keyshortcuts", "/"),
    ] {
        dom::set(&field, name, value);
    }
    let placed = field.insert_adjacent_element("afterend", &list);
    debug_assert!(placed.is_ok());
    let find = Rc::new(Find { field, list, active: Cell::new(None) });

    let (it, of) = (Rc::clone(&find), Rc::clone(live));
    dom::listen(&find.field, "input", move |_| it.suggest(&of));
    let (it, of) = (Rc::clone(&find), Rc::clone(live));
    dom::listen(&find.field, "focus", move |_| it.suggest(&of));
    let it = Rc::clone(&find);
    dom::listen(&find.field, "keydown", move |event| it.key(event));
    let it = Rc::clone(&find);
    dom::listen(&find.field, "blur", move |_| it.close());
    // Pressing a suggestion must not take the focus away, because that would close the list before the click.
    dom::listen(&find.list, "pointerdown", |event| event.prevent_default());
    dom::listen(&find.list, "mousedown", |event| event.prevent_default());
    dom::listen(&find.list, "click", |event| {
        if let Some(option) = dom::closest(event, "[role=option]") {
            follow(&option);
        }
    });
    dom::listen(&document(), "keydown", move |event| find.shortcut(event));
}

/// Suggests for text typed before the files arrived.
fn refresh() {
    let field = document().get_element_by_id("find");
    let focused = field.is_some() && field == document().active_element();
    if let Some((field, event)) = field.filter(|_| focused).zip(Event::new("input").ok()) {
        let dispatched = field.dispatch_event(&event);
        debug_assert!(dispatched.is_ok());
    }
}

fn follow(option: &Element) {
    if let Some(href) = option.get_attribute("data-href") {
        let left = window().location().assign(&href);
        debug_assert!(left.is_ok());
    }
}

/// The address of the list with a filter.
fn list(filter: &str, value: &str) -> String {
    let mut query = QueryString::default();
    query.push(filter, value);
    address::page("items", &query.to_string())
}

impl Find {
    /// `/` anywhere except in a field.
    fn shortcut(&self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let plain =
            key.key() == "/" && !(key.ctrl_key() || key.meta_key() || key.alt_key() || key.is_composing());
        let typing = dom::closest(event, "input, textarea, select, [contenteditable]").is_some();
        if plain && !typing && !event.default_prevented() {
            event.prevent_default();
            let focused = self.field.focus();
            debug_assert!(focused.is_ok());
            self.field.select();
        }
    }

    fn suggest(&self, live: &Live) {
        let Some(derived) = live.data() else {
            return;
        };
        let text = self.field.value();
        let found = find(&derived.cube, &derived.plan, &text, MOST);
        self.list.set_text_content(None);
        for (place, found) in found.iter().enumerate() {
            let (href, kind, name) = match *found {
                Found::Category(group) => {
                    let group = &derived.cube.categories[group];
                    let name = category::name(&group.name).to_owned();
                    (list("category", &group.id), text::category(), name)
                }
                Found::Location(group) => {
                    let group = &derived.cube.locations[group];
                    (list("location", &group.id), text::location(), group.name.clone())
                }
                Found::Item(row) => {
                    let row = row as usize;
                    let location = &derived.cube.locations[usize::from(derived.plan.policy.location[row])];
                    let sku = &derived.plan.items.sku[row];
                    let name = text::suggestion_in(&derived.plan.items.name[row], &location.name);
                    let key = ItemKey { sku: sku.clone(), location: location.id.clone() };
                    (address::item(&key), sku.as_str(), name)
                }
            };
            self.append(place, &href, kind, &name);
        }
        let any = !found.is_empty();
        self.show(any);
        if any {
            live.notice("hidden", &text::suggestions_count(&found.len().to_string()));
        }
    }

    fn append(&self, place: usize, href: &str, kind: &str, name: &str) {
        let parts = document().create_element("li").ok().zip(document().create_element("span").ok());
        let Some((option, label)) = parts else {
            return;
        };
        label.set_text_content(Some(kind));
        dom::set(&label, "class", "kind");
        for (attribute, value) in [("role", "option"), ("aria-selected", "false"), ("data-href", href)] {
            dom::set(&option, attribute, value);
        }
        dom::set(&option, "id", &["find-", &place.to_string()].concat());
        option.set_text_content(Some(&[name, " "].concat()));
        let appended = option.append_child(&label).and_then(|_| self.list.append_child(&option));
        debug_assert!(appended.is_ok());
    }

    fn key(&self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>().filter(|key| !key.is_composing()) else {
            return;
        };
        let count = self.list.child_element_count();
        let open = !self.list.has_attribute("hidden") && count > 0;
        let (last, active) = (count.saturating_sub(1), self.active.get());
        match key.key().as_str() {
            "ArrowDown" if open => self.activate(active.map_or(Some(0), |at| (at < last).then_some(at + 1))),
            "ArrowUp" if open => self.activate(active.map_or(Some(last), |at| at.checked_sub(1))),
            "Enter" if open && active.is_some() => {
                if let Some(option) = active.and_then(|at| self.list.children().item(at)) {
                    follow(&option);
                }
            }
            "Escape" if open => self.close(),
            _ => return,
        }
        event.prevent_default();
    }

    /// Makes a suggestion the one that Enter follows; `None` returns to the text.
    fn activate(&self, place: Option<u32>) {
        if let Some(option) = self.active.get().and_then(|at| self.list.children().item(at)) {
            dom::set(&option, "aria-selected", "false");
        }
        self.active.set(place);
        match place.and_then(|at| self.list.children().item(at)) {
            Some(option) => {
                dom::set(&option, "aria-selected", "true");
                dom::set(&self.field, "aria-activedescendant", &option.id());
                option.scroll_into_view_with_bool(false);
            }
            None => dom::remove(&self.field, "aria-activedescendant"),
        }
    }

    fn show(&self, open: bool) {
        self.active.set(None);
        dom::remove(&self.field, "aria-activedescendant");
        dom::set(&self.field, "aria-expanded", if open { "true" } else { "false" });
        match open {
            true => dom::remove(&self.list, "hidden"),
            false => dom::set(&self.list, "hidden", ""),
        }
    }

    fn close(&self) {
        self.show(false);
    }
}
