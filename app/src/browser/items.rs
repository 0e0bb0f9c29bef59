//! The live list of items: search while typing, and the download of the filtered rows.

use super::attachments::EVERY_PAGE;
use super::dom;
use super::live::{self, Island, Live};
use crate::address::{self, Host};
use crate::islands::items::ItemsModel;
use contract::{Derived, Facts, ItemsQuery, QueryString};
use gloo::timers::callback::Timeout;
use leptos::html::Div;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement};

/// Typing counts as paused after this time without a key.
const REST_MS: u32 = 120;

/// Makes the items page live.
pub(crate) fn start(root: NodeRef<Div>, facts: &Arc<Facts>, model: RwSignal<ItemsModel>) {
    let canonical = |query: &QueryString| Ok(ItemsQuery::from_query(query)?.to_query().to_string());
    let island = Island {
        facts: Arc::clone(facts),
        shown: model.with_untracked(|model| model.query.to_query().to_string()),
        canonical: Box::new(canonical),
        apply: Box::new(move |derived, query| {
            let shown = ItemsModel::new(derived, ItemsQuery::from_query(query)?);
            let canonical = shown.query.to_query().to_string();
            model.set(shown);
            Ok(canonical)
        }),
        // Letters typed while the files were loading count as well: what the field was drawn with are none.
        ready: Box::new(move |live| {
            let field = live.root.query_selector("input[name=q][type=search]").ok().flatten();
            if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
                let typed = field.value() != field.default_value();
                if typed {
                    search(live, &field);
                }
            }
        }),
    };
    live::start(root, island, &EVERY_PAGE, move |live| {
        let (weak, rest) = (Rc::downgrade(live), Rc::new(RefCell::new(None)));
        dom::listen(&live.root, "input", move |event| {
            let field = dom::closest(event, "input[name=q][type=search]");
            if let Some((live, field)) = weak.upgrade().zip(field) {
                live.hand().moves();
                // Replacing the timer cancels the one before.
                *rest.borrow_mut() = Some(Timeout::new(REST_MS, move || search(&live, &field)));
            }
        });
        let weak = Rc::downgrade(live);
        dom::listen(&live.root, "click", move |event| {
            let link = dom::closest(event, "a[data-download]");
            if let Some((live, link)) = weak.upgrade().zip(link) {
                download(&live, event, &link, model);
            }
        });
    });
}

/// Searches for the text in the field, once that needs no page load.
fn search(live: &Live, field: &Element) {
    let form = field.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    if live.data().is_some()
        && let Some(query) = form.as_ref().and_then(dom::form_query)
    {
        live.go_on(&query);
    }
}

/// Saves all filtered rows, computed here: the same file as the API's, without a server. Before the derived files are there, the
/// API answers; where there is none, they are waited for.
fn download(live: &Rc<Live>, event: &Event, link: &Element, model: RwSignal<ItemsModel>) {
    let name = link.get_attribute("download").unwrap_or_default();
    match live.data() {
        // If the browser refuses, the link leads to the API as usual.
        Some(derived) if save(&derived, &name, model).is_some() => event.prevent_default(),
        None if address::host() == Host::Files => {
            event.prevent_default();
            let later = Rc::clone(live);
            live.when_loaded(move || {
                if let Some(derived) = later.data() {
                    let saved = save(&derived, &name, model);
                    debug_assert!(saved.is_some());
                }
            });
        }
        _ => {}
    }
}

/// Saves the rows as a file; nothing if the browser refuses.
fn save(derived: &Derived, name: &str, model: RwSignal<ItemsModel>) -> Option<()> {
    let query = model.with_untracked(|model| model.query.clone());
    let rows = contract::all_items(derived, &query);
    let csv = contract::items_csv(&rows);
    dom::save_file(name, "text/csv;charset=utf-8", &csv)
}
