//! The minimum of a function of several variables, eight points at a time.
//!
//! Each step of a recursion over a series depends on the one before; eight recursions side by side share that wait.
//! Gradients are differences over one or more batches of points, and a line is searched at eight lengths at once.

/// Points of a batch.
pub(super) const LANES: usize = 8;

/// Limits of a search.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Largest number of gradients.
    pub(super) iterations: usize,
    /// Stops when an iteration gains less than this.
    pub(super) tolerance: f64,
}

/// Step of a difference quotient, for variables of the order of one.
const DIFFERENCE: f64 = 1e-4;
/// Lengths tried along a line; one is the full quasi-Newton step.
const LENGTHS: [f64; LANES] = [1.0, 2.0, 0.6, 0.3, 0.1, 5.0, 0.02, 0.002];
/// Variables stay within this range, because their logistic is flat beyond it.
const FAR: f64 = 12.0;

/// Improves `x` in place by BFGS and returns the function's value there; `f` evaluates a batch of points.
///
/// Source: Nocedal & Wright, *Numerical Optimization*, algorithm 6.1 and eq. 6.17.
pub(super) fn minimise(
    x: &mut [f64],
    limits: Limits,
    mut f: impl FnMut(&[Vec<f64>; LANES]) -> [f64; LANES],
) -> f64 {
    let n = x.len();
    let mut points: [Vec<f64>; LANES] = core::array::from_fn(|_| x.to_vec());
    let mut value = f(&points)[0];
    let mut gradient = vec![0.0; n];
    slope(x, value, &mut gradient, &mut points, &mut f);
    let mut inverse = identity(n, 1.0);
    let mut is_fresh = true;
    let mut idle = 0;
    for _ in 0..limits.iterations {
        let mut step = product(&inverse, &gradient);
        let steepness = dot(&step, &gradient);
        if steepness <= 0.0 || is_fresh {
            let norm = dot(&gradient, &gradient).sqrt();
            if norm.is_nan() || norm < 1e-9 {
                break;
            }
            inverse = identity(n, 0.5 / norm);
            step = gradient.iter().map(|g| 0.5 * g / norm).collect();
        }
        for (point, length) in points.iter_mut().zip(LENGTHS) {
            for (p, (x, s)) in point.iter_mut().zip(x.iter().zip(&step)) {
                *p = (x - length * s).clamp(-FAR, FAR);
            }
        }
        let values = f(&points);
        let best = (1..LANES).fold(0, |best, i| if values[i] < values[best] { i } else { best });
        if values[best].is_nan() || values[best] >= value {
            if is_fresh {
                break;
            }
            is_fresh = true;
            continue;
        }
        let gain = value - values[best];
        let moved: Vec<f64> = points[best].iter().zip(x.iter()).map(|(p, x)| p - x).collect();
        x.copy_from_slice(&points[best]);
        value = values[best];
        idle = if gain < limits.tolerance { idle + 1 } else { 0 };
        if idle > 2 {
            break;
        }
        let before = gradient.clone();
        slope(x, value, &mut gradient, &mut points, &mut f);
        let change: Vec<f64> = gradient.iter().zip(&before).map(|(g, b)| g - b).collect();
        update(&mut inverse, &moved, &change, is_fresh);
        is_fresh = false;
    }
    value
}

/// Central differences where they fit one batch, otherwise forward differences over several batches.
fn slope(
    x: &[f64],
    value: f64,
    gradient: &mut [f64],
    points: &mut [Vec<f64>; LANES],
    f: &mut impl FnMut(&[Vec<f64>; LANES]) -> [f64; LANES],
) {
    let is_central = 2 * x.len() <= LANES;
    let per_batch = if is_central { x.len().max(1) } else { LANES };
    for first in (0..x.len()).step_by(per_batch) {
        points.iter_mut().for_each(|point| point.copy_from_slice(x));
        let count = per_batch.min(x.len() - first);
        for i in 0..count {
            points[i][first + i] += DIFFERENCE;
            if is_central {
                points[count + i][first + i] -= DIFFERENCE;
            }
        }
        let values = f(points);
        for i in 0..count {
            gradient[first + i] = if is_central {
                (values[i] - values[count + i]) / (2.0 * DIFFERENCE)
            } else {
                (values[i] - value) / DIFFERENCE
            };
        }
    }
}

/// The BFGS update of the inverse Hessian; left as it is where the curvature is not positive.
fn update(inverse: &mut Vec<Vec<f64>>, s: &[f64], y: &[f64], is_fresh: bool) {
    let curvature = dot(s, y);
    if curvature.is_nan() || curvature <= 1e-12 {
        return;
    }
    if is_fresh {
        // Eq. 6.20: the first estimate takes the scale of the last step.
        *inverse = identity(s.len(), curvature / dot(y, y));
    }
    let hy = product(inverse, y);
    let factor = (1.0 + dot(y, &hy) / curvature) / curvature;
    for i in 0..s.len() {
        for j in 0..s.len() {
            inverse[i][j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / curvature;
        }
    }
}

fn identity(n: usize, scale: f64) -> Vec<Vec<f64>> {
    (0..n).map(|i| (0..n).map(|j| if i == j { scale } else { 0.0 }).collect()).collect()
}

fn product(matrix: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| dot(row, vector)).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_down_a_curved_valley() {
        // Rosenbrock's function, least at (1, 1).
        let f = |p: &Vec<f64>| (1.0 - p[0]).powi(2) + 100.0 * (p[1] - p[0] * p[0]).powi(2);
        let mut x = [-1.2, 1.0];
        let limits = Limits { iterations: 200, tolerance: 1e-14 };
        let least = minimise(&mut x, limits, |points| core::array::from_fn(|i| f(&points[i])));
        assert!(least < 1e-6 && (x[0] - 1.0).abs() < 1e-3, "{least} {x:?}");
    }

    #[test]
    fn ten_variables_take_two_batches() {
        let f = |p: &Vec<f64>| (0..10).map(|i| (i + 1) as f64 * (p[i] - 0.1 * i as f64).powi(2)).sum::<f64>();
        let mut x = [2.0; 10];
        let limits = Limits { iterations: 100, tolerance: 1e-12 };
        minimise(&mut x, limits, |points| core::array::from_fn(|i| f(&points[i])));
        assert!(x.iter().enumerate().all(|(i, x)| (x - 0.1 * i as f64).abs() < 1e-3), "{x:?}");
    }
}
