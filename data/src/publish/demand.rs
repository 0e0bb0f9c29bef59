//! Demand and stock of every item-location by period.

use planning::forecast::DemandClass;

use super::day_measures::MeasuredDay;
use super::influences::Influences;
use super::periods::{Shape, born};
use super::units::{as_f32, as_f64};
use planning::convert::single;

/// A period served for at least this share of its time shows the pace of its demand. One served for less gives only a
/// lower bound of demand, and counts as censored.
const SERVED_MIN: f32 = 0.5;

/// A period of an item-location being added up.
#[derive(Clone, Copy, Default)]
struct Period {
    units: i128,
    on_hand: Option<i128>,
    /// Days without stock; none where no balance is known.
    stockout_days: Option<u32>,
    active_days: u32,
    out_days: u32,
    hours: Option<(i128, i128)>,
}

impl Period {
    /// For what share of it demand could be served: hours in stock ÷ opening hours where hours without stock are recorded; else
    /// days that ended with stock ÷ days with a balance. NaN where neither is known.
    fn served(&self) -> f32 {
        let share = match self.hours {
            Some((open, out)) if open > 0 => as_f64(out) / as_f64(open),
            _ if self.active_days > 0 => f64::from(self.out_days) / f64::from(self.active_days),
            _ => f64::NAN,
        };
        single(1.0 - share)
    }
}

/// Demand being added up, from days in the order of their rows.
pub(super) struct DemandSums {
    shape: Shape,
    /// Whether demand without stock is lost; with backorders or order lines it is recorded all the same.
    is_lost: bool,
    /// The row of the last day, and its periods.
    row: usize,
    periods: Vec<Period>,
    units: Vec<f32>,
    on_hand: Vec<f32>,
    stockout_days: Vec<f32>,
    served: Vec<f32>,
}

impl DemandSums {
    pub(super) fn new(shape: Shape, is_lost: bool) -> Self {
        DemandSums {
            shape,
            is_lost,
            row: 0,
            periods: vec![Period::default(); shape.periods],
            units: shape.cells(0.0),
            on_hand: shape.cells(f32::NAN),
            stockout_days: shape.cells(f32::NAN),
            served: shape.cells(f32::NAN),
        }
    }

    /// Adds a day.
    pub(super) fn add(&mut self, day: &MeasuredDay) {
        if day.row != self.row {
            self.end_row();
            self.row = day.row;
        }
        let Some(period) = day.period.and_then(|place| self.periods.get_mut(place)) else { return };
        period.units += day.sold.map_or(0, |sold| sold.units);
        if let Some(on_hand) = day.on_hand() {
            *period.stockout_days.get_or_insert(0) += day.stock_days * u32::from(on_hand <= 0);
            if day.is_closing() {
                period.on_hand = Some(on_hand);
            }
        }
        period.active_days += u32::from(day.is_active);
        period.out_days += u32::from(day.is_out);
        if let Some((open, out)) = day.hours {
            let so_far = period.hours.get_or_insert_default();
            *so_far = (so_far.0 + open, so_far.1 + out);
        }
    }

    fn end_row(&mut self) {
        let first = self.row * self.shape.periods;
        for (place, period) in self.periods.iter_mut().enumerate() {
            let (period, cell) = (std::mem::take(period), first + place);
            self.units[cell] = as_f32(Some(period.units));
            self.on_hand[cell] = as_f32(period.on_hand);
            self.stockout_days[cell] = period.stockout_days.map_or(f32::NAN, |days| single(f64::from(days)));
            if self.is_lost {
                self.served[cell] = period.served();
            }
        }
    }

    /// The demand that was added, and what moves it.
    pub(super) fn finish(mut self, influences: Influences) -> Demand {
        if self.shape.rows > 0 {
            self.end_row();
        }
        let DemandSums { shape, units, on_hand, stockout_days, served, .. } = self;
        Demand { shape, units, on_hand, stockout_days, served, influences }
    }
}

/// What every item-location sold and held, `shape.periods` cells a row.
#[derive(Debug)]
pub(super) struct Demand {
    pub(super) shape: Shape,
    /// Units sold.
    pub(super) units: Vec<f32>,
    /// Stock at the end of each period, NaN where unknown.
    on_hand: Vec<f32>,
    /// Days without stock of each period, NaN where unknown.
    stockout_days: Vec<f32>,
    /// Share of each period for which demand could be served, NaN where unknown.
    served: Vec<f32>,
    /// What moves demand beside the season.
    pub(super) influences: Influences,
}

impl Demand {
    /// Demand by period without anything else known, for tests.
    #[cfg(test)]
    pub(super) fn of(rows: &[Vec<f32>]) -> Self {
        let shape = Shape::weeks(rows.len(), rows.first().map_or(0, Vec::len));
        let unknown = shape.cells(f32::NAN);
        Demand {
            shape,
            units: rows.concat(),
            on_hand: unknown.clone(),
            stockout_days: unknown.clone(),
            served: unknown,
            influences: Influences::none(shape),
        }
    }

    /// Units of a row by period.
    pub(super) fn units_of(&self, row: usize) -> &[f32] {
        self.shape.row(&self.units, row)
    }

    /// Stock of a row at the end of each period, NaN where unknown.
    pub(super) fn on_hand_of(&self, row: usize) -> &[f32] {
        self.shape.row(&self.on_hand, row)
    }

    /// Days without stock of each period of a row, NaN where unknown.
    pub(super) fn stockout_days_of(&self, row: usize) -> &[f32] {
        self.shape.row(&self.stockout_days, row)
    }

    /// Share of each period of a row for which demand could be served, NaN where unknown.
    pub(super) fn served_of(&self, row: usize) -> &[f32] {
        self.shape.row(&self.served, row)
    }

    /// Demand of a row by period: what was sold, at the pace of the time in which it could be sold.
    pub(super) fn history(&self, row: usize) -> Vec<f64> {
        let demand = |(units, served): (&f32, &f32)| {
            let share = if *served >= SERVED_MIN { f64::from(served.min(1.0)) } else { 1.0 };
            f64::from(*units) / share
        };
        self.units_of(row).iter().zip(self.served_of(row)).map(demand).collect()
    }

    /// Demand of a row by period, as far as it is known; NaN where a stockout hid it.
    pub(super) fn known(&self, row: usize) -> Vec<f64> {
        let known = |(units, is_censored): (f64, bool)| if is_censored { f64::NAN } else { units };
        self.history(row).into_iter().zip(self.censored(row)).map(known).collect()
    }

    /// Periods of a row whose demand stock hid.
    pub(super) fn censored(&self, row: usize) -> Vec<bool> {
        self.served_of(row).iter().map(|share| *share < SERVED_MIN).collect()
    }

    /// Whether a row's demand is in whole units.
    pub(super) fn is_whole(&self, row: usize) -> bool {
        self.units_of(row).iter().all(|units| units.fract() == 0.0)
    }

    /// Demand class of a row since its first demand.
    pub(super) fn class(&self, row: usize) -> DemandClass {
        let history = self.history(row);
        DemandClass::of(&history[born(&history)..])
    }
}
