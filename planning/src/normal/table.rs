//! Loss and tail probability from a table, for code that needs one of each for every item-location.

use super::{loss, pdf, survival};
use crate::convert::whole_usize;
use std::sync::OnceLock;

/// The table covers −`LIMIT` … `LIMIT`; beyond it the tails are below 1e-15.
const LIMIT: f64 = 8.0;
const STEPS_PER_UNIT: f64 = 64.0;
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 025, a whole number")]
const NODES: usize = (2.0 * LIMIT * STEPS_PER_UNIT) as usize + 1;

/// The loss and the tail probability above a point k of the standard normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tail {
    /// G(k) = E\[(Z − k)⁺\].
    pub loss: f64,
    /// 1 − Φ(k).
    pub probability: f64,
}

/// Values of [`loss`] and [`survival`] at 64 points a unit. Between them cubic Hermite interpolation, since both
/// slopes are known: G′ = Φ − 1 and (1 − Φ)′ = −φ. Its error is at most h⁴ ÷ 384 times the fourth derivative (de Boor,
/// *A Practical Guide to Splines*, ch. IV): below 1e-10 for the loss and 3e-10 for the probability.
pub struct Table {
    /// Loss, probability and density at each node.
    nodes: Vec<[f64; 3]>,
}

/// The table, computed on first use.
pub fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let node = |place: usize| {
            let k = place as f64 / STEPS_PER_UNIT - LIMIT;
            [loss(k), survival(k), pdf(k)]
        };
        Table { nodes: (0..NODES).map(node).collect() }
    })
}

impl Table {
    /// G(k) and 1 − Φ(k), each within 3e-10.
    #[inline]
    pub fn tail(&self, k: f64) -> Tail {
        let place = (k + LIMIT) * STEPS_PER_UNIT;
        let inside = place >= 0.0 && place < (NODES - 1) as f64;
        if !inside {
            let below = k < 0.0;
            return Tail { loss: if below { -k } else { 0.0 }, probability: if below { 1.0 } else { 0.0 } };
        }
        let cell = whole_usize(place);
        self.within(cell, place - cell as f64)
    }

    /// The k ≥ 0 with G(k) = `loss`, within 1e-6 for losses above 1e-7 and within 1e-3 down to 1e-12; 0 for losses of
    /// G(0) or more, the end of the table for smaller ones.
    pub fn loss_inverse(&self, loss: f64) -> f64 {
        let middle = NODES / 2;
        let cell = middle + self.nodes[middle..].partition_point(|node| node[0] > loss);
        if cell == middle {
            return 0.0;
        }
        if cell == NODES {
            return LIMIT;
        }
        let cell = cell - 1;
        // Newton's method within the cell, from its left: G falls and is convex, so that no step goes too far.
        let mut part = 0.0;
        for _ in 0..3 {
            let tail = self.within(cell, part);
            part = (part + (tail.loss - loss) / tail.probability * STEPS_PER_UNIT).clamp(0.0, 1.0);
        }
        (cell as f64 + part) / STEPS_PER_UNIT - LIMIT
    }

    #[inline]
    fn within(&self, cell: usize, part: f64) -> Tail {
        let [[loss, above, density], [loss_next, above_next, density_next]] =
            [self.nodes[cell], self.nodes[cell + 1]];
        let hermite = |from: f64, slope: f64, to: f64, slope_to: f64| {
            let rise = to - from;
            let (a, b) = (slope / STEPS_PER_UNIT - rise, rise - slope_to / STEPS_PER_UNIT);
            from + part * (rise + (1.0 - part) * (a * (1.0 - part) + b * part))
        };
        Tail {
            loss: hermite(loss, -above, loss_next, -above_next),
            probability: hermite(above, -density, above_next, -density_next),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_table_is_within_its_bound(k in -9.0..9.0f64) {
            let tail = table().tail(k);
            prop_assert!((tail.loss - loss(k)).abs() < 1e-10, "{k}: {tail:?} {}", loss(k));
            prop_assert!((tail.probability - survival(k)).abs() < 3e-10, "{k}: {tail:?} {}", survival(k));
        }

        #[test]
        fn the_inverse_is_within_its_bound(k in 0.0..7.0f64) {
            let bound = if loss(k) > 1e-7 { 1e-6 } else { 1e-3 };
            let found = table().loss_inverse(loss(k));
            prop_assert!((found - k).abs() < bound, "{k}: {found}");
        }
    }

    #[test]
    fn nodes_and_ends_are_exact() {
        for k in [-8.0, -1.5, 0.0, 0.25, 3.0] {
            assert_eq!(table().tail(k), Tail { loss: loss(k), probability: survival(k) });
        }
        assert_eq!(table().tail(-40.0), Tail { loss: 40.0, probability: 1.0 });
        assert_eq!(table().tail(f64::INFINITY), Tail { loss: 0.0, probability: 0.0 });
        assert_eq!(table().loss_inverse(0.5), 0.0);
        assert_eq!(table().loss_inverse(0.0), LIMIT);
    }
}
