//! The plan: one row per item-location, with everything that what-if and item lists need.
//!
//! Each shard of `Plan::SHARD_ROWS` rows has three files, so that what-if fetches no names:
//! `plan/policy-NNNNN.bin`, `plan/items-NNNNN.bin` and `plan/accuracy-NNNNN.bin`, with the same item-locations row
//! for row.

mod accuracy;
mod items;

pub use accuracy::{BacktestSums, PlanAccuracy};
pub use items::PlanItems;

use crate::columns::{Columns, ColumnsWriter};
use crate::cube::{Group, Members};
use crate::error::DecodeError;
use crate::filter::Filter;
use crate::settings::Settings;
use core::ops::Range;
use planning::convert::count_u32;
use planning::segment::AbcClass;
use planning::what_if::{Items, Policy, Target, policy};

/// All parts of the plan, all shards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The inputs of policies.
    pub policy: PlanPolicy,
    /// The values that lists show.
    pub items: PlanItems,
    /// Forecast accuracy, which the browser does not read.
    pub accuracy: PlanAccuracy,
}

/// Columns that what-if computes on. NaN is "no data".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanPolicy {
    /// Forecast demand over the coming quarter of a year, units per day; zero if the item is not stocked.
    pub demand_per_day: Vec<f32>,
    /// The same over the coming lead time and review period, units per day.
    pub exposed_demand_per_day: Vec<f32>,
    /// Deviation of the forecast error over the lead time, units per √day.
    pub error_sd_per_day: Vec<f32>,
    /// Mean lead time, days.
    pub lead_time_days: Vec<f32>,
    /// Deviation of the lead time, days.
    pub lead_time_sd_days: Vec<f32>,
    /// Unit cost, money.
    pub unit_cost: Vec<f32>,
    /// Smallest order, units.
    pub minimum_order: Vec<f32>,
    /// Units per pack.
    pub pack_size: Vec<f32>,
    /// Deviation of the demand of a review period, units per √day.
    pub review_sd_per_day: Vec<f32>,
    /// Safety factor of a service level of 80 %: see [`planning::what_if::Factors`].
    pub factor_80: Vec<f32>,
    /// Safety factor of a service level of 90 %: see [`planning::what_if::Factors`].
    pub factor_90: Vec<f32>,
    /// Safety factor of a service level of 95 %: see [`planning::what_if::Factors`].
    pub factor_95: Vec<f32>,
    /// Safety factor of a service level of 98 %: see [`planning::what_if::Factors`].
    pub factor_98: Vec<f32>,
    /// Safety factor of a service level of 99.5 %: see [`planning::what_if::Factors`].
    pub factor_995: Vec<f32>,
    /// Units short as a multiple of what those factors expect: see [`planning::what_if::Item::shortage_factor`].
    pub shortage_factor: Vec<f32>,
    /// Index into the cube's categories.
    pub category: Vec<u16>,
    /// Index into the cube's locations.
    pub location: Vec<u16>,
    /// Index into [`AbcClass::ALL`].
    pub class: Vec<u8>,
    /// Service level that an item's rule sets: see `planning::what_if::ItemRule`.
    pub own_service_level_parts: Vec<u16>,
    /// Review period that an item's rule sets: see `planning::what_if::ItemRule`.
    pub own_review_days: Vec<u16>,
}

/// Applies a macro to the f32 columns, so that reading, writing and picking agree.
macro_rules! policy_f32 {
    ($apply:ident) => {
        $apply!(
            demand_per_day,
            exposed_demand_per_day,
            error_sd_per_day,
            lead_time_days,
            lead_time_sd_days,
            unit_cost,
            minimum_order,
            pack_size,
            review_sd_per_day,
            factor_80,
            factor_90,
            factor_95,
            factor_98,
            factor_995,
            shortage_factor
        )
    };
}

impl PlanPolicy {
    /// Number of item-locations.
    pub fn len(&self) -> usize {
        self.demand_per_day.len()
    }

    /// Every row.
    pub fn all_rows(&self) -> Range<u32> {
        0..count_u32(self.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.demand_per_day.is_empty()
    }

    /// A row's policy under the settings and its own rule: see [`Plan::policy_now`].
    pub fn now(&self, settings: &Settings, row: usize) -> Policy {
        let columns = self.as_items();
        let scenario = columns.own(row).scenario(&settings.scenario());
        policy(&columns.item(row), &scenario, &Target::of(&scenario))
    }

    /// The columns as what-if takes them.
    pub fn as_items(&self) -> Items<'_> {
        Items {
            demand_per_day: &self.demand_per_day,
            error_sd_per_day: &self.error_sd_per_day,
            exposed_demand_per_day: &self.exposed_demand_per_day,
            review_sd_per_day: &self.review_sd_per_day,
            factors: [&self.factor_80, &self.factor_90, &self.factor_95, &self.factor_98, &self.factor_995],
            shortage_factor: &self.shortage_factor,
            lead_time_days: &self.lead_time_days,
            lead_time_sd_days: &self.lead_time_sd_days,
            unit_cost: &self.unit_cost,
            minimum_order: &self.minimum_order,
            pack_size: &self.pack_size,
            own_service_level_parts: &self.own_service_level_parts,
            own_review_days: &self.own_review_days,
        }
    }

