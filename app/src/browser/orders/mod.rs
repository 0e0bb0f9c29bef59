//! The live orders: units that somebody changes, lines that somebody skips or has ordered, files of all of it.

/// What was decided, kept by the browser and as a file.
mod kept;

/// Handing decisions in.
mod post;

/// What becomes of a decision.
mod decide;

/// Files of orders.
mod download;

use super::attachments::EVERY_PAGE;
use super::dom;
use super::live::{self, Island, Live};
use crate::address;
use crate::islands::orders::{OrdersModel, REASON_LETTERS_MAX};
use crate::islands::shared::workbooks::Workbooks;
use crate::text;
use contract::{Derived, Facts, OrderEdit, OrderEdits, OrderLine, OrdersQuery, QueryString, Suppliers};
use kept::Key;
use leptos::html::Div;
use leptos::prelude::*;
use planning::day::Day;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, Storage};

/// The order that is shown, with what somebody decided about it.
struct Desk {
    facts: Arc<Facts>,
    model: RwSignal<OrdersModel>,
    suppliers: Suppliers,
    workbooks: Option<Workbooks>,
    edits: RefCell<OrderEdits>,
    /// Whether the server takes decisions, as far as is known; else the browser keeps them.
    is_heard: Cell<bool>,
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
    let (decided, is_heard) = model.with_untracked(|model| (model.edits.decided.clone(), model.is_heard));
    let kept = OrderEdits { own: stored(&key, facts.as_of), decided };
    let desk = Rc::new(Desk {
        facts: Arc::clone(facts),
        model,
        suppliers,
        workbooks,
        edits: RefCell::new(kept),
        is_heard: Cell::new(is_heard),
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
        if !desk.edits.borrow().own.is_empty() {
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
        let asked = asked.filter(|(sku, location)| edits.edit(sku, location).is_none());
        let is_heard = self.is_heard.get();
        self.model.set(OrdersModel {
            asked,
            is_heard,
            ..OrdersModel::new(derived, &self.suppliers, query, edits)
        });
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

    /// A line that is shown.
    fn line(&self, (sku, location): &Key) -> Option<OrderLine> {
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
        self.decide(live, vec![(key, edit)], &said);
    }

    fn clicked(self: &Rc<Self>, live: &Rc<Live>, event: &Event) {
        let on = |selector: &str| dom::closest(event, selector);
        if let Some(key) = on("[data-undo]").as_ref().and_then(key) {
            self.decide(live, vec![(key, None)], text::orders_undone());
        } else if let Some(key) = on("[data-ask]").as_ref().and_then(key) {
            self.model.update(|model| model.asked = Some(key));
        } else if on("[data-cancel]").is_some() {
            self.model.update(|model| model.asked = None);
        } else if let Some(key) = on("[data-place]").as_ref().and_then(key) {
            let edit = self.line(&key).map(|line| placed(&line));
            self.decide(live, vec![(key, edit)], text::orders_placed_said());
        } else if let Some(code) =
            on("[data-place-all]").and_then(|button| button.get_attribute("data-place-all"))
        {
            self.place(live, code);
        } else if let Some(code) = on("[data-add]").and_then(|button| button.get_attribute("data-add")) {
            self.add(live, &code);
        } else if on("[data-changes-undo]").is_some() {
            self.edits.borrow_mut().own.clear();
            self.keep(live, text::orders_undone());
        } else if on("[data-changes-send]").is_some() {
            let own = self.edits.borrow().own.clone();
            let own = own.into_iter().map(|(key, edit)| (key, Some(edit)));
            self.decide(live, own.collect(), text::orders_sent());
        } else if on("[data-changes-file]").is_some() {
            if let Err(why) = kept::save(&self.edits.borrow(), self.facts.as_of) {
                live.notice("notice", &why);
            }
        } else if on("[data-print]").is_some() {
            let printed = window().print();
            debug_assert!(printed.is_ok());
        } else if let Some(link) = on("a[data-of], a[data-download]") {
            self.download(live, event, &link);
        }
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
                let edit = OrderEdit::Skip { until: Some(until), reason };
                self.decide(live, vec![(key, Some(edit))], text::orders_skip())
            }
            None => live.notice("notice", text::orders_needs_reason()),
        }
    }
}

/// That a line was ordered as it stands.
fn placed(line: &OrderLine) -> OrderEdit {
    OrderEdit::Placed { units: line.units, arrives_on: line.arrives_on }
}

/// The item and location of the row around an element.
fn key(element: &Element) -> Option<Key> {
    let row = element.closest("tr[data-sku]").ok().flatten()?;
    Some((row.get_attribute("data-sku")?, row.get_attribute("data-location")?))
}

fn storage() -> Option<Storage> {
    // A browser that is told to keep nothing refuses.
    window().local_storage().ok().flatten()
}

/// What the browser has kept that still counts today.
fn stored(key: &str, today: Day) -> BTreeMap<Key, OrderEdit> {
    let text = storage().and_then(|storage| storage.get_item(key).ok().flatten());
    text.map(|text| kept::of_kept(&text, today)).unwrap_or_default()
}
