//! The cube: what the days of all item-locations add up to, by period, category, location and class.

use std::collections::BTreeMap;

use contract::{CONTRACT_VERSION, Cells, Cube, Period, Settings};
use planning::kpi::{Measure, Sums};

use super::day_measures::MeasuredDay;
use super::item_locations::ItemLocations;
use crate::error::{Error, Place, Result};
use crate::facts::Facts;
use crate::schema::DECIMAL_ONE;

/// The sums of a cell.
#[derive(Clone, Default)]
struct Cell {
    is_there: bool,
    sums: Sums,
    /// A bit for each day at whose end any stock is known, the last day's is 1.
    known_days: u32,
}

/// Category, location and class, by their places.
type Group = (u16, u16, u8);

/// A cube being added up.
pub(super) struct CubeSums<'a> {
    items: &'a ItemLocations,
    periods: u16,
    /// By period of each group; a group without any day yet has none.
    groups: Vec<(Group, Vec<Cell>)>,
    group_of_row: Vec<usize>,
}

impl<'a> CubeSums<'a> {
    pub(super) fn new(items: &'a ItemLocations, periods: u16) -> Self {
        let group_of = |row: usize| (items.category[row], items.location[row], items.class[row]);
        let places: BTreeMap<Group, usize> = (0..items.len()).map(|row| (group_of(row), 0)).collect();
        let groups: Vec<(Group, Vec<Cell>)> = places.into_keys().map(|group| (group, Vec::new())).collect();
        let place_of = |row| groups.partition_point(|(group, _)| *group < group_of(row));
        let group_of_row = (0..items.len()).map(place_of).collect();
        CubeSums { items, periods, groups, group_of_row }
    }

    /// Adds a day. Before sales begin nothing is known of what was sold.
    pub(super) fn add(&mut self, day: &MeasuredDay) {
        let Some(period) = day.period.filter(|_| day.has_sales_begun) else { return };
        let (_, cells) = &mut self.groups[self.group_of_row[day.row]];
        cells.resize_with(usize::from(self.periods), Cell::default);
        let (cell, cost) = (&mut cells[period], self.items.exact_unit_cost[day.row]);
        cell.is_there = true;
        let is_closing = day.is_closing();
        let sums = &mut cell.sums;
        if let Some(sold) = day.sold {
            sums[Measure::Units] += sold.units;
            sums[Measure::Revenue] += sold.revenue.unwrap_or(0);
            if let Some(cost) = cost {
                sums[Measure::CostedRevenue] += sold.revenue.unwrap_or(0);
                sums[Measure::CostOfGoodsSold] += at_cost(sold.units, cost);
            }
            sums[Measure::SalesRows] += i128::from(sold.rows);
        }
        if let Some(on_hand) = day.on_hand() {
            let value = cost.map_or(0, |cost| at_cost(on_hand.max(0), cost));
            sums[Measure::InventoryValueDays] += value;
            sums[Measure::ClosingValue] += if is_closing { value } else { 0 };
            cell.known_days |= 1 << day.days_to_close;
        }
        let (active, out) = (i128::from(day.is_active), i128::from(day.is_out));
        sums[Measure::ActiveItemDays] += active;
        sums[Measure::StockoutItemDays] += out;
        sums[Measure::ClosingActive] += if is_closing { active } else { 0 };
        sums[Measure::ClosingOut] += if is_closing { out } else { 0 };
        let (open, without) = day.hours.unwrap_or_default();
        sums[Measure::HoursOpen] += open;
        sums[Measure::HoursOut] += without;
        sums[Measure::UnitsDue] += day.due.unwrap_or(0);
        sums[Measure::UnitsFilled] += day.filled.unwrap_or(0);
        sums[Measure::StockRows] += i128::from(day.stock.is_some());
    }

    /// The cube of what was added.
    ///
    /// # Errors
    /// A sum that is more than can be counted.
    pub(super) fn finish(self, facts: &Facts, settings: &Settings) -> Result<Cube> {
        let mut cells = Cells { measures: vec![Vec::new(); Measure::ALL.len()], ..Cells::default() };
        for period in 0..self.periods {
            for ((category, location, class), of_group) in &self.groups {
                let cell = of_group.get(usize::from(period)).filter(|cell| cell.is_there);
                let Some(cell) = cell else { continue };
                cells.period.push(period);
                cells.category.push(*category);
                cells.location.push(*location);
                cells.class.push(*class);
                cells.known_days.push(cell.known_days);
                for (column, measure) in cells.measures.iter_mut().zip(Measure::ALL) {
                    column.push(counted(cell.sums[measure], measure)?);
                }
            }
        }
        let period = |place: usize| Period {
            first: facts.periods.first_day(place).max(facts.first_day),
            last: facts.periods.last_day(place),
        };
        Ok(Cube {
            version: CONTRACT_VERSION,
            grain: facts.periods.step,
            periods: (0..usize::from(self.periods)).map(period).collect(),
            categories: self.items.members.categories.groups.clone(),
            locations: self.items.members.locations.groups.clone(),
            known: facts.known,
            holding_rate_per_year: settings.holding_rate,
            cells,
        })
    }
}

/// Units × unit cost, rounded to four decimals, half away from zero; all in ten-thousandths.
fn at_cost(units: i128, unit_cost: i128) -> i128 {
    let one = i128::from(DECIMAL_ONE);
    let exact = units * unit_cost;
    let half = if exact < 0 { -one / 2 } else { one / 2 };
    (exact + half) / one
}

fn counted(sum: i128, measure: Measure) -> Result<i64> {
    i64::try_from(sum).map_err(|_| {
        let whole = sum / i128::from(DECIMAL_ONE);
        Error::bad(
            Place::new("cube").column(measure.name()).value(&whole.to_string()),
            format!("a sum beyond {} is more than can be counted", i64::MAX / DECIMAL_ONE),
            "Look for units, prices or costs that cannot be right, correct them and import again",
        )
    })
}

/// Periods from the first sale to as_of.
///
/// # Errors
/// More than derived files can tell apart.
pub(super) fn period_count(facts: &Facts) -> Result<u16> {
    u16::try_from(facts.periods.count).map_err(|_| {
        let (first, last) = (facts.first_day, facts.as_of);
        Error::bad(
            Place::new("sales"),
            format!(
                "they reach from {first} to {last}, more than {} {}s",
                u16::MAX,
                facts.periods.step.name()
            ),
            "Leave out rows whose date cannot be right, and import again",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_rounded_row_by_row_half_away_from_zero() {
        for (units, cost, expected) in [
            (10_000, 25_000, 25_000),
            (1, 5_000, 1),
            (1, 4_999, 0),
            (-1, 5_000, -1),
            (-3, 5_000, -2),
            (0, 7, 0),
        ] {
            assert_eq!(at_cost(units, cost), expected, "{units} × {cost}");
        }
    }

    #[test]
    fn more_than_can_be_counted_is_refused_with_its_place() {
        let limit = i128::from(i64::MAX);
        assert_eq!(counted(limit, Measure::Revenue).unwrap(), i64::MAX);
        let refused = counted(limit + 1, Measure::Revenue).unwrap_err().to_string();
        assert!(
            refused.contains("cube, column revenue") && refused.contains("more than can be counted"),
            "{refused}"
        );
    }
}
