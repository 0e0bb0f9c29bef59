//! What an import asks of its sources, by the names under which the report counts them.

use crate::import::clean::Verdict;
use crate::report::Dimension::{self, Accuracy, Completeness, Consistency, Validity};
use crate::report::Question;

const fn question(id: &'static str, dimension: Dimension, unit: &'static str) -> Question {
    Question { id, dimension, unit }
}

/// Questions that a verdict answers.
pub(super) const BY_VERDICT: [(Verdict, Question); 8] = [
    (Verdict::Duplicate, question("duplicate", Consistency, "lines")),
    (Verdict::Cancellation, question("cancellation", Accuracy, "lines")),
    (Verdict::Return, question("return", Accuracy, "lines")),
    (Verdict::NotGoods, question("not_goods", Accuracy, "lines")),
    (Verdict::Adjustment, question("adjustment", Accuracy, "lines")),
    (Verdict::ZeroPrice, question("zero_price", Accuracy, "lines")),
    (Verdict::ImpossibleQuantity, question("impossible_quantity", Accuracy, "lines")),
    (Verdict::Refused, question("refused", Validity, "lines")),
];

pub(super) const CELL: Question = question("unreadable", Validity, "lines");
pub(super) const CUSTOMER_MISSING: Question = question("customer_missing", Completeness, "lines");
pub(super) const DESCRIPTION_FILLED: Question = question("description_filled", Completeness, "lines");
pub(super) const DESCRIPTION_MISSING: Question = question("description_missing", Completeness, "lines");
pub(super) const COUNTRY_MISSING: Question = question("country_missing", Completeness, "lines");
pub(super) const LOCATION_MISSING: Question = question("location_missing", Completeness, "lines");
pub(super) const OVERLAP: Question = question("overlap", Consistency, "invoices");
pub(super) const COPIES_DIFFER: Question = question("copies_differ", Consistency, "invoices");
pub(super) const SKU_RESPELT: Question = question("sku_respelt", Consistency, "lines");
pub(super) const DESCRIPTIONS_DIFFER: Question = question("descriptions_differ", Consistency, "items");
pub(super) const COUNTRY_UNLISTED: Question = question("country_unlisted", Consistency, "lines");
pub(super) const LOCATION_UNLISTED: Question = question("location_unlisted", Consistency, "lines");
pub(super) const MISSHAPEN: Question = question("misshapen", Validity, "lines");
pub(super) const UNVERIFIED: Question = question("unverified", Validity, "files");
pub(super) const RECODED: Question = question("recoded", Validity, "lines");
pub(super) const ROUNDED: Question = question("rounded", Validity, "lines");
pub(super) const OTHER_CURRENCY: Question = question("other_currency", Accuracy, "lines");
pub(super) const SILENT: Question = question("days_without_sales", Completeness, "days");
