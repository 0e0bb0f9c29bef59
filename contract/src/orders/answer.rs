//! `GET /api/v1/orders`: today's orders.

use super::{OrderEdits, OrderLine, OrderSum, Ordered, Orders, OrdersQuery, SupplierOrder, TopUp, top_ups};
use crate::derived::Derived;
use crate::suppliers::Suppliers;
use planning::convert::count_u32;
use planning::day::Day;
use serde::{Deserialize, Serialize};

/// `GET /api/v1/orders`: today's order lines by supplier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrdersAnswer {
    /// The publication all numbers are from.
    pub publication: String,
    /// "Today" of the publication, the day of the orders.
    pub as_of: Day,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// What is simulated in the snapshot.
    pub simulated: Vec<String>,
    /// Sums over everything kept, on all pages.
    pub total: OrderSum,
    /// A supplier each, of all pages: those of most money first, lines without a supplier last.
    pub suppliers: Vec<SupplierOrder>,
    /// What would fill up the orders that do not reach a limit of their supplier, in the order of the suppliers.
    pub top_ups: Vec<TopUp>,
    /// This page, counted from 1; a page beyond the last has no lines.
    pub page: u32,
    /// Lines of a full page.
    pub page_size: u32,
    /// Number of pages; 1 where nothing is ordered.
    pub pages: u32,
    /// Address of the next page, relative to this one's; absent on the last.
    pub next: Option<String>,
    /// The lines of this page, in the order of the suppliers; of one those of most money first.
    pub lines: Vec<OrderLine>,
}

/// Today's orders for a query.
pub fn orders(derived: &Derived, suppliers: &Suppliers, query: &OrdersQuery) -> OrdersAnswer {
    let facts = &derived.facts;
    let orders = Orders::today(derived, suppliers, query, &OrderEdits::default());
    let (page, size) = (query.kept.page, query.kept.page_size as usize);
    let first = (page as usize - 1).saturating_mul(size).min(orders.ordered.len());
    let last = first.saturating_add(size).min(orders.ordered.len());
    let pages = count_u32(orders.ordered.len().div_ceil(size).max(1));
    let mut next = query.clone();
    next.kept.page += 1;
    OrdersAnswer {
        publication: facts.id.clone(),
        as_of: facts.as_of,
        currency: facts.currency.clone(),
        simulated: facts.simulated.clone(),
        total: orders.total,
        top_ups: top_ups(derived, &orders, query).into_iter().flatten().collect(),
        page,
        page_size: query.kept.page_size,
        pages,
        next: (page < pages).then(|| ["?", &next.to_query().to_string()].concat()),
        lines: orders.lines(derived, first..last),
        suppliers: orders.suppliers,
    }
}

/// Rows of the plan with a line of today's order, in the order of [`OrdersAnswer::lines`], whatever the page.
pub fn order_rows(derived: &Derived, query: &OrdersQuery) -> Vec<u32> {
    // The terms of suppliers do not change the order.
    let orders = Orders::today(derived, &Suppliers::default(), query, &OrderEdits::default());
    orders.ordered.iter().map(|line| line.row).collect()
}

/// What the plan proposes of some of its rows.
pub fn order_lines(derived: &Derived, rows: &[u32]) -> Vec<OrderLine> {
    rows.iter().map(|row| OrderLine::of(derived, &Ordered::of(derived, *row))).collect()
}
