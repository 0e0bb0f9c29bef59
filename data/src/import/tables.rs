//! Sources that already are tables of a snapshot: `sales.csv`, `stock.parquet`, …

mod cells;
mod datings;
mod found;
mod renamed;
mod repeats;
mod wide;

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use planning::periods::SalesPeriod;

use super::currency::{self, Currencies};
use super::files::SourceFile;
use super::mapping::Mapping;
use super::rows::TableRows;
use super::{Job, OnProgress, Phase, Prepared, PreparedTable, Progress};
use crate::error::{Error, Place, Result};
use crate::quality::relations::{Relation, relations, today};
use crate::report::{Check, NO_FILE, Report};
use crate::schema::{Column, Kind, SALES, TABLES, Table};
use crate::sorting::Sorter;
use crate::source::missing::Meaning;
use crate::source::text::listed;
use crate::source::{CHOOSE_LINE, CHOOSE_SHEET, Constant, Row, Rows, Step, file_bytes, find_column};
use cells::{Cells, describe};
use datings::Datings;
use found::Found;
use renamed::Renamed;
use repeats::{find_repeats, sorted_sql};
use wide::Wide;

/// Rows between two progress reports.
const STRIDE: u64 = 16_384;

/// Does everything except writing to the store.
pub(super) async fn prepare_tables(job: &Job<'_>, progress: OnProgress<'_>) -> Result<Prepared> {
    let mut of_table: BTreeMap<&str, Sources> = BTreeMap::new();
    for (index, file) in job.request.sources.iter().enumerate() {
        file_bytes(file.path())?;
        let (table, rows) = open(file, &job.mapping)?;
        let sources = of_table.entry(table.name).or_default();
        sources.files.push(index);
        sources.headers.extend(rows.headers().iter().map(|header| header.trim().to_ascii_lowercase()));
    }
    let sorter = Sorter::new(job.scratch, job.request.memory_bytes)?;
    let mut reading = Reading { job, counts: vec![0; job.request.sources.len()], bytes: 0, progress };
    let (mut tables, mut report) = (Vec::new(), Report::default());
    let mut staged = BTreeMap::new();
    let mut datings = Datings::begin(job);
    for table in TABLES {
        let Some(sources) = of_table.get(table.name) else {
            continue;
        };
        let currencies = Currencies::new(&job.mapping.currency);
        let mut found = Found { currencies, ..Found::default() };
        if let Some((path, columns)) = reading.table(table, sources, &mut found)? {
            sorter.register(table.name, &[&path]).await?;
            let path = datings.settle(job, &sorter, table, &mut found).await?.unwrap_or(path);
            found.repeats = find_repeats(&sorter, table, &columns).await?;
            let sql = sorted_sql(table, &columns, &found.repeats);
            tables.push(PreparedTable { table, path, sql });
            staged.insert(table.name, (columns, found.usable()));
        }
        report.rows += found.read;
        report.checks.extend(found.checks(table, &job.file_names()));
    }
    report.checks.extend(related(job, datings.row_periods().sales, &sorter, &staged).await?);
    report.checks.sort_by_key(|check| check.dimension);
    let sources = job.describe_sources(&reading.counts)?;
    let row_periods = datings.row_periods();
    Ok(Prepared { mapping: job.mapping.clone(), tables, sources, row_periods, report })
}

/// The files of one table.
#[derive(Default)]
struct Sources {
    /// Their places among the sources.
    files: Vec<usize>,
    /// Names of all their columns, in small letters.
    headers: HashSet<String>,
}

/// Checks how the tables fit together. Their date is that of the last sale or, without sales, the day of the import.
async fn related(
    job: &Job<'_>,
    period: SalesPeriod,
    sorter: &Sorter,
    staged: &BTreeMap<&str, (Vec<&str>, u64)>,
) -> Result<Vec<Check>> {
    let has =
        |table: &str, column: &str| staged.get(table).is_some_and(|(columns, _)| columns.contains(&column));
    let today = today(sorter, period, has).await?.or_else(|| job.last_day.to_string().parse().ok());
    let Some(today) = today else {
        return Ok(Vec::new());
    };
    let mut checks = Vec::new();
    for Relation { question, of, names, sql } in relations(has, today) {
        let found = sorter.facts("looking at how the tables fit together", question.id, names, &sql).await?;
        let rows = staged.get(of).map_or(0, |(_, rows)| *rows);
        checks.push(found.answer(&question, rows, &[]));
    }
    Ok(checks)
}

/// What the cells of a column mean.
fn meaning(column: &Column) -> Meaning {
    match column.name {
        _ if column.required && column.kind == Kind::Text => Meaning::Code,
        "country" => Meaning::Country,
        _ => Meaning::Other,
    }
}

/// Opens a file as a table: by what the mapping says of its name, by its own name or that of a folder that it is in, or else by
/// its columns. Its columns have the table's names.
pub(super) fn open(file: &SourceFile, mapping: &Mapping) -> Result<(&'static Table, Box<dyn Rows>)> {
    file.placed(opened(file, mapping))
}

