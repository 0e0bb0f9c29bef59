//! Steps of the browser's history, so that its buttons undo and redo what somebody chose.

use super::dom;
use leptos::prelude::window;
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlInputElement;

/// What a change of the address is to the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A step of its own.
    New,
    /// Part of the step before.
    Same,
    /// A step that is there already: somebody went back or forward to it.
    There,
}

/// A hand that moves a control or types: all that it does until it lets go is one step.
pub(super) struct Hand {
    has_let_go: Cell<bool>,
    begins: Cell<bool>,
}

impl Hand {
    /// One that holds nothing.
    pub(super) fn new() -> Self {
        Hand { has_let_go: Cell::new(true), begins: Cell::new(false) }
    }

    /// It moves something.
    pub(super) fn moves(&self) {
        if self.has_let_go.replace(false) {
            self.begins.set(true);
        }
    }

    /// It lets go.
    pub(super) fn lets_go(&self) {
        self.has_let_go.set(true);
    }

    /// What the next change of the address is.
    pub(super) fn step(&self) -> Step {
        if self.begins.replace(false) { Step::New } else { Step::Same }
    }
}

/// Gives fields and sliders the values that they are drawn with, also the one that has the focus: what is in use keeps its own
/// when a page is drawn anew.
pub(super) fn restore_fields() {
    for input in dom::all("input[data-parameter], input[name=q]").filter_map(|input| input.dyn_into().ok()) {
        let input: HtmlInputElement = input;
        input.set_value(&input.default_value());
    }
}

/// Writes a query string into the address bar without loading anything, as a step of the history or in the place of the last.
pub(super) fn write_search(query: &str, step: Step) {
    let url = dom::with_search(query);
    let is_new = step == Step::New && dom::search().trim_start_matches('?') != query;
    if let Ok(history) = window().history() {
        // Browsers refuse this only when a page rewrites its address too often; the next change writes it again.
        let _ = match is_new {
            true => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
            false => history.replace_state_with_url(&JsValue::NULL, "", Some(&url)),
        };
    }
}
