//! The live orders: units that somebody changes, lines that somebody skips, files of both.

use super::attachments::EVERY_PAGE;
use super::live::{self, Island, Live};
use super::{dom, file, order_file, workbook};
use crate::address::{self, Host};
use crate::islands::orders::{OrdersModel, REASON_LETTERS_MAX};
use crate::islands::shared::workbooks::Workbooks;
use crate::text;
use contract::table::csv;
use contract::{
    Derived, Facts, ListRows, ListWorkbook, OrderEdit, OrderEdits, OrderLine, Orders, OrdersQuery,
    QueryString, Suppliers,
};
use js_sys::Uint8Array;
use leptos::html::Div;
use leptos::prelude::*;
use planning::day::Day;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, Storage};

/// The order that is shown, with what somebody decided about it.
struct Desk {
    facts: Arc<Facts>,
    model: RwSignal<OrdersModel>,
    suppliers: Suppliers,
    workbooks: Option<Workbooks>,
    edits: RefCell<OrderEdits>,
    /// Where the browser keeps it: sites and tenants beside each other have their own.
    key: String,
}

/// Makes the orders page live.
pub(crate) fn start(
    root: NodeRef<Div>,
    facts: &Arc<Facts>,
    model: RwSignal<OrdersModel>,
    (suppliers, workbooks): (Suppliers, Option<Workbooks>),
) {
    let key = ["granary orders ", &address::at(&facts.tenant)].concat();
    let kept = stored(&key, facts.as_of);
    let desk = Rc::new(Desk {
        facts: Arc::clone(facts),
        model,
        suppliers,
        workbooks,
        edits: RefCell::new(kept),
        key,
    });
    let canonical = |query: &QueryString| Ok(OrdersQuery::from_query(query)?.to_query().to_string());
    let island = Island {
        facts: Arc::clone(facts),
        shown: model.with_untracked(|model| model.query.to_query().to_string()),
        canonical: Box::new(canonical),
        apply: Box::new({
            let desk = Rc::clone(&desk);
            move |derived, query| {
                let query = OrdersQuery::from_query(query)?;
                let canonical = query.to_query().to_string();
                desk.show(derived, query);
                Ok(canonical)
            }
        }),
        ready: Box::new({
            let desk = Rc::clone(&desk);
            move |live| desk.again(live)
        }),
    };
    live::start(root, island, &EVERY_PAGE, move |live| {
        let on = |name: &'static str, react: fn(&Rc<Desk>, &Rc<Live>, &Event)| {
            let (desk, weak) = (Rc::clone(&desk), Rc::downgrade(live));
            dom::listen(&live.root, name, move |event| {
                if let Some(live) = weak.upgrade() {
                    react(&desk, &live, event);
                }
            });
        };
        on("change", Desk::changed);
        on("click", Desk::clicked);
        on("submit", Desk::submitted);
        // What was decided before is shown without waiting for a hand.
        if !desk.edits.borrow().0.is_empty() {
            live.load();
        }
    });
}

impl Desk {
    /// Shows the orders of a query, with what was decided.
    fn show(&self, derived: &Derived, query: OrdersQuery) {
        let edits = self.edits.borrow().clone();
        // Somebody who is asked about a line is still asked after another has changed.
        let asked = self.model.with_untracked(|model| model.asked.clone());
        let asked = asked.filter(|key| !edits.0.contains_key(key));
        self.model.set(OrdersModel { asked, ..OrdersModel::new(derived, &self.suppliers, query, edits) });
    }

    /// Shows the present orders anew, once that can be computed.
    fn again(self: &Rc<Self>, live: &Rc<Live>) {
        if let Some(derived) = live.data() {
            return self.show(&derived, self.model.with_untracked(|model| model.query.clone()));
        }
        let (desk, later) = (Rc::clone(self), Rc::clone(live));
        live.when_loaded(move || desk.again(&later));
        live.load();
    }

    /// Takes a decision about a line, or takes it back; `said` is what was done.
    fn decide(self: &Rc<Self>, live: &Rc<Live>, key: (String, String), edit: Option<OrderEdit>, said: &str) {
        match edit {
            Some(edit) => drop(self.edits.borrow_mut().0.insert(key, edit)),
            None => drop(self.edits.borrow_mut().0.remove(&key)),
        }
        self.keep(live, said);
    }

