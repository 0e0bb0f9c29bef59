//! Axis labels as HTML, which keep their size however the plot is stretched.

use super::scale::Scale;
use crate::format;
use crate::view::{Element, el};
use planning::day::Day;

/// Labels of the value axis, top first.
pub(super) fn value_axis(scale: Scale, label: &dyn Fn(f64) -> String) -> Element {
    let labels = scale.ticks().map(|tick| el("span").child(label(tick)));
    el("div").class("axis-y").attr("aria-hidden", "true").children(labels)
}

/// Evenly spaced labels under the plot, each at the left of its share of the width.
pub(super) fn even_axis(labels: Vec<String>) -> Element {
    let labels: Vec<Element> = labels.into_iter().map(|label| el("span").child(label)).collect();
    el("div").class("axis-x").attr("aria-hidden", "true").child(labels)
}

/// Dates of up to four periods, evenly spaced.
pub(super) fn date_labels(periods: &[(Day, Day)]) -> Vec<String> {
    let count = periods.len().min(4);
    let name = if periods.len() > 20 { format::month } else { format::day_of_month };
    (0..count).map(|i| name(periods[i * periods.len() / count].0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_dates_for_a_year_and_one_for_a_week() {
        let weeks = |count: i32| (0..count).map(|i| (Day(7 * i), Day(7 * i + 6))).collect::<Vec<_>>();
        assert_eq!(
            date_labels(&weeks(52)),
            ["Jan\u{a0}1970", "Apr\u{a0}1970", "Jul\u{a0}1970", "Oct\u{a0}1970"]
        );
        assert_eq!(date_labels(&weeks(1)), ["1\u{a0}Jan"]);
        assert!(date_labels(&[]).is_empty());
    }
}
