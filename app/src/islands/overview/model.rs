//! The overview's view model: everything on the page as numbers and names, small enough to travel in the HTML.

use super::figure::Figure;
use super::state::OverviewState;
use crate::islands::shared::filter::Members;
use contract::{Derived, Dimension, Group, KpiAnswer, KpiValue, Only, OrderWeek, PlanItems};
use planning::convert::{known, single};
use planning::day::Day;
use planning::kpi::{Measure, Window};
use planning::periods::Step;
use serde::{Deserialize, Serialize};

/// Rows of each item list.
const ITEMS: usize = 10;

/// What the overview shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct OverviewModel {
    /// What was asked for.
    pub(crate) state: OverviewState,
    /// Categories and locations.
    pub(crate) members: Members,
    /// Days of a period.
    pub(crate) grain: Step,
    /// First and last day of the cube.
    pub(crate) extent: Option<(Day, Day)>,
    /// First and last day shown.
    pub(crate) window: Option<(Day, Day)>,
    /// First and last day compared with.
    pub(crate) previous: Option<(Day, Day)>,
    /// Days of the window, and those of them at whose end any stock is known.
    pub(crate) days: u32,
    pub(crate) stock_days: u32,
    /// The key figures, in the order of [`planning::kpi::ALL`].
    pub(crate) tiles: Vec<Tile>,
    /// First and last day of each period shown.
    pub(crate) periods: Vec<(Day, Day)>,
    /// Values by period for each [`Figure`].
    pub(crate) series: Vec<Vec<Option<f32>>>,
    /// Values by period in the window before, of what is looked at; empty without such a window.
    pub(crate) series_before: Vec<Option<f32>>,
    /// Value of what is looked at for each member of each of [`Dimension::ALL`].
    pub(crate) breakdown: [Vec<Option<f64>>; 3],
    /// The category that turns slowest, with its turnover.
    pub(crate) slowest: Option<(String, f64)>,
    /// The category that is out of stock most, with its stockout rate.
    pub(crate) emptiest: Option<(String, f64)>,
    /// The stockout rate under other definitions.
    pub(crate) stockout_otherwise: StockoutOtherwise,
    /// Demand that found no stock in the last year.
    pub(crate) short: ItemList,
    /// Stock above what the policy would hold.
    pub(crate) excess: ItemList,
    /// What is to be ordered today, beside a usual week.
    pub(crate) orders: OrderWeek,
}

/// A key figure and what it was made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tile {
    /// In the window.
    pub(crate) current: Option<KpiValue>,
    /// In the window before.
    pub(crate) previous: Option<f64>,
    /// Whether the change is an improvement.
    pub(crate) improved: Option<bool>,
}

/// Other definitions of the stockout rate, where the data allows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct StockoutOtherwise {
    /// Share of demanded units not shipped at once.
    pub(crate) by_units: Option<f64>,
    /// Share of active item-locations without stock on the last day.
    pub(crate) at_end: Option<f64>,
}

/// The item-locations with most of something in money.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ItemList {
    /// Money over all item-locations kept; `None` where it is known of none.
    pub(crate) total: Option<f64>,
    /// Item-locations with any.
    pub(crate) count: u32,
    /// The largest.
    pub(crate) rows: Vec<ItemRow>,
}

/// An item-location of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ItemRow {
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) location: Group,
    /// Money by which the list is sorted.
    pub(crate) money: f32,
    /// Units it stands for.
    pub(crate) units: Option<f32>,
    pub(crate) active_days: Option<f32>,
    pub(crate) stockout_days: Option<f32>,
    pub(crate) on_hand: Option<f32>,
    pub(crate) on_order: Option<f32>,
    pub(crate) reorder_point: Option<f64>,
    pub(crate) demand_per_day: Option<f32>,
}

