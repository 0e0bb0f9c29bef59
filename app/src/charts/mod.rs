//! Charts as SVG that the server draws and the browser redraws with the same code.
//!
//! A plot stretches with its container while strokes and labels keep their size: shapes are drawn in a box of 1000 ×
//! 1000 whose proportions may change, and axis labels are HTML beside it.

/// Value axes with round ticks.
mod scale;

/// Labels of axes, as HTML.
mod axis;

/// Paths through values by period.
mod line;

/// A chart's numbers as a table.
mod table_view;

/// Horizontal bars for lists and tables.
mod bars;

/// A bar with a mark to hold it against.
#[cfg(feature = "ssr")]
mod paired;

/// Values over a continuous axis, as a line or as points.
#[cfg(feature = "ssr")]
mod points;

/// A cell for each pair, the deeper the larger its number.
#[cfg(feature = "ssr")]
mod heat;

/// The shape of a series, without axes.
mod spark;

/// A series by period, with cursor and brush.
mod trend;

/// What was and what is expected, on one time axis.
mod timeline;

/// Money against service level.
mod curve;

pub(crate) use bars::{bar, swing_bar};
pub(crate) use curve::{Curve, Mark, curve};
#[cfg(feature = "ssr")]
pub(crate) use heat::{Heat, heat_map};
#[cfg(feature = "ssr")]
pub(crate) use paired::paired;
#[cfg(feature = "ssr")]
pub(crate) use points::{Points, XAxis, points};
pub(crate) use spark::spark;
pub(crate) use table_view::scroll;
pub(crate) use timeline::{Form, Shape, Timeline, timeline};
pub(crate) use trend::{Trend, trend};

/// Width and height of the box in which shapes are drawn.
const BOX: f64 = 1000.0;

/// A coordinate in the box for paths and attributes, as a whole number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a place too far away for it is out of sight all the same"
)]
pub(crate) fn whole_place(place: f64) -> i32 {
    place.round() as i32
}
