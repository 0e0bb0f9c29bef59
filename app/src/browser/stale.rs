//! Checks whether something newer has been published while a page was open.

use super::dom;
use super::live::Live;
use crate::address::{self, Host};
use crate::fetch::Fetch;
use crate::text;
use leptos::prelude::document;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Checks whenever somebody returns to the page.
pub(super) fn attach(live: &Rc<Live>) {
    let live = Rc::clone(live);
    dom::listen(&document(), "visibilitychange", move |_| {
        if !document().hidden() {
            spawn_local(check(Rc::clone(&live)));
        }
    });
}

async fn check(live: Rc<Live>) {
    // Pages of a host of files change with its files, which one of them names.
    let current = match address::host() {
        Host::Granary => "api/v1/items?page_size=1",
        Host::Files => "site.json",
        // The page around a frame decides when to ask again.
        Host::OneFile | Host::Frame => return,
    };
    let current = Fetch::start(current).text_at("publication").await;
    if current.is_some_and(|current| !live.shows(&current)) {
        say(&live);
    }
}

/// Announces it in a separate place, which no later message overwrites, with a link that reloads the page.
fn say(live: &Live) {
    let parts = document().create_element("p").ok().zip(document().create_element("a").ok());
    let said = live.root.query_selector(".stale").ok().flatten().is_some();
    let Some((notice, link)) = parts.filter(|_| !said) else {
        return;
    };
    dom::set(&notice, "class", "notice stale");
    dom::set(&notice, "role", "status");
    notice.set_text_content(Some(&[text::newer(), " "].concat()));
    // The same address: its query string is what is shown.
    dom::set(&link, "href", "");
    link.set_text_content(Some(text::reload()));
    let appended = notice.append_child(&link).and_then(|_| live.root.append_child(&notice));
    debug_assert!(appended.is_ok());
}
