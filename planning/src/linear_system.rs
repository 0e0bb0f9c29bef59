//! Systems of linear equations.

/// Solves a symmetric system, given by its lower triangle, by Cholesky.
pub(crate) fn solve(mut gram: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let width = right.len();
    for i in 0..width {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| gram[i][k] * gram[j][k]).sum();
            let rest = gram[i][j] - sum;
            gram[i][j] = if i == j { rest.max(1e-300).sqrt() } else { rest / gram[j][j] };
        }
    }
    for i in 0..width {
        let sum: f64 = (0..i).map(|k| gram[i][k] * right[k]).sum();
        right[i] = (right[i] - sum) / gram[i][i];
    }
    for i in (0..width).rev() {
        let sum: f64 = (i + 1..width).map(|k| gram[k][i] * right[k]).sum();
        right[i] = (right[i] - sum) / gram[i][i];
    }
    right
}
