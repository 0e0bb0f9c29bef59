//! The cube: sums of every measure by period × category × location × class. Every key figure of the overview is a
//! ratio of sums over the filtered cells.

mod adding;
mod dimension;
mod members;

pub use dimension::{Dimension, Group, Period, PeriodRange, UNCATEGORISED};

pub(crate) use members::{Members, Places};

use adding::Adding;

use crate::error::DecodeError;
use crate::filter::Filter;
use planning::day::Day;
use planning::kpi::{Known, Measure, Window};
use planning::periods::Step;
use planning::segment::AbcClass;
use serde::{Deserialize, Serialize};

/// The cells: parallel columns, sorted by period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// Index into [`Cube::periods`].
    pub period: Vec<u16>,
    /// Index into [`Cube::categories`].
    pub category: Vec<u16>,
    /// Index into [`Cube::locations`].
    pub location: Vec<u16>,
    /// Index into [`AbcClass::ALL`].
    pub class: Vec<u8>,
    /// Days of the period at whose end any stock is known, one bit per day: see [`Cells::LAST_DAY`].
    pub known_days: Vec<u32>,
    /// A column for each of [`Measure::ALL`], in units of [`Measure::scale`].
    pub measures: Vec<Vec<i64>>,
}

impl Cells {
    /// The bit of a period's last day; the day before has the next one, and so on.
    pub const LAST_DAY: u32 = 1;
}

/// Sums for every combination that a filter may keep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cube {
    /// [`crate::CONTRACT_VERSION`].
    pub version: u32,
    /// From one period to the next; the last ends on `as_of`, the first may be shorter.
    pub grain: Step,
    /// Periods, oldest first.
    pub periods: Vec<Period>,
    /// Categories.
    pub categories: Vec<Group>,
    /// Locations.
    pub locations: Vec<Group>,
    /// Which facts are known.
    pub known: Known,
    /// Annual holding rate of the settings.
    pub holding_rate_per_year: f64,
    /// The cells.
    pub cells: Cells,
}

impl Cube {
    /// Its path below the publication.
    pub const PATH: &str = "cube.bin";

