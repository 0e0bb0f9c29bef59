//! What the item itself asked for over a lead time and a review period, beside its reorder point.

use super::model::ItemModel;
use super::units;
use crate::{format, text};
use contract::ItemPolicy;
use planning::convert::whole_usize;
use planning::what_if::Parts;

/// One stretch of so many asked for more than what is called usual.
const ONE_IN: usize = 20;

/// Stretches of a history shorter than a year are too few to say so.
const YEARS_MIN: usize = 1;

/// A stretch in twenty of the item's own history, and its largest, with what the reorder point is beside it.
pub(super) fn own_record(model: &ItemModel, policy: &ItemPolicy, parts: &Parts) -> Option<String> {
    let step = model.step();
    let demand = &model.record.series.units;
    let born = demand.iter().position(|units| *units > 0.0)?;
    let demand = &demand[born..];
    if demand.len() < YEARS_MIN * step.periods_a_year() {
        return None;
    }
    let days = parts.lead_time_days + policy.scenario.review_days;
    let stretch = whole_usize((days / step.days()).round()).max(1);
    let record = stretches(demand, stretch)?;
    let (usual, most) = (units(record.usual), units(record.most));
    let (history, stretch) = (format::periods(step, demand.len()), format::periods(step, stretch));
    Some(if parts.policy.reorder_point > record.most {
        text::why_own_record_less(&history, &stretch, &usual, &most)
    } else {
        text::why_own_record(&history, &stretch, &usual, &most)
    })
}

/// Demand of stretches of equal length, each beginning one period after the other.
#[derive(Debug, PartialEq)]
struct Stretches {
    /// Units that one stretch in twenty exceeds.
    usual: f64,
    /// Units of the largest.
    most: f64,
}

fn stretches(demand: &[f32], length: usize) -> Option<Stretches> {
    let mut sums: Vec<f64> =
        demand.windows(length).map(|stretch| stretch.iter().map(|units| f64::from(*units)).sum()).collect();
    sums.sort_by(f64::total_cmp);
    let beyond = sums.len() / ONE_IN;
    let (most, usual) = (*sums.last()?, *sums.get(sums.len().checked_sub(beyond + 1)?)?);
    Some(Stretches { usual, most })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stretch_in_twenty_exceeds_what_is_usual() {
        let rising: Vec<f32> = (1..=41).map(|units| units as f32).collect();
        // Sums of two neighbours: 3, 5, … 81; two of forty exceed 77.
        assert_eq!(stretches(&rising, 2), Some(Stretches { usual: 77.0, most: 81.0 }));
    }

    #[test]
    fn of_fewer_than_twenty_stretches_the_largest_is_usual() {
        assert_eq!(stretches(&[4.0, 0.0, 9.0], 1), Some(Stretches { usual: 9.0, most: 9.0 }));
    }

    #[test]
    fn a_stretch_longer_than_the_history_says_nothing() {
        assert_eq!(stretches(&[4.0, 0.0, 9.0], 4), None);
    }
}
