//! What pages say of categories.

use crate::text;
use contract::UNCATEGORISED;

/// A category as people read it: items without one have a word.
pub(crate) fn name(category: &str) -> &str {
    if category == UNCATEGORISED { text::uncategorised() } else { category }
}

/// How categories came about, as a sentence; `origin` is what the data says of it.
pub(crate) fn note(origin: &str) -> String {
    match text::category_origin(origin).says {
        "" => text::category_note(origin),
        says => says.to_owned(),
    }
}
