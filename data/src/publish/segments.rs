//! Segments of item-locations with similar demand: k-means on scaled features, with the number that separates best.

use contract::{CONTRACT_VERSION, PlanItems, Segment, SegmentFeature, Segments, Silhouette};
use linfa::DatasetBase;
use linfa::prelude::SilhouetteScore;
use linfa::traits::{Fit, Predict};
use linfa_clustering::KMeans;
use ndarray::{Array1, Array2, Axis};
use planning::convert::count_u32;
use planning::segment::{Feature, features};

use super::demand::Demand;
use super::item_locations::ItemLocations;
use super::parallel;
use super::progress::OnProgress;

const STEP: &str = "finding segments";
/// Fewest item-locations for segments.
const ITEMS_MIN: usize = 30;
/// Numbers of segments to try; people cannot use more than they can tell apart.
const SEGMENTS: std::ops::RangeInclusive<usize> = 2..=7;
/// Item-locations on which segments are fitted; the time for a silhouette is quadratic in their number.
const FITTED_MAX: usize = 20_000;
const MEASURED_MAX: usize = 2_000;
/// Starts of k-means, of which the best is kept.
const RUNS: usize = 5;
/// Limit of a feature in deviations, so that one odd item does not become a segment.
const APART_MAX: f64 = 3.0;

/// Numbers of an item-location, in the order of [`Feature::ALL`].
type Numbers = [f64; Feature::ALL.len()];

/// The segments of a snapshot's item-locations, and the segment of each.
pub(super) fn find(items: &ItemLocations, demand: &Demand, progress: OnProgress<'_>) -> (Segments, Vec<u8>) {
    let season = demand.shape.dates.step.periods_a_year();
    let features = parallel::rows(items.len(), STEP, progress, |row| {
        features(&demand.history(row), season, f64::from(items.annual_value[row]))
    });
    divide(&features, progress)
}

/// Divides item-locations, and also returns the segment of each. Those without features have none. Every step has a
/// fixed order and k-means has a fixed seed, so the same features give the same segments.
fn divide(features: &[Option<Numbers>], progress: OnProgress<'_>) -> (Segments, Vec<u8>) {
    let rows: Vec<usize> = (0..features.len()).filter(|row| features[*row].is_some()).collect();
    let numbers: Vec<Numbers> = features.iter().flatten().copied().collect();
    let none = vec![PlanItems::NO_SEGMENT; features.len()];
    let nothing = Segments { version: CONTRACT_VERSION, ..Segments::default() };
    if numbers.len() < ITEMS_MIN {
        return (nothing, none);
    }
    let scaled = scale(&numbers);
    let (fitted, measured) = (sample(&scaled, FITTED_MAX), sample(&scaled, MEASURED_MAX));
    let counts: Vec<usize> = SEGMENTS.collect();
    let attempts = parallel::rows(counts.len(), STEP, progress, |place| {
        attempt(counts[place], &fitted, &measured, &scaled)
    });
    let mut tried = Vec::new();
    let mut best: Option<(f64, Array1<usize>)> = None;
    for (count, attempt) in counts.into_iter().zip(attempts) {
        let Some((silhouette, labels)) = attempt else { continue };
        tried.push(Silhouette { segments: count_u32(count), silhouette });
        if best.as_ref().is_none_or(|(best, _)| silhouette > *best) {
            best = Some((silhouette, labels));
        }
    }
    let Some((_, labels)) = best else { return (nothing, none) };
    let (segments, order) = describe(&numbers, &scaled, &labels);
    let mut of_row = none;
    for (row, label) in rows.iter().zip(&labels) {
        of_row[*row] = order[*label];
    }
    let measured_on = count_u32(measured.nrows());
    (Segments { version: CONTRACT_VERSION, tried, measured_on, segments }, of_row)
}

/// Silhouette and labels for a number of segments; `None` if k-means leaves one of them empty.
fn attempt(
    count: usize,
    fitted: &Array2<f64>,
    measured: &Array2<f64>,
    all: &Array2<f64>,
) -> Option<(f64, Array1<usize>)> {
    let model = KMeans::params(count).n_runs(RUNS).fit(&DatasetBase::from(fitted.clone())).ok()?;
    let labels: Array1<usize> = model.predict(all);
    let measured = DatasetBase::from(measured.clone()).with_targets(model.predict(measured));
    let silhouette = measured.silhouette_score().ok().filter(|score| score.is_finite())?;
    (0..count).all(|label| labels.iter().any(|found| *found == label)).then_some((silhouette, labels))
}

