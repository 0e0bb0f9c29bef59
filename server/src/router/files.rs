//! Files whose address changes with their content: derived files of publications, and the browser's part.

use crate::refusal::Refusal;
use crate::service::Shared;
use crate::shelf::{BASE, ICON, WORKER, forgetting, installed, worker_of_server};
use crate::wire::{About, Asker, Basis, Caching, Encoded, Encoding, respond};
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use axum::routing::get;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/data/{tenant}/{publication}/{*path}", get(derived))
        .route("/pkg/{name}", get(asset))
        .route(&[BASE, WORKER].concat(), get(worker))
        .route(&[BASE, app::APP].concat(), get(about_site))
        .route(&[BASE, ICON].concat(), get(about_site))
}

/// A derived file: looked up in the publication's list, never in the file system.
async fn derived(
    State(server): State<Shared>,
    address: Result<Path<(String, String, String)>, PathRejection>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let Path((tenant, publication, path)) = address.map_err(|_| Refusal::UnknownFile)?;
    if tenant != server.shelf.tenant() {
        return Err(Refusal::UnknownPublication);
    }
    let list = server.shelf.list(&publication).await?;
    let file = list.files.iter().find(|file| file.path == path).cloned().ok_or(Refusal::UnknownFile)?;
    let about = About {
        function_of: Some(Basis::of_tenant(&tenant, format!("file {}", file.sha256))),
        sha256: Some(file.sha256.clone()),
        content_type: content_type(&file.path),
        negotiated: false,
        caching: Caching::Immutable,
    };
    let shelf = server.clone();
    let make = move |encoding| shelf.shelf.read(&list, &file, encoding);
    server.answers.give(&asker, about, make).await
}

/// An asset of the site, read at start.
pub(super) async fn asset(
    State(server): State<Shared>,
    address: Result<Path<String>, PathRejection>,
    asker: Asker,
) -> Result<Response, Refusal> {
    let Path(name) = address.map_err(|_| Refusal::UnknownAsset)?;
    let asset = server.site.asset(&format!("pkg/{name}")).ok_or(Refusal::UnknownAsset)?;
    let body = asset.encoded(Encoding::wanted(&asker.headers));
    let about = About {
        function_of: None,
        sha256: None,
        content_type: content_type(&name),
        negotiated: false,
        caching: Caching::Immutable,
    };
    Ok(respond(&asker.headers, &about, body))
}

/// The service worker. Browsers ask for it on each visit: another publication makes it another script.
async fn worker(State(server): State<Shared>, asker: Asker) -> Result<Response, Refusal> {
    let script = match forgetting(&server.site) {
        Some(script) => script,
        None => {
            let served = server.shelf.current()?;
            worker_of_server(&server.site, &served).ok_or(Refusal::UnknownAsset)?
        }
    };
    let about = About {
        function_of: None,
        sha256: None,
        content_type: content_type(WORKER),
        negotiated: false,
        caching: Caching::Revalidate,
    };
    let body = Encoded::of(script.into_bytes(), Encoding::wanted(&asker.headers));
    Ok(respond(&asker.headers, &about, &body))
}

/// What browsers are told of a site that people install, and its icon; none where nothing is kept in browsers.
async fn about_site(State(server): State<Shared>, uri: Uri, asker: Asker) -> Result<Response, Refusal> {
    let is_installed = server.site.names().pocket.is_some();
    let mut files = installed(BASE).into_iter().filter(|_| is_installed);
    let found = files.find(|(name, _)| uri.path().strip_prefix(BASE) == Some(*name));
    let (name, content) = found.ok_or(Refusal::UnknownAsset)?;
    let about = About {
        function_of: None,
        sha256: None,
        content_type: content_type(name),
        negotiated: false,
        caching: Caching::Revalidate,
    };
    let body = Encoded::of(content.into_bytes(), Encoding::wanted(&asker.headers));
    Ok(respond(&asker.headers, &about, &body))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
