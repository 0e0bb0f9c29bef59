//! An item over all its locations.

use super::forecast::ForecastRow;
use super::key::{ItemKey, UnknownItem};
use crate::items::{ItemRow, ItemsTotal, item_rows};
use crate::{Derived, SeriesGroup, SeriesItem};
use planning::convert::known;

/// An item with its locations, and sums over them. What is not known at one of them is not known of the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeItem {
    /// Rows of the plan, in its order.
    pub rows: Vec<u32>,
    /// The item at each location, in the order of the rows.
    pub items: Vec<ItemRow>,
    /// Sums of money.
    pub total: ItemsTotal,
    /// Units on hand; what is owed at one location counts against it.
    pub on_hand: Option<f64>,
    /// Units on order.
    pub on_order: Option<f64>,
    /// Forecast demand, units per day.
    pub demand_per_day: Option<f64>,
    /// Units to order today.
    pub to_order: Option<f64>,
}

impl WholeItem {
    /// The item of a stock keeping unit.
    ///
    /// # Errors
    /// There is none of that name, at any location.
    pub fn of(derived: &Derived, sku: &str) -> Result<Self, UnknownItem> {
        let is_it = |row: &u32| derived.plan.items.sku[*row as usize] == sku;
        let rows: Vec<u32> = derived.plan.policy.all_rows().filter(is_it).collect();
        if rows.is_empty() {
            let key = ItemKey { sku: sku.to_owned(), location: String::new() };
            return Err(UnknownItem { key, elsewhere: Vec::new() });
        }
        let items = item_rows(derived, &rows);
        let sum = |of: fn(&ItemRow) -> Option<f32>| items.iter().map(|item| of(item).map(f64::from)).sum();
        Ok(WholeItem {
            total: ItemsTotal::of(derived, &rows),
            on_hand: sum(|item| item.on_hand),
            on_order: sum(|item| item.on_order),
            demand_per_day: sum(|item| item.demand_per_day),
            to_order: sum(|item| item.suggested_order),
            rows,
            items,
        })
    }

    /// History and forecast over all locations; `group` reads the group of series with that number. Intervals do not add up, so
    /// there are none.
    ///
    /// # Errors
    /// Those of `group`.
    pub fn periods<E>(&self, group: impl Fn(usize) -> Result<GroupOf, E>) -> Result<Vec<ForecastRow>, E> {
        let mut sums: Vec<ForecastRow> = Vec::new();
        for (row, item) in self.rows.iter().zip(&self.items) {
            let group = group(SeriesGroup::of_row(*row as usize))?;
            let is_it = |series: &&SeriesItem| series.sku == item.sku && series.location == item.location;
            let Some(series) = group.items.iter().find(is_it) else { continue };
            let rows = periods(&group, series);
            if sums.is_empty() {
                sums = rows;
                continue;
            }
            for (sum, row) in sums.iter_mut().zip(rows) {
                let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b);
                sum.units = both(sum.units, row.units);
                sum.on_hand = both(sum.on_hand, row.on_hand);
                sum.mean = both(sum.mean, row.mean);
            }
        }
        Ok(sums)
    }
}

/// A group of series, however it is kept.
type GroupOf = std::sync::Arc<SeriesGroup>;

fn periods(group: &SeriesGroup, series: &SeriesItem) -> Vec<ForecastRow> {
    let past = series.units.len();
    let narrow = |values: &[f32], at: usize| values.get(at).and_then(|value| known(f64::from(*value)));
    let period = |at: usize| ForecastRow {
        units: narrow(&series.units, at),
        on_hand: narrow(&series.on_hand, at),
        mean: at.checked_sub(past).and_then(|ahead| series.forecast.mean.get(ahead).copied()),
        ..ForecastRow::empty(group.periods.first_day(at), group.periods.last_day(at))
    };
    (0..past + series.forecast.mean.len()).map(period).collect()
}
