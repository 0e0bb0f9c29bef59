//! The page in three or four sentences.

use super::{count, percent, scaled};
use crate::view::{Element, el};
use crate::{format, text};
use contract::AccuracyAnswer;

/// The number tested, their error, the value added, and the direction of errors.
pub(super) fn summary(answer: &AccuracyAnswer) -> Element {
    let total = &answer.total;
    let all = count(total.item_locations + total.untested);
    let mut sentences = vec![match total.item_locations {
        0 => text::accuracy_untested(&all),
        tested => text::accuracy_tested(&count(tested), &all, &count(answer.origins)),
    }];
    if total.wape.is_some() {
        sentences.push(text::accuracy_error(
            &percent(total.wape),
            format::by_step(answer.period),
            &percent(total.naive_wape),
        ));
    }
    if let Some(added) = total.value_added {
        let (ours, naive) = (scaled(total.rmsse), scaled(total.naive_rmsse));
        let size = format::percent(added.abs(), 1);
        sentences.push(match added < 0.0 {
            true => text::accuracy_taken(&size, &ours, &naive),
            false => text::accuracy_added(&size, &ours, &naive),
        });
        sentences.push(match total.better_by_value {
            Some(_) => text::accuracy_better(&percent(total.better), &percent(total.better_by_value)),
            None => text::accuracy_better_unvalued(&percent(total.better)),
        });
    }
    if let Some(bias) = total.bias {
        let size = format::percent(bias.abs(), 1);
        sentences.push(if bias < 0.0 { text::accuracy_low(&size) } else { text::accuracy_high(&size) });
    }
    el("section")
        .class("summary")
        .attr("aria-labelledby", "summary-title")
        .child(el("h2").attr("id", "summary-title").child(text::in_short()))
        .child(el("ul").children(sentences.into_iter().map(|sentence| el("li").child(sentence))))
}
