//! How an item-location stands, in a word and a mark.

use crate::text;
use crate::view::{Element, el};
use planning::stock::Status;

/// A status with a mark of its own shape, because colour alone is not accessible.
pub(crate) fn status(status: Status) -> Element {
    let words = text::standing(status.name());
    let mark = el("span").class("mark").attr("aria-hidden", "true").child(words.mark);
    el("span").class("standing").attr("data-status", status.name()).child(mark).child(words.name)
}
