//! What a day of an item-location adds to the key figures. The view `item_day` says the same in SQL.

use contract::Settings;
use planning::convert::count_u32;
use planning::day::Day;
use planning::kpi::FillBasis;
use planning::periods::Periods;

use super::item_days::{ItemDay, Sold, Stock};
use crate::facts::Facts;

/// A day up to as_of, with what follows from it. Units, money and hours are counted in ten-thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MeasuredDay {
    pub(super) row: usize,
    /// Days before as_of.
    pub(super) age_days: usize,
    /// The period that it is in; none before the history.
    pub(super) period: Option<usize>,
    /// Days from it to the last of its period; 0 to 31.
    pub(super) days_to_close: u32,
    /// Days that its record of stock stands for.
    pub(super) stock_days: u32,
    /// Whether sales had begun: before, nothing is known of what was sold.
    pub(super) has_sales_begun: bool,
    pub(super) sold: Option<Sold>,
    pub(super) stock: Option<Stock>,
    /// Its stock is known, and it sold or held stock in the activity window up to the day.
    pub(super) is_active: bool,
    /// The same, and the day ended without stock.
    pub(super) is_out: bool,
    /// Hours open and, of those, hours out of stock; none where they were not observed.
    pub(super) hours: Option<(i128, i128)>,
    /// Units demanded where it is known what was shipped at once.
    pub(super) due: Option<i128>,
    /// Of those, units shipped from stock when demanded.
    pub(super) filled: Option<i128>,
}

impl MeasuredDay {
    /// Whether it is the last day of its period.
    pub(super) fn is_closing(&self) -> bool {
        self.days_to_close == 0
    }

    /// Stock at the end of the day.
    pub(super) fn on_hand(&self) -> Option<i128> {
        self.stock.and_then(|stock| stock.on_hand)
    }
}

/// Measures days, which come in the order of rows and days.
pub(super) struct DayMeasures {
    first_day: i32,
    as_of: i32,
    periods: Periods,
    is_stock_by_period: bool,
    activity_window_days: i64,
    opening_hours: i128,
    fill: Option<FillBasis>,
    /// The row of the day before, and the last day on which it sold or held stock.
    alive: (usize, Option<i32>),
}

impl DayMeasures {
    pub(super) fn new(facts: &Facts, settings: &Settings) -> Self {
        DayMeasures {
            first_day: facts.first_day.0,
            as_of: facts.as_of.0,
            periods: facts.periods,
            is_stock_by_period: facts.rows.is_stock_alike,
            activity_window_days: i64::from(settings.activity_window_days),
            opening_hours: Facts::opening_hours(settings),
            fill: facts.known.fill,
            alive: (0, None),
        }
    }

    /// Measures a day; none after as_of.
    pub(super) fn measured(&mut self, found: &ItemDay) -> Option<MeasuredDay> {
        let age_days = usize::try_from(i64::from(self.as_of) - i64::from(found.day)).ok()?;
        let units = found.sold.map(|sold| sold.units);
        let on_hand = found.stock.and_then(|stock| stock.on_hand);
        let hours_out = found.stock.and_then(|stock| stock.hours_out);
        if self.alive.0 != found.row {
            self.alive = (found.row, None);
        }
        let is_alive = units.is_some_and(|units| units > 0)
            || on_hand.is_some_and(|units| units > 0)
            || hours_out.is_some_and(|hours| hours < self.opening_hours);
        if is_alive {
            self.alive.1 = Some(found.day);
        }
        let days_since = |alive: i32| i64::from(found.day) - i64::from(alive);
        let was_alive = self.alive.1.is_some_and(|alive| days_since(alive) < self.activity_window_days);
        let hours = hours_out.filter(|_| was_alive);
        let filled_from_stock = |(units, on_hand): (i128, i128)| units.min((on_hand + units).max(0));
        let (due, filled) = match self.fill {
            Some(FillBasis::Orders) => (
                found.placed.and_then(|placed| placed.ordered),
                found.placed.and_then(|placed| placed.shipped),
            ),
            Some(FillBasis::Backorders) => {
                let known = units.zip(on_hand);
                (known.map(|(units, _)| units), known.map(filled_from_stock))
            }
            None => (None, None),
        };
        let (day, period) = (Day(found.day), self.periods.place(Day(found.day)));
        let to_close = |period| u32::try_from(self.periods.last_day(period).since(day)).unwrap_or(0).min(31);
        let stock_days = match period.filter(|_| self.is_stock_by_period) {
            Some(period) => count_u32(self.periods.days(period)),
            None => 1,
        };
        Some(MeasuredDay {
            row: found.row,
            age_days,
            period,
            days_to_close: period.filter(|_| !self.is_stock_by_period).map_or(0, to_close),
            stock_days,
            has_sales_begun: found.day >= self.first_day,
            sold: found.sold,
            stock: found.stock,
            is_active: on_hand.is_some() && was_alive,
            is_out: on_hand.is_some_and(|units| units <= 0) && was_alive,
            hours: hours.map(|out| (self.opening_hours, out.min(self.opening_hours))),
            due,
            filled,
        })
    }
}
