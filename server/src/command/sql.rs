//! `granary sql`: a query, over the newest snapshot of a store or over nothing.

use crate::failure::Failure;
use crate::sql::{Batches, Fault, Frame, Launch, Question, Worker};
use crate::table::query_rows::{self, RowForm, RowWriter};
use clap::ValueEnum;
use contract::{SqlParameters, SqlRefusal, SqlRequest, SqlValue};
use data::store::{MAIN_TENANT, Replacement};
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
    /// Rows at most.
    #[arg(long, value_name = "ROWS")]
    row_limit: Option<u64>,
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
        let request =
            SqlRequest { sql: self.query()?, parameters: self.parameters()?, row_limit: self.row_limit };
        let time_ms = self.time_limit.saturating_mul(1_000);
        let question = Question { over: None, request, time_ms, planning_ms: PLANNING_MS };
        match self.output.as_deref() {
            None => self.print(format, &question),
            Some(path) => self.write(path, format, &question),
        }
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

    fn print(&self, format: RowForm, question: &Question) -> Result<(), Failure> {
        let stdout = io::stdout();
        if matches!(format, RowForm::Arrow | RowForm::Parquet) && stdout.is_terminal() {
            return Err(Failure::new(
                "this format is not for a terminal",
                "Write it to a file with --output FILE, or choose --format csv",
            ));
        }
        match ask(self.worker()?, question, format, BufWriter::new(stdout)) {
            // Who reads has seen enough, as `head` does.
            Err(Ended::Rows(query_rows::Error::Write(error))) if error.kind() == ErrorKind::BrokenPipe => {
                Ok(())
            }
            other => other.map_err(|ended| ended.failure("standard output")),
        }
    }

    /// Writes the whole file or nothing.
    fn write(&self, path: &Path, format: RowForm, question: &Question) -> Result<(), Failure> {
        let worker = self.worker()?;
        let file = Replacement::create(path)?;
        let written = ask(worker, question, format, BufWriter::new(file.writer()?));
        written.map_err(|ended| ended.failure(&path.display().to_string()))?;
        Ok(file.commit()?)
    }
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
fn ask(mut worker: Worker, question: &Question, form: RowForm, out: impl Write + Send) -> Result<(), Ended> {
    // If it has ended, what it says next is why.
    let _ = worker.ask(question);
    let (mut batches, mut out, mut writer) = (Batches::default(), Some(out), None);
    loop {
        match worker.hear().map_err(Ended::Refused)? {
            Frame::Columns(_) | Frame::Holds(_) => {}
            Frame::Rows(bytes) => {
                let rows = batches.of(bytes).map_err(query_rows::Error::from)?;
                if let (Some(schema), Some(out)) = (batches.schema(), out.take()) {
                    writer = Some(RowWriter::begin(form, &schema, out)?);
                }
                if let Some(writer) = &mut writer {
                    rows.iter().try_for_each(|batch| writer.write(batch))?;
                }
            }
            Frame::Cost(_) => break,
            Frame::Refused(refusal) => return Err(Ended::Refused(refusal)),
            Frame::Failed(fault) => return Err(Ended::Store(fault)),
        }
    }
    Ok(writer.map_or(Ok(()), RowWriter::finish)?)
}
