//! How the rows of an import's sales and stock are dated. Rows of a week or month are moved to its last day, at whose end stock
//! is counted, too.

use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Date32Array, RecordBatch};
use arrow::datatypes::{Date32Type, Int32Type};
use futures::StreamExt;
use planning::day::Day;
use planning::month_day::MonthDay;
use planning::periods::SalesPeriod;

use super::found::Found;
use crate::error::{Error, Place, Result};
use crate::import::Job;
use crate::import::dating::{Dating, STRAYS_MAX, strays, usual_weekday};
use crate::report::{Fact, NO_FILE, Shown, Tally};
use crate::schema::{SALES, STOCK, Table};
use crate::scratch::ScratchFile;
use crate::sorting::{Sorter, column};
use crate::store::RowPeriods;

/// How the rows of an import's sales and stock are dated.
#[derive(Default)]
pub(super) struct Datings {
    sales: Dating,
    is_stock_alike: bool,
    /// Dates of sales as the files have them.
    dates: Vec<Day>,
}

impl Datings {
    /// What the snapshot is to say of its rows.
    pub(super) fn row_periods(&self) -> RowPeriods {
        match self.sales.period {
            SalesPeriod::Day => RowPeriods::default(),
            sales => RowPeriods {
                sales,
                last_weekday: self.sales.last_weekday,
                is_stock_alike: self.is_stock_alike,
            },
        }
    }

    /// Those of an import upon a snapshot, before anything is read.
    pub(super) fn begin(job: &Job<'_>) -> Datings {
        let Some(stored) = job.stored else { return Datings::default() };
        let sales = Dating { period: stored.rows.sales, last_weekday: stored.rows.last_weekday };
        Datings { sales, is_stock_alike: stored.rows.is_stock_alike, dates: Vec::new() }
    }

    /// Finds out how the rows of a table are dated, and moves them to the last days of their periods. Returns the file that has
    /// them then, if it is another.
    pub(super) async fn settle(
        &mut self,
        job: &Job<'_>,
        sorter: &Sorter,
        table: &Table,
        found: &mut Found,
    ) -> Result<Option<PathBuf>> {
        if table.name == SALES.name {
            self.dates = dates(sorter, table).await?;
            self.sales = decide(job, &self.dates, found)?;
        } else if table.name == STOCK.name && !job.stored.is_some_and(|stored| stored.has_stock) {
            self.is_stock_alike = self.is_alike(&dates(sorter, table).await?);
        }
        let is_moved = table.name == SALES.name || table.name == STOCK.name && self.is_stock_alike;
        if !is_moved || self.sales.period == SalesPeriod::Day {
            return Ok(None);
        }
        found.periods = Tally::default();
        moved(job, sorter, table, self.sales).await
    }

    /// Whether stock is dated as sales are: on the same dates, or at least two of them, all with the day of the week or month
    /// that sales have, and none later than these.
    fn is_alike(&self, stock: &[Day]) -> bool {
        let (Some(last_sale), Some(last_stock)) = (self.dates.last(), stock.last()) else { return false };
        if stock.iter().all(|day| self.dates.binary_search(day).is_ok()) {
            return true;
        }
        let (weekday, _) = usual_weekday(&self.dates);
        let (month_day, _) = MonthDay::of_most(self.dates.iter().copied());
        let is_on_it = |day: &Day| match self.sales.period {
            SalesPeriod::Day => false,
            SalesPeriod::Week => day.since_monday() == i32::from(weekday),
            SalesPeriod::Month => month_day.in_month(day.month_number()) == Some(*day),
        };
        stock.len() > 1 && last_stock <= last_sale && stock.iter().all(is_on_it)
    }
}

