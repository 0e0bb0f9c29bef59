//! Holidays that fall in another week each year.

use serde::{Deserialize, Serialize};

/// Which holiday it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HolidayName {
    /// Easter Sunday of the western churches.
    Easter,
    /// The first day of Ramadan; Eid al-Fitr ends it.
    Ramadan,
    /// Eid al-Adha.
    EidAlAdha,
    /// New year of the Chinese calendar.
    LunarNewYear,
    /// The Mid-Autumn Festival of the Chinese calendar.
    MidAutumn,
    /// The day after the fourth Thursday of November.
    BlackFriday,
    /// An event of the store's own calendar.
    Event(String),
}

impl HolidayName {
    /// What texts call it by; `None` of an event, which has a name in the data.
    pub fn id(&self) -> Option<&'static str> {
        Some(match self {
            HolidayName::Easter => "easter",
            HolidayName::Ramadan => "ramadan",
            HolidayName::EidAlAdha => "eid_al_adha",
            HolidayName::LunarNewYear => "lunar_new_year",
            HolidayName::MidAutumn => "mid_autumn",
            HolidayName::BlackFriday => "black_friday",
            HolidayName::Event(_) => return None,
        })
    }
}

/// A holiday with every time that it comes.
#[derive(Clone, Debug, PartialEq)]
pub struct Holiday {
    /// Which it is.
    pub name: HolidayName,
    /// Whole periods before the one that it begins in whose demand it may move.
    pub before: u16,
    /// Whole periods after it.
    pub after: u16,
    /// When it begins, ascending: periods since the beginning of the history, with the part of a period that has gone
    /// by; below zero before the history, and as far beyond it as is known.
    pub begins: Vec<f64>,
}

impl Holiday {
    /// The periods that one of its occurrences may move, from below zero to beyond the history.
    pub(super) fn window(&self, begins: f64) -> core::ops::Range<i64> {
        let period = whole(begins);
        period - i64::from(self.before)..period + i64::from(self.after) + 1
    }
}

/// The period that a moment is in.
#[expect(clippy::cast_possible_truncation, reason = "periods of a history")]
fn whole(begins: f64) -> i64 {
    libm::floor(begins) as i64
}
