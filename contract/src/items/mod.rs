//! Lists of item-locations: filtered, searched, sorted and paged, for the API, the page and files.

mod columns;
mod find;
mod only;
mod order_week;
mod orders_today;
mod plan_row;
mod proposal_columns;
mod proposals;
mod query;
mod search;
mod sort;
mod walk;

pub use columns::ItemRow;
pub use find::{Found, find};
pub use only::Only;
pub use order_week::OrderWeek;
pub use orders_today::OrdersToday;
pub use proposals::{ProposalRow, proposals};
pub use query::ItemsQuery;
pub use sort::Sort;
pub use walk::Walk;

use crate::derived::Derived;
use crate::table::csv;
pub(crate) use plan_row::PlanRow;
use planning::convert::{count_u32, known};
use planning::day::Day;
use planning::stock::Status;
use search::Search;
use serde::{Deserialize, Serialize};

/// `GET /api/v1/items`: a page of item-locations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemsAnswer {
    /// The publication all numbers are from.
    pub publication: String,
    /// "Today" of the publication.
    pub as_of: Day,
    /// Days that are forecast; cover beyond them is not known.
    pub horizon_days: u32,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// What is simulated in the snapshot.
    pub simulated: Vec<String>,
    /// Sums over everything kept, on all pages.
    pub total: ItemsTotal,
    /// The same for each of the six statuses, most urgent first, whichever statuses are chosen.
    pub statuses: Vec<StatusTotal>,
    /// This page, counted from 1; a page beyond the last has no items.
    pub page: u32,
    /// Item-locations of a full page.
    pub page_size: u32,
    /// Number of pages; 1 where nothing is kept.
    pub pages: u32,
    /// Address of the next page, relative to this one's; absent on the last.
    pub next: Option<String>,
    /// The item-locations of this page, in the order asked for.
    pub items: Vec<ItemRow>,
}

/// Sums over item-locations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemsTotal {
    /// How many there are.
    pub item_locations: u32,
    /// Stock on hand at cost, over item-locations where it is known; absent where it is known for none.
    pub stock_value: Option<f64>,
    /// Item-locations whose stock or cost is not known.
    pub stock_value_unknown: u32,
    /// Units short before a new order could arrive, at unit price; absent where it is known for none.
    pub money_at_risk: Option<f64>,
    /// Item-locations whose stock or price is not known.
    pub money_at_risk_unknown: u32,
    /// Item-locations of which something is to be ordered today.
    pub order_lines: u32,
    /// What is to be ordered today, at unit cost; absent where stock or cost is known for none.
    pub order_value: Option<f64>,
    /// Item-locations of which it is not known what to order, or what it costs.
    pub order_value_unknown: u32,
}

/// Sums over the item-locations of a status.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusTotal {
    /// The status.
    pub status: Status,
    /// Their sums.
    pub total: ItemsTotal,
}

impl ItemsTotal {
    /// Sums over rows of the plan.
    pub fn of(derived: &Derived, rows: &[u32]) -> Self {
        let mut total = ItemsTotal::default();
        rows.iter().for_each(|row| total.add(PlanRow::new(derived, *row)));
        total
    }

    /// Sums over rows of lists.
    pub fn of_rows(rows: &[ItemRow]) -> Self {
        let mut total = ItemsTotal::default();
        for row in rows {
            total.add_values(row.stock_value, row.money_at_risk, row.suggested_value, row.suggested_order);
        }
        total
    }

    fn add(&mut self, row: PlanRow<'_>) {
        let ordered = known(row.items.suggested_order[row.at]);
        let (stock, at_risk) = (known(row.stock_value()), known(row.money_at_risk()));
        self.add_values(stock, at_risk, known(row.suggested_value()), ordered);
    }

    fn add_values(
        &mut self,
        stock: Option<f32>,
        at_risk: Option<f32>,
        order: Option<f32>,
        ordered: Option<f32>,
    ) {
        let add = |sum: &mut Option<f64>, unknown: &mut u32, value: Option<f32>| match value {
            None => *unknown += 1,
            Some(value) => *sum = Some(sum.unwrap_or(0.0) + f64::from(value)),
        };
        self.item_locations += 1;
        add(&mut self.stock_value, &mut self.stock_value_unknown, stock);
        add(&mut self.money_at_risk, &mut self.money_at_risk_unknown, at_risk);
        self.order_lines += u32::from(ordered > Some(0.0));
        add(&mut self.order_value, &mut self.order_value_unknown, order);
    }
}

