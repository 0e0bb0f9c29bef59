//! The event of each day.

use super::shared_demand::SPAN_MAX;
use crate::day::Day;

/// The event of each day, in one column of events: its number from one, zero for none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct EventDays {
    first: Day,
    /// By day from `first` on; `None` for a day that was not set.
    days: Vec<Option<u32>>,
}

impl EventDays {
    /// Sets the event of a day. A day more than a century from the others is a mistake, and is ignored.
    ///
    /// # Errors
    /// The day already has another event.
    pub(super) fn set(&mut self, day: Day, event: u32) -> Result<(), u32> {
        if self.days.is_empty() {
            self.first = day;
        }
        let place = day.since(self.first);
        let span = i64::from(place).unsigned_abs() + self.days.len() as u64;
        if span >= u64::from(SPAN_MAX.unsigned_abs()) {
            return Ok(());
        }
        let distance = place.unsigned_abs() as usize;
        if place < 0 {
            self.days.splice(0..0, core::iter::repeat_n(None, distance));
            self.first = day;
        }
        let place = if place < 0 { 0 } else { distance };
        if place >= self.days.len() {
            self.days.resize(place + 1, None);
        }
        match self.days[place] {
            Some(known) if known != event => Err(known),
            _ => {
                self.days[place] = Some(event);
                Ok(())
            }
        }
    }

    /// The event of a day.
    pub(super) fn of(&self, day: Day) -> usize {
        let place = usize::try_from(i64::from(day.0) - i64::from(self.first.0)).ok();
        place.and_then(|place| *self.days.get(place)?).unwrap_or(0) as usize
    }

    /// The event of the next day, if this day has none.
    pub(super) fn on_eve(&self, day: Day) -> usize {
        if self.of(day) == 0 { self.of(day.plus(1)) } else { 0 }
    }

    /// The highest number.
    pub(super) fn highest(&self) -> usize {
        self.days.iter().flatten().max().map_or(0, |event| *event as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_may_come_in_any_order_but_have_one_event() {
        let mut days = EventDays::default();
        for (day, event) in [(10, 2), (12, 0), (5, 7), (40_000, 3)] {
            assert_eq!(days.set(Day(day), event), Ok(()));
        }
        assert_eq!([4, 5, 6, 10, 11, 12, 40_000].map(|day| days.of(Day(day))), [0, 7, 0, 2, 0, 0, 0]);
        assert_eq!([4, 9, 10].map(|day| days.on_eve(Day(day))), [7, 2, 0]);
        assert_eq!((days.set(Day(12), 1), days.set(Day(10), 2), days.highest()), (Err(0), Ok(()), 7));
    }
}
