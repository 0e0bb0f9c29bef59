//! Value axes with round ticks.

use super::{BOX, whole_place};
use planning::convert::whole_u32;

/// A linear axis from one round value to another, zero always on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    bottom: f64,
    step: f64,
    steps: u32,
}

impl Scale {
    /// An axis with zero and every value on it, in about four round steps.
    pub(super) fn covering(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values
            .filter(|value| value.is_finite())
            .fold((0.0f64, 0.0f64), |(low, high), value| (low.min(value), high.max(value)));
        if low == high {
            return Scale { bottom: 0.0, step: 0.25, steps: 4 };
        }
        let step = round_up((high - low) / 4.0);
        let bottom = (low / step).floor() * step;
        let steps = whole_u32(((high - bottom) / step).ceil().max(1.0));
        Scale { bottom, step, steps }
    }

    /// Labelled values, top first.
    pub(super) fn ticks(self) -> impl Iterator<Item = f64> {
        (0..=self.steps).rev().map(move |i| self.bottom + f64::from(i) * self.step)
    }

    /// Height of a value in the box, counted from its top.
    pub(super) fn y(self, value: f64) -> i32 {
        let share = (value - self.bottom) / (self.step * f64::from(self.steps));
        whole_place(BOX * (1.0 - share))
    }

    /// Lines at the ticks, as a path across the box.
    pub(super) fn grid(self) -> String {
        let line = |tick: f64| ["M0 ", &self.y(tick).to_string(), "H1000"].concat();
        self.ticks().map(line).collect()
    }
}

/// The smallest of 1, 2, 2.5, 5 times a power of ten that is not below a positive value.
fn round_up(value: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= value {
        power *= 10.0;
    }
    while power > value {
        power /= 10.0;
    }
    let choices = [1.0, 2.0, 2.5, 5.0, 10.0];
    let choice = choices.into_iter().find(|choice| choice * power >= value * (1.0 - 1e-9));
    choice.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], expected: &[f64]) {
        let mut ticks: Vec<f64> = Scale::covering(values.iter().copied()).ticks().collect();
        ticks.reverse();
        assert_eq!(ticks.len(), expected.len(), "{ticks:?}");
        for (tick, expected) in ticks.iter().zip(expected) {
            assert!((tick - expected).abs() < 1e-9, "{ticks:?}");
        }
    }

    #[test]
    fn ticks_are_round_and_cover_the_values() {
        check(&[3.0, 4.0], &[0.0, 1.0, 2.0, 3.0, 4.0]);
        check(&[41_234.0], &[0.0, 20_000.0, 40_000.0, 60_000.0]);
        check(&[0.083], &[0.0, 0.025, 0.05, 0.075, 0.1]);
        check(&[-3.0, 5.0], &[-4.0, -2.0, 0.0, 2.0, 4.0, 6.0]);
        check(&[], &[0.0, 0.25, 0.5, 0.75, 1.0]);
        check(&[f64::NAN, 2e9], &[0.0, 5e8, 1e9, 1.5e9, 2e9]);
    }

    #[test]
    fn values_lie_between_top_and_bottom() {
        let scale = Scale::covering([0.0, 100.0].into_iter());
        assert_eq!((scale.y(0.0), scale.y(100.0), scale.y(25.0)), (1000, 0, 750));
        assert_eq!(scale.grid(), "M0 0H1000M0 250H1000M0 500H1000M0 750H1000M0 1000H1000");
    }
}
