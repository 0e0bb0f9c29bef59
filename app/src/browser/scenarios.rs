//! Scenarios under names: kept in this browser, written to files and read from them.

use super::dom;
use super::live::Live;
use super::saved_file;
use crate::address;
use crate::islands::what_if::{
    COMPARED_MAX, NAME_LETTERS_MAX, Named, NotRead, Saved, WhatIfSignals, checked,
};
use crate::{reason, text};
use contract::{Derived, QueryString, WhatIf, WhatIfQuery};
use leptos::prelude::*;
use planning::what_if::{Scenario, Totals};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlFormElement, HtmlInputElement, Storage};

/// Most scenarios that are kept.
const KEPT_MAX: usize = 50;

/// What is kept, and what it is compared on.
struct Scenarios {
    live: Rc<Live>,
    shown: WhatIfSignals,
    now: Scenario,
    /// Where the browser keeps it: sites and tenants beside each other have their own.
    key: String,
}

/// Makes the section live.
pub(super) fn start(live: &Rc<Live>, shown: WhatIfSignals, now: Scenario, tenant: &str) {
    let key = ["granary scenarios ", &address::at(tenant)].concat();
    let page = Rc::new(Scenarios { live: Rc::clone(live), shown, now, key });
    let kept = page.stored();
    if !kept.is_empty() {
        page.shown.saved.update(|saved| saved.kept = kept);
    }
    let on = |name: &'static str, react: fn(&Rc<Scenarios>, &Event)| {
        let page = Rc::clone(&page);
        dom::listen(&live.root, name, move |event| react(&page, event));
    };
    on("submit", Scenarios::submitted);
    on("click", Scenarios::clicked);
    on("change", Scenarios::changed);
    // Another filter is another sum of each.
    Effect::new({
        let page = Rc::clone(&page);
        move |_| {
            page.shown.settled.track();
            page.add_up();
        }
    });
    live.when_loaded(move || page.add_up());
}

impl Scenarios {
    fn storage() -> Option<Storage> {
        // A browser that is told to keep nothing refuses.
        window().local_storage().ok().flatten()
    }

    /// What the browser has kept; of another version nothing.
    fn stored(&self) -> Vec<Named> {
        let text = Self::storage().and_then(|storage| storage.get_item(&self.key).ok().flatten());
        text.and_then(|text| saved_file::of_pairs(&text)).unwrap_or_default()
    }

    /// Takes a list in place of the present one, in the browser's store as well, and says what was done.
    fn take(&self, kept: Vec<Named>, done: String) {
        let text = saved_file::pairs(&kept);
        let stored = Self::storage().is_some_and(|storage| storage.set_item(&self.key, &text).is_ok());
        self.shown.saved.update(|saved| {
            saved.chosen.retain(|name| kept.iter().any(|named| named.name == *name));
            saved.kept = kept;
            saved.said = if stored { done } else { text::saved_not_kept().to_owned() };
        });
        self.add_up();
    }

    fn say(&self, words: String) {
        self.shown.saved.update(|saved| saved.said = words);
    }

    fn kept(&self) -> Vec<Named> {
        self.shown.saved.with_untracked(|saved| saved.kept.clone())
    }

    fn submitted(self: &Rc<Self>, event: &Event) {
        let Some(form) = dom::closest(event, "form[data-save]") else {
            return;
        };
        event.prevent_default();
        let form: HtmlFormElement = form.unchecked_into();
        let field = form.query_selector("input[name=name]").ok().flatten();
        let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let Some(name) = tidied(&field.value()) else {
            return self.say(text::saved_needs_name().to_owned());
        };
        let query = self.shown.moving.with_untracked(|moving| moving.state.to_query(&self.now).to_string());
        let mut kept = self.kept();
        let is_full = kept.len() >= KEPT_MAX;
        match kept.iter_mut().find(|named| named.name == name) {
            Some(named) => named.query = query,
            None if is_full => return self.say(text::saved_full(&KEPT_MAX.to_string())),
            None => kept.push(Named { name: name.clone(), query }),
        }
        self.take(kept, text::saved_done(&name));
        field.set_value("");
    }

