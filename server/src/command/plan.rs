//! `granary plan`: reorder points, order quantities and what to order today, as a file for whoever places the orders, or
//! as one for each supplier.

/// A file for each supplier.
mod by_supplier;

use super::Target;
use super::excel::Excel;
use super::terminal::{plain, tell};
use crate::failure::Failure;
use crate::table::{Column, Dialect, Representation, TableFacts, TableWriter, publication_facts, to_json};
use crate::toml_file;
use clap::ValueEnum;
use contract::{
    BadParameter, Facts, ItemsQuery, ProposalRow, QueryString, scenario_from_query, scenario_names,
};
use data::publish;
use data::store::write_file;
use planning::bounds;
use planning::what_if::{Budget, Scenario, Spent};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Changes to the settings: service_level, lead_time_factor, order_cost and so on.
    #[arg(long, value_name = "FILE.toml")]
    scenario: Option<PathBuf>,
    /// Budget for average stock at cost, spent where it prevents most stockouts instead of by one service level.
    #[arg(long, value_name = "MONEY")]
    stock_budget: Option<f64>,
    /// Only these categories.
    #[arg(long, value_name = "NAME")]
    category: Vec<String>,
    /// Only these locations.
    #[arg(long, value_name = "ID")]
    location: Vec<String>,
    /// Only these ABC classes: A, B, C or unknown.
    #[arg(long, value_name = "CLASS")]
    class: Vec<String>,
    /// Only these XYZ classes: X, Y, Z or unknown.
    #[arg(long, value_name = "CLASS")]
    variability: Vec<String>,
    /// Only items with one of these statuses under the settings, such as stocked_out.
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// File for the plan. Its extension sets the format: .csv, .xlsx, .json, .arrow or .parquet. `-` is standard output.
    #[arg(long, value_name = "FILE", required_unless_present = "by_supplier")]
    output: Option<PathBuf>,
    /// Folder for today's order: a file for each supplier, and their sums.
    #[arg(long, value_name = "DIR")]
    by_supplier: Option<PathBuf>,
    /// Format, where the output's extension does not set it; by supplier CSV, unless it is said here.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    excel: Excel,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Csv,
    Json,
    Arrow,
    Parquet,
    Xlsx,
}

impl Format {
    fn representation(self) -> Representation {
        match self {
            Format::Csv => Representation::Csv,
            Format::Json => Representation::Json,
            Format::Arrow => Representation::Arrow,
            Format::Parquet => Representation::Parquet,
            Format::Xlsx => Representation::Xlsx,
        }
    }
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let output = match &self.output {
            Some(path) => Some((path, self.representation(path)?)),
            None => None,
        };
        let of_supplier = self.format.map_or(Representation::Csv, Format::representation);
        let of_suppliers = self.by_supplier.as_ref().map(|_| of_supplier);
        let mut written_as = output.iter().map(|(_, representation)| *representation).chain(of_suppliers);
        let dialect = self.excel.dialect(written_as.any(|one| one == Representation::Csv))?;
        let (tenant, published) = self.target.published()?;
        let facts = &published.derived.facts;
        let query = self.query()?;
        let scenario = self.scenario(facts)?;
        let assumed = (&scenario, self.stock_budget()?);
        let (rows, budget) =
            publish::proposals(&tenant, &published.publication, &published.derived, &query, assumed)?;
        if let Some(budget) = &budget {
            tell(budget, &facts.currency)?;
        }
        let table_facts = table_facts(facts, &scenario);
        if let Some((path, representation)) = output {
            give(path, &written((representation, dialect), ProposalRow::COLUMNS, &table_facts, &rows)?)?;
        }
        if let Some(folder) = &self.by_supplier {
            by_supplier::write(folder, &published, &query, &rows, ((of_supplier, dialect), &table_facts))?;
        }
        let to_order = rows.iter().filter(|row| row.proposed_order > Some(0.0)).count();
        tell!("{} item-locations planned, {to_order} of them to order today ({}).", rows.len(), facts.as_of);
        Ok(())
    }

    /// The format that was asked for, checked before anything is computed.
    fn representation(&self, output: &Path) -> Result<Representation, Failure> {
        if let Some(format) = self.format {
            return Ok(format.representation());
        }
        let ending = output.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        Representation::named(&ending.to_ascii_lowercase()).ok_or_else(|| {
            let cause = format!("{}: the ending tells no format", output.display());
            Failure::new(
                cause,
                "Let it end with .csv, .xlsx, .json, .arrow or .parquet, or name one with --format",
            )
        })
    }

    fn query(&self) -> Result<ItemsQuery, Failure> {
        let mut query = QueryString::default();
        for (name, values) in [
            ("category", &self.category),
            ("location", &self.location),
            ("class", &self.class),
            ("variability", &self.variability),
            ("status", &self.status),
        ] {
            values.iter().for_each(|value| query.push(name, value));
        }
        ItemsQuery::from_query(&query).map_err(|error: BadParameter| {
            let cause =
                format!("--{} is `{}`: {}", error.name, error.value, app::reason_in_english(&error.reason));
            Failure::new(cause, "Correct the argument, or leave it out to keep everything")
        })
    }

    fn stock_budget(&self) -> Result<Option<f64>, Failure> {
        let bound = &bounds::STOCK_BUDGET;
        let is_within = |money: &f64| (bound.min..=bound.max).contains(money);
        match self.stock_budget {
            Some(money) if !is_within(&money) => {
                let cause =
                    format!("--stock-budget is {money}: it is from {} to {} in money", bound.min, bound.max);
                Err(Failure::new(cause, "Correct the argument, or leave it out for one service level"))
            }
            money => Ok(money),
        }
    }

    /// The settings with the changes of the file.
    fn scenario(&self, facts: &Facts) -> Result<Scenario, Failure> {
        let now = facts.settings.scenario();
        let Some(path) = &self.scenario else { return Ok(now) };
        let given: BTreeMap<String, toml::Value> = toml_file::read(path)?;
        let mut query = QueryString::default();
        for (name, value) in given {
            if !scenario_names().any(|known| known == name) {
                let known = scenario_names().collect::<Vec<_>>().join(", ");
                let cause = format!("{}: there is no key `{name}` in a scenario", path.display());
                return Err(Failure::new(cause, format!("Use one of {known}")));
            }
            query.push(&name, value.as_str().unwrap_or(&value.to_string()));
        }
        scenario_from_query(&query, "", &now).map_err(|error| {
            let reason = app::reason_in_english(&error.reason);
            let cause = format!("{}: key `{}` is {}: {reason}", path.display(), error.name, error.value);
            Failure::new(cause, "Correct the value, or leave the key out to keep the setting")
        })
    }
}

