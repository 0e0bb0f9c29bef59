//! Fetches derived files.

use crate::text;
use contract::{Cube, Derived, Facts, Plan};
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// A running request: the browser starts it at once, whenever it is awaited.
struct Fetch {
    url: String,
    promise: Promise,
}

impl Fetch {
    fn start(url: String) -> Self {
        Fetch { promise: window().fetch_with_str(&url), url }
    }

    async fn bytes(self) -> Result<Vec<u8>, String> {
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
}

/// Everything the islands compute on, all files at once.
pub(super) async fn load(base: &str, facts: &Facts) -> Result<Derived, String> {
    let root = [base, "data/", &facts.tenant, "/", &facts.id, "/"].concat();
    let fetch = |path: &str| Fetch::start([&*root, path].concat());
    let shards = 0..Plan::shards(facts.item_locations as usize);
    let cube = fetch("cube.bin");
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
    Ok(Derived { facts: facts.clone(), cube, plan })
}

/// The id of the current publication, if a server answers. A static host has no such answer, and its pages change
/// with its files.
pub(super) async fn current_publication(base: &str) -> Option<String> {
    let fetch = Fetch::start([base, "api/v1/items?page_size=1"].concat());
    let response: Response = JsFuture::from(fetch.promise).await.ok()?.dyn_into().ok()?;
    let answer = JsFuture::from(response.ok().then(|| response.json())?.ok()?).await.ok()?;
    js_sys::Reflect::get(&answer, &"publication".into()).ok()?.as_string()
}
