//! What a browser hands to the module that makes workbooks.

use crate::Facts;
use crate::items::ItemRow;
use crate::orders::OrderLine;
use serde::{Deserialize, Serialize};

/// A list that is to be a workbook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListWorkbook {
    /// What the numbers are from.
    pub facts: Facts,
    /// What is simulated, which [`Facts`] do not carry.
    pub simulated: Vec<String>,
    /// The rows, in their order.
    pub rows: ListRows,
}

/// The rows of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ListRows {
    /// Item-locations.
    Items(Vec<ItemRow>),
    /// Lines of orders.
    Orders(Vec<OrderLine>),
}

#[cfg(feature = "workbook")]
impl ListWorkbook {
    /// The workbook, the same rows and words as the API's.
    ///
    /// # Errors
    /// More than a sheet or a cell can hold.
    pub fn write(self) -> Result<Vec<u8>, crate::table::workbook::WorkbookError> {
        let ListWorkbook { facts, simulated, rows } = self;
        let facts = crate::table::publication_facts(&Facts { simulated, ..facts });
        match rows {
            ListRows::Items(rows) => crate::table::workbook::whole(ItemRow::COLUMNS, &rows, facts),
            ListRows::Orders(rows) => crate::table::workbook::whole(OrderLine::COLUMNS, &rows, facts),
        }
    }
}
