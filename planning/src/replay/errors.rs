//! Past forecast errors of many series, as paths through coming periods.

use super::outlook::Outlook;
use crate::convert::whole_usize;
use crate::normal;

/// Classes by level of demand: errors of rare demand have another shape than errors of frequent demand.
const CLASSES: usize = 3;
/// Paths kept for each class. With five times as many, replayed cost changed by less than half a percent.
const PATHS: usize = 400;
/// With fewer past errors than this for each class, all classes are merged.
const CLASS_MIN: usize = 64;
/// With fewer than this, paths of normal demand are used instead.
const PATHS_MIN: usize = 24;
/// Larger errors are cut to this quantile of their class.
const USUAL: f64 = 0.995;
/// Mean absolute deviation ÷ standard deviation of a normal variable, √(2 ÷ π); the spread is a mean absolute
/// deviation.
const SD_PER_SPREAD: f64 = 1.253_314_137_315_5;

/// Forecast errors in units of their spread, each a path over the periods after its origin, by class.
#[derive(Clone, Debug, PartialEq)]
pub struct PastErrors {
    /// Levels at which the next class begins, units per period.
    edges: Vec<f64>,
    /// Paths one after another, by class.
    classes: Vec<Vec<f64>>,
    periods: usize,
    is_assumed: bool,
}

impl PastErrors {
    /// From levels of outlooks and their paths of errors over `periods` periods, at least 1. An even selection is kept.
    pub fn new(mut found: Vec<(f64, Vec<f64>)>, periods: usize) -> PastErrors {
        let periods = periods.max(1);
        found.retain(|(level, path)| {
            path.len() == periods && level.is_finite() && path.iter().all(|error| error.is_finite())
        });
        if found.len() < PATHS_MIN {
            return PastErrors {
                edges: Vec::new(),
                classes: vec![normal_paths(periods)],
                periods,
                is_assumed: true,
            };
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        let count = if found.len() < CLASSES * CLASS_MIN { 1 } else { CLASSES };
        let edges = (1..count).map(|class| found[class * found.len() / count].0).collect();
        let part = |class: usize| &found[class * found.len() / count..(class + 1) * found.len() / count];
        let select = |paths: &[(f64, Vec<f64>)]| {
            let kept = paths.len().min(PATHS);
            let mut errors: Vec<f64> =
                (0..kept).flat_map(|place| paths[place * paths.len() / kept].1.clone()).collect();
            dampen(&mut errors);
            errors
        };
        PastErrors { edges, classes: (0..count).map(part).map(select).collect(), periods, is_assumed: false }
    }

    /// Classes.
    pub fn classes(&self) -> usize {
        self.classes.len()
    }

    /// The class of an outlook.
    pub fn class(&self, outlook: &Outlook) -> usize {
        self.edges.partition_point(|edge| *edge <= outlook.level())
    }

    /// Periods of a path.
    pub(super) fn periods(&self) -> usize {
        self.periods
    }

    /// Whether there were too few errors, so that normal ones are used.
    pub fn is_assumed(&self) -> bool {
        self.is_assumed
    }

    /// Paths of errors for an outlook, each of at least as many periods as asked for when they were made.
    pub(super) fn paths(&self, outlook: &Outlook) -> impl ExactSizeIterator<Item = &[f64]> {
        self.classes[self.class(outlook)].chunks_exact(self.periods)
    }
}

/// Cuts the largest errors to their quantile. Demand that returns from nearly nothing has an error of hundreds of
/// spreads, which must not be applied to other series.
fn dampen(errors: &mut [f64]) {
    let mut sorted = errors.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let place = whole_usize(USUAL * sorted.len() as f64).min(sorted.len().saturating_sub(1));
    let Some(most) = sorted.get(place) else { return };
    errors.iter_mut().for_each(|error| *error = error.min(*most));
}

/// Independent normal errors whose sum over the periods has the spread. Each period uses the same quantiles in its
/// own order, given by multiples of powers of the golden ratio.
fn normal_paths(periods: usize) -> Vec<f64> {
    let scale = SD_PER_SPREAD / (periods as f64).sqrt();
    let mut paths = Vec::with_capacity(PATHS * periods);
    for path in 0..PATHS {
        for period in 0..periods {
            let step = 0.618_033_988_749_895 * (period as f64 + 1.0) * (period as f64 + 1.0).sqrt();
            let place = (path as f64 + 0.5) * (step - libm::floor(step)) + 0.5 / PATHS as f64;
            paths.push(scale * normal::ppf((place - libm::floor(place)).clamp(1e-4, 1.0 - 1e-4)));
        }
    }
    paths
}
