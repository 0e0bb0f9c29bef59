//! Where a monotone condition changes.

/// The point between `low` and `high` up to which `is_before` holds, to the last bit.
pub(super) fn bisect(mut low: f64, mut high: f64, is_before: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if is_before(middle) { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
