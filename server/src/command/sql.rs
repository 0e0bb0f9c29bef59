//! `granary sql`: a query, over the newest snapshot of a store or over nothing.

use super::excel::Excel;
use crate::failure::Failure;
use crate::sql::{Batches, Fault, Frame, Launch, Question, Worker};
use crate::table::Dialect;
use crate::table::query_rows::{self, RowForm, RowWriter};
use clap::ValueEnum;
use contract::{SqlParameters, SqlRefusal, SqlRequest, SqlStep, SqlValue};
use data::store::{MAIN_TENANT, Replacement};
use data::terminal::plain;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The query, such as "select eoq(10000, 100, 1)"; `-` reads it from standard input.
    #[arg(value_name = "SELECT …", allow_hyphen_values = true)]
    query: String,
    /// The store whose newest snapshot is queried; without it there are no tables.
    #[arg(long, value_name = "URI", env = "GRANARY_STORE")]
    store: Option<String>,
    /// The tenant's part of the store.
    #[arg(long, default_value = MAIN_TENANT)]
    tenant: String,
    /// Value of `$NAME` in the query: a number if it is one, else text; may be repeated.
    #[arg(long = "parameter", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// Format of the rows [default: by the output's extension, otherwise a table].
    #[arg(long, value_enum)]
    format: Option<RowForm>,
    /// File for the rows, written completely or not at all [default: standard output].
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    excel: Excel,
    /// Rows at most.
    #[arg(long, value_name = "ROWS")]
    row_limit: Option<u64>,
    /// Show the steps by which the engine computed the rows, with what each took, in the place of the rows.
    #[arg(long, conflicts_with_all = ["format", "output"])]
    explain: bool,
    /// Time for computing the rows, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    time_limit: u64,
    /// Memory in mebibytes; a query with less spills to disk.
    #[arg(long, value_name = "MIB", default_value_t = 4_096, value_parser = clap::value_parser!(u64).range(256..))]
    memory_limit: u64,
    /// Disk for what does not fit into memory, in mebibytes.
    #[arg(long, value_name = "MIB", default_value_t = 16_384)]
    disk_limit: u64,
}

/// Time for planning a query.
const PLANNING_MS: u64 = 30_000;

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let format = self.format()?;
        let form = (format, self.excel.dialect(format == RowForm::Csv)?);
        let request = SqlRequest {
            sql: self.query()?,
            parameters: self.parameters()?,
            row_limit: self.row_limit,
            explain: self.explain,
            ..SqlRequest::default()
        };
        let time_ms = self.time_limit.saturating_mul(1_000);
        let question = Question { over: None, request, only_shape: false, time_ms, planning_ms: PLANNING_MS };
        match self.output.as_deref() {
            _ if self.explain => self.print_steps(&question),
            None => self.print(form, &question),
            Some(path) => self.write(path, form, &question),
        }
    }

    /// Runs the query, and prints its steps in the place of its rows.
    fn print_steps(&self, question: &Question) -> Result<(), Failure> {
        let mut worker = self.worker()?;
        // If it has ended, what it says next is why.
        let _ = worker.ask(question);
        let ended = loop {
            match worker.hear() {
                Ok(Frame::End(_, steps)) => {
                    break print_tree(&steps).map_err(query_rows::Error::from).map_err(Ended::from);
                }
                Ok(Frame::Refused(refusal)) | Err(refusal) => break Err(Ended::Refused(refusal)),
                Ok(Frame::Failed(fault)) => break Err(Ended::Store(fault)),
                Ok(Frame::Holds(_) | Frame::Columns(_) | Frame::Rows(_)) => {}
            }
        };
        ended.map_err(|ended| ended.failure("standard output"))
    }

    /// The format that was asked for, checked before anything is computed.
    fn format(&self) -> Result<RowForm, Failure> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Some(path) = &self.output else { return Ok(RowForm::Table) };
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        RowForm::from_str(ending, true).map_err(|_| {
            let cause = format!("{}: the ending tells no format", path.display());
            Failure::new(cause, "Let it end with .csv, .json, .arrow or .parquet, or name one with --format")
        })
    }

    fn query(&self) -> Result<String, Failure> {
        if self.query != "-" {
            return Ok(self.query.clone());
        }
        let mut query = String::new();
        std::io::stdin().read_to_string(&mut query).map_err(|error| {
            Failure::new(format!("cannot read standard input: {error}"), "Give it the query as UTF-8 text")
        })?;
        Ok(query)
    }

    fn parameters(&self) -> Result<SqlParameters, Failure> {
        let pair = |text: &String| {
            let (name, value) = text.split_once('=').ok_or_else(|| {
                Failure::new(format!("--parameter {text} has no value"), "Write it as --parameter NAME=VALUE")
            })?;
            let number = SqlValue::of_number(value);
            Ok((name.to_owned(), number.unwrap_or_else(|| SqlValue::Text(value.to_owned()))))
        };
        let named: BTreeMap<_, _> = self.parameters.iter().map(pair).collect::<Result<_, Failure>>()?;
        Ok(SqlParameters::Named(named))
    }

    /// Asks a process of its own, so that a query that takes too much ends that one.
    fn worker(&self) -> Result<Worker, Failure> {
        if let Some(store) = &self.store {
            super::Target { store: store.clone(), tenant: self.tenant.clone() }.open()?.newest_snapshot()?;
        }
        let launch = Launch {
            store: self.store.clone().map(|store| (store, self.tenant.clone())),
            memory_bytes: self.memory_limit << 20,
            disk_bytes: self.disk_limit << 20,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
        };
        Worker::start(&launch).map_err(|error| {
            Failure::of_text(format!("cannot start a process for the query: {error}"), "Try again")
        })
    }

    fn print(&self, form: (RowForm, Dialect), question: &Question) -> Result<(), Failure> {
        let stdout = io::stdout();
        if matches!(form.0, RowForm::Arrow | RowForm::Parquet) && stdout.is_terminal() {
            return Err(Failure::new(
                "this format is not for a terminal",
                "Write it to a file with --output FILE, or choose --format csv",
            ));
        }
        match ask(self.worker()?, question, form, BufWriter::new(stdout)) {
            // Who reads has seen enough, as `head` does.
            Err(Ended::Rows(query_rows::Error::Write(error))) if error.kind() == ErrorKind::BrokenPipe => {
                Ok(())
            }
            other => other.map_err(|ended| ended.failure("standard output")),
        }
    }

    /// Writes the whole file or nothing.
    fn write(&self, path: &Path, form: (RowForm, Dialect), question: &Question) -> Result<(), Failure> {
        let worker = self.worker()?;
        let file = Replacement::create(path)?;
        let written = ask(worker, question, form, BufWriter::new(file.writer()?));
        written.map_err(|ended| ended.failure(&path.display().to_string()))?;
        Ok(file.commit()?)
    }
}

