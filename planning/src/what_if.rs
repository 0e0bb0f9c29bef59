//! What-if: the stock policy of every item-location under a scenario, and its totals.

use crate::bounds::{self, Bound};
use crate::normal;
use crate::stock::{LeadTimeDemand, Undershoot, eoq, expected_fill_rate};
use serde::{Deserialize, Serialize};

/// An order never covers more than this many days of demand, however cheap the item: beyond a year neither the
/// forecast nor the goods can be relied on.
pub const ORDER_COVER_DAYS_MAX: f64 = 365.0;

/// What the sliders set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Target cycle service level, in (0, 1).
    pub service_level: f64,
    /// Multiplies mean lead times.
    pub lead_time_factor: f64,
    /// Multiplies lead-time deviations.
    pub lead_time_sd_factor: f64,
    /// Multiplies demand and the deviation of its forecast error.
    pub demand_factor: f64,
    /// Money per order line.
    pub order_cost: f64,
    /// Holding cost per year as a share of stock value.
    pub holding_rate: f64,
    /// Days between reviews.
    pub review_days: f64,
}

impl Scenario {
    /// The value of each parameter, in the order of [`bounds::SCENARIO`].
    pub fn values(&self) -> [f64; 7] {
        [
            self.service_level,
            self.lead_time_factor,
            self.lead_time_sd_factor,
            self.demand_factor,
            self.order_cost,
            self.holding_rate,
            self.review_days,
        ]
    }

    /// A scenario from values in the order of [`bounds::SCENARIO`].
    pub fn from_values(values: [f64; 7]) -> Self {
        let [
            service_level,
            lead_time_factor,
            lead_time_sd_factor,
            demand_factor,
            order_cost,
            holding_rate,
            review_days,
        ] = values;
        Scenario {
            service_level,
            lead_time_factor,
            lead_time_sd_factor,
            demand_factor,
            order_cost,
            holding_rate,
            review_days,
        }
    }

    /// The first parameter outside its bounds, with its value.
    pub fn out_of_bounds(&self) -> Option<(&'static Bound, f64)> {
        bounds::SCENARIO
            .iter()
            .zip(self.values())
            .find(|(bound, value)| !bound.allows(*value))
    }
}

/// The columns that what-if reads, one value an item-location; NaN where a fact is missing.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a> {
    /// Forecast demand, units per day.
    pub demand_per_day: &'a [f32],
    /// Deviation of the forecast error, units per √day.
    pub error_sd_per_day: &'a [f32],
    /// Mean lead time, days.
    pub lead_time_days: &'a [f32],
    /// Deviation of the lead time, days.
    pub lead_time_sd_days: &'a [f32],
    /// Unit cost, money.
    pub unit_cost: &'a [f32],
    /// Smallest order, units.
    pub minimum_order: &'a [f32],
    /// Units per pack; orders are whole packs.
    pub pack_size: &'a [f32],
}

/// One item-location's inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// Forecast demand, units per day.
    pub demand_per_day: f64,
    /// Deviation of the forecast error, units per √day.
    pub error_sd_per_day: f64,
    /// Mean lead time, days.
    pub lead_time_days: f64,
    /// Deviation of the lead time, days.
    pub lead_time_sd_days: f64,
    /// Unit cost, money; NaN if unknown.
    pub unit_cost: f64,
    /// Smallest order, units; NaN if none.
    pub minimum_order: f64,
    /// Units per pack; NaN if none.
    pub pack_size: f64,
}

impl Items<'_> {
    /// Number of item-locations.
    pub fn len(&self) -> usize {
        self.demand_per_day.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.demand_per_day.is_empty()
    }

    /// The inputs of one row.
    pub fn item(&self, row: usize) -> Item {
        Item {
            demand_per_day: f64::from(self.demand_per_day[row]),
            error_sd_per_day: f64::from(self.error_sd_per_day[row]),
            lead_time_days: f64::from(self.lead_time_days[row]),
            lead_time_sd_days: f64::from(self.lead_time_sd_days[row]),
            unit_cost: f64::from(self.unit_cost[row]),
            minimum_order: f64::from(self.minimum_order[row]),
            pack_size: f64::from(self.pack_size[row]),
        }
    }
}

