//! What answers are made of, one for all requests.

use crate::access::{Audit, Keys, People, Tries};
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::shelf::{Served, Shelf, Site};
use crate::sql::{Desk, Over, Running, Shape, collect, shape};
use crate::wire::{Answers, Client};
use contract::{Publication, SqlAnswer, SqlRequest};
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;

/// The name of who is signed in, where something is written under it.
#[derive(Clone, Debug)]
pub struct Subject(pub String);

/// What answers are made of.
pub struct Server {
    /// Limits in force.
    pub limits: Limits,
    /// The publications.
    pub shelf: Shelf,
    /// The browser's part.
    pub site: Site,
    /// The cached answers.
    pub answers: Arc<Answers>,
    /// Where queries in SQL are asked; none if they are off.
    pub sql: Option<Arc<Desk>>,
    /// Whether assistants are answered.
    pub mcp: bool,
    /// The keys of pages that may embed views; none if nobody may.
    pub keys: Option<Arc<Keys>>,
    /// Who may come; none where everybody may.
    pub people: Option<Arc<People>>,
    /// Tries of passwords.
    pub tries: Arc<Tries>,
    /// Who did what.
    pub audit: Arc<Audit>,
    /// Numbers about the server.
    pub metrics: PrometheusHandle,
}

impl Server {
    /// Asks a query over the snapshot of a publication.
    ///
    /// # Errors
    /// The query is refused; there are too many.
    pub async fn query(
        &self,
        served: &Served,
        client: Client,
        request: SqlRequest,
    ) -> Result<Running, Refusal> {
        self.sql.as_ref().ok_or(Refusal::SqlOff)?.ask(client, over(served), request).await
    }

    /// What a query over that snapshot would answer, and which values it takes. Nothing is computed.
    ///
    /// # Errors
    /// As [`Server::query`].
    pub async fn shape(
        &self,
        served: &Served,
        client: Client,
        request: SqlRequest,
    ) -> Result<Shape, Refusal> {
        let desk = self.sql.as_ref().ok_or(Refusal::SqlOff)?;
        shape(desk.ask_shape(client, over(served), request).await?).await
    }

    /// The answer to a query as a whole, with at most the rows that the limits allow.
    ///
    /// # Errors
    /// As [`Server::query`]; the rows are more than an answer can hold.
    pub async fn answer(
        &self,
        served: &Served,
        client: Client,
        mut request: SqlRequest,
    ) -> Result<SqlAnswer, Refusal> {
        let most = self.limits.sql_rows;
        request.row_limit = Some(request.row_limit.map_or(most, |limit| limit.min(most)));
        collect(self.query(served, client, request).await?).await
    }
}

fn over(served: &Served) -> Over {
    let Publication { id, snapshot, settings, .. } = &served.published.publication;
    Over { snapshot: snapshot.clone(), publication: id.clone(), settings: settings.clone() }
}

/// One for all requests.
pub type Shared = Arc<Server>;
