//! `granary sql`: a query, over the newest snapshot of a store or over nothing.

use super::{Target, runtime};
use crate::failure::Failure;
use crate::table::query_rows::{self, RowForm};
use clap::ValueEnum;
use data::sql::Session;
use data::store::{MAIN_TENANT, Replacement};
use std::io::{BufWriter, ErrorKind, IsTerminal, Read, Write};
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
    /// Format of the rows [default: by the output's extension, otherwise a table].
    #[arg(long, value_enum)]
    format: Option<RowForm>,
    /// File for the rows, written completely or not at all [default: standard output].
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let format = self.format()?;
        let query = self.query()?;
        let runtime = runtime()?;
        runtime.block_on(async {
            let mut session = match &self.store {
                None => Session::without_tables()?,
                Some(store) => {
                    let target = Target { store: store.clone(), tenant: self.tenant.clone() };
                    Session::open(&target.open()?)?
                }
            };
            let answer = session.query(&query).await?;
            match self.output.as_deref() {
                None => self.print(format, answer).await,
                Some(path) => write(path, format, answer).await,
            }
        })
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

    async fn print(&self, format: RowForm, answer: data::sql::Answer<'_>) -> Result<(), Failure> {
        let stdout = std::io::stdout();
        if matches!(format, RowForm::Arrow | RowForm::Parquet) && stdout.is_terminal() {
            return Err(Failure::new(
                "this format is not for a terminal",
                "Write it to a file with --output FILE, or choose --format csv",
            ));
        }
        let mut writer = BufWriter::new(stdout);
        let written = query_rows::write(format, answer, &mut writer).await.and_then(|()| Ok(writer.flush()?));
        match written {
            // Who reads has seen enough, as `head` does.
            Err(query_rows::Error::Write(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(|error| error.failure("standard output")),
        }
    }
}

/// Writes the whole file or nothing.
async fn write(path: &Path, format: RowForm, answer: data::sql::Answer<'_>) -> Result<(), Failure> {
    let file = Replacement::create(path)?;
    let mut writer = BufWriter::new(file.writer()?);
    let written = query_rows::write(format, answer, &mut writer).await.and_then(|()| Ok(writer.flush()?));
    written.map_err(|error| error.failure(&path.display().to_string()))?;
    Ok(file.commit()?)
}
