//! `GET /api/v1/orders`: today's orders.

use super::{OrderEdits, OrderLine, OrderSum, Ordered, Orders, OrdersQuery, SupplierOrder, TopUp, top_ups};
use crate::derived::Derived;
use crate::items::PlanRow;
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
    /// Lines that the plan proposes and somebody decided not to order, on all pages; no sum counts them.
    pub skipped: Vec<SkippedLine>,
}

/// A line that the plan proposes and that is not ordered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SkippedLine {
    /// Code of the supplier; absent for an item that has none.
    pub supplier: Option<String>,
    /// Stock keeping unit.
    pub sku: String,
    /// Product name.
    pub name: String,
    /// Location id.
    pub location: String,
    /// Units that the plan proposes.
    pub proposed_units: f32,
    /// What is decided: its kind.
    pub decision: String,
    /// The last day on which that holds; absent where that is open.
    pub until: Option<Day>,
    /// Why; absent where nobody said.
    pub why: Option<String>,
    /// Who decided.
    pub who: String,
}

/// Today's orders for a query.
pub fn orders(derived: &Derived, suppliers: &Suppliers, query: &OrdersQuery) -> OrdersAnswer {
    let facts = &derived.facts;
    let mut orders = Orders::today(derived, suppliers, query, &OrderEdits::of(derived));
    let top_ups = top_ups(derived, &orders, query).into_iter().flatten().collect();
    let skipped = orders.ordered.iter().filter_map(|line| SkippedLine::of(derived, line)).collect();
    orders.suppliers.retain(|supplier| supplier.sum.lines > 0);
    let sent: Vec<&Ordered> = sent(&orders).collect();
    let (page, size) = (query.kept.page, query.kept.page_size as usize);
    let first = (page as usize - 1).saturating_mul(size).min(sent.len());
    let last = first.saturating_add(size).min(sent.len());
    let pages = count_u32(sent.len().div_ceil(size).max(1));
    let mut next = query.clone();
    next.kept.page += 1;
    OrdersAnswer {
        publication: facts.id.clone(),
        as_of: facts.as_of,
        currency: facts.currency.clone(),
        simulated: facts.simulated.clone(),
        total: orders.total,
        top_ups,
        page,
        page_size: query.kept.page_size,
        pages,
        next: (page < pages).then(|| ["?", &next.to_query().to_string()].concat()),
        lines: sent[first..last].iter().map(|line| OrderLine::of(derived, line)).collect(),
        skipped,
        suppliers: orders.suppliers,
    }
}

/// The lines that are sent.
fn sent(orders: &Orders) -> impl Iterator<Item = &Ordered> {
    orders.ordered.iter().filter(|line| line.units > 0.0)
}

impl SkippedLine {
    /// What is said of a line that is not ordered.
    fn of(derived: &Derived, line: &Ordered) -> Option<Self> {
        let entry = derived.decisions.entry_of(derived.decisions.line(line.row)?)?;
        let row = PlanRow::new(derived, line.row);
        let decision = &entry.decision;
        (line.units <= 0.0).then(|| SkippedLine {
            supplier: row.supplier().map(str::to_owned),
            sku: row.items.sku[row.at].clone(),
            name: row.items.name[row.at].clone(),
            location: row.location().id.clone(),
            proposed_units: line.proposed,
            decision: decision.kind.name().to_owned(),
            until: decision.until.or(decision.arrives_on),
            why: decision.why.clone(),
            who: entry.who.clone(),
        })
    }
}

/// Rows of the plan with a line of today's order, in the order of [`OrdersAnswer::lines`], whatever the page.
pub fn order_rows(derived: &Derived, query: &OrdersQuery) -> Vec<u32> {
    // The terms of suppliers do not change the order.
    let orders = Orders::today(derived, &Suppliers::default(), query, &OrderEdits::of(derived));
    sent(&orders).map(|line| line.row).collect()
}

/// What is ordered of some rows of the plan.
pub fn order_lines(derived: &Derived, rows: &[u32]) -> Vec<OrderLine> {
    rows.iter().map(|row| OrderLine::of(derived, &Ordered::of(derived, *row))).collect()
}
