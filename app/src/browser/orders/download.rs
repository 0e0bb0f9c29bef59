//! Files of orders, with what was decided about them.

use super::Desk;
use crate::address::{self, Host};
use crate::browser::live::Live;
use crate::browser::{file, workbook};
use crate::islands::shared::workbooks::Workbooks;
use crate::text;
use contract::table::csv;
use contract::{Derived, ListRows, ListWorkbook, OrderLine, Orders};
use js_sys::Uint8Array;
use leptos::prelude::*;
use std::rc::Rc;
use web_sys::{Element, Event};

impl Desk {
    /// Saves the lines of an order, or of all. Where nothing was decided, and for workbooks, the API does where there is one.
    pub(super) fn download(self: &Rc<Self>, live: &Rc<Live>, event: &Event, link: &Element) {
        let attribute = |name: &str| link.get_attribute(name);
        let Some(format) = attribute("data-download") else { return };
        let (name, of) = (attribute("download").unwrap_or_default(), attribute("data-of"));
        let is_workbook = format == "xlsx";
        match live.data() {
            // If the browser refuses, the link leads to the API as usual.
            Some(derived) if self.save(live, &derived, (&name, of.as_deref()), is_workbook).is_some() => {
                event.prevent_default();
            }
            None if address::host() != Host::Granary || !self.edits.borrow().own.is_empty() => {
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
        let mut rows = orders.sent(derived, place);
        rows.iter_mut().for_each(|row| self.edits.borrow().tell(row));
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
