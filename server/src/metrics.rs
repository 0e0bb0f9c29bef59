//! Metrics of the server for Prometheus; all their names are here.

use crate::failure::Failure;
use axum::http::Method;
use contract::Publication;
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

const REQUESTS: &str = "granary_http_requests_total";
const SECONDS: &str = "granary_http_request_duration_seconds";
const CONNECTIONS: &str = "granary_http_connections";
const REFUSED_CONNECTIONS: &str = "granary_http_connections_refused_total";
const PUBLICATION: &str = "granary_publication_info";
const SWAPS: &str = "granary_publications_loaded_total";
const REFUSED: &str = "granary_publications_refused_total";

/// Buckets in seconds, from a cached answer to a scenario over a million item-locations.
const BUCKETS_S: [f64; 11] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];

/// Begins counting; the handle writes the numbers out.
///
/// # Errors
/// None in practice: only if another recorder is already installed in this process.
pub fn start() -> Result<PrometheusHandle, Failure> {
    let builder =
        PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(SECONDS.to_owned()), &BUCKETS_S);
    let handle = builder.and_then(PrometheusBuilder::install_recorder);
    let handle =
        handle.map_err(|error| Failure::new(format!("cannot count requests: {error}"), "Report it"))?;
    describe_counter!(REQUESTS, "Requests answered, by route, method and status.");
    describe_histogram!(SECONDS, "Time from the headers of a request to the headers of its answer.");
    describe_gauge!(CONNECTIONS, "Connections open now.");
    describe_counter!(REFUSED_CONNECTIONS, "Connections beyond the limit.");
    describe_gauge!(PUBLICATION, "1 for the publication that is served.");
    describe_counter!(SWAPS, "Publications taken into service.");
    describe_counter!(REFUSED, "Publications refused because a file of theirs is damaged.");
    gauge!(CONNECTIONS).set(0.0);
    counter!(REFUSED_CONNECTIONS).absolute(0);
    counter!(REFUSED).absolute(0);
    Ok(handle)
}

/// Records that a request was answered after so many seconds.
pub fn request(route: &str, method: &Method, status: u16, seconds: f64) {
    // Unknown methods share one label; otherwise anyone could fill the memory with series.
    let known = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
        Method::PATCH,
    ];
    let method = known.iter().find(|known| *known == method).map_or("other", Method::as_str).to_owned();
    let labels = [("route", route.to_owned()), ("method", method), ("status", status.to_string())];
    counter!(REQUESTS, &labels).increment(1);
    histogram!(SECONDS, "route" => route.to_owned()).record(seconds);
}

/// A connection, counted for as long as this lives.
pub struct Connection(());

impl Connection {
    /// One more.
    pub fn open() -> Self {
        gauge!(CONNECTIONS).increment(1.0);
        Connection(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        gauge!(CONNECTIONS).decrement(1.0);
    }
}

/// Records a connection beyond the limit.
pub fn connection_refused() {
    counter!(REFUSED_CONNECTIONS).increment(1);
}

/// Records that a publication went into service.
pub fn publication_loaded(publication: &Publication, before: Option<&Publication>) {
    let info = |publication: &Publication| {
        let (id, snapshot) = (publication.id.clone(), publication.snapshot.clone());
        gauge!(PUBLICATION, "publication" => id, "snapshot" => snapshot, "as_of" => publication.as_of.to_string())
    };
    if let Some(before) = before {
        info(before).set(0.0);
    }
    info(publication).set(1.0);
    counter!(SWAPS).increment(1);
}

/// Records that a publication was refused.
pub fn publication_refused() {
    counter!(REFUSED).increment(1);
}
