//! The cube from its query.

use contract::{CONTRACT_VERSION, Cells, Cube, Period, Settings};
use planning::kpi::Measure;

use super::members::{self, FAULT, Members};
use super::periods::PERIOD_DAYS;
use crate::engine::Engine;
use crate::error::{Error, Place, Result};
use crate::facts::Facts;
use crate::query;
use crate::rows::Rows;

/// Adds up the cube.
pub(super) async fn build(engine: &Engine, settings: &Settings, members: &Members) -> Result<Cube> {
    let facts = engine.facts();
    let batches = engine.query(query::CUBE).await?;
    let rows = Rows::new(query::CUBE.name, &batches);
    let count = period_count(&facts)?;
    let cells = Cells {
        period: rows.i64("age")?.into_iter().map(|age| period_of(age, count)).collect::<Result<_>>()?,
        category: members.categories.places(&rows.text("category")?)?,
        location: members.locations.places(&rows.text("location")?)?,
        class: members::classes(&rows.text("class")?)?,
        known_days: rows.i64("known_days")?.into_iter().map(known_days).collect(),
        measures: Measure::ALL.iter().map(|measure| column(&rows, *measure)).collect::<Result<_>>()?,
    };
    let period = |p: u16| {
        let last = facts.as_of.plus(-PERIOD_DAYS * i32::from(count - 1 - p));
        Period { first: last.plus(1 - PERIOD_DAYS).max(facts.first_day), last }
    };
    Ok(Cube {
        version: CONTRACT_VERSION,
        grain_days: PERIOD_DAYS.unsigned_abs(),
        periods: (0..count).map(period).collect(),
        categories: members.categories.groups.clone(),
        locations: members.locations.groups.clone(),
        known: facts.known,
        holding_rate_per_year: settings.holding_rate,
        cells,
    })
}

fn column(rows: &Rows<'_>, measure: Measure) -> Result<Vec<i64>> {
    if measure.scale() == 1.0 {
        return Ok(rows.i64(measure.name())?.into_iter().map(|count| count.unwrap_or(0)).collect());
    }
    rows.ten_thousandths(measure.name())
}

/// Periods from the first sale to as_of.
fn period_count(facts: &Facts) -> Result<u16> {
    let periods = (facts.as_of.since(facts.first_day) / PERIOD_DAYS) + 1;
    u16::try_from(periods).map_err(|_| {
        let (first, last) = (facts.first_day, facts.as_of);
        Error::bad(
            Place::new("sales"),
            format!("they reach from {first} to {last}, more than {} weeks", u16::MAX),
            "Leave out rows whose date cannot be right, and import again",
        )
    })
}

/// The period of an age in periods, of so many.
fn period_of(age: Option<i64>, count: u16) -> Result<u16> {
    let period = age.and_then(|age| u16::try_from(i64::from(count) - 1 - age).ok());
    period.ok_or_else(|| {
        let problem = format!("a cell is {age:?} periods old, there are {count}");
        Error::bad(Place::new("cube"), problem, FAULT)
    })
}

fn known_days(mask: Option<i64>) -> u8 {
    mask.and_then(|mask| u8::try_from(mask).ok()).unwrap_or(0)
}
