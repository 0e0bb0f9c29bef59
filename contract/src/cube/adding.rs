//! Adding up the cells of a window.

use super::{Cells, PeriodRange};
use planning::kpi::{Measure, Sums, Window};

/// The sums of a window so far; cells must come in the order of their periods.
#[derive(Clone, Debug, Default)]
pub(super) struct Adding {
    sums: Sums,
    stock_days: KnownDays,
    is_closing_known: bool,
}

/// Days on which stock is known, each counted once, however many cells know it.
#[derive(Clone, Copy, Debug, Default)]
struct KnownDays {
    days: u32,
    period: u16,
    mask: u32,
}

impl KnownDays {
    fn add(&mut self, period: u16, mask: u32) {
        if period != self.period {
            (self.period, self.mask) = (period, 0);
        }
        self.days += (mask & !self.mask).count_ones();
        self.mask |= mask;
    }
}

impl Adding {
    /// Adds a cell of `range`; closing balances count in its last period only.
    pub(super) fn add(&mut self, cells: &Cells, cell: usize, range: PeriodRange) {
        let (period, known) = (cells.period[cell], cells.known_days[cell]);
        let is_last = usize::from(period) + 1 == range.end;
        for (measure, column) in Measure::ALL.iter().zip(&cells.measures) {
            if is_last || !measure.is_closing() {
                self.sums[*measure] += i128::from(column[cell]);
            }
        }
        if known != 0 {
            self.stock_days.add(period, known);
            self.is_closing_known |= is_last && known & Cells::LAST_DAY != 0;
        }
    }

    /// The window of this many days with the sums.
    pub(super) fn finish(self, empty: Window) -> Window {
        Window {
            stock_days: self.stock_days.days,
            is_closing_known: self.is_closing_known,
            sums: self.sums,
            ..empty
        }
    }
}