    /// Keeps what was decided in the browser's store, and shows it.
    fn keep(self: &Rc<Self>, live: &Rc<Live>, said: &str) {
        let text = order_file::kept(&self.edits.borrow(), self.facts.as_of);
        let is_kept = storage().is_some_and(|storage| storage.set_item(&self.key, &text).is_ok());
        self.again(live);
        match is_kept {
            true => live.notice("hidden", said),
            false => live.notice("notice", text::orders_not_kept()),
        }
    }

    fn line(&self, (sku, location): &(String, String)) -> Option<OrderLine> {
        let is_it = |line: &&OrderLine| line.sku == *sku && line.location == *location;
        self.model
            .with_untracked(|model| model.groups.iter().flat_map(|group| &group.lines).find(is_it).cloned())
    }

    fn changed(self: &Rc<Self>, live: &Rc<Live>, event: &Event) {
        let field = dom::closest(event, "input[data-units-of]");
        let Some((field, key)) = field.and_then(|field| Some((field.clone(), key(&field)?))) else {
            return;
        };
        let field: HtmlInputElement = field.unchecked_into();
        let Some(line) = self.line(&key) else { return };
        let wanted = field.value_as_number();
        let edit = (wanted >= 0.0).then(|| OrderEdit::of_units(&line, wanted));
        let units = edit.as_ref().map_or(line.proposed_units, |edit| edit.units(0.0, self.facts.as_of));
        // What a hand has written stays in a field, whatever its attribute says.
        field.set_value(&units.to_string());
        let edit = edit.filter(|_| units.to_bits() != line.proposed_units.to_bits());
        let said = match edit {
            Some(_) => text::orders_rounded(&units.to_string()),
            None => text::orders_undone().to_owned(),
        };
        self.decide(live, key, edit, &said);
    }

    fn clicked(self: &Rc<Self>, live: &Rc<Live>, event: &Event) {
        let on = |selector: &str| dom::closest(event, selector);
        if let Some(key) = on("[data-undo]").as_ref().and_then(key) {
            self.decide(live, key, None, text::orders_undone());
        } else if let Some(key) = on("[data-ask]").as_ref().and_then(key) {
            self.model.update(|model| model.asked = Some(key));
        } else if on("[data-cancel]").is_some() {
            self.model.update(|model| model.asked = None);
        } else if let Some(code) = on("[data-add]").and_then(|button| button.get_attribute("data-add")) {
            self.add(live, &code);
        } else if on("[data-changes-undo]").is_some() {
            self.edits.borrow_mut().0.clear();
            self.keep(live, text::orders_undone());
        } else if on("[data-changes-file]").is_some() {
            let (desk, live) = (Rc::clone(self), Rc::clone(live));
            spawn_local(async move {
                let edits = desk.edits.borrow().clone();
                if let Err(why) = order_file::save(&edits, &desk.facts).await {
                    live.notice("notice", &why);
                }
            });
        } else if on("[data-print]").is_some() {
            let printed = window().print();
            debug_assert!(printed.is_ok());
        } else if let Some(link) = on("a[data-of], a[data-download]") {
            self.download(live, event, &link);
        }
    }

    /// Adds what would fill up a supplier's order.
    fn add(self: &Rc<Self>, live: &Rc<Live>, code: &str) {
        let added = self.model.with_untracked(|model| {
            let group = model.groups.iter().find(|group| group.order.supplier.as_deref() == Some(code));
            group.and_then(|group| group.top_up.clone())
        });
        for line in added.into_iter().flat_map(|top_up| top_up.lines) {
            let units = line.ordered_units + line.units;
            self.edits.borrow_mut().0.insert((line.sku, line.location), OrderEdit::Units(units));
        }
        self.keep(live, text::orders_added());
    }

