//! Functions of `planning` in SQL: one file for each function, listed in `FUNCTIONS` or `AGGREGATES`.
//!
//! NULL in, NULL out. Arguments outside the domain of the formula are refused by name (`ArgumentError`), so that no
//! NaN spreads through a query. `docs/sql-functions.md` is generated from this module.

mod abc_class;
mod document;
mod eoq;
mod error;
mod fill_rate_factor;
mod forecast;
mod newsvendor;
mod norm_ppf;
mod parameter;
mod reorder_point;
mod safety_stock;
mod scalar;
mod standard_normal_loss;

use std::sync::Arc;

use datafusion::logical_expr::{AggregateUDF, ScalarUDF};
use datafusion::prelude::SessionContext;

pub(crate) use document::page;
pub use document::{Document, documents};
pub use error::ArgumentError;

use parameter::Parameter;
use scalar::{Compute, Function, Scalar};

/// Functions of the values of a row.
static FUNCTIONS: [&Function; 8] = [
    &norm_ppf::FUNCTION,
    &standard_normal_loss::FUNCTION,
    &eoq::FUNCTION,
    &safety_stock::FUNCTION,
    &reorder_point::FUNCTION,
    &newsvendor::FUNCTION,
    &fill_rate_factor::FUNCTION,
    &abc_class::FUNCTION,
];

/// Aggregate functions with their constructors.
static AGGREGATES: [(&Document, fn() -> AggregateUDF); 1] = [(&forecast::DOCUMENT, forecast::function)];

/// Registers the functions with a session.
pub(crate) fn register(context: &SessionContext) {
    for function in FUNCTIONS {
        context.register_udf(ScalarUDF::new_from_impl(Scalar::new(function)));
    }
    for (_, function) in AGGREGATES {
        context.register_udaf(function());
    }
}

/// Documentation in the engine's form.
fn documentation(document: &Document) -> Arc<datafusion::logical_expr::Documentation> {
    Arc::new(document.for_engine())
}