/// How sales are dated: as told, as in the snapshot, as headings of columns say, or as dates show.
fn decide(job: &Job<'_>, days: &[Day], found: &mut Found) -> Result<Dating> {
    let shown = match found.headed.filter(|_| found.periods.affected == found.read) {
        Some(period) => Dating::told(period, None, days),
        None => Dating::of(days),
    };
    let told = job.request.period.or(job.mapping.sales.period);
    let dating = match (job.stored, told) {
        (Some(stored), Some(told)) if stored.rows.sales != told => {
            return Err(Error::bad(
                Place::new("sales"),
                format!(
                    "are told to be by {}, but those of the snapshot are by {}",
                    told.name(),
                    stored.rows.sales.name()
                ),
                "Say nothing, or begin anew with all files and --fresh",
            ));
        }
        (Some(stored), _) if stored.rows.sales == SalesPeriod::Day => {
            if shown.period != SalesPeriod::Day {
                say(found, "stored_days", days, shown);
            }
            return Ok(Dating::default());
        }
        (Some(stored), _) => {
            let dating = Dating { period: stored.rows.sales, last_weekday: stored.rows.last_weekday };
            refuse_days(dating, days)?;
            return Ok(dating);
        }
        (None, Some(told)) => Dating::told(told, job.mapping.sales.dated, days),
        (None, None) => shown,
    };
    let how = match (told.is_some(), dating.period) {
        (_, SalesPeriod::Day) => return Ok(dating),
        (true, SalesPeriod::Week) => "weeks_told",
        (true, SalesPeriod::Month) => "months_told",
        (false, SalesPeriod::Week) => "weeks_found",
        (false, SalesPeriod::Month) => "months_found",
    };
    say(found, how, days, dating);
    Ok(dating)
}

/// Refuses sales of single days, where those of the snapshot are by week or month: a part of a period would take the place of
/// the whole.
fn refuse_days(dating: Dating, days: &[Day]) -> Result<()> {
    let mut ends: Vec<Day> = days.iter().map(|day| dating.last_day(*day)).collect();
    ends.dedup();
    if days.len() - ends.len() <= STRAYS_MAX {
        return Ok(());
    }
    let name = dating.period.name();
    Err(Error::bad(
        Place::new("sales"),
        format!(
            "have {} dates in {} {name}s, where those of the snapshot are by {name}",
            days.len(),
            ends.len()
        ),
        format!("Give one row for each {name}, or begin anew with all files and --fresh"),
    ))
}

/// Notes what a row is, and what shows it.
fn say(found: &mut Found, how: &'static str, days: &[Day], dating: Dating) {
    let strays = strays(dating.period, days);
    let last = days.last().map_or(String::new(), |day| dating.last_day(*day).to_string());
    let counted =
        [("dates", (days.len() - strays).to_string()), ("strays", strays.to_string()), ("last", last)];
    let text = format!("{how}, {} dates", days.len());
    found.dated.add(NO_FILE, 0, || Shown::new(String::new(), Fact::new(how, counted), text));
    found.are_days_stored = how == "stored_days";
}

/// Dates of a table in their order.
async fn dates(sorter: &Sorter, table: &Table) -> Result<Vec<Day>> {
    const DOING: &str = "looking at dates";
    let sql = format!(
        "SELECT CAST(date AS INT) AS day FROM {} WHERE date IS NOT NULL GROUP BY date ORDER BY date",
        table.name
    );
    let (mut batches, mut dates) = (sorter.query(DOING, &sql).await?, Vec::new());
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(Error::engine(DOING))?;
        let days = column(&batch, "day", |array| array.as_primitive_opt::<Int32Type>())?;
        dates.extend(days.values().iter().map(|day| Day(*day)));
    }
    Ok(dates)
}

/// The rows with the last days of their periods as dates, in another file, which takes the place of the table.
async fn moved(job: &Job<'_>, sorter: &Sorter, table: &Table, dating: Dating) -> Result<Option<PathBuf>> {
    const DOING: &str = "dating rows";
    let mut file = ScratchFile::new(job.scratch, &format!("{}-by-{}", table.name, dating.period.name()));
    let mut batches = sorter.query(DOING, &format!("SELECT * FROM {}", table.name)).await?;
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(Error::engine(DOING))?;
        let dates = column(&batch, "date", |array| array.as_primitive_opt::<Date32Type>())?;
        let last_days: Date32Array =
            dates.iter().map(|day| day.map(|day| dating.last_day(Day(day)).0)).collect();
        let place = batch.schema().index_of("date").map_err(Error::engine(DOING))?;
        let mut columns = batch.columns().to_vec();
        columns[place] = Arc::new(last_days) as ArrayRef;
        file.write(&RecordBatch::try_new(batch.schema(), columns).map_err(Error::engine(DOING))?)?;
    }
    let path = file.finish()?;
    if let Some(path) = &path {
        sorter.register(table.name, &[path]).await?;
    }
    Ok(path)
}
