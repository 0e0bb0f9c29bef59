//! Replays the past: plans made at earlier origins from what was known then, on the days that followed.

use planning::convert::whole_usize;
use planning::panel::{Facts, Observation};
use planning::stock::simulate::{self, PastOrder, PastService, Review};
use planning::what_if::Scenario;

use super::inputs::Inputs;
use super::need::{Need, Shape};
use super::needs::Needs;
use super::orders::{self, Order};
use super::parallel;
use super::periods::mean_per_day;
use super::together::Together;

/// The data needed for replays.
pub(super) struct Past<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) together: &'a Together,
    /// How each row is ordered under the settings.
    orders: Vec<Order<'a>>,
}

/// An item-location's plan at an origin.
pub(super) struct Planned<'a> {
    /// Periods known.
    pub(super) known: usize,
    pub(super) order: Order<'a>,
    /// Forecast demand over the coming quarter of a year, units per day.
    pub(super) demand_per_day: f64,
    pub(super) need: Need,
    pub(super) facts: Facts,
    pub(super) shape: Shape,
    pub(super) is_stocked: bool,
}

/// The days of a row from its first plan on, under its plans.
pub(super) struct PlannedDays<'p, 'a> {
    plans: &'p [Planned<'a>],
    /// The plan in force on each day, by its place.
    places: Vec<usize>,
    demand: Vec<f64>,
    /// The number of the replay; each has its own lead times and review days.
    pub(super) replay: u64,
}

impl<'a> Past<'a> {
    pub(super) fn new(inputs: &'a Inputs<'a>, together: &'a Together) -> Self {
        let scenario = inputs.settings.scenario();
        let order = |row| inputs.order(row, mean_per_day(inputs.step(), &together.mean(row)), &scenario);
        Past { inputs, together, orders: (0..inputs.items.len()).map(order).collect() }
    }

    /// Number of item-locations.
    pub(super) fn rows(&self) -> usize {
        self.orders.len()
    }

    /// One answer a row, on all cores.
    pub(super) fn rows_of<T: Send>(&self, of: impl Fn(usize) -> T + Sync) -> Vec<T> {
        parallel::rows(self.rows(), "replaying the past", self.inputs.progress, of)
    }

    /// The settings.
    pub(super) fn settings(&self) -> Scenario {
        self.inputs.settings.scenario()
    }

    /// Origins of the year before so many periods, the oldest first.
    pub(super) fn origins_before(&self, newest: usize) -> Vec<usize> {
        self.together.year_before(newest)
    }

    /// The error of the forecast over the lead time, as far as demand was known when `newest` periods were.
    pub(super) fn error(&self, row: usize, known: usize, newest: usize, weight: f64) -> Option<Observation> {
        let mut expected = self.together.expected(row, known)?;
        expected.came.truncate(newest - known);
        self.orders[row].error(&expected, weight)
    }

    /// The plans of a row at some origins, from the first that keeps stock on.
    pub(super) fn plans(
        &self,
        row: usize,
        needs: &Needs,
        origins: &[usize],
        scenario: &Scenario,
    ) -> Vec<Planned<'a>> {
        let mut plans = Vec::new();
        for known in origins {
            let planned = self.planned(row, needs, *known, scenario);
            if planned.is_stocked || !plans.is_empty() {
                plans.push(planned);
            }
        }
        plans
    }

    fn planned(&self, row: usize, needs: &Needs, known: usize, scenario: &Scenario) -> Planned<'a> {
        let mut order = Order { review_days: scenario.review_days, ..self.orders[row] };
        let Some(expected) = self.together.expected(row, known) else {
            let (need, facts, shape) = (Need::default(), Facts::default(), Shape::NORMAL);
            return Planned { known, order, demand_per_day: 0.0, need, facts, shape, is_stocked: false };
        };
        let demand_per_day = mean_per_day(self.inputs.step(), &expected.mean);
        order.quantity = self.inputs.quantity(row, demand_per_day, scenario);
        let need = needs.expected(&order, expected.level, &expected.mean);
        let facts = order.facts(&need, expected.level, self.together.demand(row, known));
        let is_stocked =
            order.quantity.is_finite() && orders::is_stocked(demand_per_day, expected.level.lump);
        let shape = needs.shape(&need, &facts);
        Planned { known, order, demand_per_day, need, facts, shape, is_stocked }
    }

    /// The days from a row's first plan until so many periods were known, for the first replay.
    pub(super) fn days<'p>(&self, row: usize, plans: &'p [Planned<'a>], until: usize) -> PlannedDays<'p, 'a> {
        let first = plans.first().map_or(until, |plan| plan.known);
        let dates = self.inputs.demand.shape.dates;
        let place = |period: usize| plans.partition_point(|plan| plan.known <= period) - 1;
        let places = (first..until).flat_map(|period| std::iter::repeat_n(place(period), dates.days(period)));
        let demand = self.inputs.came(row, self.together, first..until);
        PlannedDays { plans, places: places.collect(), demand, replay: 0 }
    }
}

impl PlannedDays<'_, '_> {
    /// The plan in force on a day.
    pub(super) fn place(&self, day: usize) -> usize {
        self.places[day]
    }

    /// Demand of each day.
    pub(super) fn demand(&self) -> &[f64] {
        &self.demand
    }

    /// Full days after a day.
    pub(super) fn left(&self, day: usize) -> usize {
        (self.demand.len() - day).saturating_sub(2)
    }

    /// Days from one review to the next.
    pub(super) fn review_days(&self) -> usize {
        whole_usize(self.plans[0].order.review_days.round()).max(1)
    }

    /// The first day at whose end stock is reviewed.
    pub(super) fn first_review(&self) -> usize {
        whole_usize(self.uniform(u64::MAX) * self.review_days() as f64)
    }

    /// The lead time of an order placed on a day, independent of the order.
    pub(super) fn lead_time_days(&self, day: usize) -> usize {
        self.plans[0].order.lead_time(self.uniform(1 + day as u64))
    }

    /// Replays orders of whole multiples of a quantity that lift the position above each plan's reorder point; `None`
    /// without a plan.
    pub(super) fn replay(&self, points: &[f64], quantities: &[f64]) -> Option<PastService> {
        let start = points.first()? + quantities.first()? * self.uniform(0);
        Some(self.replay_by(start, |review| {
            let place = self.place(review.day);
            let (below, quantity) = (points[place] - review.position, quantities[place]);
            (self.plans[place].is_stocked && below >= 0.0)
                .then(|| ((below / quantity).floor() + 1.0) * quantity)
        }))
    }

    /// Replays orders of the units that `units` returns, from `start` units of stock.
    pub(super) fn replay_by(&self, start: f64, mut units: impl FnMut(Review) -> Option<f64>) -> PastService {
        let (review_days, first_review) = (self.review_days(), self.first_review());
        let past = simulate::Past { demand: &self.demand, review_days, first_review };
        past.replay(start, |review| {
            let day = review.day;
            units(review).map(|units| PastOrder { units, lead_time_days: self.lead_time_days(day) })
        })
    }

    /// A uniform number in (0, 1) that depends only on row, replay and position.
    fn uniform(&self, place: u64) -> f64 {
        let state = self.plans[0].order.seed
            ^ place.wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ self.replay.wrapping_mul(0xd1b5_4a32_d192_ed03);
        ((simulate::split_mix(state) >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
}