    /// Rows that a filter keeps, in order; its dates are ignored.
    pub fn rows(&self, categories: &[Group], locations: &[Group], filter: &Filter) -> Vec<u32> {
        let flags = |groups: &[Group], chosen: &[String]| -> Vec<bool> {
            groups.iter().map(|g| chosen.is_empty() || chosen.contains(&g.id)).collect()
        };
        let (category, location) = (flags(categories, &filter.category), flags(locations, &filter.location));
        let class = AbcClass::ALL.map(|class| filter.class.is_empty() || filter.class.contains(&class));
        let kept = |row: &u32| {
            let row = *row as usize;
            category[usize::from(self.category[row])]
                && location[usize::from(self.location[row])]
                && class[usize::from(self.class[row])]
        };
        self.all_rows().filter(kept).collect()
    }

    /// Reads a shard's `policy` file and appends it.
    ///
    /// # Errors
    /// Another version, a missing column, an index outside the given lists.
    pub fn append(&mut self, file: &[u8], categories: usize, locations: usize) -> Result<(), DecodeError> {
        let columns = Columns::open("the plan's policy file", file)?;
        macro_rules! read { ($($name:ident),*) => { $(self.$name.extend(columns.f32(stringify!($name))?);)* } }
        policy_f32!(read);
        self.category.extend(columns.u16("category", categories)?);
        self.location.extend(columns.u16("location", locations)?);
        self.class.extend(columns.u8("class", AbcClass::ALL.len())?);
        let any = usize::from(u16::MAX) + 1;
        self.own_service_level_parts.extend(columns.u16("own_service_level_parts", any)?);
        self.own_review_days.extend(columns.u16("own_review_days", any)?);
        Ok(())
    }

    /// Writes rows `range` as a shard's `policy` file.
    ///
    /// # Errors
    /// As [`ColumnsWriter::finish`].
    pub fn encode(&self, range: Range<usize>) -> Result<Vec<u8>, DecodeError> {
        let mut writer = ColumnsWriter::new(range.len());
        macro_rules! write { ($($name:ident),*) => { $(writer.f32(stringify!($name), &self.$name[range.clone()]);)* } }
        policy_f32!(write);
        writer.u16("category", &self.category[range.clone()]);
        writer.u16("location", &self.location[range.clone()]);
        writer.u8("class", &self.class[range.clone()]);
        writer.u16("own_service_level_parts", &self.own_service_level_parts[range.clone()]);
        writer.u16("own_review_days", &self.own_review_days[range]);
        writer.finish()
    }

    fn pick(&self, rows: &[u32]) -> Self {
        let at = |row: &u32| *row as usize;
        let mut picked = PlanPolicy {
            category: rows.iter().map(|r| self.category[at(r)]).collect(),
            location: rows.iter().map(|r| self.location[at(r)]).collect(),
            class: rows.iter().map(|r| self.class[at(r)]).collect(),
            own_service_level_parts: rows.iter().map(|r| self.own_service_level_parts[at(r)]).collect(),
            own_review_days: rows.iter().map(|r| self.own_review_days[at(r)]).collect(),
            ..PlanPolicy::default()
        };
        macro_rules! pick { ($($name:ident),*) => { $(picked.$name = rows.iter().map(|r| self.$name[at(r)]).collect();)* } }
        policy_f32!(pick);
        picked
    }
}

impl Plan {
    /// A row's policy under the settings and its own rule. It is computed wherever it is asked for and kept nowhere: a
    /// copy would have other digits.
    pub fn policy_now(&self, settings: &Settings, row: usize) -> Policy {
        self.policy.now(settings, row)
    }

    /// What of a row is to be ordered today, at unit cost, money: zero where nothing is, NaN where the stock or, of units that are
    /// ordered, the cost is not known.
    pub fn suggested_value(&self, row: usize) -> f32 {
        let units = self.items.suggested_order[row];
        if units == 0.0 { 0.0 } else { units * self.policy.unit_cost[row] }
    }

    /// Rows of a shard; the last may have fewer.
    pub const SHARD_ROWS: usize = 65_536;

    /// Where its files are below the publication; ends with a slash.
    pub const FOLDER: &str = "plan/";

    /// What paths of accuracy files begin with.
    pub const ACCURACY: &str = "plan/accuracy-";

    /// Path of a shard's policy file below the publication.
    pub fn policy_path(shard: usize) -> String {
        format!("{}policy-{shard:05}.bin", Self::FOLDER)
    }

    /// Path of a shard's items file below the publication.
    pub fn items_path(shard: usize) -> String {
        format!("{}items-{shard:05}.bin", Self::FOLDER)
    }

    /// Path of a shard's accuracy file below the publication.
    pub fn accuracy_path(shard: usize) -> String {
        format!("{}{shard:05}.bin", Self::ACCURACY)
    }

    /// Number of shards of a plan with this many rows.
    pub fn shards(rows: usize) -> usize {
        rows.div_ceil(Self::SHARD_ROWS)
    }

    /// The shards of a plan with this many rows, each with its rows.
    pub fn shard_rows(rows: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
        (0..Self::shards(rows)).map(move |shard| {
            let first = shard * Self::SHARD_ROWS;
            (shard, first..rows.min(first + Self::SHARD_ROWS))
        })
    }

    /// The plan of these rows, by the places of their categories and locations among `members`. Segments are those of all
    /// item-locations, so none of these rows is in one.
    pub(crate) fn restrict(&self, rows: &[u32], members: &Members) -> Plan {
        let (mut policy, mut items) = (self.policy.pick(rows), self.items.pick(rows));
        policy.category.iter_mut().for_each(|member| *member = members.categories.place(*member));
        policy.location.iter_mut().for_each(|member| *member = members.locations.place(*member));
        items.segment.fill(PlanItems::NO_SEGMENT);
        Plan { policy, items, accuracy: self.accuracy.pick(rows) }
    }
}

#[cfg(test)]
mod tests;