    fn submitted(self: &Rc<Self>, live: &Rc<Live>, event: &Event) {
        let form = dom::closest(event, "form[data-skip]");
        let Some((form, key)) = form.and_then(|form| Some((form.clone(), key(&form)?))) else {
            return;
        };
        event.prevent_default();
        let form: HtmlFormElement = form.unchecked_into();
        let value = |name: &str| {
            let field = form.query_selector(&["input[name=", name, "]"].concat()).ok().flatten()?;
            Some(field.dyn_into::<HtmlInputElement>().ok()?.value())
        };
        let until = value("until").and_then(|text| text.parse::<Day>().ok());
        let reason = value("reason").unwrap_or_default();
        let reason: String = reason.trim().chars().take(REASON_LETTERS_MAX).collect();
        match until.filter(|day| *day >= self.facts.as_of && !reason.is_empty()) {
            Some(until) => {
                self.decide(live, key, Some(OrderEdit::Skip { until, reason }), text::orders_skip())
            }
            None => live.notice("notice", text::orders_needs_reason()),
        }
    }

    /// Saves the lines of an order, or of all. Where nothing was decided, and for workbooks, the API does where there is one.
    fn download(self: &Rc<Self>, live: &Rc<Live>, event: &Event, link: &Element) {
        let attribute = |name: &str| link.get_attribute(name);
        let Some(format) = attribute("data-download") else { return };
        let (name, of) = (attribute("download").unwrap_or_default(), attribute("data-of"));
        let is_workbook = format == "xlsx";
        match live.data() {
            // If the browser refuses, the link leads to the API as usual.
            Some(derived) if self.save(live, &derived, (&name, of.as_deref()), is_workbook).is_some() => {
                event.prevent_default();
            }
            None if address::host() != Host::Granary || !self.edits.borrow().0.is_empty() => {
                event.prevent_default();
                let (desk, later) = (Rc::clone(self), Rc::clone(live));
                live.when_loaded(move || {
                    if let Some(derived) = later.data()
                        && desk.save(&later, &derived, (&name, of.as_deref()), is_workbook).is_none()
                    {
                        later.notice("notice", text::file_failed());
                    }
                });
                live.load();
            }
            _ => {}
        }
    }

    fn save(
        self: &Rc<Self>,
        live: &Rc<Live>,
        derived: &Derived,
        (name, of): (&str, Option<&str>),
        is_workbook: bool,
    ) -> Option<()> {
        let query = self.model.with_untracked(|model| model.query.clone());
        let orders = Orders::today(derived, &self.suppliers, &query, &self.edits.borrow());
        let is_of = |code: &str| {
            orders.suppliers.iter().position(|order| order.supplier.as_deref().unwrap_or_default() == code)
        };
        let place = match of {
            Some(code) => Some(is_of(code)?),
            None => None,
        };
        let rows = orders.sent(derived, place);
        if !is_workbook {
            let csv = csv::header(OrderLine::COLUMNS) + &csv::records(OrderLine::COLUMNS, &rows);
            return file::save(&Uint8Array::from(csv.as_bytes()), "text/csv;charset=utf-8", name);
        }
        let Workbooks { worker, simulated } = self.workbooks.clone()?;
        let of = ListWorkbook { facts: derived.facts.clone(), simulated, rows: ListRows::Orders(rows) };
        let (name, live) = (name.to_owned(), Rc::clone(live));
        let made = move |bytes: Option<Uint8Array>| {
            if bytes.and_then(|bytes| file::save(&bytes, workbook::XLSX, &name)).is_none() {
                live.notice("notice", text::file_failed());
            }
        };
        workbook::make(&worker, &of, made).ok()
    }
}

/// The item and location of the row around an element.
fn key(element: &Element) -> Option<(String, String)> {
    let row = element.closest("tr[data-sku]").ok().flatten()?;
    Some((row.get_attribute("data-sku")?, row.get_attribute("data-location")?))
}

fn storage() -> Option<Storage> {
    // A browser that is told to keep nothing refuses.
    window().local_storage().ok().flatten()
}

/// What the browser has kept that still counts today.
fn stored(key: &str, today: Day) -> OrderEdits {
    let text = storage().and_then(|storage| storage.get_item(key).ok().flatten());
    text.map(|text| order_file::of_kept(&text, today)).unwrap_or_default()
}
