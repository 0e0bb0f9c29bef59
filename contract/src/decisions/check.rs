//! What each kind of decision needs, and what it may say besides.

use super::{Decision, DecisionKind};
use planning::bounds;
use planning::day::Day;

/// Most letters of a text in a decision.
const LETTERS_MAX: usize = 200;
/// Most units of an order, and of a day's demand.
const UNITS_MAX: f64 = 1e9;
/// Most that a forecast is raised by, in percent.
const PERCENT_MAX: f64 = 900.0;

/// Why a decision cannot be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionProblem {
    /// The field that is wrong.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

impl core::fmt::Display for DecisionProblem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "`{}` {}", self.field, self.problem)
    }
}

impl DecisionKind {
    /// Names of the fields that it needs, and of those that it may have.
    fn fields(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            DecisionKind::Skip => (&["sku", "location", "until", "why"], &["from", "supersedes"]),
            DecisionKind::OrderQuantity => {
                (&["sku", "location", "units"], &["from", "until", "why", "supersedes"])
            }
            DecisionKind::DoNotOrder => (&["sku", "location", "why"], &["from", "until", "supersedes"]),
            DecisionKind::OrderPlaced => {
                (&["sku", "location", "units", "arrives_on"], &["from", "reference", "why", "supersedes"])
            }
            DecisionKind::OrderReceived => {
                (&["sku", "location", "units", "supersedes"], &["from", "reference", "why"])
            }
            DecisionKind::Forecast => {
                (&["sku", "location", "why"], &["from", "until", "units_per_day", "percent", "supersedes"])
            }
            DecisionKind::LeadTime => {
                (&["sku", "location", "lead_time_days", "why"], &["from", "until", "supersedes"])
            }
            DecisionKind::ServiceTarget => {
                (&["sku", "location", "service_level", "why"], &["from", "until", "supersedes"])
            }
            DecisionKind::Withdraw => (&["supersedes"], &["why"]),
        }
    }
}

impl Decision {
    /// What is wrong with it, if anything is. Its day is set before.
    ///
    /// # Errors
    /// The first field that is missing, that its kind does not take, or whose value cannot be used.
    pub fn check(&self) -> Result<(), DecisionProblem> {
        let (needs, may) = self.kind.fields();
        let bad = |field: &'static str, problem: String| Err(DecisionProblem { field, problem });
        for (field, is_given) in self.given() {
            if needs.contains(&field) && !is_given {
                return bad(field, format!("is missing: `{}` needs it", self.kind.name()));
            }
            if is_given && !needs.contains(&field) && !may.contains(&field) {
                let known = [needs, may].concat().join(", ");
                return bad(field, format!("is not of `{}`, which takes {known}", self.kind.name()));
            }
        }
        for (field, text) in [
            ("sku", &self.sku),
            ("location", &self.location),
            ("reference", &self.reference),
            ("why", &self.why),
        ] {
            let Some(text) = text else { continue };
            if text.trim().is_empty()
                || text.chars().count() > LETTERS_MAX
                || text.chars().any(char::is_control)
            {
                return bad(field, format!("is 1 to {LETTERS_MAX} letters in one line"));
            }
        }
        let least_units = if self.kind == DecisionKind::OrderPlaced { f64::MIN_POSITIVE } else { 0.0 };
        let lead_time = &bounds::LEAD_TIME_DAYS;
        let service = &bounds::SERVICE_LEVEL;
        for (field, value, least, most) in [
            ("units", self.units, least_units, UNITS_MAX),
            ("units_per_day", self.units_per_day, 0.0, UNITS_MAX),
            ("percent", self.percent, -100.0, PERCENT_MAX),
            ("lead_time_days", self.lead_time_days, lead_time.min, lead_time.max),
            ("service_level", self.service_level, service.min, service.max),
        ] {
            match value {
                Some(value) if !(least..=most).contains(&value) => {
                    let least =
                        if least == f64::MIN_POSITIVE { "more than 0".to_owned() } else { least.to_string() };
                    return bad(field, format!("is {value}: it is from {least} to {most}"));
                }
                _ => {}
            }
        }
        self.check_days()?;
        if self.kind == DecisionKind::Forecast && self.units_per_day.is_some() == self.percent.is_some() {
            return bad("percent", "or `units_per_day` is given, one of the two".to_owned());
        }
        Ok(())
    }

    fn check_days(&self) -> Result<(), DecisionProblem> {
        for (field, day) in [("until", self.until), ("arrives_on", self.arrives_on)] {
            let from = self.from.unwrap_or(Day(i32::MIN));
            if let Some(day) = day.filter(|day| *day < from) {
                let problem = format!("is {day}, before {from}, the day on which it begins");
                return Err(DecisionProblem { field, problem });
            }
        }
        Ok(())
    }

    /// Every field but the kind, and whether it says something.
    fn given(&self) -> [(&'static str, bool); 13] {
        [
            ("sku", self.sku.is_some()),
            ("location", self.location.is_some()),
            ("from", self.from.is_some()),
            ("until", self.until.is_some()),
            ("units", self.units.is_some()),
            ("units_per_day", self.units_per_day.is_some()),
            ("percent", self.percent.is_some()),
            ("lead_time_days", self.lead_time_days.is_some()),
            ("service_level", self.service_level.is_some()),
            ("arrives_on", self.arrives_on.is_some()),
            ("reference", self.reference.is_some()),
            ("why", self.why.is_some()),
            ("supersedes", !self.supersedes.is_empty()),
        ]
    }
}
