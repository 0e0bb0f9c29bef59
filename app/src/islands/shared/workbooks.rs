//! What makes workbooks in a browser.

#[cfg(feature = "ssr")]
use crate::address::{self, Host};
#[cfg(feature = "ssr")]
use crate::assets::Assets;
#[cfg(feature = "ssr")]
use contract::Facts;
use serde::{Deserialize, Serialize};

/// The worker that makes them, with what it must know besides the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Workbooks {
    /// Address of the worker.
    pub(crate) worker: String,
    /// What is simulated in the data.
    pub(crate) simulated: Vec<String>,
}

#[cfg(feature = "ssr")]
impl Workbooks {
    /// What makes workbooks of a page: none where the API does, or nothing can.
    pub(crate) fn of(assets: &Assets, facts: &Facts) -> Option<Self> {
        let files = assets.files.as_ref().filter(|_| address::host() == Host::Files)?;
        let worker = address::at(&files.workbook.as_ref()?.script);
        Some(Workbooks { worker, simulated: facts.simulated.clone() })
    }
}
