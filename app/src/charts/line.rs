//! Paths through values by period.

use super::scale::Scale;
use super::{BOX, whole_place};
use std::fmt::Write as _;

/// Horizontal middle of a period's place in the box.
pub(super) fn x(index: usize, count: usize) -> i32 {
    whole_place((index as f64 + 0.5) * BOX / count.max(1) as f64)
}

/// A line through the values; where one is missing the line is broken.
pub(super) fn path(values: &[Option<f32>], count: usize, scale: Scale) -> String {
    let place = |(i, value): (usize, &Option<f32>)| (x(i, count), value.map(f64::from));
    through(&values.iter().enumerate().map(place).collect::<Vec<_>>(), scale)
}

/// The same through values at any places, from left to right.
pub(super) fn through(points: &[(i32, Option<f64>)], scale: Scale) -> String {
    let mut path = String::with_capacity(points.len() * 9);
    let mut pen_down = false;
    for (i, (x, value)) in points.iter().enumerate() {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            pen_down = false;
            continue;
        };
        path.push(if pen_down { 'L' } else { 'M' });
        let lonely = !pen_down && points.get(i + 1).is_none_or(|next| next.1.is_none());
        let written = write!(path, "{x} {}", scale.y(value));
        debug_assert!(written.is_ok());
        if lonely {
            // A point without neighbours would draw nothing; a line of no length draws a dot with round caps.
            path.push_str("h0");
        }
        pen_down = true;
    }
    path
}

/// A dot at each value: a line of no length, whose round caps keep their shape in a stretched box.
pub(super) fn dots(points: &[(i32, Option<f64>)], scale: Scale) -> String {
    let dot = |(x, value): &(i32, Option<f64>)| Some(format!("M{x} {}h0", scale.y((*value)?)));
    points.iter().filter_map(dot).collect()
}

/// A bar from zero for each value.
pub(super) fn bars(values: &[Option<f32>], scale: Scale) -> String {
    let width = BOX / values.len().max(1) as f64;
    let mut path = String::with_capacity(values.len() * 20);
    let zero = scale.y(0.0);
    for (i, value) in values.iter().enumerate() {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            continue;
        };
        let (left, right) = (whole_place((i as f64 + 0.12) * width), whole_place((i as f64 + 0.88) * width));
        let written = write!(path, "M{left} {zero}V{}H{right}V{zero}Z", scale.y(f64::from(value)));
        debug_assert!(written.is_ok());
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_breaks_the_line() {
        let scale = Scale::covering([0.0, 4.0].into_iter());
        let values = [Some(0.0), Some(4.0), None, Some(2.0), None];
        assert_eq!(path(&values, 5, scale), "M100 1000L300 0M700 500h0");
        assert_eq!(path(&[None, Some(f32::NAN)], 2, scale), "");
    }

    #[test]
    fn bars_stand_on_zero() {
        let scale = Scale::covering([-4.0, 4.0].into_iter());
        assert_eq!(bars(&[Some(4.0), None], scale), "M60 500V0H440V500Z");
        assert_eq!(bars(&[Some(-4.0), None], scale), "M60 500V1000H440V500Z");
    }
}
