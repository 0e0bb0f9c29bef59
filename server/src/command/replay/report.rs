//! The result of a replay, for people and for programs.

use super::ask::Ask;
use super::{Arguments, UnmetIs};
use crate::command::long::Notice;
use crate::command::terminal::say;
use crate::failure::Failure;
use data::terminal::grouped;
use data::terminal::plain_json;
use planning::replay::{Learned, Period, Totals};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What was replayed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Setting {
    policy: String,
    start: String,
    /// `None` where each item has its own.
    lead_time: Option<u32>,
    review: u32,
    unmet: &'static str,
    #[serde(skip)]
    has_costs: bool,
}

impl Setting {
    pub(super) fn of(arguments: &Arguments, ask: &Ask) -> Setting {
        Setting {
            policy: arguments.policy.text.clone(),
            start: ask.file.survey().kind.to_text(ask.start),
            lead_time: arguments.lead_time,
            review: arguments.review(),
            unmet: if arguments.unmet == UnmetIs::Lost { "lost" } else { "backordered" },
            has_costs: ask.items.has_costs(),
        }
    }
}

/// Sums over the series so far.
pub(super) struct Report {
    setting: Setting,
    totals: Totals,
    limit: Totals,
    /// Most periods of any series.
    periods: usize,
    stock_value: Option<f64>,
    learned: Option<Learning>,
    notices: BTreeMap<&'static str, u64>,
}

/// What was learned from the past.
#[derive(Clone, Debug, Serialize)]
struct Learning {
    /// Periods of the past replayed.
    periods: usize,
    /// The factors on the odds of shortage to holding cost, by class of items, rarest demand first.
    odds_factors: Vec<f64>,
    /// Whether there were too few past errors, so that normal ones were assumed.
    errors_assumed: bool,
}

/// The result as JSON; `docs/replay.md` defines each field.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    setting: &'a Setting,
    series: u64,
    periods: usize,
    #[serde(flatten)]
    result: Outcome,
    average_stock_value: Option<f64>,
    perfect_foresight: Outcome,
    learned: Option<&'a Learning>,
    notices: Vec<Noticed>,
}

#[derive(Serialize)]
struct Outcome {
    cost: Option<f64>,
    holding_cost: Option<f64>,
    shortage_cost: Option<f64>,
    cycle_service: Option<f64>,
    cycles: u64,
    fill_rate: Option<f64>,
    demand: f64,
    sold: f64,
    lost: f64,
    average_stock: f64,
    orders: u64,
    units_ordered: f64,
}

#[derive(Serialize)]
struct Noticed {
    name: &'static str,
    series: u64,
}

impl Outcome {
    fn of(totals: &Totals, has_costs: bool) -> Outcome {
        let money = |amount: f64| has_costs.then_some(amount);
        Outcome {
            cost: money(totals.cost()),
            holding_cost: money(totals.holding_cost),
            shortage_cost: money(totals.shortage_cost),
            cycle_service: totals.cycle_service(),
            cycles: totals.cycles,
            fill_rate: totals.fill_rate(),
            demand: totals.demand,
            sold: totals.sold,
            lost: totals.demand - totals.sold,
            average_stock: totals.average_stock,
            orders: totals.orders,
            units_ordered: totals.units_ordered,
        }
    }
}

impl Report {
    pub(super) fn new(setting: Setting, learned: &Learned) -> Report {
        let learned = (learned.periods > 0).then(|| Learning {
            periods: learned.periods,
            odds_factors: learned.odds_factors(),
            errors_assumed: learned.errors.is_assumed(),
        });
        Report {
            setting,
            totals: Totals::default(),
            limit: Totals::default(),
            periods: 0,
            stock_value: None,
            learned,
            notices: BTreeMap::new(),
        }
    }

    /// Counts the notices about a series.
    pub(super) fn notice(&mut self, notices: &[Notice]) {
        for notice in notices {
            *self.notices.entry(notice.name()).or_default() += 1;
        }
    }

