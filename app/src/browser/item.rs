//! The live item page: updates policy, recommendation and charts in each frame while a slider moves, from data in the
//! page, and the address when the slider rests.

use super::attachments::EVERY_PAGE;
use super::live::{self, Island, Live};
use super::trial::Trials;
use super::{dom, slider};
use crate::islands::item::{ItemModel, ItemState};
use crate::{address, text};
use contract::{Facts, QueryString, Trial, TrialRequest};
use gloo::timers::callback::Timeout;
use leptos::html::Div;
use leptos::prelude::*;
use planning::what_if::Scenario;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, KeyboardEvent};

struct ItemPage {
    facts: Arc<Facts>,
    model: RwSignal<ItemModel>,
    now: Scenario,
    /// The scenario that the next frame will show.
    next: Cell<Option<Scenario>>,
    rest: RefCell<Option<Timeout>>,
    /// Address of the worker that tries methods, and the worker once there is one.
    worker: Option<String>,
    trials: RefCell<Option<Trials>>,
    live: RefCell<Option<Rc<Live>>>,
}

/// Makes an item's page live.
pub(crate) fn start(
    root: NodeRef<Div>,
    worker: Option<String>,
    facts: &Arc<Facts>,
    model: RwSignal<ItemModel>,
) {
    let now = model.with_untracked(|model| model.answer.now.scenario);
    let page = Rc::new(ItemPage {
        facts: Arc::clone(facts),
        model,
        now,
        next: Cell::new(None),
        rest: RefCell::new(None),
        worker: worker.map(|path| address::at(&path)),
        trials: RefCell::new(None),
        live: RefCell::new(None),
    });
    let canonical =
        move |query: &QueryString| Ok(ItemState::from_query(query, &now)?.to_query(&now).to_string());
    let applying = Rc::clone(&page);
    let island = Island {
        facts: Arc::clone(facts),
        shown: model.with_untracked(|model| model.state.to_query(&now).to_string()),
        canonical: Box::new(canonical),
        apply: Box::new(move |_, query| {
            let state = ItemState::from_query(query, &now)?;
            let canonical = state.to_query(&now).to_string();
            applying.apply(state, &canonical);
            Ok(canonical)
        }),
        ready: Box::new(|_| {}),
    };
    dom::listen(&window(), "keydown", walk);
    live::start(root, island, &EVERY_PAGE, move |live| {
        let page = Rc::clone(&page);
        *page.live.borrow_mut() = Some(Rc::clone(live));
        dom::listen(&live.root, "input", move |event| {
            if let Some(change) = slider::moved(event) {
                page.input(change);
            }
        });
    });
}

/// Follows the list that the item is opened from: J leads to the next, K to the previous, as their links do.
fn walk(event: &Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    let is_typing = dom::closest(event, "input, select, textarea").is_some();
    let link = match &*key.key() {
        "j" => ".walk a[rel=next]",
        "k" => ".walk a[rel=prev]",
        _ => return,
    };
    if is_typing || key.ctrl_key() || key.meta_key() || key.alt_key() {
        return;
    }
    if let Some(link) = dom::all(link).next().and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        link.click();
    }
}

impl ItemPage {
    fn apply(self: &Rc<Self>, state: ItemState, canonical: &str) {
        if self.model.with_untracked(|model| model.state.key != state.key) {
            // Another item is another page, which brings its own data.
            dom::load_search(canonical);
            return;
        }
        self.next.set(None);
        self.model.update(|model| model.show(&self.facts, state));
        let asked = self.model.with_untracked(|model| {
            let method = model.state.method.filter(|_| model.trial.is_none())?;
            Some(TrialRequest::of(&model.record, method))
        });
        let sent = asked.map(|request| self.try_method(&request));
        if sent.is_some_and(|sent| sent.is_err()) {
            self.tried(None);
        }
    }

    fn try_method(self: &Rc<Self>, request: &TrialRequest) -> Result<(), JsValue> {
        let url = self.worker.as_deref().ok_or(JsValue::NULL)?;
        let mut trials = self.trials.borrow_mut();
        let page = Rc::clone(self);
        let trials = match trials.take() {
            Some(started) => trials.insert(started),
            None => trials.insert(Trials::start(url, move |trial| page.tried(trial))?),
        };
        trials.ask(request)
    }

    /// Shows a method's forecast if it is still the one asked for; of several in a row the last stays.
    fn tried(&self, trial: Option<Trial>) {
        match trial {
            Some(trial) => self.model.update(|model| {
                if model.state.method == Some(trial.method) {
                    model.trial = Some(trial);
                }
            }),
            None => {
                if let Some(live) = &*self.live.borrow() {
                    live.notice("notice", text::trial_failed());
                }
            }
        }
    }

    fn input(self: &Rc<Self>, change: (usize, f64)) {
        if let Some(live) = &*self.live.borrow() {
            live.hand().moves();
        }
        let shown = || self.model.with_untracked(|model| model.state.scenario);
        let scenario = slider::with(&self.next.get().unwrap_or_else(shown), change);
        if self.next.replace(Some(scenario)).is_some() {
            return;
        }
        let page = Rc::clone(self);
        request_animation_frame(move || {
            if let Some(scenario) = page.next.take() {
                page.show(scenario);
            }
        });
    }

    fn show(self: &Rc<Self>, scenario: Scenario) {
        self.model.update(|model| {
            let state = ItemState { scenario, ..model.state.clone() };
            model.show(&self.facts, state);
        });
        let page = Rc::clone(self);
        // Replacing the timer cancels the one before.
        *self.rest.borrow_mut() = Some(Timeout::new(slider::REST_MS, move || {
            if let Some(live) = &*page.live.borrow() {
                live.write(&page.model.with_untracked(|model| model.state.to_query(&page.now).to_string()));
            }
        }));
    }
}
