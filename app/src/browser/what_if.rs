//! The live what-if page: updates totals over every item-location in each frame while a slider moves, and curve,
//! lists and address when it rests.

use super::attachments::EVERY_PAGE;
use super::live::{self, Island, Live};
use super::{dom, scenarios, slider};
use crate::islands::what_if::{BudgetRows, Details, Moving, WhatIfSignals, WhatIfState};
use contract::{BadParameter, Derived, Facts, QueryString, WhatIf, WhatIfQuery, WhatIfRun, WhatIfStep};
use gloo::timers::callback::Timeout;
use leptos::html::Div;
use leptos::prelude::*;
use planning::what_if::Scenario;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;
use web_sys::Event;

/// Item-locations that a run adds in one frame, so that no frame is long.
const ROWS_PER_FRAME: usize = 8_192;

struct WhatIfPage {
    shown: WhatIfSignals,
    now: Scenario,
    /// What is asked, once the derived files are there.
    asked: RefCell<Option<WhatIf>>,
    /// The scenario that the next frame will show.
    next: Cell<Option<Scenario>>,
    rest: RefCell<Option<Timeout>>,
    /// Counts scenarios, so that a run begun for an earlier one is given up.
    turn: Cell<u32>,
}

/// Makes the what-if page live.
pub(crate) fn start(root: NodeRef<Div>, facts: &Arc<Facts>, shown: WhatIfSignals) {
    let now = facts.settings.scenario();
    let page = Rc::new(WhatIfPage {
        shown,
        now,
        asked: RefCell::new(None),
        next: Cell::new(None),
        rest: RefCell::new(None),
        turn: Cell::new(0),
    });
    let canonical =
        move |query: &QueryString| Ok(WhatIfState::from_query(query, &now)?.to_query(&now).to_string());
    let (applying, readying) = (Rc::clone(&page), Rc::clone(&page));
    let island = Island {
        facts: Arc::clone(facts),
        shown: shown.settled.with_untracked(|state| state.to_query(&now).to_string()),
        canonical: Box::new(canonical),
        apply: Box::new(move |derived, query| applying.apply(derived, query)),
        ready: Box::new(move |live| readying.ready(live)),
    };
    let tenant = facts.tenant.clone();
    live::start(root, island, &EVERY_PAGE, move |live| {
        scenarios::start(live, shown, now, &tenant);
        let (page, weak) = (Rc::clone(&page), Rc::downgrade(live));
        dom::listen(&live.root, "input", move |event| {
            if let Some(live) = weak.upgrade() {
                page.input(&live, event);
            }
        });
    });
}

impl WhatIfPage {
    /// The derived files are there: what the page shows already need not be computed again.
    fn ready(self: &Rc<Self>, live: &Rc<Live>) {
        let Some(derived) = live.data() else {
            return;
        };
        let mut asked = self.asked.borrow_mut();
        if asked.is_none() {
            let (query, sums) =
                self.shown.moving.with_untracked(|moving| (WhatIfQuery::from(&moving.state), moving.sums));
            *asked = Some(WhatIf::with_sums(&derived, query, sums));
        }
        drop(asked);
        if self.next.get().is_some() {
            self.frame(live);
        }
    }

    /// Another filter, or another pair of scenarios.
    fn apply(self: &Rc<Self>, derived: &Rc<Derived>, query: &QueryString) -> Result<String, BadParameter> {
        let state = WhatIfState::from_query(query, &self.now)?;
        let canonical = state.to_query(&self.now).to_string();
        self.next.set(None);
        // A slider that came to rest before has nothing left to show.
        *self.rest.borrow_mut() = None;
        let asked = WhatIf::new(derived, WhatIfQuery::from(&state));
        self.shown.settled.set(state.clone());
        self.shown.moving.set(Moving { state, ruled: asked.ruled(derived), sums: *asked.sums() });
        *self.asked.borrow_mut() = Some(asked);
        self.run(derived);
        Ok(canonical)
    }

    /// A slider or number has moved.
    fn input(self: &Rc<Self>, live: &Rc<Live>, event: &Event) {
        let Some(change) = slider::moved(event) else {
            return;
        };
        live.hand().moves();
        let shown = || self.shown.moving.with_untracked(|moving| moving.state.scenario);
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
                page.show(scenario, derived, Rc::downgrade(&live));
            }
        });
    }

    fn show(self: &Rc<Self>, scenario: Scenario, derived: Rc<Derived>, live: Weak<Live>) {
        if let Some(asked) = &mut *self.asked.borrow_mut() {
            asked.move_to(&derived, scenario);
            let sums = *asked.sums();
            self.shown.moving.update(|moving| {
                moving.state.scenario = scenario;
                moving.sums = sums;
            });
        }
        self.turn.set(self.turn.get().wrapping_add(1));
        let page = Rc::clone(self);
        // Replacing the timer cancels the one before.
        *self.rest.borrow_mut() = Some(Timeout::new(slider::REST_MS, move || {
            let state = page.shown.moving.with_untracked(|moving| moving.state.clone());
            if let Some(live) = live.upgrade() {
                live.write(&state.to_query(&page.now).to_string());
            }
            page.shown.settled.set(state);
            page.run(&derived);
        }));
    }

    /// Begins to compute what takes longer than a frame, some item-locations a frame; it is given up when the scenario
    /// changes meanwhile.
    fn run(self: &Rc<Self>, derived: &Rc<Derived>) {
        self.turn.set(self.turn.get().wrapping_add(1));
        if let Some(asked) = &*self.asked.borrow() {
            self.step(self.turn.get(), asked.run(derived), Rc::clone(derived));
        }
    }

    fn step(self: &Rc<Self>, turn: u32, run: WhatIfRun, derived: Rc<Derived>) {
        let page = Rc::clone(self);
        request_animation_frame(move || {
            if page.turn.get() != turn {
                return;
            }
            let locations = &derived.cube.locations;
            let run = match run.step(&derived, ROWS_PER_FRAME) {
                WhatIfStep::Going(run) => run,
                WhatIfStep::Details(run, found) => {
                    let sums = page.shown.moving.with_untracked(|moving| moving.sums);
                    page.shown.details.set(Details::of(found, &sums, locations));
                    run
                }
                WhatIfStep::Budget(found) => {
                    page.shown.budget.set(BudgetRows::of(found, locations));
                    return;
                }
            };
            page.step(turn, run, derived);
        });
    }
}
