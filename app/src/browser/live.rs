//! Follows links and forms within a page without loading pages.
//!
//! Every state of a page is a query string, and every control is a link or a form that leads to one. Until the
//! derived files are there the browser follows them as usual; from then on they are computed here.

use super::copy;
use super::dom;
use super::history::{self, Hand, Step};
use crate::{fetch, reason, text};
use contract::{BadParameter, Derived, Facts, Filter, QueryString};
use leptos::html::Div;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlElement, HtmlFormElement, HtmlInputElement, MouseEvent};

/// Events that show a person is about to act; only then are derived files fetched.
const INTENTS: [&str; 5] = ["pointermove", "pointerdown", "keydown", "focusin", "touchstart"];

/// What an island provides to become live.
pub(super) struct Island {
    /// The publication of the numbers.
    pub(super) facts: Arc<Facts>,
    /// The query string the island was rendered for, as `canonical` writes it.
    pub(super) shown: String,
    /// The page's part of a query string, in canonical form.
    pub(super) canonical: Box<dyn Fn(&QueryString) -> Result<String, BadParameter>>,
    /// Shows a query's state; returns its query string.
    pub(super) apply: Box<dyn Fn(&Rc<Derived>, &QueryString) -> Result<String, BadParameter>>,
    /// Called once, when the files have arrived.
    pub(super) ready: Box<dyn Fn(&Rc<Live>)>,
}

/// What an island's element gets beside its links and forms, once it is hydrated.
pub(super) type Attachment = fn(&Rc<Live>);

/// An island that is live, or about to be.
pub(super) struct Live {
    /// The island's element.
    pub(super) root: HtmlElement,
    island: Island,
    /// The query string that is shown, as `canonical` writes it.
    shown: RefCell<String>,
    hand: Hand,
    asked: Cell<bool>,
    data: RefCell<Option<Rc<Derived>>>,
    before_change: RefCell<Vec<fn()>>,
    when_loaded: RefCell<Vec<Box<dyn FnOnce()>>>,
    /// Id of the publication shown, with what was written from this page.
    publication: RefCell<String>,
}

/// Makes an island live once it is hydrated: its links and forms, what is attached to it, and then what is its own.
pub(super) fn start(
    root: NodeRef<Div>,
    island: Island,
    attachments: &'static [Attachment],
    then: impl Fn(&Rc<Live>) + 'static,
) {
    let island = Cell::new(Some(island));
    Effect::new(move |_| {
        let Some((root, island)) = root.get().zip(island.take()) else {
            return;
        };
        let root: HtmlElement = root.unchecked_into();
        let live = Rc::new(Live {
            root,
            shown: RefCell::new(island.shown.clone()),
            publication: RefCell::new(island.facts.id.clone()),
            island,
            hand: Hand::new(),
            asked: Cell::new(false),
            data: RefCell::new(None),
            before_change: RefCell::default(),
            when_loaded: RefCell::default(),
        });
        live.attach(attachments);
        then(&live);
        dom::set(&live.root, "data-hydrated", "true");
    });
}

impl Live {
    /// The derived files, once they have arrived.
    pub(super) fn data(&self) -> Option<Rc<Derived>> {
        self.data.borrow().clone()
    }

    /// Whether a publication is the one shown, or has no more than was written from this page.
    pub(super) fn shows(&self, publication: &str) -> bool {
        *self.publication.borrow() == publication
    }

    /// Takes down what the publication is called with what was written from this page.
    pub(super) fn wrote(&self, publication: String) {
        *self.publication.borrow_mut() = publication;
    }

    /// Calls a function before each change of what is shown.
    pub(super) fn before_change(&self, react: fn()) {
        self.before_change.borrow_mut().push(react);
    }

    /// Calls a function once the derived files are there.
    pub(super) fn when_loaded(&self, react: impl FnOnce() + 'static) {
        self.when_loaded.borrow_mut().push(Box::new(react));
    }

    /// The hand that moves sliders and types.
    pub(super) fn hand(&self) -> &Hand {
        &self.hand
    }

    /// Shows the state of a query string: here if the files have arrived, otherwise by loading the page.
    pub(super) fn go(&self, query: &str) {
        self.show(query, Step::New);
    }

    /// The same while a hand is at work.
    pub(super) fn go_on(&self, query: &str) {
        self.show(query, self.hand.step());
    }

    /// Writes down what is shown already, while a hand is at work.
    pub(super) fn write(&self, canonical: &str) {
        self.write_as(canonical, self.hand.step());
    }

    fn write_as(&self, canonical: &str, step: Step) {
        canonical.clone_into(&mut self.shown.borrow_mut());
        if step != Step::There {
            history::write_search(canonical, step);
        }
        show_query(canonical);
    }

    fn show(&self, query: &str, step: Step) {
        let Some(data) = self.data() else {
            dom::load_search(query);
            return;
        };
        self.before_change.borrow().iter().for_each(|react| react());
        match (self.island.apply)(&data, &QueryString::parse(query)) {
            Ok(canonical) => {
                self.write_as(&canonical, step);
                self.notice("hidden", text::updated());
            }
            Err(refused) => self.notice("notice", &reason::bad_parameter(&refused)),
        }
    }

