//! Demand without its known influences: the calendar shared by many series, and regressors.

use super::calendar::own_parts;
use super::regressors::{Effects, effects};
use super::series::{Fit, Series};

/// The known influences on the demand of a series, and its demand without them.
#[derive(Default)]
pub(super) struct Influences {
    /// Demand relative to the index.
    demand: Vec<f64>,
    /// Over history and horizon; empty if nothing is known to move demand.
    index: Vec<f64>,
    /// Those of regressors alone.
    pub(super) effects: Option<Effects>,
}

impl Influences {
    /// The influences on a series: the shared calendar, then regressors in the remainder, then the series' own
    /// pattern beyond the calendar.
    pub(super) fn of(series: &Series) -> Self {
        let mut found = Influences::default();
        let calendar = series.calendar.iter().take(series.history.len() + series.horizon);
        if !series.calendar.is_empty() {
            found.divide(series, calendar.clone().map(|day| day.index).collect());
        }
        if let Some(effects) = effects(&found.plain(series)) {
            found.divide(series, effects.index.clone());
            found.effects = Some(effects);
        }
        if let Some(own) = own_parts(&found.plain(series)) {
            found.divide(series, calendar.map(|day| own[usize::from(day.part)]).collect());
        }
        found
    }

    fn divide(&mut self, series: &Series, index: Vec<f64>) {
        self.demand = self.plain(series).relative(&index);
        if self.index.is_empty() {
            self.index = index;
        } else {
            self.index.iter_mut().zip(index).for_each(|(product, index)| *product *= index);
        }
    }

    /// Demand without them, and their index over history and horizon.
    pub(super) fn into_parts(self) -> (Vec<f64>, Vec<f64>) {
        (self.demand, self.index)
    }

    /// The series without them.
    fn plain<'a>(&'a self, series: &Series<'a>) -> Series<'a> {
        if self.index.is_empty() { *series } else { Series { history: &self.demand, ..*series } }
    }

    /// Runs a method on demand without the influences, and multiplies its forecast by them.
    pub(super) fn without(&self, series: &Series, fit: fn(&Series) -> Fit) -> Fit {
        let found = fit(&self.plain(series));
        if self.index.is_empty() { found } else { found.times(&self.index) }
    }
}