impl OverviewModel {
    /// Computes everything the page shows.
    pub(crate) fn new(derived: &Derived, state: OverviewState) -> Self {
        let Derived { facts, cube, plan, .. } = derived;
        let state = state.canonical(cube);
        let filter = &state.filter;
        let range = cube.range(filter);
        let answer = contract::kpis(facts, cube, filter);
        let periods = cube.by_period(filter, range);
        let before = range.before().map(|range| cube.by_period(filter, range));
        let groups = Dimension::ALL.map(|dimension| cube.by_dimension(filter, range, dimension));
        let members = Members::of(cube);
        let category = |id: &str, lowest: bool| extreme(&members, &groups[0], Figure::of(id), lowest);
        let rows = plan.policy.rows(&cube.categories, &cube.locations, filter);
        OverviewModel {
            grain: cube.grain,
            extent: cube.periods.first().zip(cube.periods.last()).map(|(a, b)| (a.first, b.last)),
            window: answer.from.zip(answer.to),
            previous: answer.previous_from.zip(answer.previous_to),
            days: answer.days,
            stock_days: answer.stock_days,
            tiles: answer.kpis.iter().map(tile).collect(),
            periods: cube.periods[range.first..range.end].iter().map(|p| (p.first, p.last)).collect(),
            series: Figure::all().map(|figure| series(figure, &periods)).collect(),
            series_before: before.map_or(Vec::new(), |windows| series(state.figure, &windows)),
            breakdown: groups
                .each_ref()
                .map(|windows| windows.iter().map(|window| state.figure.value(window)).collect()),
            slowest: category("turnover", true),
            emptiest: category("stockout_rate", false),
            stockout_otherwise: stockout_otherwise(&answer.kpis, periods.last()),
            short: item_list(derived, &rows, Only::Short, &plan.items.short_units),
            excess: item_list(derived, &rows, Only::Excess, &plan.items.excess_units),
            orders: OrderWeek::of(&facts.settings, plan, &rows),
            members,
            state,
        }
    }

    /// Ids and names of a dimension's members, in the order of [`OverviewModel::breakdown`].
    pub(crate) fn members(&self, dimension: Dimension) -> Vec<(String, String)> {
        let groups = match dimension {
            Dimension::Category => &self.members.categories,
            Dimension::Location => &self.members.locations,
            Dimension::Class => &self.members.classes,
        };
        groups.iter().map(|group| (group.id.clone(), group.name.clone())).collect()
    }
}

fn tile(answer: &KpiAnswer) -> Tile {
    Tile {
        current: answer.current,
        previous: answer.previous.map(|value| value.value),
        improved: answer.improved(),
    }
}

fn series(figure: Figure, windows: &[Window]) -> Vec<Option<f32>> {
    windows.iter().map(|window| figure.value(window).map(single)).collect()
}

/// The member with the lowest or highest value, where at least two have one.
fn extreme(members: &Members, windows: &[Window], figure: Figure, lowest: bool) -> Option<(String, f64)> {
    let values = members
        .categories
        .iter()
        .zip(windows)
        .filter_map(|(group, window)| Some((group.name.clone(), figure.value(window)?)));
    let values: Vec<_> = values.collect();
    if values.len() < 2 {
        return None;
    }
    values.into_iter().reduce(|best, next| {
        let better = if lowest { next.1 < best.1 } else { next.1 > best.1 };
        if better { next } else { best }
    })
}

fn stockout_otherwise(kpis: &[KpiAnswer], last: Option<&Window>) -> StockoutOtherwise {
    let fill = kpis.iter().find(|kpi| kpi.id == "fill_rate").and_then(|kpi| kpi.current);
    let at_end = last.filter(|window| window.known.on_hand).and_then(|window| {
        let active = window.sums.value(Measure::ClosingActive);
        (active > 0.0).then(|| window.sums.value(Measure::ClosingOut) / active)
    });
    StockoutOtherwise { by_units: fill.map(|fill| 1.0 - fill.value), at_end }
}

/// The `ITEMS` kept rows with most money, largest first, ties by row.
fn item_list(derived: &Derived, rows: &[u32], only: Only, units: &[f32]) -> ItemList {
    let money = |row: usize| only.money(&derived.plan, row);
    let mut list = ItemList::default();
    let mut best: Vec<usize> = Vec::with_capacity(ITEMS + 1);
    for row in rows.iter().map(|row| *row as usize) {
        let value = money(row);
        if value.is_nan() {
            continue;
        }
        list.total = Some(list.total.unwrap_or(0.0) + f64::from(value));
        if value <= 0.0 {
            continue;
        }
        list.count += 1;
        let place = best.partition_point(|other| money(*other) >= value);
        if place < ITEMS {
            best.insert(place, row);
            best.truncate(ITEMS);
        }
    }
    list.rows = best.into_iter().map(|row| item_row(derived, row, money(row), units[row])).collect();
    list
}

fn item_row(derived: &Derived, row: usize, money: f32, units: f32) -> ItemRow {
    let PlanItems { active_days, stockout_days, on_hand, on_order, .. } = &derived.plan.items;
    let policy = &derived.plan.policy;
    ItemRow {
        sku: derived.plan.items.sku[row].clone(),
        name: derived.plan.items.name[row].clone(),
        location: derived.cube.locations[usize::from(policy.location[row])].clone(),
        money,
        units: known(units),
        active_days: known(active_days[row]),
        stockout_days: known(stockout_days[row]),
        on_hand: known(on_hand[row]),
        on_order: known(on_order[row]),
        reorder_point: known(derived.plan.policy_now(&derived.facts.settings, row).reorder_point),
        demand_per_day: known(policy.demand_per_day[row]),
    }
}
