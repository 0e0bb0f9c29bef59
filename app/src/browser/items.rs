//! The live list of items: search while typing, and the download of the filtered rows.

use super::attachments::EVERY_PAGE;
use super::live::{self, Island, Live};
use super::{dom, file, workbook};
use crate::address::{self, Host};
use crate::islands::items::{ItemsModel, ItemsState};
use crate::islands::shared::workbooks::Workbooks;
use crate::text;
use contract::{Derived, Facts, ItemRow, ListRows, ListWorkbook, QueryString};
use gloo::timers::callback::Timeout;
use js_sys::Uint8Array;
use leptos::html::Div;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement};

/// Typing counts as paused after this time without a key.
const REST_MS: u32 = 120;

/// The list that is shown, and how workbooks of it are made where no server does.
struct List {
    model: RwSignal<ItemsModel>,
    workbooks: Option<Workbooks>,
}

/// Makes the items page live.
pub(crate) fn start(
    root: NodeRef<Div>,
    facts: &Arc<Facts>,
    model: RwSignal<ItemsModel>,
    workbooks: Option<Workbooks>,
) {
    let list = Rc::new(List { model, workbooks });
    let canonical = |query: &QueryString| Ok(ItemsState::from_query(query)?.to_query().to_string());
    let state = |model: &ItemsModel| ItemsState { query: model.query.clone(), shown: model.shown };
    let island = Island {
        facts: Arc::clone(facts),
        shown: model.with_untracked(|model| state(model).to_query().to_string()),
        canonical: Box::new(canonical),
        apply: Box::new(move |derived, query| {
            let asked = ItemsState::from_query(query)?;
            let canonical = asked.to_query().to_string();
            let (suppliers, picked) =
                model.with_untracked(|model| (model.suppliers.clone(), model.picked.clone()));
            model.set(ItemsModel { picked, ..ItemsModel::among(derived, asked, suppliers) });
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
        dom::listen(&live.root, "change", move |event| {
            let place = dom::closest(event, "[data-pick]").and_then(|input| input.get_attribute("data-pick"));
            if let Some(place) = place.and_then(|place| place.parse().ok()) {
                model.update(|model| model.pick(place));
            }
        });
        let (weak, list) = (Rc::downgrade(live), Rc::clone(&list));
        dom::listen(&live.root, "click", move |event| {
            if dom::closest(event, "[data-pick-none]").is_some() {
                model.update(|model| model.picked.clear());
            }
            let link = dom::closest(event, "a[data-download]");
            if let Some((live, link)) = weak.upgrade().zip(link) {
                download(&live, event, &link, &list);
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
fn download(live: &Rc<Live>, event: &Event, link: &Element, list: &Rc<List>) {
    let attribute = |name: &str| link.get_attribute(name).unwrap_or_default();
    let (name, is_workbook) = (attribute("download"), attribute("data-download") == "xlsx");
    let is_picked = !is_workbook && list.model.with_untracked(|model| !model.picked.is_empty());
    if is_picked && list.picked(&name).is_some() {
        event.prevent_default();
        return;
    }
    let save = move |live: &Rc<Live>, derived: &Derived, list: &List| match is_workbook {
        true => workbook(live, derived, name.clone(), list),
        false => csv(derived, &name, list),
    };
    match live.data() {
        // If the browser refuses, the link leads to the API as usual.
        Some(derived) if save(live, &derived, list).is_some() => event.prevent_default(),
        None if address::host() != Host::Granary => {
            event.prevent_default();
            let (later, list) = (Rc::clone(live), Rc::clone(list));
            live.when_loaded(move || {
                if let Some(derived) = later.data()
                    && save(&later, &derived, &list).is_none()
                {
                    later.notice("notice", text::file_failed());
                }
            });
        }
        _ => {}
    }
}

/// Saves the rows as CSV; nothing if the browser refuses.
fn csv(derived: &Derived, name: &str, list: &List) -> Option<()> {
    let csv = contract::items_csv(&list.rows(derived));
    file::save(&Uint8Array::from(csv.as_bytes()), "text/csv;charset=utf-8", name)
}

/// Has a workbook of the rows made, and saves it; nothing if there is no worker for it.
fn workbook(live: &Rc<Live>, derived: &Derived, name: String, list: &List) -> Option<()> {
    let Workbooks { worker, simulated } = list.workbooks.clone()?;
    let rows = ListRows::Items(list.rows(derived));
    let of = ListWorkbook { facts: derived.facts.clone(), simulated, rows };
    let live = Rc::clone(live);
    let made = move |bytes: Option<Uint8Array>| {
        if bytes.and_then(|bytes| file::save(&bytes, workbook::XLSX, &name)).is_none() {
            live.notice("notice", text::file_failed());
        }
    };
    workbook::make(&worker, &of, made).ok()
}

impl List {
    /// Saves the rows that are picked as CSV; nothing if the browser refuses.
    fn picked(&self, name: &str) -> Option<()> {
        let csv = self.model.with_untracked(|model| contract::items_csv(&model.picked));
        file::save(&Uint8Array::from(csv.as_bytes()), "text/csv;charset=utf-8", name)
    }

    /// All rows of the list that is shown, on whatever page.
    fn rows(&self, derived: &Derived) -> Vec<ItemRow> {
        let query = self.model.with_untracked(|model| model.query.clone());
        contract::all_items(derived, &query)
    }
}
