//! What becomes of a decision: it is shown at once, kept by the browser, and handed in at a server that takes it.

use super::kept::{self, Key};
use super::post::{Answer, post};
use super::{Desk, placed, storage};
use crate::browser::live::Live;
use crate::text;
use contract::{DecidedEdit, OrderEdit, Orders};
use js_sys::Array;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Decisions about lines; none for one that is taken back.
type Changes = Vec<(Key, Option<OrderEdit>)>;

impl Desk {
    /// Takes decisions, or takes them back; `said` is what was done.
    pub(super) fn decide(self: &Rc<Self>, live: &Rc<Live>, changes: Changes, said: &str) {
        let today = self.facts.as_of;
        let decisions = Array::new();
        {
            let mut edits = self.edits.borrow_mut();
            for (key, edit) in &changes {
                let before = match edit {
                    Some(edit) => {
                        decisions.push(&kept::decision(key, edit, today));
                        edits.own.insert(key.clone(), edit.clone());
                        continue;
                    }
                    None => edits.own.remove(key),
                };
                let ids = edits.decided.get(key).filter(|decided| decided.edit.is_some() && before.is_none());
                if let Some(decided) = ids {
                    decisions.push(&kept::withdrawal(&decided.ids));
                }
            }
        }
        self.keep(live, said);
        if self.is_heard.get() && decisions.length() > 0 {
            let (desk, live) = (Rc::clone(self), Rc::clone(live));
            spawn_local(async move {
                let answer = post(&decisions).await;
                desk.heard(&live, changes, answer);
            });
        }
    }

    /// Takes over what the server said of decisions.
    fn heard(self: &Rc<Self>, live: &Rc<Live>, changes: Changes, answer: Answer) {
        match answer {
            Answer::Written(publication, mut entries) => {
                live.wrote(publication);
                let mut edits = self.edits.borrow_mut();
                for (key, edit) in changes {
                    let is_latest = edits.own.get(&key) == edit.as_ref();
                    let place = entries.iter().position(|(about, _)| *about == key);
                    let ids = place.map(|place| entries.swap_remove(place).1).into_iter().collect();
                    let units = edit.as_ref().map(|edit| edit.units(0.0, self.facts.as_of));
                    let why = match &edit {
                        Some(OrderEdit::Skip { reason, .. }) => reason.clone(),
                        _ => String::new(),
                    };
                    let proposed = edits.decided.get(&key).and_then(|decided| decided.proposed);
                    let decided = DecidedEdit { edit, proposed, units, ids, who: String::new(), why };
                    edits.decided.insert(key.clone(), decided);
                    if is_latest {
                        edits.own.remove(&key);
                    }
                }
                drop(edits);
                self.store();
                self.again(live);
            }
            Answer::Wrong(why) => {
                self.edits.borrow_mut().own.retain(|key, _| changes.iter().all(|(other, _)| other != key));
                self.store();
                self.again(live);
                live.notice("notice", &why);
            }
            Answer::Refused => {
                self.is_heard.set(false);
                self.again(live);
                live.notice("notice", text::orders_not_heard());
            }
        }
    }

    /// Keeps what was decided in the browser's store, and shows it.
    pub(super) fn keep(self: &Rc<Self>, live: &Rc<Live>, said: &str) {
        let is_kept = self.store();
        self.again(live);
        match is_kept {
            true => live.notice("hidden", said),
            false => live.notice("notice", text::orders_not_kept()),
        }
    }

    /// Whether the browser has kept it.
    fn store(&self) -> bool {
        let text = kept::kept(&self.edits.borrow(), self.facts.as_of);
        storage().is_some_and(|storage| storage.set_item(&self.key, &text).is_ok())
    }

    /// Adds what would fill up a supplier's order.
    pub(super) fn add(self: &Rc<Self>, live: &Rc<Live>, code: &str) {
        let added = self.model.with_untracked(|model| {
            let group = model.groups.iter().find(|group| group.order.supplier.as_deref() == Some(code));
            group.and_then(|group| group.top_up.clone())
        });
        let lines = added.into_iter().flat_map(|top_up| top_up.lines);
        let changes = lines.map(|line| {
            let units = line.ordered_units + line.units;
            ((line.sku, line.location), Some(OrderEdit::Units(units)))
        });
        self.decide(live, changes.collect(), text::orders_added());
    }

    /// Takes down that all lines of a supplier were ordered as they stand.
    pub(super) fn place(self: &Rc<Self>, live: &Rc<Live>, code: String) {
        let Some(derived) = live.data() else {
            let (desk, later) = (Rc::clone(self), Rc::clone(live));
            live.when_loaded(move || desk.place(&later, code));
            return live.load();
        };
        let query = self.model.with_untracked(|model| model.query.clone());
        let orders = Orders::today(&derived, &self.suppliers, &query, &self.edits.borrow());
        let is_of = |order: &contract::SupplierOrder| order.supplier.as_deref().unwrap_or_default() == code;
        let Some(place) = orders.suppliers.iter().position(is_of) else { return };
        let lines = orders.sent(&derived, Some(place));
        let changes =
            lines.iter().map(|line| ((line.sku.clone(), line.location.clone()), Some(placed(line))));
        self.decide(live, changes.collect(), text::orders_placed_said());
    }
}