    fn clicked(self: &Rc<Self>, event: &Event) {
        let named =
            dom::closest(event, "[data-delete]").and_then(|button| button.get_attribute("data-delete"));
        if let Some(name) = named {
            let kept = self.kept().into_iter().filter(|named| named.name != name).collect();
            self.take(kept, text::saved_deleted(&name));
        } else if dom::closest(event, "[data-export]").is_some() {
            let page = Rc::clone(self);
            spawn_local(async move {
                let saved = saved_file::save(&page.kept()).await;
                page.say(saved.map_or_else(|why| why, |()| text::saved_exported().to_owned()));
            });
        }
    }

    fn changed(self: &Rc<Self>, event: &Event) {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        if let Some(name) = input.get_attribute("data-choose") {
            self.shown.saved.update(|saved| {
                saved.chosen.retain(|chosen| *chosen != name);
                if input.checked() && saved.chosen.len() < COMPARED_MAX {
                    saved.chosen.push(name);
                }
                saved.said = String::new();
            });
            self.add_up();
        } else if input.has_attribute("data-import") {
            let page = Rc::clone(self);
            spawn_local(async move {
                match saved_file::read(&input).await.and_then(|read| page.merged(read)) {
                    Ok((kept, count)) => page.take(kept, text::saved_imported(&count.to_string())),
                    Err(why) => page.say(why),
                }
                // The same file can be chosen again.
                input.set_value("");
            });
        }
    }

    /// The scenarios of a file beside those that are kept: all of them, or a sentence on why not. One that has the name of
    /// another gets a name of its own.
    fn merged(&self, read: Vec<Named>) -> Result<(Vec<Named>, usize), String> {
        let mut kept = self.kept();
        let count = read.len();
        for Named { name, query } in read {
            let name = tidied(&name).ok_or_else(|| text::saved_needs_name().to_owned())?;
            let query = checked(&query, &self.now).map_err(|why| {
                let why = match why {
                    NotRead::Unknown(parameter) => text::saved_unknown(&parameter),
                    NotRead::Bad(bad) => reason::bad_parameter(&bad),
                };
                text::saved_refused(&name, &why)
            })?;
            if kept.contains(&Named { name: name.clone(), query: query.clone() }) {
                continue;
            }
            let is_free = |name: &str| !kept.iter().any(|named| named.name == name);
            let numbered = (2..).map(|number| [&*name, " (", &number.to_string(), ")"].concat());
            let free = [name.clone()].into_iter().chain(numbered).find(|name| is_free(name));
            kept.push(Named { name: free.unwrap_or(name), query });
        }
        if kept.len() > KEPT_MAX { Err(text::saved_full(&KEPT_MAX.to_string())) } else { Ok((kept, count)) }
    }

    /// Adds up those that stand side by side, over the item-locations that the page is about.
    fn add_up(&self) {
        let chosen = self.shown.saved.with_untracked(|saved| saved.chosen.clone());
        let Some(derived) = self.live.data().filter(|_| !chosen.is_empty()) else {
            if self.shown.saved.with_untracked(|saved| !saved.sums.is_empty()) {
                self.shown.saved.update(|saved| saved.sums.clear());
            }
            return;
        };
        let kept = self.kept();
        let queries = chosen.iter().filter_map(|name| kept.iter().find(|named| named.name == *name));
        let sums = queries.filter_map(|named| Some((named.name.clone(), self.sum(&derived, &named.query)?)));
        let sums: Vec<(String, Totals)> = sums.collect();
        self.shown.saved.update(|saved: &mut Saved| saved.sums = sums);
    }

    fn sum(&self, derived: &Derived, query: &str) -> Option<Totals> {
        let scenario = contract::scenario_from_query(&QueryString::parse(query), "", &self.now).ok()?;
        let asked = self.shown.settled.with_untracked(|state| WhatIfQuery::from(state));
        let query = WhatIfQuery { compared: None, stock_budget: None, ..asked };
        let sums = self.shown.moving.with_untracked(|moving| moving.sums);
        let mut asked = WhatIf::with_sums(derived, query, sums);
        asked.move_to(derived, scenario);
        Some(asked.sums().scenario)
    }
}

/// A name without spaces around it and without what nobody sees; none if nothing is left.
fn tidied(name: &str) -> Option<String> {
    let seen: String = name.chars().filter(|letter| !letter.is_control()).take(NAME_LETTERS_MAX).collect();
    let name = seen.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
