//! How many item-locations are forecast better than the naive method would, and by how much.

use super::count;
use crate::charts::bar;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{AccuracyAnswer, RatioBin};

/// A bar for each range of RMSSE ÷ the naive method's.
pub(super) fn ratios(answer: &AccuracyAnswer) -> Element {
    let most = answer.ratios.iter().map(|bin| bin.item_locations).max().unwrap_or(1).max(1);
    let item = |bin: &RatioBin| {
        let (from, worse) = (format::number(bin.from, 1), bin.from >= 1.0);
        let name = match bin.below {
            None => text::accuracy_ratio_above(&from),
            Some(below) if bin.from == 0.0 => text::accuracy_ratio_below(&format::number(below, 1)),
            Some(below) => text::from_to(&from, &format::number(below, 1)),
        };
        el("li")
            .class(if worse { "worse" } else { "" })
            .attr("data-from", bin.from.to_string())
            .child(el("span").class("name").child(name))
            .child(
                el("span")
                    .class("number")
                    .attr("data-value", bin.item_locations.to_string())
                    .child(count(bin.item_locations)),
            )
            .child(bar(f64::from(bin.item_locations) / f64::from(most)))
    };
    el("figure")
        .class("bars histogram")
        .child(
            el("figcaption")
                .child(el("h2").attr("id", "ratios-title").child(text::accuracy_ratios()))
                .child(el("p").class("hint").child(text::accuracy_ratios_hint())),
        )
        .child(el("ul").attr("aria-labelledby", "ratios-title").children(answer.ratios.iter().map(item)))
}