/// Deviations from the overall mean, feature by feature; a constant feature is ignored.
fn scale(numbers: &[Numbers]) -> Array2<f64> {
    let mut scaled =
        Array2::from_shape_fn((numbers.len(), Feature::ALL.len()), |(row, column)| numbers[row][column]);
    for mut column in scaled.axis_iter_mut(Axis(1)) {
        let count = column.len() as f64;
        let mean = column.iter().sum::<f64>() / count;
        let sd = (column.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count).sqrt();
        let apart =
            |value: f64| if sd > 0.0 { ((value - mean) / sd).clamp(-APART_MAX, APART_MAX) } else { 0.0 };
        column.mapv_inplace(apart);
    }
    scaled
}

/// Every n-th row, so that there are at most so many.
fn sample(all: &Array2<f64>, most: usize) -> Array2<f64> {
    let step = all.nrows().div_ceil(most).max(1);
    let rows: Vec<usize> = (0..all.nrows()).step_by(step).collect();
    all.select(Axis(0), &rows)
}

/// The segments, most valuable first, and the index of each label among them.
fn describe(numbers: &[Numbers], scaled: &Array2<f64>, labels: &Array1<usize>) -> (Vec<Segment>, Vec<u8>) {
    let count = labels.iter().max().map_or(0, |label| label + 1);
    let segment = |label: usize| {
        let members: Vec<usize> = (0..labels.len()).filter(|row| labels[*row] == label).collect();
        let mean = |of: &dyn Fn(usize) -> f64| {
            members.iter().map(|row| of(*row)).sum::<f64>() / members.len() as f64
        };
        let features = Feature::ALL.iter().enumerate().map(|(column, feature)| SegmentFeature {
            feature: *feature,
            mean: mean(&|row| numbers[row][column]),
            apart: mean(&|row| scaled[[row, column]]),
        });
        Segment { features: features.collect() }
    };
    let mut segments: Vec<(usize, Segment)> = (0..count).map(|label| (label, segment(label))).collect();
    let value = |segment: &Segment| segment.features[Feature::Value as usize].mean;
    segments.sort_by(|(a, left), (b, right)| value(right).total_cmp(&value(left)).then(a.cmp(b)));
    let mut order = vec![PlanItems::NO_SEGMENT; count];
    for (place, (label, _)) in (0..).zip(&segments) {
        order[*label] = place;
    }
    (segments.into_iter().map(|(_, segment)| segment).collect(), order)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three kinds of item with a little spread, and some without features.
    fn three_kinds() -> Vec<Option<Numbers>> {
        let kinds = [[4.0, 5.0, 0.3, 1.0, 0.1], [2.0, 2.0, 1.5, 3.0, -0.5], [1.0, 3.5, 3.0, 9.0, 0.8]];
        let item = |i: usize| {
            let spread = |column: usize| ((i * 7 + column * 13) % 11) as f64 / 100.0;
            let kind = kinds[i % 3];
            (i % 10 != 9).then(|| std::array::from_fn(|column| kind[column] + spread(column)))
        };
        (0..200).map(item).collect()
    }

    #[test]
    fn what_is_alike_is_found_together_and_the_most_valuable_come_first() {
        let features = three_kinds();
        let (segments, of_row) = divide(&features, &|_| ());
        assert_eq!(segments.segments.len(), 3, "{:?}", segments.tried);
        assert!(segments.silhouette().is_some_and(|silhouette| silhouette > 0.9), "{:?}", segments.tried);
        for (row, segment) in of_row.iter().enumerate() {
            let expected = if features[row].is_none() { PlanItems::NO_SEGMENT } else { [0, 2, 1][row % 3] };
            assert_eq!(*segment, expected, "row {row}");
        }
        let value = |segment: usize| segments.segments[segment].features[Feature::Value as usize].mean;
        assert!(value(0) > value(1) && value(1) > value(2));
        assert_eq!(divide(&features, &|_| ()), (segments, of_row), "the same again");
    }

    #[test]
    fn too_few_or_all_alike_are_not_divided() {
        let alike = vec![Some([1.0; Feature::ALL.len()]); 100];
        let (segments, of_row) = divide(&alike, &|_| ());
        assert!(
            segments.segments.is_empty() && of_row.iter().all(|segment| *segment == PlanItems::NO_SEGMENT)
        );
        assert!(divide(&three_kinds()[..20], &|_| ()).0.segments.is_empty());
        assert!(divide(&[], &|_| ()).1.is_empty());
    }
}