    /// Announces something to everyone (`notice`) or only to screen readers (`hidden`).
    pub(super) fn notice(&self, class: &str, message: &str) {
        if let Ok(Some(notice)) = self.root.query_selector("[role=status]") {
            notice.set_class_name(class);
            notice.set_text_content(Some(message));
        }
    }

    fn attach(self: &Rc<Self>, attachments: &[Attachment]) {
        for intent in INTENTS {
            let live = Rc::clone(self);
            gloo::events::EventListener::once(&document(), intent, move |_| live.load()).forget();
        }
        let live = Rc::clone(self);
        dom::listen(&self.root, "click", move |event| live.click(event));
        let live = Rc::clone(self);
        dom::listen(&self.root, "change", move |event| live.change(event));
        let live = Rc::clone(self);
        dom::listen(&self.root, "submit", move |event| live.submit(event));
        let live = Rc::clone(self);
        dom::listen(&window(), "popstate", move |_| live.returned());
        for attach in attachments {
            attach(self);
        }
        // A static page is rendered without a query, so the state of the address is shown as soon as possible.
        let asked = (self.island.canonical)(&QueryString::parse(&dom::search()));
        if asked.as_ref() != Ok(&self.island.shown) {
            self.load();
        }
    }

    /// Fetches the derived files, unless that has begun.
    pub(super) fn load(self: &Rc<Self>) {
        if self.asked.replace(true) {
            return;
        }
        let live = Rc::clone(self);
        spawn_local(async move {
            match fetch::derived(&live.island.facts).await {
                Ok(derived) => live.loaded(derived),
                Err(why) => {
                    // Links and forms still work as plain ones, and the next page load tries again.
                    live.notice("notice", &text::not_live(&why));
                }
            }
        });
    }

    fn loaded(self: &Rc<Self>, derived: Derived) {
        *self.data.borrow_mut() = Some(Rc::new(derived));
        let search = dom::search();
        if (self.island.canonical)(&QueryString::parse(&search)).as_ref() != Ok(&self.island.shown) {
            self.show(&search, Step::Same);
        }
        (self.island.ready)(self);
        self.when_loaded.take().into_iter().for_each(|react| react());
        dom::set(&self.root, "data-live", "true");
    }

    /// Somebody went back or forward to another state of the page.
    fn returned(self: &Rc<Self>) {
        let search = dom::search();
        if self.data().is_none() {
            // What the files bring is shown as the address has it.
            self.load();
        } else if (self.island.canonical)(&QueryString::parse(&search)).as_ref() != Ok(&*self.shown.borrow())
        {
            self.show(&search, Step::There);
            request_animation_frame(history::restore_fields);
        }
    }

    fn click(&self, event: &Event) {
        if let Some(button) = dom::closest(event, "button[data-copy]") {
            copy::copy(button);
            return;
        }
        let Some(click) = event.dyn_ref::<MouseEvent>() else {
            return;
        };
        let plain = click.button() == 0
            && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
        let href = dom::closest(event, "a[href^='?']").and_then(|link| link.get_attribute("href"));
        if let Some(href) = href.filter(|_| plain && self.data().is_some()) {
            event.prevent_default();
            self.go(&href);
        }
    }

    fn change(&self, event: &Event) {
        let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        self.hand.lets_go();
        // A date being typed passes through years without data, so it waits; sliders are followed while they move.
        if input.has_attribute("data-parameter") || !input.check_validity() {
            return;
        }
        // Several boxes are ticked before a form is sent; a switch has only one choice and applies at once.
        if self.data().is_some() || input.type_() == "radio" {
            self.follow_form(event);
        }
    }

    fn submit(&self, event: &Event) {
        if self.data().is_some() {
            event.prevent_default();
            self.follow_form(event);
        }
    }

    fn follow_form(&self, event: &Event) {
        let form =
            dom::closest(event, "form[data-live]").and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        if let Some(query) = form.as_ref().and_then(dom::form_query) {
            self.go(&query);
        }
    }
}

/// Writes the state into the links to other pages and languages.
fn show_query(canonical: &str) {
    let shown = Filter::from_query(&QueryString::parse(canonical)).unwrap_or_default();
    let dated = dom::all("a[data-page=dated][aria-current]").next().is_some();
    for link in dom::all("a[data-page]") {
        let href = link.get_attribute("href").unwrap_or_default();
        let (path, before) = href.split_once('?').unwrap_or((&href, ""));
        // A page without date fields passes on the dates that it was given.
        let before = Filter::from_query(&QueryString::parse(before)).unwrap_or_default();
        let (from, to) = if dated { (shown.from, shown.to) } else { (before.from, before.to) };
        let mut kept = QueryString::default();
        Filter { from, to, ..shown.clone() }.to_query(&mut kept);
        let kept = kept.to_string();
        let href = if kept.is_empty() { path.to_owned() } else { [path, "?", &kept].concat() };
        dom::set(&link, "href", &href);
    }
    // The links to other languages keep the whole state.
    for link in dom::all("a[data-language]") {
        let href = link.get_attribute("href").unwrap_or_default();
        let path = href.split('?').next().unwrap_or_default();
        let href = if canonical.is_empty() { path.to_owned() } else { [path, "?", canonical].concat() };
        dom::set(&link, "href", &href);
    }
}
