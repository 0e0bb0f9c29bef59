//! What of a publication its figures are computed and shown with.

use crate::{Publication, Settings};
use planning::day::Day;
use planning::kpi::Known;
use planning::periods::SalesPeriod;
use serde::{Deserialize, Serialize};

/// The part of a publication that figures are computed and shown with: the same on the server and in browsers, which get
/// it with their page. What else `publication.json` says is for the page's frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The publication's id.
    pub id: String,
    /// The tenant it belongs to.
    pub tenant: String,
    /// The settings it was derived with.
    pub settings: Settings,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// "Today" on every page.
    pub as_of: Day,
    /// What a row of sales adds up.
    pub period: SalesPeriod,
    /// Days after `as_of` that are forecast.
    pub horizon_days: u32,
    /// Which facts the snapshot holds.
    pub known: Known,
    /// What is simulated, a sentence each. It is not sent to browsers: the page around their part says it.
    #[serde(skip)]
    pub simulated: Vec<String>,
    /// How categories came about, if not recorded.
    pub category_note: Option<String>,
    /// Item-locations in the plan.
    pub item_locations: u32,
}

impl From<&Publication> for Facts {
    fn from(publication: &Publication) -> Self {
        let Publication { as_of, period, horizon_days, known, item_locations, .. } = *publication;
        Facts {
            id: publication.id.clone(),
            tenant: publication.tenant.clone(),
            settings: publication.settings.clone(),
            currency: publication.currency.clone(),
            as_of,
            period,
            horizon_days,
            known,
            simulated: publication.simulated.clone(),
            category_note: publication.category_note.clone(),
            item_locations,
        }
    }
}