    /// Series with a notice.
    pub(super) fn noticed(&self, name: &str) -> u64 {
        self.notices.get(name).copied().unwrap_or(0)
    }

    pub(super) fn add(&mut self, periods: &[Period], limit: &Totals, unit_cost: Option<f64>) {
        let totals = Totals::of(periods);
        if let Some(cost) = unit_cost {
            *self.stock_value.get_or_insert(0.0) += cost * totals.average_stock;
        }
        self.periods = self.periods.max(periods.len());
        self.totals.add(&totals);
        self.limit.add(limit);
    }

    /// Series replayed.
    pub(super) fn series(&self) -> u64 {
        self.totals.series
    }

    /// Prints it.
    pub(super) fn give(&self, as_json: bool) -> Result<(), Failure> {
        let text = if as_json { self.to_json()? } else { self.to_text() };
        say!("{}", text.trim_end());
        Ok(())
    }

    fn to_json(&self) -> Result<String, Failure> {
        let has_costs = self.setting.has_costs;
        let answer = Answer {
            setting: &self.setting,
            series: self.totals.series,
            periods: self.periods,
            result: Outcome::of(&self.totals, has_costs),
            average_stock_value: self.stock_value,
            perfect_foresight: Outcome::of(&self.limit, has_costs),
            learned: self.learned.as_ref(),
            notices: self.notices.iter().map(|(name, series)| Noticed { name, series: *series }).collect(),
        };
        let json = serde_json::to_string_pretty(&answer).map_err(|error| {
            Failure::new(
                format!("the result cannot be written: {error}"),
                "Report it with the command that was given",
            )
        })?;
        Ok(plain_json(&json).into_owned())
    }

    fn to_text(&self) -> String {
        let columns = [&self.totals, &self.limit].map(|totals| Outcome::of(totals, self.setting.has_costs));
        let Setting { policy, start, lead_time, review, unmet, .. } = &self.setting;
        let lead_time = lead_time.map_or_else(|| "of each item".to_owned(), |periods| periods.to_string());
        let series = grouped(self.totals.series);
        let mut text = format!(
            "{policy}: {series} series, up to {} periods from {start}, lead time {lead_time}, review {review}, \
             unmet demand {unmet}.\n\n",
            self.periods
        );
        let _ = writeln!(text, "{:<34}{:>16}{:>20}", "", "policy", "perfect foresight");
        let mut row = |name: &str, of: &dyn Fn(&Outcome) -> String| {
            let _ = writeln!(text, "{name:<34}{:>16}{:>20}", of(&columns[0]), of(&columns[1]));
        };
        let units = |value: f64| format!("{value:.1}");
        let money = |value: Option<f64>| value.map_or("–".to_owned(), units);
        let share =
            |value: Option<f64>| value.map_or("–".to_owned(), |share| format!("{:.1} %", 100.0 * share));
        row("cost, money", &|outcome| money(outcome.cost));
        row("  for holding", &|outcome| money(outcome.holding_cost));
        row("  for shortage", &|outcome| money(outcome.shortage_cost));
        row("cycles with all demand met", &|outcome| share(outcome.cycle_service));
        row("demand met from stock", &|outcome| share(outcome.fill_rate));
        row("demand, units", &|outcome| units(outcome.demand));
        row("not met, units", &|outcome| units(outcome.lost));
        row("average stock, units", &|outcome| units(outcome.average_stock));
        row("orders", &|outcome| grouped(outcome.orders));
        if let Some(learned) = &self.learned {
            let factors =
                learned.odds_factors.iter().map(|factor| format!("{factor:.2}")).collect::<Vec<_>>();
            let _ = writeln!(
                text,
                "\nOdds of shortage to holding cost times {} by class (rarest demand first), from {} periods before.",
                factors.join(", "),
                grouped(learned.periods as u64)
            );
        }
        text
    }
}