/// The policy of one item-location and what follows from it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Policy {
    /// Safety stock, units.
    pub safety_stock: f64,
    /// Reorder point, units, with undershoot.
    pub reorder_point: f64,
    /// Order quantity, units.
    pub order_quantity: f64,
    /// Average stock: safety stock plus half an order, units.
    pub average_stock: f64,
    /// Demand per year, units.
    pub demand_per_year: f64,
    /// Orders per year.
    pub orders_per_year: f64,
    /// Expected fill rate.
    pub fill_rate: f64,
}

/// The policy of an item under a scenario; `z` is the quantile of its service level, shared by all items.
///
/// Reorder point with undershoot (DESIGN: s = d·L + E\[U\] + z·√(σ²_LTD + Var U)); order quantity is the EOQ, at least
/// one review period's demand and the minimum order, at most [`ORDER_COVER_DAYS_MAX`], in whole packs. Without
/// forecast demand nothing is to be stocked. Without a unit cost the order covers the lead time.
pub fn policy(item: &Item, scenario: &Scenario, z: f64) -> Policy {
    let demand = item.demand_per_day * scenario.demand_factor;
    let ready = demand > 0.0 && item.lead_time_days >= 0.0;
    if !ready {
        return Policy::default();
    }
    let sd = item.error_sd_per_day * scenario.demand_factor;
    let over_lead_time = LeadTimeDemand::new(
        demand,
        sd,
        item.lead_time_days * scenario.lead_time_factor,
        item.lead_time_sd_days * scenario.lead_time_sd_factor,
    );
    let review_demand = demand * scenario.review_days;
    let undershoot = Undershoot::new(review_demand, sd * scenario.review_days.sqrt());
    let covered_sd = (over_lead_time.sd * over_lead_time.sd + undershoot.variance).sqrt();
    let safety_stock = z * covered_sd;

    let demand_per_year = demand * 365.0;
    let order_quantity = order_quantity(
        item,
        scenario,
        demand_per_year,
        review_demand,
        over_lead_time.mean,
    );
    Policy {
        safety_stock,
        reorder_point: over_lead_time.mean + undershoot.mean + safety_stock,
        order_quantity,
        average_stock: safety_stock + 0.5 * order_quantity,
        demand_per_year,
        orders_per_year: demand_per_year / order_quantity,
        fill_rate: expected_fill_rate(z, order_quantity, covered_sd),
    }
}

fn order_quantity(
    item: &Item,
    scenario: &Scenario,
    per_year: f64,
    per_review: f64,
    per_lead_time: f64,
) -> f64 {
    let wanted = if item.unit_cost > 0.0 {
        eoq(
            per_year,
            scenario.order_cost,
            scenario.holding_rate * item.unit_cost,
        )
    } else {
        per_lead_time
    };
    // f64::max ignores NaN, so a missing minimum order does not count.
    let quantity = wanted
        .min(per_year / 365.0 * ORDER_COVER_DAYS_MAX)
        .max(per_review)
        .max(item.minimum_order)
        .max(1.0);
    if item.pack_size > 0.0 {
        libm::ceil(quantity / item.pack_size) * item.pack_size
    } else {
        quantity
    }
}

/// Sums over item-locations under one scenario; money per year where it is a flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Item-locations with forecast demand and a unit cost: those in the sums.
    pub items: u32,
    /// Item-locations left out for want of a unit cost.
    pub without_cost: u32,
    /// Item-locations without forecast demand: nothing is to be stocked.
    pub without_demand: u32,
    /// Average stock at cost.
    pub stock_value: f64,
    /// Of it, safety stock at cost.
    pub safety_stock_value: f64,
    /// Holding cost per year.
    pub holding_cost_per_year: f64,
    /// Ordering cost per year.
    pub ordering_cost_per_year: f64,
    /// Orders per year.
    pub orders_per_year: f64,
    /// Cost of goods sold per year.
    pub cost_of_goods_sold_per_year: f64,
    /// Units demanded per year.
    pub demand_per_year: f64,
    /// Of those, units expected to be shipped from stock.
    pub filled_per_year: f64,
}