fn opened(file: &SourceFile, mapping: &Mapping) -> Result<(&'static Table, Box<dyn Rows>)> {
    let (path, rows) = (file.path(), file.open(&mapping.reading)?);
    let whole = file.name().to_lowercase();
    let names: Vec<_> = whole.rsplit('/').chain([whole.as_str()]).collect();
    let section = |table: &Table| mapping.tables.get(table.name);
    let is_mapped =
        |name: &str| TABLES.into_iter().find(|table| section(table).is_some_and(|files| files.is_file(name)));
    let is_called = |name: &str| {
        let begins = |table: &&Table| {
            name.strip_prefix(table.name).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        };
        TABLES.into_iter().find(begins)
    };
    let by = |is: &dyn Fn(&str) -> Option<&'static Table>| names.iter().find_map(|name| is(name));
    let named = by(&is_mapped).or_else(|| by(&is_called));
    let table = named.unwrap_or(&SALES);
    let rows = match section(table) {
        None => rows,
        Some(files) => {
            let rows: Box<dyn Rows> = match table.date.filter(|_| files.wide().next().is_some()) {
                Some(date) => Box::new(Wide::new(path, rows, files, date, &mapping.missing)?),
                None => rows,
            };
            let owned = |(column, value): (&str, &str)| (column.to_owned(), value.to_owned());
            Box::new(Constant::new(Box::new(Renamed::new(rows, files)), files.constants().map(owned)))
        }
    };
    recognise(file, rows.as_ref(), table, named.is_some())?;
    Ok((table, rows))
}

/// Refuses a file that lacks columns of its table.
fn recognise(file: &SourceFile, rows: &dyn Rows, table: &Table, is_named: bool) -> Result<()> {
    let headers = rows.headers();
    let has = |column: &Column| headers.iter().any(|header| header.trim().eq_ignore_ascii_case(column.name));
    let needed = table.columns.iter().filter(|column| column.required);
    let missing: Vec<_> = needed.filter(|column| !has(column)).map(|column| column.name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let problem = match is_named {
        true => format!("is called {}, but has no column {}", table.name, missing.join(", ")),
        false => "is not a table of a snapshot".into(),
    };
    let names = TABLES.map(|table| table.name).join(", ");
    let is_header = |cells: &[String]| {
        let is_there = |column: &Column| cells.iter().any(|cell| cell.eq_ignore_ascii_case(column.name));
        table.columns.iter().filter(|column| column.required).all(is_there)
    };
    let elsewhere =
        rows.elsewhere(&is_header).map(|found| format!(". {}", found.remedy(CHOOSE_SHEET, CHOOSE_LINE)));
    let elsewhere = elsewhere.unwrap_or_default();
    Err(Error::bad(
        Place::new(file.name()),
        format!("{problem}; its columns are {}", listed(headers)),
        format!(
            "granary mapping FILE proposes which column is what, for --mapping. Or, for daily sales, name the columns date, \
             sku, location, units; call other files by their table ({names}){elsewhere}"
        ),
    ))
}

/// Reading progress over all tables.
struct Reading<'a, 'p> {
    job: &'a Job<'a>,
    /// Rows by source.
    counts: Vec<u64>,
    /// Bytes of the sources already read.
    bytes: u64,
    progress: OnProgress<'p>,
}

impl Reading<'_, '_> {
    /// Reads the files of one table into a scratch file, and also returns their columns. `None` without rows.
    fn table(
        &mut self,
        table: &'static Table,
        sources: &Sources,
        found: &mut Found,
    ) -> Result<Option<(PathBuf, Vec<&'static str>)>> {
        let has = |name: &str| sources.headers.contains(name);
        let mut staged = TableRows::new(self.job.scratch, table, has);
        let columns: Vec<_> = staged.columns().filter_map(|name| table.column(name)).collect();
        for index in &sources.files {
            let job = self.job;
            let file = &job.request.sources[*index];
            file.placed(self.file(table, &columns, *index, &mut staged, found))?;
        }
        found.refuse_share(table, self.job)?;
        let names = columns.iter().map(|column| column.name).collect();
        Ok(staged.finish()?.map(|path| (path, names)))
    }

    fn file(
        &mut self,
        table: &Table,
        columns: &[&Column],
        index: usize,
        staged: &mut TableRows,
        found: &mut Found,
    ) -> Result<()> {
        let job = self.job;
        let file = &job.request.sources[index];
        let (path, (_, mut rows)) = (file.path(), open(file, &self.job.mapping)?);
        let source = u32::try_from(index).unwrap_or(NO_FILE);
        let total = self.job.total_bytes()?;
        found.note_columns(rows.headers(), table, source);
        let selected =
            columns.iter().map(|column| find_column(path, rows.headers(), &[column.name.to_owned()]));
        let mut selected = selected.collect::<Result<Vec<_>>>()?;
        selected.push(currency::column(rows.headers()));
        found.currencies.are_named |= selected[columns.len()].is_some();
        rows.select(&selected)?;
        let cells = Cells::new(self.job, table, columns);
        let mut row = Row::default();
        loop {
            match rows.next(&mut row)? {
                Step::End => break,
                Step::Fault(reason) => found.refused.add(source, row.line, || reason.of_row()),
                Step::Row => {
                    let means =
                        |index: usize| columns.get(index).map_or(Meaning::Other, |column| meaning(column));
                    row.forget(&self.job.mapping.missing, means);
                    found.currencies.note(source, row.line, row.text(columns.len()));
                    if let Some(heading) = row.heading.as_deref().filter(|heading| heading.days > 1) {
                        found.note_heading(heading.days);
                        found.periods.add(source, row.line, || {
                            format!("{}: {}", heading.text, describe(&row, columns.len()))
                        });
                    }
                    if row.recoded {
                        found.recoded.add(source, row.line, || describe(&row, columns.len()));
                    }
                    cells.push(source, &row, staged, found)?;
                }
            }
            found.read += 1;
            self.counts[index] += 1;
            if found.read.is_multiple_of(STRIDE) {
                let done = self.bytes + rows.bytes_done();
                (self.progress)(Progress { phase: Phase::Reading, done, total });
            }
        }
        found.files += 1;
        if rows.is_unverified() {
            found.unverified.add(source, 1, || file.name().to_owned());
        }
        self.bytes += file_bytes(path)?;
        (self.progress)(Progress { phase: Phase::Reading, done: self.bytes, total });
        Ok(())
    }
}
