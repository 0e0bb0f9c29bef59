//! What a browser hands to the module that makes workbooks.

use super::ItemRow;
use crate::Facts;
use serde::{Deserialize, Serialize};

/// A list of item-locations that is to be a workbook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemsWorkbook {
    /// What the numbers are from.
    pub facts: Facts,
    /// What is simulated, which [`Facts`] do not carry.
    pub simulated: Vec<String>,
    /// The rows, in their order.
    pub rows: Vec<ItemRow>,
}

#[cfg(feature = "workbook")]
impl ItemsWorkbook {
    /// The workbook, the same rows and words as the API's.
    ///
    /// # Errors
    /// More than a sheet or a cell can hold.
    pub fn write(self) -> Result<Vec<u8>, crate::table::workbook::WorkbookError> {
        let ItemsWorkbook { facts, simulated, rows } = self;
        let facts = crate::table::publication_facts(&Facts { simulated, ..facts });
        crate::table::workbook::whole(ItemRow::COLUMNS, &rows, facts)
    }
}
