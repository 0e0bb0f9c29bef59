//! Fetches derived files in a browser.

use crate::{address, text};
use contract::{Cube, Decisions, Derived, Facts, Plan};
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// A running request: the browser starts it at once, whenever it is awaited.
pub(crate) struct Fetch {
    url: String,
    promise: Promise,
}

impl Fetch {
    /// Asks for a file below the site.
    pub(crate) fn start(path: &str) -> Self {
        let url = address::at(path);
        Fetch { promise: window().fetch_with_str(&url), url }
    }

    /// Its bytes, or why there are none.
    pub(crate) async fn bytes(self) -> Result<Vec<u8>, String> {
        let failed = |error: JsValue| {
            let why = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
            text::fetch_failed(&self.url, &why.unwrap_or_default())
        };
        let response: Response = JsFuture::from(self.promise.clone()).await.map_err(failed)?.unchecked_into();
        if response.status() == 404 {
            return Err(text::gone().to_owned());
        }
        if !response.ok() {
            return Err(text::fetch_failed(&self.url, &response.status().to_string()));
        }
        let body = response.array_buffer().map_err(failed)?;
        let buffer: ArrayBuffer = JsFuture::from(body).await.map_err(failed)?.unchecked_into();
        Ok(Uint8Array::new(&buffer).to_vec())
    }

    /// A text of the answer in JSON; none where there is no such answer.
    #[cfg(feature = "hydrate")]
    pub(crate) async fn text_at(self, name: &str) -> Option<String> {
        let response: Response = JsFuture::from(self.promise).await.ok()?.dyn_into().ok()?;
        let answer = JsFuture::from(response.ok().then(|| response.json())?.ok()?).await.ok()?;
        js_sys::Reflect::get(&answer, &name.into()).ok()?.as_string()
    }
}

/// Everything that figures are computed from, all files at once. Of the plan without how well forecasts did, which only pages
/// that the server draws show.
pub(crate) async fn derived(facts: &Facts) -> Result<Derived, String> {
    let folder = address::derived_folder(&facts.tenant, &facts.id);
    let fetch = |path: &str| Fetch::start(&[&*folder, path].concat());
    let shards = 0..Plan::shards(facts.item_locations as usize);
    let cube = fetch(Cube::PATH);
    let policies: Vec<Fetch> = shards.clone().map(|shard| fetch(&Plan::policy_path(shard))).collect();
    let items: Vec<Fetch> = shards.map(|shard| fetch(&Plan::items_path(shard))).collect();

    let cube = Cube::decode(&cube.bytes().await?).map_err(|error| error.to_string())?;
    let mut plan = Plan::default();
    for file in policies {
        let bytes = file.bytes().await?;
        let appended = plan.policy.append(&bytes, cube.categories.len(), cube.locations.len());
        appended.map_err(|error| error.to_string())?;
    }
    for file in items {
        plan.items.append(&file.bytes().await?).map_err(|error| error.to_string())?;
    }
    Ok(Derived { facts: facts.clone(), cube, plan, decisions: Decisions::default() })
}
