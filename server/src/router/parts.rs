//! Parts of the publication in use: one for each lock, made when a token with that lock comes.

use crate::lock::lock;
use crate::refusal::Refusal;
use crate::router::files;
use crate::service::{Server, Shared};
use crate::shelf::{Served, Site};
use crate::wire::Client;
use crate::{api, pages};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::request;
use axum::response::Response;
use contract::Lock;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// How many times the rows of the publication the parts in use may have together; the one asked for last is kept in any case.
const ROWS_KEPT: usize = 3;

/// The parts, on a site of their own.
pub(super) struct Parts {
    site: Site,
    /// The one asked for last first.
    kept: Mutex<VecDeque<Part>>,
}

struct Part {
    lock: Lock,
    publication: String,
    rows: usize,
    router: Router,
}

impl Parts {
    /// None yet.
    pub(super) fn new(site: Site) -> Self {
        Parts { site, kept: Mutex::default() }
    }

    /// Answers a request from what a lock leaves. Nothing behind this knows who asks, nor what was found out before.
    ///
    /// # Errors
    /// Nothing is published yet; no free slot for computing in time.
    pub(super) async fn answer(
        &self,
        server: &Shared,
        client: Client,
        of: Lock,
        (mut head, body): (request::Parts, Body),
    ) -> Result<Response, Refusal> {
        let part = self.of(server, client, of).await?;
        head.extensions.clear();
        head.extensions.insert(client);
        let Ok(response) = part.oneshot(Request::from_parts(head, body)).await;
        Ok(response)
    }

    async fn of(&self, server: &Shared, client: Client, of: Lock) -> Result<Router, Refusal> {
        let whole = server.shelf.current()?;
        if let Some(router) = self.known(&of, whole.id()) {
            return Ok(router);
        }
        let (shared, lock) = (server.clone(), of.clone());
        let publication = whole.id().to_owned();
        let most = ROWS_KEPT * whole.derived().plan.policy.len();
        let site = self.site.clone();
        let (router, rows) = server.answers.work(client, move || part(&shared, site, whole, &lock)).await?;
        self.keep(Part { lock: of, publication, rows, router: router.clone() }, most);
        Ok(router)
    }

    fn known(&self, of: &Lock, publication: &str) -> Option<Router> {
        let mut parts = lock(&self.kept);
        parts.retain(|part| part.publication == publication);
        let place = parts.iter().position(|part| part.lock == *of)?;
        let part = parts.remove(place)?;
        let router = part.router.clone();
        parts.push_front(part);
        Some(router)
    }

    fn keep(&self, part: Part, most_rows: usize) {
        let mut parts = lock(&self.kept);
        parts.retain(|known| known.lock != part.lock);
        parts.push_front(part);
        while parts.len() > 1 && parts.iter().map(|part| part.rows).sum::<usize>() > most_rows {
            parts.pop_back();
        }
    }
}

/// Pages, endpoints and files over a part of the publication, with the number of its rows.
fn part(server: &Shared, site: Site, whole: Arc<Served>, lock: &Lock) -> Result<(Router, usize), Refusal> {
    let shelf = server.shelf.part(whole, lock)?;
    let rows = shelf.current()?.derived().plan.policy.len();
    let part = Server {
        limits: server.limits.clone(),
        shelf,
        site,
        answers: server.answers.clone(),
        sql: None,
        mcp: false,
        keys: None,
        people: None,
        tries: server.tries.clone(),
        audit: server.audit.clone(),
        metrics: server.metrics.clone(),
    };
    let routes = Router::new().merge(pages::routes()).merge(api::routes()).merge(files::routes());
    let routes = routes
        .method_not_allowed_fallback(async || Refusal::MethodNotAllowed)
        .fallback(async || Refusal::UnknownAddress);
    Ok((routes.with_state(Arc::new(part)), rows))
}
