//! The live what-if page: totals over every item-location each frame while a slider moves; curve, list and address
//! when it rests.

use super::live::{self, Island, Live};
use super::refinement::Refinement;
use super::{dom, slider};
use crate::Derived;
use crate::islands::what_if::{WhatIfModel, WhatIfState, ruled};
use contract::{BadParameter, Publication, QueryString, WhatIfTotals};
use gloo::timers::callback::Timeout;
use leptos::html::Div;
use leptos::prelude::*;
use planning::what_if::Scenario;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use web_sys::Event;

struct WhatIf {
    model: RwSignal<WhatIfModel>,
    now: Scenario,
    rows: RefCell<Rc<Vec<u32>>>,
    /// The scenario that the next frame will show.
    next: Cell<Option<Scenario>>,
    rest: RefCell<Option<Timeout>>,
    /// Counts scenarios, so that a curve begun for an earlier one is given up.
    turn: Cell<u32>,
}

/// Makes the what-if page live.
pub(crate) fn start(
    root: NodeRef<Div>,
    base: String,
    publication: &Arc<Publication>,
    model: RwSignal<WhatIfModel>,
) {
    let now = publication.settings.scenario();
    let page = Rc::new(WhatIf {
        model,
        now,
        rows: RefCell::default(),
        next: Cell::new(None),
        rest: RefCell::new(None),
        turn: Cell::new(0),
    });
    let canonical =
        move |query: &QueryString| Ok(WhatIfState::from_query(query, &now)?.to_query(&now).to_string());
    let (applying, readying) = (Rc::clone(&page), Rc::clone(&page));
    let island = Island {
        base,
        publication: Arc::clone(publication),
        shown: model.with_untracked(|model| model.state.to_query(&now).to_string()),
        canonical: Box::new(canonical),
        apply: Box::new(move |derived, query| applying.apply(derived, query)),
        ready: Box::new(move |live| readying.ready(live)),
    };
    live::start(root, island, move |live| {
        let (page, weak) = (Rc::clone(&page), Rc::downgrade(live));
        dom::listen(&live.root, "input", move |event| {
            if let Some(live) = weak.upgrade() {
                page.input(&live, event);
            }
        });
    });
}

impl WhatIf {
    fn ready(self: &Rc<Self>, live: &Rc<Live>) {
        if let Some(derived) = live.data() {
            self.keep_rows(&derived);
            if self.next.get().is_some() {
                self.frame(live);
            }
        }
    }

    fn keep_rows(&self, derived: &Derived) {
        let filter = self.model.with_untracked(|model| model.state.filter.clone());
        let rows = derived.plan.policy.rows(&derived.cube.categories, &derived.cube.locations, &filter);
        *self.rows.borrow_mut() = Rc::new(rows);
    }

    /// Another filter, or another pair of scenarios.
    fn apply(self: &Rc<Self>, derived: &Rc<Derived>, query: &QueryString) -> Result<String, BadParameter> {
        let state = WhatIfState::from_query(query, &self.now)?;
        let canonical = state.to_query(&self.now).to_string();
        self.model.update(|model| model.state = state);
        self.keep_rows(derived);
        let rows = Rc::clone(&self.rows.borrow());
        let totals = |scenario| WhatIfTotals::of(&derived.plan.policy, &rows, scenario).totals;
        self.next.set(None);
        let ruled = ruled(&derived.plan.policy, &rows);
        self.model.update(|model| {
            model.ruled = ruled;
            model.now = totals(self.now);
            model.scenario = totals(model.state.scenario);
            model.compared = model.state.compared.map(totals);
        });
        self.refine(Rc::clone(derived));
        Ok(canonical)
    }

    /// A slider or number has moved.
    fn input(self: &Rc<Self>, live: &Rc<Live>, event: &Event) {
        let Some(change) = slider::moved(event) else {
            return;
        };
        let shown = || self.model.with_untracked(|model| model.state.scenario);
        let scenario = slider::with(&self.next.get().unwrap_or_else(shown), change);
        let waiting = self.next.replace(Some(scenario)).is_some();
        if !waiting && live.data().is_some() {
            self.frame(live);
        }
    }

    fn frame(self: &Rc<Self>, live: &Rc<Live>) {
        let (page, live) = (Rc::clone(self), Rc::clone(live));
        request_animation_frame(move || {
            if let Some((scenario, derived)) = page.next.take().zip(live.data()) {
                page.show(scenario, derived);
            }
        });
    }

    fn show(self: &Rc<Self>, scenario: Scenario, derived: Rc<Derived>) {
        let rows = Rc::clone(&self.rows.borrow());
        let totals = WhatIfTotals::of(&derived.plan.policy, &rows, scenario).totals;
        self.turn.set(self.turn.get().wrapping_add(1));
        self.model.update(|model| {
            model.state.scenario = scenario;
            model.scenario = totals;
        });
        let page = Rc::clone(self);
        // Replacing the timer cancels the one before.
        *self.rest.borrow_mut() = Some(Timeout::new(slider::REST_MS, move || {
            live::show_query(&page.model.with_untracked(|model| model.state.to_query(&page.now).to_string()));
            page.refine(derived);
        }));
    }

    /// Computes what takes longer than a frame, some item-locations a frame; gives up when the scenario changes
    /// meanwhile.
    fn refine(self: &Rc<Self>, derived: Rc<Derived>) {
        self.turn.set(self.turn.get().wrapping_add(1));
        let refinement = self.model.with_untracked(|model| {
            let rows = Rc::clone(&self.rows.borrow());
            Refinement::new(&self.now, model, derived, rows)
        });
        self.next_rows(self.turn.get(), refinement);
    }

    fn next_rows(self: &Rc<Self>, turn: u32, mut refinement: Refinement) {
        let page = Rc::clone(self);
        request_animation_frame(move || {
            if page.turn.get() == turn && refinement.step(page.model) {
                page.next_rows(turn, refinement);
            }
        });
    }
}
