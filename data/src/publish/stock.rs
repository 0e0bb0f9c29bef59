//! Stock of every item-location today, and how the last year went.

use planning::convert::{count_u32, single};
use planning::kpi::Known;

use super::day_measures::MeasuredDay;
use super::item_days::sum;
use super::units::as_f32;

/// Days of the last year, up to as_of.
const YEAR_DAYS: usize = 365;

/// Stock at the end of as_of, by row; NaN where it is not known.
#[derive(Debug)]
pub(super) struct StockNow {
    /// Stock on hand, units; below zero what is backordered.
    pub(super) on_hand: Vec<f32>,
    /// What stock records say is on order, units.
    pub(super) on_order: Vec<f32>,
}

impl StockNow {
    /// Of so many rows, none added yet.
    pub(super) fn new(rows: usize) -> Self {
        StockNow { on_hand: vec![f32::NAN; rows], on_order: vec![f32::NAN; rows] }
    }

    /// Adds a day.
    pub(super) fn add(&mut self, day: &MeasuredDay) {
        if let Some(stock) = day.stock.filter(|_| day.age_days == 0) {
            self.on_hand[day.row] = as_f32(stock.on_hand);
            self.on_order[day.row] = as_f32(stock.on_order);
        }
    }
}

/// The year up to as_of, by row; NaN where a figure is not known.
#[derive(Debug)]
pub(super) struct LastYear {
    /// Days with stock or sales in the activity window, whose balance is known.
    pub(super) active_days: Vec<f32>,
    /// Of those, days that ended without stock.
    pub(super) stockout_days: Vec<f32>,
    /// Units demanded that found no stock; `None` where nothing says what was shipped.
    pub(super) short_units: Option<Vec<f32>>,
}

/// The year of a row being added up.
#[derive(Clone, Copy, Default)]
struct Sums {
    active_days: u32,
    stockout_days: u32,
    due: Option<i128>,
    filled: Option<i128>,
}

/// The year being added up; a row without a day in it has none.
pub(super) struct YearSums(Vec<Option<Sums>>);

impl YearSums {
    /// Of so many rows, none added yet.
    pub(super) fn new(rows: usize) -> Self {
        YearSums(vec![None; rows])
    }

    /// Adds a day.
    pub(super) fn add(&mut self, day: &MeasuredDay) {
        if day.age_days >= YEAR_DAYS {
            return;
        }
        let sums = self.0[day.row].get_or_insert_default();
        // Of a week or month that the year begins in, the days in it.
        let days = day.stock_days.min(count_u32(YEAR_DAYS - day.age_days));
        sums.active_days += days * u32::from(day.is_active);
        sums.stockout_days += days * u32::from(day.is_out);
        (sums.due, sums.filled) = (sum(sums.due, day.due), sum(sums.filled, day.filled));
    }

    /// The year that was added, of a snapshot that knows so much.
    pub(super) fn finish(&self, known: Known) -> LastYear {
        let column = |is_known: bool, of: fn(&Sums) -> f32| -> Vec<f32> {
            let value = |sums: &Option<Sums>| sums.as_ref().filter(|_| is_known).map_or(f32::NAN, of);
            self.0.iter().map(value).collect()
        };
        let short = |sums: &Sums| as_f32(sums.due.zip(sums.filled).map(|(due, filled)| due - filled));
        LastYear {
            active_days: column(known.on_hand, |sums| single(f64::from(sums.active_days))),
            stockout_days: column(known.on_hand, |sums| single(f64::from(sums.stockout_days))),
            short_units: known.fill.map(|_| column(true, short)),
        }
    }
}