    /// Reads `cube.bin`.
    ///
    /// # Errors
    /// Another version; a file cut short or whose columns do not fit each other.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        const WHAT: &str = Cube::PATH;
        let (version, _) = postcard::take_from_bytes::<u32>(bytes)
            .map_err(|e| DecodeError::malformed(WHAT, e.to_string()))?;
        DecodeError::check_version(WHAT, version)?;
        let cube: Cube =
            postcard::from_bytes(bytes).map_err(|e| DecodeError::malformed(WHAT, e.to_string()))?;
        cube.check().map_err(|why| DecodeError::malformed(WHAT, why))?;
        Ok(cube)
    }

    fn check(&self) -> Result<(), &'static str> {
        let cells = &self.cells;
        let rows = cells.period.len();
        let lengths = [cells.category.len(), cells.location.len(), cells.class.len(), cells.known_days.len()];
        let even = lengths.iter().all(|length| *length == rows)
            && cells.measures.len() == Measure::ALL.len()
            && cells.measures.iter().all(|column| column.len() == rows);
        let within = |column: &[u16], len: usize| column.iter().all(|i| usize::from(*i) < len);
        if !even {
            return Err("its columns differ in length");
        }
        if !within(&cells.period, self.periods.len())
            || !within(&cells.category, self.categories.len())
            || !within(&cells.location, self.locations.len())
            || cells.class.iter().any(|i| usize::from(*i) >= AbcClass::ALL.len())
        {
            return Err("a cell lies outside its dimensions");
        }
        if !cells.period.is_sorted() {
            return Err("its cells are not sorted by period");
        }
        if self.periods.iter().any(|period| period.last < period.first) {
            return Err("a period ends before it begins");
        }
        Ok(())
    }

    /// Writes `cube.bin`.
    ///
    /// # Errors
    /// None in practice: the encoder fails only for types that are not used here.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        postcard::to_allocvec(self).map_err(|e| DecodeError::malformed(Self::PATH, e.to_string()))
    }

    /// Periods that a filter's dates touch; without dates the last year. Dates snap outwards to whole periods.
    pub fn range(&self, filter: &Filter) -> PeriodRange {
        let (count, year) = (self.periods.len(), self.grain.periods_a_year());
        let end = filter.to.map_or(count, |to| self.periods.partition_point(|p| p.first <= to));
        let first = match filter.from {
            Some(from) => self.periods.partition_point(|p| p.last < from),
            None if filter.to.is_some() => end.saturating_sub(year),
            None => count.saturating_sub(year),
        };
        PeriodRange { first: first.min(end), end }
    }

    /// First and last day of a range; `None` if it is empty.
    pub fn days(&self, range: PeriodRange) -> Option<(Day, Day)> {
        let periods = self.periods.get(range.first..range.end)?;
        Some((periods.first()?.first, periods.last()?.last))
    }

    /// The filtered data over the range, whatever the filter's dates.
    pub fn window(&self, filter: &Filter, range: PeriodRange) -> Window {
        let keep = Keep::new(self, filter);
        let mut adding = Adding::default();
        for cell in self.cell_range(range) {
            if keep.cell(&self.cells, cell) {
                adding.add(&self.cells, cell, range);
            }
        }
        adding.finish(self.empty_window(range))
    }

    /// A window for each period of the range.
    pub fn by_period(&self, filter: &Filter, range: PeriodRange) -> Vec<Window> {
        (range.first..range.end).map(|p| self.window(filter, PeriodRange { first: p, end: p + 1 })).collect()
    }

    /// A window for each member of a dimension, in its order. The filter's own choice in that dimension is ignored,
    /// so that the other members can be compared.
    pub fn by_dimension(&self, filter: &Filter, range: PeriodRange, dimension: Dimension) -> Vec<Window> {
        let mut others = filter.clone();
        match dimension {
            Dimension::Category => others.category.clear(),
            Dimension::Location => others.location.clear(),
            Dimension::Class => others.class.clear(),
        }
        let keep = Keep::new(self, &others);
        let mut adding = vec![Adding::default(); self.members(dimension).len()];
        for cell in self.cell_range(range) {
            if keep.cell(&self.cells, cell) {
                let member = match dimension {
                    Dimension::Category => usize::from(self.cells.category[cell]),
                    Dimension::Location => usize::from(self.cells.location[cell]),
                    Dimension::Class => usize::from(self.cells.class[cell]),
                };
                adding[member].add(&self.cells, cell, range);
            }
        }
        adding.into_iter().map(|adding| adding.finish(self.empty_window(range))).collect()
    }

    /// The members of a dimension.
    pub fn members(&self, dimension: Dimension) -> Vec<Group> {
        match dimension {
            Dimension::Category => self.categories.clone(),
            Dimension::Location => self.locations.clone(),
            Dimension::Class => AbcClass::ALL
                .iter()
                .map(|class| Group { id: class.name().to_owned(), name: class.name().to_owned() })
                .collect(),
        }
    }

    /// Classes to choose from: A, B and C, and that of items without value if there are any.
    pub fn classes(&self) -> Vec<AbcClass> {
        let none = AbcClass::Unknown as u8;
        let is_there = |class: &AbcClass| *class != AbcClass::Unknown || self.cells.class.contains(&none);
        AbcClass::ALL.into_iter().filter(is_there).collect()
    }

    /// The cube of the filtered cells, whatever the filter's dates. Members of a dimension without a place among `members`
    /// are not in it, and no cell may have one.
    pub(crate) fn restrict(&self, filter: &Filter, members: &Members) -> Cube {
        let keep = Keep::new(self, filter);
        let cells = &self.cells;
        let kept: Vec<usize> = (0..cells.period.len()).filter(|cell| keep.cell(cells, *cell)).collect();
        let pick =
            |column: &[u16], places: &Places| kept.iter().map(|cell| places.place(column[*cell])).collect();
        let measure = |column: &Vec<i64>| kept.iter().map(|cell| column[*cell]).collect();
        Cube {
            categories: members.categories.of(&self.categories),
            locations: members.locations.of(&self.locations),
            periods: self.periods.clone(),
            cells: Cells {
                period: kept.iter().map(|cell| cells.period[*cell]).collect(),
                category: pick(&cells.category, &members.categories),
                location: pick(&cells.location, &members.locations),
                class: kept.iter().map(|cell| cells.class[*cell]).collect(),
                known_days: kept.iter().map(|cell| cells.known_days[*cell]).collect(),
                measures: cells.measures.iter().map(measure).collect(),
            },
            ..*self
        }
    }

    /// Indices of the categories and locations that the filtered cells have.
    pub(crate) fn used(&self, filter: &Filter) -> impl Iterator<Item = (u16, u16)> {
        let keep = Keep::new(self, filter);
        let cells = &self.cells;
        let kept = (0..cells.period.len()).filter(move |cell| keep.cell(cells, *cell));
        kept.map(|cell| (cells.category[cell], cells.location[cell]))
    }

    fn empty_window(&self, range: PeriodRange) -> Window {
        let periods = &self.periods[range.first..range.end];
        Window {
            days: periods.iter().map(|period| period.days()).sum(),
            holding_rate_per_year: self.holding_rate_per_year,
            known: self.known,
            ..Window::default()
        }
    }

    fn cell_range(&self, range: PeriodRange) -> core::ops::Range<usize> {
        let start = |period: usize| self.cells.period.partition_point(|p| usize::from(*p) < period);
        start(range.first)..start(range.end)
    }
}

/// A filter resolved against the cube's dimensions: one flag for each member.
struct Keep {
    category: Vec<bool>,
    location: Vec<bool>,
    class: [bool; AbcClass::ALL.len()],
}

impl Keep {
    fn new(cube: &Cube, filter: &Filter) -> Self {
        let flags = |groups: &[Group], chosen: &[String]| {
            groups.iter().map(|g| chosen.is_empty() || chosen.contains(&g.id)).collect()
        };
        Keep {
            category: flags(&cube.categories, &filter.category),
            location: flags(&cube.locations, &filter.location),
            class: AbcClass::ALL.map(|class| filter.class.is_empty() || filter.class.contains(&class)),
        }
    }

    fn cell(&self, cells: &Cells, cell: usize) -> bool {
        self.category[usize::from(cells.category[cell])]
            && self.location[usize::from(cells.location[cell])]
            && self.class[usize::from(cells.class[cell])]
    }
}