/// Writes the whole file, or nothing.
fn give(output: &Path, content: &[u8]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        let cause = format!("cannot write {}: {error}", output.display());
        Failure::of_text(cause, "Check the path and the space left")
    };
    if output == Path::new("-") {
        return std::io::stdout().lock().write_all(content).map_err(failed);
    }
    let path = std::path::absolute(output).map_err(failed)?;
    Ok(write_file(&path, content)?)
}

/// Prints what a stock budget buys.
///
/// # Errors
/// A budget that is too small for the order quantities alone.
fn tell(budget: &Budget, currency: &str) -> Result<(), Failure> {
    let currency = plain(currency);
    let Budget { stock_budget, least_stock, spread, uniform, .. } = budget;
    if budget.is_too_small() {
        let cause = format!(
            "--stock-budget is {stock_budget}: orders alone take {least_stock:.0} {currency} on average"
        );
        return Err(Failure::new(cause, "Give more, or lower order quantities with a scenario's order_cost"));
    }
    let fill_rate = |spent: &Spent| 100.0 * spent.totals.fill_rate().unwrap_or(f64::NAN);
    tell!(
        "{:.0} {currency} of average stock, spent where it does most: fill rate {:.2} %; with one service level for all \
         {:.2} %.",
        spread.totals.stock_value,
        fill_rate(spread),
        fill_rate(uniform)
    );
    Ok(())
}

/// What the tables say of themselves: the publication, and the scenario as a query string.
fn table_facts(facts: &Facts, scenario: &Scenario) -> TableFacts {
    let mut query = QueryString::default();
    contract::scenario_to_query(&mut query, "", scenario, &facts.settings.scenario());
    let mut table_facts = publication_facts(facts);
    table_facts.push(("granary.scenario", query.to_string()));
    table_facts
}

fn written<R>(
    (representation, dialect): (Representation, Dialect),
    columns: &'static [Column<R>],
    table_facts: &TableFacts,
    rows: &[R],
) -> Result<Vec<u8>, Failure> {
    let table = TableWriter::new(representation, columns, table_facts.clone());
    let written = table.and_then(|table| match table {
        None => Ok(to_json(columns, rows, table_facts.clone())?),
        Some(table) => table.in_dialect(dialect).whole(rows),
    });
    written.map_err(|error| {
        Failure::new(
            format!("the plan cannot be written: {error}"),
            "Report it with the command that was given",
        )
    })
}
