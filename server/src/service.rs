//! What answers are made of, one for all requests.

use crate::limits::Limits;
use crate::shelf::{Shelf, Site};
use crate::sql::Desk;
use crate::wire::Answers;
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;

/// Where the site begins.
pub const BASE: &str = "/";

/// What answers are made of.
pub struct Server {
    /// Limits in force.
    pub limits: Limits,
    /// The publications.
    pub shelf: Shelf,
    /// The browser's part.
    pub site: Site,
    /// The cached answers.
    pub answers: Answers,
    /// Where queries in SQL are asked; none if they are off.
    pub sql: Option<Arc<Desk>>,
    /// Numbers about the server.
    pub metrics: PrometheusHandle,
}

/// One for all requests.
pub type Shared = Arc<Server>;
