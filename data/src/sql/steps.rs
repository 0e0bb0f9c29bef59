//! The steps by which an answer was computed, and what each took.

use contract::SqlStep;
use datafusion::datasource::physical_plan::FileScanConfig;
use datafusion::datasource::source::DataSourceExec;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan};
use std::fmt;
use std::sync::Arc;

use crate::catalogue::Catalogue;

/// Steps that are told at most: a plan of more is nothing that people read.
const STEPS_MAX: usize = 300;

/// Characters of a step's detail at most.
const DETAIL_CHARACTERS: usize = 300;

/// The steps of a plan that ran, the last first.
pub(super) fn steps(plan: &Arc<dyn ExecutionPlan>, catalogue: Option<&Catalogue>) -> Vec<SqlStep> {
    let mut steps = Vec::new();
    let mut ahead = vec![(0, plan)];
    while let Some((depth, plan)) = ahead.pop() {
        if steps.len() == STEPS_MAX {
            break;
        }
        steps.push(step(depth, plan, catalogue));
        ahead.extend(plan.children().into_iter().rev().map(|child| (depth + 1, child)));
    }
    steps
}

fn step(depth: u32, plan: &Arc<dyn ExecutionPlan>, catalogue: Option<&Catalogue>) -> SqlStep {
    let metrics = plan.metrics();
    let metrics = metrics.as_ref();
    // Reading files is measured under a name of its own.
    let read = metrics.and_then(|found| found.sum_by_name("time_elapsed_processing"));
    let computed = metrics.and_then(|found| found.elapsed_compute());
    let nanoseconds = computed.max(read.map(|time| time.as_usize()));
    let table = table(plan, catalogue).map(str::to_owned);
    let shown = Shown(plan.as_ref()).to_string();
    let lines = shown.lines().map(str::trim).filter(|line| is_told(plan, line));
    let detail = table.into_iter().chain(lines.map(str::to_owned)).collect::<Vec<_>>().join("; ");
    SqlStep {
        depth,
        name: plan.name().replace("Exec", ""),
        detail: shortened(detail),
        rows: metrics.and_then(|found| found.output_rows()).map(count),
        microseconds: nanoseconds.map(|time| count(time) / 1_000),
    }
}

/// Whether a line says something about the query: not how its tables are stored, that a column stays as it is, or that nothing
/// is filtered.
fn is_told(plan: &Arc<dyn ExecutionPlan>, line: &str) -> bool {
    let (name, value) = line.split_once('=').unwrap_or((line, ""));
    match name {
        "format" | "files" | "rows" | "bytes" if plan.is::<DataSourceExec>() => false,
        _ => !line.is_empty() && name != value && value != "DynamicFilter [ empty ]",
    }
}

/// The table whose files a step reads.
fn table(plan: &Arc<dyn ExecutionPlan>, catalogue: Option<&Catalogue>) -> Option<&'static str> {
    let scan = plan.downcast_ref::<DataSourceExec>()?.data_source().downcast_ref::<FileScanConfig>()?;
    let file = scan.file_groups.iter().flat_map(|group| group.files()).next()?;
    catalogue?.table_of(file.object_meta.location.as_ref())
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(DETAIL_CHARACTERS) {
        Some((end, _)) => [&text[..end], "…"].concat(),
        None => text,
    }
}

fn count(number: usize) -> u64 {
    number.try_into().unwrap_or(u64::MAX)
}

/// A step in the engine's words, a line for each thing that it says.
struct Shown<'a>(&'a dyn ExecutionPlan);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        DisplayAs::fmt_as(self.0, DisplayFormatType::TreeRender, f)
    }
}
