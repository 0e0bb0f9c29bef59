//! The settings to use where none are given.

use contract::Settings;
use serde::Deserialize;

use super::load;
use crate::error::{Error, Place, Result};
use crate::store::Tenant;

/// The settings of the current publication; without one, those stored for the first, or the defaults.
///
/// # Errors
/// The current publication's record is damaged, and it is unclear which of several settings in the store it used;
/// others would silently change numbers.
pub(crate) fn current_settings(tenant: &Tenant) -> Result<Settings> {
    let ids = tenant.settings_ids()?;
    let Some(current) = tenant.current()? else {
        return match ids.as_slice() {
            [only] => tenant.settings(only),
            _ => Ok(Settings::default()),
        };
    };
    let damage = match load::publication(tenant, &current) {
        Ok(publication) => return Ok(publication.settings),
        Err(damage) => damage,
    };
    match (recorded(tenant, &current), ids.as_slice()) {
        (Some(settings), _) => Ok(settings),
        (None, [only]) => tenant.settings(only),
        _ => Err(Error::bad(
            Place::new("settings"),
            format!("those of the current publication cannot be told: {damage}"),
            "Give them with granary publish --settings FILE, or go back with granary snapshots --rollback ID",
        )),
    }
}

/// The settings in a damaged record or one of another version, if the store also has them.
fn recorded(tenant: &Tenant, publication: &str) -> Option<Settings> {
    #[derive(Deserialize)]
    struct Record {
        settings: Settings,
    }
    let json = tenant.publication_record(publication).ok()?;
    let Record { settings } = serde_json::from_slice(&json).ok()?;
    tenant.verify_settings(&settings).ok().map(|()| settings)
}
