//! What suppliers ask of orders, as the table `suppliers` states it.

use contract::{CONTRACT_VERSION, SupplierTerms, Suppliers};
use planning::convert::known;

use crate::engine::Engine;
use crate::error::Result;
use crate::rows::Rows;

/// Reads the terms of every supplier.
///
/// # Errors
/// What the engine refuses.
pub(super) async fn read(engine: &Engine) -> Result<Suppliers> {
    let sql = "select supplier, name, minimum_order_value, free_freight_value, order_weekday from suppliers";
    let batches = engine.sql("terms of suppliers", sql).await?;
    let rows = Rows::new("terms of suppliers", &batches);
    let (minimum, freight) = (rows.f64("minimum_order_value")?, rows.f64("free_freight_value")?);
    let weekday = rows.i64("order_weekday")?;
    let terms = rows.text("supplier")?.into_iter().zip(rows.text("name")?).enumerate();
    let terms = terms.map(|(row, (supplier, name))| SupplierTerms {
        supplier,
        name,
        minimum_order_value: known(minimum[row]),
        free_freight_value: known(freight[row]),
        order_weekday: weekday[row].and_then(|day| u8::try_from(day).ok()),
    });
    let mut suppliers: Vec<SupplierTerms> = terms.collect();
    suppliers.sort_by(|a, b| a.supplier.cmp(&b.supplier));
    Ok(Suppliers { version: CONTRACT_VERSION, suppliers })
}
