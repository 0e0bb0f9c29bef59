//! The questions that an import asks of its sources, in the words of the report.

use crate::import::clean::Verdict;
use crate::quality::Dimension::{self, Accuracy, Completeness, Consistency, Validity};
use crate::quality::Question;

const fn question(
    id: &'static str,
    dimension: Dimension,
    unit: &'static str,
    title: &'static str,
    action: &'static str,
) -> Question {
    Question { id, dimension, title, unit, action }
}

/// Questions that a verdict answers.
pub(super) const BY_VERDICT: [(Verdict, Question); 8] = [
    (
        Verdict::Duplicate,
        question(
            "duplicate",
            Consistency,
            "lines",
            "Lines equal to another in every field",
            "Taken out: one of each was kept.",
        ),
    ),
    (
        Verdict::Cancellation,
        question(
            "cancellation",
            Accuracy,
            "lines",
            "Cancellations of an earlier sale",
            "Taken out together with that sale: same customer, item, price and quantity.",
        ),
    ),
    (
        Verdict::Return,
        question(
            "return",
            Accuracy,
            "lines",
            "Returns whose sale was not found",
            "Counted apart, never as negative demand.",
        ),
    ),
    (
        Verdict::NotGoods,
        question(
            "not_goods",
            Accuracy,
            "lines",
            "Codes that are not goods, such as postage",
            "Taken out: the mapping lists them under not_goods.",
        ),
    ),
    (
        Verdict::Adjustment,
        question(
            "adjustment",
            Accuracy,
            "lines",
            "Corrections that no customer ordered",
            "Taken out: a negative quantity that is no cancellation, its opposite, or a negative price.",
        ),
    ),
    (
        Verdict::ZeroPrice,
        question(
            "zero_price",
            Accuracy,
            "lines",
            "Price zero",
            "Taken out: given away, lost or written off.",
        ),
    ),
    (
        Verdict::ImpossibleQuantity,
        question(
            "impossible_quantity",
            Accuracy,
            "lines",
            "Quantity zero, or beyond limits.max_quantity",
            "Taken out.",
        ),
    ),
    (
        Verdict::Refused,
        question(
            "refused",
            Validity,
            "lines",
            "Lines that cannot be read",
            "Refused; the reasons are below.",
        ),
    ),
];

pub(super) const CELL: Question =
    question("unreadable", Validity, "lines", "Unreadable", "Refused with the line, never read as zero.");
pub(super) const CUSTOMER_MISSING: Question = question(
    "customer_missing",
    Completeness,
    "lines",
    "Customer missing",
    "Kept; a cancellation without customer is matched to no sale.",
);
pub(super) const DESCRIPTION_FILLED: Question = question(
    "description_filled",
    Completeness,
    "lines",
    "Description missing, known from the item's sales",
    "Filled from the item's other lines.",
);
pub(super) const DESCRIPTION_MISSING: Question = question(
    "description_missing",
    Completeness,
    "lines",
    "Description missing, and no sale of the item has one",
    "Kept; if the item sold, it goes by its code.",
);
pub(super) const COUNTRY_MISSING: Question = question(
    "country_missing",
    Completeness,
    "lines",
    "Country missing",
    "Taken as shipped from the default location.",
);
pub(super) const OVERLAP: Question = question(
    "overlap",
    Consistency,
    "invoices",
    "Invoices in more than one source",
    "One copy kept: the one with more lines, else that of the source named first.",
);
pub(super) const COPIES_DIFFER: Question = question(
    "copies_differ",
    Consistency,
    "invoices",
    "Copies of an invoice that differ",
    "The copy with more lines was kept; look at the others.",
);
pub(super) const SKU_RESPELT: Question = question(
    "sku_respelt",
    Consistency,
    "lines",
    "Item code not in capitals",
    "Taken as the same item in capitals.",
);
pub(super) const DESCRIPTIONS_DIFFER: Question = question(
    "descriptions_differ",
    Consistency,
    "items",
    "Items with several descriptions",
    "The most frequent one became the name.",
);
pub(super) const COUNTRY_UNLISTED: Question = question(
    "country_unlisted",
    Consistency,
    "lines",
    "Country that no location of the mapping lists",
    "Taken as shipped from the default location.",
);
pub(super) const MISSHAPEN: Question = question(
    "misshapen",
    Validity,
    "lines",
    "Rows that cannot be taken apart",
    "Refused: the wrong number of cells, or not in the encoding named.",
);
pub(super) const RECODED: Question =
    question("recoded", Validity, "lines", "Text that is not UTF-8", "Read as Windows-1252.");
pub(super) const ROUNDED: Question = question(
    "rounded",
    Validity,
    "lines",
    "Numbers with more than four digits after the point",
    "Rounded to four, half to even.",
);
pub(super) const OTHER_CURRENCY: Question = question(
    "other_currency",
    Accuracy,
    "lines",
    "Lines in another currency than the mapping's",
    "Added up as if they were in that currency: import the lines of one currency only.",
);
pub(super) const SILENT: Question = question(
    "days_without_sales",
    Completeness,
    "days",
    "Days without any sale",
    "Kept as days without demand: a closed shop and a missing export look alike.",
);
