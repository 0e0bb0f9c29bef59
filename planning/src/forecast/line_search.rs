//! The minimum of a function of one variable, eight values at a time.

use super::short_sort::sort;

const POINTS: usize = 8;
/// Batches of eight points in the first scan; minima closer together than its points are not distinguished.
const SCANS: usize = 2;
const REFINEMENTS: usize = 5;
/// Refinements for which two minima are kept.
const SHARED: usize = 2;

/// The x in `bounds` where `f` is least: a scan of sixteen points, closer at the low end, where a smoothing constant
/// changes most; then parabolas around the best, and at first around the second best minimum of the scan too: the
/// lowest of its points need not belong to the lowest minimum.
pub(super) fn minimise(bounds: (f64, f64), mut f: impl FnMut(&[f64; POINTS]) -> [f64; POINTS]) -> f64 {
    let last = (SCANS * POINTS - 1) as f64;
    let mut seen: Vec<(f64, f64)> = Vec::with_capacity((SCANS + REFINEMENTS) * POINTS);
    for scan in 0..SCANS {
        let at = |i: usize| bounds.0 + (bounds.1 - bounds.0) * square((scan * POINTS + i) as f64 / last);
        let x: [f64; POINTS] = core::array::from_fn(at);
        seen.extend(x.into_iter().zip(f(&x)));
    }
    for refinement in 0..REFINEMENTS {
        let (best, second) = minima(&seen);
        let (mut x, width) = around(&seen, best);
        if width < 1e-9 * (bounds.1 - bounds.0) {
            break;
        }
        if let Some(second) = second.filter(|_| refinement < SHARED) {
            x[POINTS / 2..].copy_from_slice(&around(&seen, second).0[..POINTS / 2]);
        }
        seen.extend(x.into_iter().zip(f(&x)));
        sort(&mut seen, |a, b| a.0 < b.0);
        seen.dedup_by(|a, b| a.0 == b.0);
    }
    seen.iter().fold(seen[0], |best, point| if point.1 < best.1 { *point } else { best }).0
}

fn square(x: f64) -> f64 {
    x * x
}

/// Positions of the lowest of some ordered points, and of the lowest of the other minima.
fn minima(seen: &[(f64, f64)]) -> (usize, Option<usize>) {
    let value = |i: usize| seen[i].1;
    let best = (1..seen.len()).fold(0, |best, i| if value(i) < value(best) { i } else { best });
    let is_minimum = |i: &usize| {
        (*i == 0 || value(*i) < value(i - 1)) && (i + 1 == seen.len() || value(*i) < value(i + 1))
    };
    let others = (0..seen.len()).filter(|i| *i != best).filter(is_minimum);
    (best, others.reduce(|second, i| if value(i) < value(second) { i } else { second }))
}

/// Points to try next around one, the most informative first, and the distance between its neighbours.
fn around(seen: &[(f64, f64)], best: usize) -> ([f64; POINTS], f64) {
    let low = seen[best.saturating_sub(1)];
    let high = seen[(best + 1).min(seen.len() - 1)];
    let width = high.0 - low.0;
    // f64::clamp would pull number formatting into the browser's module, for a panic that cannot happen.
    let within = |x: f64| x.max(low.0).min(high.0);
    let vertex = within(vertex(low, seen[best], high));
    // Around the vertex in two scales, and between the best and its neighbours should the vertex be wrong.
    let x = [
        vertex,
        0.5 * (low.0 + seen[best].0),
        0.5 * (seen[best].0 + high.0),
        vertex - 0.04 * width,
        vertex + 0.04 * width,
        vertex - 0.002 * width,
        vertex + 0.002 * width,
        vertex + 1e-4 * width,
    ];
    (x.map(within), width)
}

/// The minimum of the parabola through three points; the middle point if they lie on a line or at an end.
fn vertex(a: (f64, f64), b: (f64, f64), c: (f64, f64)) -> f64 {
    let (left, right) = (b.0 - a.0, c.0 - b.0);
    let (rise, fall) = (c.1 - b.1, a.1 - b.1);
    let curvature = rise * left + fall * right;
    if curvature > 0.0 { b.0 + 0.5 * (fall * right * right - rise * left * left) / curvature } else { b.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_a_smooth_minimum(centre in -0.5..1.5f64, quartic in 0.0..5.0f64) {
            let square = |x: f64| (x - centre) * (x - centre);
            let f = |x: f64| square(x) + quartic * square(x) * square(x);
            let found = minimise((0.0, 1.0), |x| x.map(f));
            prop_assert!((found - centre.clamp(0.0, 1.0)).abs() < 1e-7, "{found} {centre}");
        }
    }

    #[test]
    fn of_two_minima_the_lower_is_found_though_a_scanned_point_is_lower_at_the_other() {
        // One is at a scanned point, the other between two, there lower by 0.01.
        let valley = |x: f64, centre: f64, depth: f64| -depth * (-900.0 * (x - centre) * (x - centre)).exp();
        let (scanned, between) = (square(13.0 / 15.0), square(6.5 / 15.0));
        let f = |x: f64| valley(x, scanned, 1.0) + valley(x, between, 1.01);
        assert!(f(scanned) < f(square(6.0 / 15.0)) && f(scanned) < f(square(7.0 / 15.0)));
        assert!((minimise((0.0, 1.0), |x| x.map(f)) - between).abs() < 1e-6);
    }

    #[test]
    fn a_constant_function_gives_the_low_end() {
        assert_eq!(minimise((0.0, 1.0), |_| [3.0; 8]), 0.0);
    }
}