/// The page of item-locations that a query asks for.
pub fn items(derived: &Derived, query: &ItemsQuery) -> ItemsAnswer {
    let facts = &derived.facts;
    let Kept { mut rows, total, statuses } = Kept::of(derived, query);
    sort::sort(derived, &mut rows, query.sort);
    let size = query.page_size as usize;
    let pages = count_u32(rows.len().div_ceil(size).max(1));
    let shown = rows.chunks(size).nth(query.page as usize - 1).unwrap_or_default();
    let next = (query.page < pages).then(|| ItemsQuery { page: query.page + 1, ..query.clone() });
    ItemsAnswer {
        publication: facts.id.clone(),
        as_of: facts.as_of,
        horizon_days: facts.horizon_days,
        currency: facts.currency.clone(),
        simulated: facts.simulated.clone(),
        total,
        statuses,
        page: query.page,
        page_size: query.page_size,
        pages,
        next: next.map(|query| ["?", &query.to_query().to_string()].concat()),
        items: item_rows(derived, shown),
    }
}

/// Every item-location that a query keeps, in its order, whatever its page.
pub fn all_items(derived: &Derived, query: &ItemsQuery) -> Vec<ItemRow> {
    item_rows(derived, &kept_items(derived, query))
}

/// Rows of the plan that a query keeps, in its order, whatever its page.
pub fn kept_items(derived: &Derived, query: &ItemsQuery) -> Vec<u32> {
    let mut rows = Kept::of(derived, query).rows;
    sort::sort(derived, &mut rows, query.sort);
    rows
}

/// Rows of the plan that a query keeps, in the order of the plan, whatever its sorting and page.
pub(crate) fn kept_rows(derived: &Derived, query: &ItemsQuery) -> Vec<u32> {
    Kept::of(derived, query).rows
}

/// Sums by status over what a query keeps, most urgent first.
pub(crate) fn status_totals(derived: &Derived, query: &ItemsQuery) -> Vec<StatusTotal> {
    Kept::of(derived, query).statuses
}

/// The item-locations in rows of the plan.
pub fn item_rows(derived: &Derived, rows: &[u32]) -> Vec<ItemRow> {
    rows.iter().map(|row| ItemRow::of(PlanRow::new(derived, *row))).collect()
}

/// Item-locations as CSV (RFC 4180) under the names of the API.
pub fn items_csv(rows: &[ItemRow]) -> String {
    csv::header(ItemRow::COLUMNS) + &csv::records(ItemRow::COLUMNS, rows)
}

/// The rows that a query keeps, in the order of the plan.
struct Kept {
    rows: Vec<u32>,
    total: ItemsTotal,
    statuses: Vec<StatusTotal>,
}

impl Kept {
    fn of(derived: &Derived, query: &ItemsQuery) -> Self {
        let Derived { cube, plan, .. } = derived;
        let mut search = Search::new(cube, &query.search);
        let supplied = |row: &u32| {
            query.supplier.is_empty() || query.supplier.contains(&plan.items.supplier[*row as usize])
        };
        let mut rows = plan.policy.rows(&cube.categories, &cube.locations, &query.filter);
        let varied = |row: &u32| {
            let variability = PlanRow::new(derived, *row).variability();
            query.variability.is_empty() || query.variability.contains(&variability)
        };
        let asked = |row: &u32| query.only.is_none_or(|only| only.keeps(plan, *row));
        rows.retain(|row| supplied(row) && varied(row) && asked(row) && search.matches(plan, *row));
        let none = |status| StatusTotal { status, total: ItemsTotal::default() };
        let mut statuses = Status::ALL.map(none).to_vec();
        let mut total = ItemsTotal::default();
        rows.retain(|row| {
            let row = PlanRow::new(derived, *row);
            let status = row.status();
            statuses[status as usize].total.add(row);
            let chosen = query.status.is_empty() || query.status.contains(&status);
            if chosen {
                total.add(row);
            }
            chosen
        });
        Kept { rows, total, statuses }
    }
}
