//! Parts of the publication in use: one for each lock, made when a token with that lock comes.

use crate::lock::lock;
use crate::refusal::Refusal;
use crate::router::files;
use crate::service::{Server, Shared};
use crate::shelf::Served;
use crate::wire::Client;
use crate::{api, pages};
use axum::Router;
use contract::Lock;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// How many times the rows of the publication the parts in use may have together; the one asked for last is kept in any case.
const ROWS_KEPT: usize = 3;

/// The parts, the one asked for last first.
#[derive(Default)]
pub(super) struct Parts(Mutex<VecDeque<Part>>);

struct Part {
    lock: Lock,
    publication: String,
    rows: usize,
    router: Router,
}

impl Parts {
    /// What answers within a lock.
    ///
    /// # Errors
    /// Nothing is published yet; no free slot for computing in time.
    pub(super) async fn of(&self, server: &Shared, client: Client, of: Lock) -> Result<Router, Refusal> {
        let whole = server.shelf.current()?;
        if let Some(router) = self.known(&of, whole.id()) {
            return Ok(router);
        }
        let (shared, lock) = (server.clone(), of.clone());
        let publication = whole.id().to_owned();
        let most = ROWS_KEPT * whole.derived().plan.policy.len();
        let (router, rows) = server.answers.work(client, move || part(&shared, whole, &lock)).await?;
        self.keep(Part { lock: of, publication, rows, router: router.clone() }, most);
        Ok(router)
    }

    fn known(&self, of: &Lock, publication: &str) -> Option<Router> {
        let mut parts = lock(&self.0);
        parts.retain(|part| part.publication == publication);
        let place = parts.iter().position(|part| part.lock == *of)?;
        let part = parts.remove(place)?;
        let router = part.router.clone();
        parts.push_front(part);
        Some(router)
    }

    fn keep(&self, part: Part, most_rows: usize) {
        let mut parts = lock(&self.0);
        parts.retain(|known| known.lock != part.lock);
        parts.push_front(part);
        while parts.len() > 1 && parts.iter().map(|part| part.rows).sum::<usize>() > most_rows {
            parts.pop_back();
        }
    }
}

/// Pages, endpoints and files over a part of the publication, with the number of its rows.
fn part(server: &Shared, whole: Arc<Served>, lock: &Lock) -> Result<(Router, usize), Refusal> {
    let shelf = server.shelf.part(whole, lock)?;
    let rows = shelf.current()?.derived().plan.policy.len();
    let part = Server {
        limits: server.limits.clone(),
        shelf,
        site: server.site.for_frames(),
        answers: server.answers.clone(),
        sql: None,
        mcp: false,
        keys: None,
        metrics: server.metrics.clone(),
    };
    let routes = Router::new().merge(pages::routes()).merge(api::routes()).merge(files::routes());
    let routes = routes
        .method_not_allowed_fallback(async || Refusal::MethodNotAllowed)
        .fallback(async || Refusal::UnknownAddress);
    Ok((routes.with_state(Arc::new(part)), rows))
}