impl Totals {
    /// Expected fill rate over all units; `None` without demand.
    pub fn fill_rate(&self) -> Option<f64> {
        (self.demand_per_year > 0.0).then(|| self.filled_per_year / self.demand_per_year)
    }

    /// Inventory turnover per year; `None` without stock.
    pub fn turnover_per_year(&self) -> Option<f64> {
        (self.stock_value > 0.0).then(|| self.cost_of_goods_sold_per_year / self.stock_value)
    }

    /// Holding plus ordering cost per year.
    pub fn cost_per_year(&self) -> f64 {
        self.holding_cost_per_year + self.ordering_cost_per_year
    }

    fn add(&mut self, item: &Item, policy: &Policy, scenario: &Scenario) {
        if policy.demand_per_year <= 0.0 {
            self.without_demand += 1;
            return;
        }
        let costed = item.unit_cost >= 0.0;
        if !costed {
            self.without_cost += 1;
            return;
        }
        let value = item.unit_cost * policy.average_stock;
        self.items += 1;
        self.stock_value += value;
        self.safety_stock_value += item.unit_cost * policy.safety_stock;
        self.holding_cost_per_year += scenario.holding_rate * value;
        self.ordering_cost_per_year += scenario.order_cost * policy.orders_per_year;
        self.orders_per_year += policy.orders_per_year;
        self.cost_of_goods_sold_per_year += item.unit_cost * policy.demand_per_year;
        self.demand_per_year += policy.demand_per_year;
        self.filled_per_year += policy.fill_rate * policy.demand_per_year;
    }
}

/// Totals of the kept rows, in their order, under a scenario.
pub fn totals(items: &Items<'_>, rows: &[u32], scenario: &Scenario) -> Totals {
    let z = normal::ppf(scenario.service_level);
    let mut totals = Totals::default();
    for row in rows {
        let item = items.item(*row as usize);
        totals.add(&item, &policy(&item, scenario, z), scenario);
    }
    totals
}

/// A point of the curve of service against cost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Target cycle service level.
    pub service_level: f64,
    /// Totals at it, all else as in the scenario.
    pub totals: Totals,
}

/// Totals at each of the service levels, all else as in the scenario.
pub fn curve(
    items: &Items<'_>,
    rows: &[u32],
    scenario: &Scenario,
    service_levels: &[f64],
) -> Vec<CurvePoint> {
    let point = |service_level: &f64| CurvePoint {
        service_level: *service_level,
        totals: totals(
            items,
            rows,
            &Scenario {
                service_level: *service_level,
                ..*scenario
            },
        ),
    };
    service_levels.iter().map(point).collect()
}

/// Service levels of the curve that a page shows: denser where it bends.
pub const CURVE_SERVICE_LEVELS: [f64; 14] = [
    0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.965, 0.98, 0.99, 0.995, 0.999,
];

/// An item-location whose average stock changes between two scenarios.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mover {
    /// Row in the columns.
    pub row: u32,
    /// Its policy before.
    pub before: Policy,
    /// Its policy after.
    pub after: Policy,
    /// Change of its average stock at cost.
    pub stock_value_change: f64,
}

/// The `count` kept rows whose average stock at cost changes most, largest change first; ties by row.
pub fn movers(
    items: &Items<'_>,
    rows: &[u32],
    before: &Scenario,
    after: &Scenario,
    count: usize,
) -> Vec<Mover> {
    let z = (
        normal::ppf(before.service_level),
        normal::ppf(after.service_level),
    );
    let mut best: Vec<Mover> = Vec::with_capacity(count + 1);
    for row in rows {
        let item = items.item(*row as usize);
        let costed = item.unit_cost > 0.0;
        if !costed {
            continue;
        }
        let (old, new) = (policy(&item, before, z.0), policy(&item, after, z.1));
        let change = item.unit_cost * (new.average_stock - old.average_stock);
        let full = best.len() == count;
        if change == 0.0
            || (full
                && best
                    .last()
                    .is_none_or(|m| m.stock_value_change.abs() >= change.abs()))
        {
            continue;
        }
        let place = best.partition_point(|m| m.stock_value_change.abs() >= change.abs());
        best.insert(
            place,
            Mover {
                row: *row,
                before: old,
                after: new,
                stock_value_change: change,
            },
        );
        best.truncate(count);
    }
    best
}
