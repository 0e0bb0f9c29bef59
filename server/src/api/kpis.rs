//! `GET /api/v1/kpis`: every key figure for a filter.

use super::Endpoint;
use contract::{Filter, KpisAnswer, kpis};

pub(super) const ENDPOINT: Endpoint<KpisAnswer> = Endpoint {
    path: "/api/v1/kpis",
    answer: |derived, query| Ok(kpis(&derived.publication, &derived.cube, &Filter::from_query(query)?)),
};
