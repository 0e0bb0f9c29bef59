//! The cube from its query.

use contract::{AbcClass, CONTRACT_VERSION, Cells, Cube, Group, Period, Settings};
use planning::kpi::Measure;

use super::PERIOD_DAYS;
use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::rows::Rows;

/// Adds up the cube.
pub(super) async fn build(engine: &Engine, settings: &Settings) -> Result<Cube> {
    let facts = engine.facts();
    let batches = engine.query(query::CUBE).await?;
    let rows = Rows::new(query::CUBE.name, &batches);
    let ages: Vec<i64> = rows.i64("age")?.into_iter().flatten().collect();
    let categories =
        named(engine, "select distinct category as id, category as name from item_location").await?;
    let locations = named(
        engine,
        "select distinct i.location as id, coalesce(l.name, i.location) as name \
         from item_location i left join locations l on l.location = i.location",
    )
    .await?;
    let count = ages.iter().max().map_or(0, |oldest| *oldest as usize + 1);
    let index = |groups: &[Group], ids: Vec<String>| -> Vec<u16> {
        ids.iter().map(|id| groups.iter().position(|g| g.id == *id).unwrap_or(0) as u16).collect()
    };
    let class =
        |name: &String| AbcClass::ALL.iter().position(|class| class.name() == name).unwrap_or(2) as u8;
    let cells = Cells {
        period: ages.iter().map(|age| (count - 1 - *age as usize) as u16).collect(),
        category: index(&categories, rows.text("category")?),
        location: index(&locations, rows.text("location")?),
        class: rows.text("class")?.iter().map(class).collect(),
        measures: Measure::ALL.iter().map(|measure| column(&rows, *measure)).collect::<Result<_>>()?,
    };
    let stock_days = stock_days(engine, count).await?;
    let period = |p: usize| {
        let last = facts.as_of.plus(-PERIOD_DAYS * (count - 1 - p) as i32);
        Period { first: last.plus(1 - PERIOD_DAYS).max(facts.first_day), last, stock_days: stock_days[p] }
    };
    Ok(Cube {
        version: CONTRACT_VERSION,
        grain_days: PERIOD_DAYS as u32,
        periods: (0..count).map(period).collect(),
        categories,
        locations,
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

async fn stock_days(engine: &Engine, count: usize) -> Result<Vec<u32>> {
    let batches = engine.query(query::STOCK_DAYS).await?;
    let rows = Rows::new(query::STOCK_DAYS.name, &batches);
    let mut days = vec![0; count];
    for (age, recorded) in rows.i64("age")?.into_iter().zip(rows.i64("stock_days")?) {
        let period =
            age.and_then(|age| (count as i64 - 1 - age).try_into().ok()).and_then(|p: usize| days.get_mut(p));
        if let (Some(period), Some(recorded)) = (period, recorded) {
            *period = recorded as u32;
        }
    }
    Ok(days)
}

/// Members of a dimension, by id.
async fn named(engine: &Engine, sql: &str) -> Result<Vec<Group>> {
    let batches = engine.sql("members of a dimension", sql).await?;
    let rows = Rows::new("members of a dimension", &batches);
    let mut groups: Vec<Group> =
        rows.text("id")?.into_iter().zip(rows.text("name")?).map(|(id, name)| Group { id, name }).collect();
    groups.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(groups)
}
