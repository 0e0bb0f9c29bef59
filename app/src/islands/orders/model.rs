//! The orders page's view model: sums, and of each supplier as many lines as a page can show.

use crate::islands::shared::filter::Members;
use contract::{
    Derived, Filter, OrderEdits, OrderLine, OrderSum, OrderWeek, Orders, OrdersQuery, SupplierOrder,
    Suppliers, TopUp, top_ups,
};
use planning::convert::count_u32;
use serde::{Deserialize, Serialize};

/// Most letters of a reason for skipping a line.
pub(crate) const REASON_LETTERS_MAX: usize = 200;
/// Most suppliers that are shown; the files have all.
const SUPPLIERS_MAX: usize = 100;
/// Lines of each of several suppliers.
const LINES_FEW: usize = 8;
/// Lines of one supplier alone.
const LINES_MAX: usize = 1_000;

/// What the orders page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct OrdersModel {
    /// What was asked for.
    pub(crate) query: OrdersQuery,
    /// Categories and locations.
    pub(crate) members: Members,
    /// Sums over all lines kept.
    pub(crate) total: OrderSum,
    /// Suppliers that anything is ordered from.
    pub(crate) supplier_count: u32,
    /// The first of them, with lines.
    pub(crate) groups: Vec<SupplierGroup>,
    /// How many more there are.
    pub(crate) more_suppliers: u32,
    /// Today's lines beside those of a usual week.
    pub(crate) week: OrderWeek,
    /// Whether the stock of anything is known.
    pub(crate) is_known: bool,
    /// What somebody decided about lines, in the store and in this browser.
    pub(crate) edits: OrderEdits,
    /// Whether the server takes decisions; else this browser keeps them.
    pub(crate) is_heard: bool,
    /// The item and location of the line for which somebody is asked why to skip it.
    pub(crate) asked: Option<(String, String)>,
}

/// A supplier and lines of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SupplierGroup {
    /// Sums and terms.
    pub(crate) order: SupplierOrder,
    /// Lines that are shown.
    pub(crate) lines: Vec<OrderLine>,
    /// How many more there are.
    pub(crate) more_lines: u32,
    /// What would fill it up.
    pub(crate) top_up: Option<TopUp>,
}

impl OrdersModel {
    /// Computes everything the page shows.
    pub(crate) fn new(
        derived: &Derived,
        suppliers: &Suppliers,
        query: OrdersQuery,
        edits: OrderEdits,
    ) -> Self {
        let orders = Orders::today(derived, suppliers, &query, &edits);
        let shown = orders.suppliers.len().min(SUPPLIERS_MAX);
        let lines_max = if orders.suppliers.len() == 1 { LINES_MAX } else { LINES_FEW };
        let mut top_ups = top_ups(derived, &orders, &query);
        let mut group = |place: usize| {
            let (order, places) = (&orders.suppliers[place], orders.places(place));
            let first = places.start..places.end.min(places.start + lines_max);
            SupplierGroup {
                more_lines: count_u32(places.len() - first.len()),
                lines: orders.lines(derived, first),
                top_up: top_ups[place].take(),
                order: order.clone(),
            }
        };
        OrdersModel {
            members: Members::of(&derived.cube),
            total: orders.total,
            supplier_count: count_u32(orders.suppliers.len()),
            groups: (0..shown).map(&mut group).collect(),
            more_suppliers: count_u32(orders.suppliers.len() - shown),
            week: OrderWeek::kept(derived, &query.kept),
            is_known: derived.plan.items.on_hand.iter().any(|units| !units.is_nan()),
            edits,
            is_heard: false,
            asked: None,
            query,
        }
    }

    /// Whether the orders are shown as a whole, of whichever suppliers.
    pub(crate) fn is_whole(&self) -> bool {
        let all = OrdersQuery::default().kept;
        self.query.kept.filter == Filter::default()
            && self.query.kept.search.is_empty()
            && self.query.kept.status.is_empty()
            && self.query.kept.variability.is_empty()
            && self.query.kept.only == all.only
    }

    /// Whether one supplier stands alone, as its order is sent.
    pub(crate) fn is_alone(&self) -> bool {
        self.groups.len() == 1
    }

    /// The query of one supplier's order.
    pub(crate) fn of_supplier(&self, order: &SupplierOrder) -> OrdersQuery {
        let mut query = self.query.clone();
        query.kept.supplier = order.supplier.iter().cloned().collect();
        query
    }

    /// Whether this browser keeps a decision about any line of a supplier.
    pub(crate) fn is_changed(&self, group: &SupplierGroup) -> bool {
        let is_of =
            |line: &OrderLine| self.edits.own.contains_key(&(line.sku.clone(), line.location.clone()));
        group.lines.iter().any(is_of) || (group.more_lines > 0 && !self.edits.own.is_empty())
    }
}
