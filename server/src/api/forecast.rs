//! `GET /api/v1/forecast`: history and forecast of one item-location.

use super::Endpoint;
use contract::{ForecastAnswer, ItemKey, forecast};

pub(super) const ENDPOINT: Endpoint<ForecastAnswer> = Endpoint {
    path: "/api/v1/forecast",
    answer: |derived, query| {
        let record = derived.item(&ItemKey::from_query(query)?)?;
        Ok(forecast(&derived.publication, &record))
    },
};