/// The steps as a tree: rows, milliseconds of all processors together, and each below the one that takes its rows.
fn print_tree(steps: &[SqlStep]) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout());
    writeln!(out, "{:>12} {:>12}  step", "rows", "ms")?;
    for step in steps {
        let rows = step.rows.map_or_else(|| "-".to_owned(), |rows| rows.to_string());
        let time =
            step.microseconds.map_or_else(|| "-".to_owned(), |time| format!("{:.1}", time as f64 / 1e3));
        let indent = step.depth as usize * 2;
        let detail =
            if step.detail.is_empty() { String::new() } else { format!(": {}", plain(&step.detail)) };
        writeln!(out, "{rows:>12} {time:>12}  {:indent$}{}{detail}", "", step.name)?;
    }
    out.flush()
}

/// Why an answer ended early.
enum Ended {
    Refused(Box<SqlRefusal>),
    Store(Fault),
    Rows(query_rows::Error),
}

impl Ended {
    fn failure(self, target: &str) -> Failure {
        match self {
            Ended::Refused(refusal) => Failure::new(refusal.to_string(), refusal.remedy),
            Ended::Store(Fault { cause, remedy: Some(remedy) }) => Failure::new(cause, remedy),
            Ended::Store(Fault { cause, remedy: None }) => {
                Failure::of_text(cause, "Look at granary snapshots for what the store holds")
            }
            Ended::Rows(error) => error.failure(target),
        }
    }
}

impl From<query_rows::Error> for Ended {
    fn from(error: query_rows::Error) -> Self {
        Ended::Rows(error)
    }
}

/// Asks a query and writes its rows as they come.
fn ask(
    mut worker: Worker,
    question: &Question,
    (form, dialect): (RowForm, Dialect),
    out: impl Write + Send,
) -> Result<(), Ended> {
    // If it has ended, what it says next is why.
    let _ = worker.ask(question);
    let (mut batches, mut out, mut writer) = (Batches::default(), Some(out), None);
    loop {
        match worker.hear().map_err(Ended::Refused)? {
            Frame::Columns(_) | Frame::Holds(_) => {}
            Frame::Rows(bytes) => {
                let rows = batches.of(bytes).map_err(query_rows::Error::from)?;
                if let (Some(schema), Some(out)) = (batches.schema(), out.take()) {
                    writer = Some(RowWriter::begin(form, dialect, &schema, out)?);
                }
                if let Some(writer) = &mut writer {
                    rows.iter().try_for_each(|batch| writer.write(batch))?;
                }
            }
            Frame::End(_, _) => break,
            Frame::Refused(refusal) => return Err(Ended::Refused(refusal)),
            Frame::Failed(fault) => return Err(Ended::Store(fault)),
        }
    }
    Ok(writer.map_or(Ok(()), RowWriter::finish)?)
}
