//! What to order for every item-location: the plan, with the forecasts that its series files hold.

use contract::{Derived, ItemsQuery, ProposalRow, Publication, SERIES_GROUP_ITEMS};
use planning::what_if::{Budget, Scenario};

use super::load;
use crate::error::Result;
use crate::store::Tenant;

/// The proposals for every item-location that a query keeps, under a scenario and perhaps a stock budget.
///
/// # Errors
/// A series file that is missing or damaged, by name.
pub fn proposals(
    tenant: &Tenant,
    publication: &Publication,
    derived: &Derived,
    query: &ItemsQuery,
    assumed: (&Scenario, Option<f64>),
) -> Result<(Vec<ProposalRow>, Option<Budget>)> {
    let (mut means, step) = (Vec::new(), publication.period.step());
    // Of each group only the forecast is kept: its histories are many times as large.
    for group in 0..(publication.item_locations as usize).div_ceil(SERIES_GROUP_ITEMS) {
        let series = load::series(tenant, publication, group)?;
        means.extend(series.items.into_iter().map(|item| item.forecast.mean));
    }
    let mean = |row: u32| means.get(row as usize).map(Vec::as_slice).unwrap_or_default();
    Ok(contract::proposals(derived, query, assumed, step, mean))
}
