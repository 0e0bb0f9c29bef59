//! Quantiles of weighted values.

/// The value below which the share `probability` of the weight lies, for (value, weight) sorted by value. It is
/// interpolated between the middles of the weights; beyond them it is the first or last value. NaN without values.
pub(super) fn quantile(sorted: &[(f64, f64)], probability: f64) -> f64 {
    let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let mut below = 0.0;
    let mut before: Option<(f64, f64)> = None;
    for (value, weight) in sorted.iter().filter(|(_, weight)| *weight > 0.0) {
        let middle = (below + 0.5 * weight) / total;
        if middle >= probability {
            return before.map_or(*value, |(at, earlier)| {
                earlier + (value - earlier) * (probability - at) / (middle - at)
            });
        }
        before = Some((middle, *value));
        below += weight;
    }
    before.map_or(f64::NAN, |(_, last)| last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_weight_lies_below_the_median() {
        let even = [(1.0, 1.0), (2.0, 1.0), (4.0, 1.0), (8.0, 1.0)];
        assert_eq!((quantile(&even, 0.5), quantile(&even, 0.0), quantile(&even, 1.0)), (3.0, 1.0, 8.0));
        // A weight of three is three values: 2, 2, 2 and 6; the last middle is at 7/8.
        assert_eq!(quantile(&[(2.0, 3.0), (6.0, 1.0)], 0.375), 2.0);
        assert_eq!(quantile(&[(2.0, 3.0), (5.0, 0.0), (6.0, 1.0)], 0.9), 6.0);
        assert!(quantile(&[], 0.5).is_nan());
    }
}
