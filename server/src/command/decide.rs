//! `granary decide`: writes decisions down, one by options or many from a file, and lists them.

use super::Target;
use super::check::{Format, json};
use super::terminal::{plain, say, tell};
use crate::decisions::{self, EXAMPLES};
use crate::failure::Failure;
use clap::builder::PossibleValuesParser;
use contract::{Decision, DecisionKind, Entry, Published, in_force};
use data::decide::NotWritten;
use data::store::Tenant;
use planning::day::{Day, NotADay};
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What is decided.
    #[arg(value_name = "KIND", value_parser = kinds(), required_unless_present_any = ["file", "list"])]
    kind: Option<String>,
    #[command(flatten)]
    target: Target,
    /// Stock keeping unit.
    #[arg(long)]
    sku: Option<String>,
    /// Location id.
    #[arg(long, value_name = "ID")]
    location: Option<String>,
    /// First day on which it holds; of an order, the day on which it was placed or came [default: today of the publication].
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// Last day on which it holds.
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Day>,
    /// Units to order, ordered or received.
    #[arg(long)]
    units: Option<f64>,
    /// Forecast demand, units per day.
    #[arg(long, value_name = "UNITS")]
    units_per_day: Option<f64>,
    /// Change of the forecast in percent.
    #[arg(long, allow_negative_numbers = true)]
    percent: Option<f64>,
    /// Mean lead time, days.
    #[arg(long, value_name = "DAYS")]
    lead_time_days: Option<f64>,
    /// Service target, a fraction.
    #[arg(long, value_name = "FRACTION")]
    service_level: Option<f64>,
    /// The day on which a placed order is expected.
    #[arg(long, value_name = "DAY", value_parser = day)]
    arrives_on: Option<Day>,
    /// Number of the purchase order.
    #[arg(long)]
    reference: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Id of an entry whose place it takes, or that it takes back; may be repeated.
    #[arg(long, value_name = "ID")]
    supersedes: Vec<String>,
    /// Who decides.
    #[arg(long, value_name = "NAME", env = "USER", hide_env_values = true)]
    who: Option<String>,
    /// File of JSON lines, a decision each, all of which are written or none; `-` is standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["kind", "list"])]
    file: Option<PathBuf>,
    /// List everything that was decided, oldest first.
    #[arg(long, conflicts_with = "kind")]
    list: bool,
    /// Format of the list.
    #[arg(long, value_enum, default_value_t = Format::Text, requires = "list")]
    format: Format,
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|error: NotADay| error.to_string())
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(DecisionKind::ALL.map(DecisionKind::name))
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let (tenant, published) = self.target.published()?;
        if self.list {
            return self.list(&tenant, &published);
        }
        let (decisions, lines) = match &self.file {
            Some(file) => decisions::of_lines(&read(file)?)
                .map_err(|bad| failure(&format!("{}, line {}: {}", plain_path(file), bad.line, bad.problem)))?
                .into_iter()
                .unzip(),
            None => (vec![self.decision()], Vec::new()),
        };
        let who = self
            .who
            .as_deref()
            .filter(|who| !who.trim().is_empty())
            .ok_or_else(|| Failure::new("nobody is named who decides", "Name them with --who NAME"))?;
        let count = decisions.len();
        let written = data::decide::decide(&tenant, &published.derived, who, decisions);
        let written = written.map_err(|not_written| match (not_written, &self.file) {
            (NotWritten::Store(error), _) => error.into(),
            (NotWritten::Bad(place, problem), Some(file)) => {
                let line: u64 = lines.get(place).copied().unwrap_or_default();
                failure(&format!("{}, line {line}: {problem}", plain_path(file)))
            }
            (NotWritten::Bad(_, problem), None) => failure(&problem.to_string()),
        })?;
        written.iter().for_each(|entry| say!("{}", words(entry)));
        tell!("{} written, {} held already.", written.len(), count - written.len());
        if written.iter().any(|entry| entry.decision.kind.waits_for_publication()) {
            tell!("Forecasts, lead times and service targets count from the next granary publish on.");
        }
        Ok(())
    }

    fn decision(&self) -> Decision {
        let is_it = |kind: &DecisionKind| self.kind.as_deref() == Some(kind.name());
        // The parser lets no other name through.
        let kind = DecisionKind::ALL.into_iter().find(is_it).unwrap_or(DecisionKind::Withdraw);
        Decision {
            kind,
            sku: self.sku.clone(),
            location: self.location.clone(),
            from: self.from,
            until: self.until,
            units: self.units,
            units_per_day: self.units_per_day,
            percent: self.percent,
            lead_time_days: self.lead_time_days,
            service_level: self.service_level,
            arrives_on: self.arrives_on,
            reference: self.reference.clone(),
            why: self.why.clone(),
            supersedes: self.supersedes.clone(),
        }
    }

    fn list(&self, tenant: &Tenant, published: &Published) -> Result<(), Failure> {
        let entries = tenant.decision_log()?.entries;
        if self.format == Format::Json {
            say!("{}", json(&entries)?);
            return Ok(());
        }
        let held = in_force(&entries, published.publication.as_of);
        let held: BTreeSet<&str> = held.iter().map(|entry| &*entry.id).collect();
        for entry in &entries {
            let state = if held.contains(&*entry.id) { "holds" } else { "over" };
            say!("{state:<6} {}", words(entry));
        }
        tell!("{} entries, {} of them hold ({}).", entries.len(), held.len(), published.publication.as_of);
        Ok(())
    }
}

fn failure(cause: &str) -> Failure {
    Failure::new(cause, EXAMPLES)
}

fn plain_path(path: &Path) -> String {
    plain(&path.display().to_string()).to_string()
}

fn read(path: &Path) -> Result<String, Failure> {
    let failed = |error: std::io::Error| {
        Failure::of_text(format!("cannot read {}: {error}", path.display()), "Check the path")
    };
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text).map_err(failed)?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(failed)
}

/// An entry in a line.
fn words(entry: &Entry) -> String {
    let Entry { id, at, who, decision } = entry;
    let mut words =
        vec![id.clone(), at.chars().take(16).collect(), who.clone(), decision.kind.name().to_owned()];
    let mut say =
        |name: &str, value: Option<String>| words.extend(value.map(|value| format!("{name} {value}")));
    let number = |value: Option<f64>| value.map(|value| value.to_string());
    let day = |value: Option<Day>| value.map(|day| day.to_string());
    say("item", decision.sku.clone());
    say("at", decision.location.clone());
    say("units", number(decision.units));
    say("units/day", number(decision.units_per_day));
    say("percent", number(decision.percent));
    say("days", number(decision.lead_time_days));
    say("service", number(decision.service_level));
    say("arrives", day(decision.arrives_on));
    say("from", day(decision.from));
    say("until", day(decision.until));
    say("reference", decision.reference.clone());
    say("because", decision.why.clone());
    say("instead of", (!decision.supersedes.is_empty()).then(|| decision.supersedes.join(" ")));
    plain(&words.join(" · ")).to_string()
}
