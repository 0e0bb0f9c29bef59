//! The table of a backtest: one row for each method and demand class, and for all classes together.

use crate::command::forecast::class_name;
use crate::command::long::Level;
use crate::failure::Failure;
use crate::table::record_batch;
use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use data::terminal::grouped;
use planning::accuracy::{Measures, Pooled};
use planning::forecast::{Definition, DemandClass};
use std::cmp::Ordering;
use std::fmt::Write;
use std::sync::Arc;

/// Errors by class and method.
pub(super) struct Report {
    methods: Vec<&'static str>,
    levels: Vec<Level>,
    classes: Vec<Class>,
}

/// Errors over the series of one class, or over all.
struct Class {
    name: String,
    series: u64,
    errors: Vec<Pooled>,
}

/// A row of the table.
struct Row<'a> {
    class: &'a str,
    method: &'static str,
    series: u64,
    measures: Measures,
}

/// The class of all series.
const ALL: &str = "all";

impl Report {
    pub(super) fn new(methods: &[&'static Definition], levels: &[Level]) -> Report {
        let names = DemandClass::ALL.into_iter().map(class_name).chain([ALL.to_owned()]);
        let class = |name| Class { name, series: 0, errors: vec![Pooled::default(); methods.len()] };
        Report {
            methods: methods.iter().map(|method| method.name).collect(),
            levels: levels.to_vec(),
            classes: names.map(class).collect(),
        }
    }

    /// Adds a series: its errors by method.
    pub(super) fn add(&mut self, class: DemandClass, errors: &[Pooled]) {
        let name = class_name(class);
        for class in self.classes.iter_mut().filter(|class| class.name == name || class.name == ALL) {
            class.series += 1;
            class.errors.iter_mut().zip(errors).for_each(|(sum, errors)| sum.merge(errors));
        }
    }

    /// Series added.
    pub(super) fn series(&self) -> u64 {
        self.classes.last().map_or(0, |all| all.series)
    }

    /// Rows by class, the method with the smallest RMSSE first; methods without an RMSSE last.
    fn rows(&self) -> Vec<Row<'_>> {
        let mut rows = Vec::new();
        for class in self.classes.iter().filter(|class| class.series > 0) {
            let row = |(method, errors): (&&'static str, &Pooled)| Row {
                class: &class.name,
                method,
                series: class.series,
                measures: errors.measures(),
            };
            let mut of_class: Vec<Row> = self.methods.iter().zip(&class.errors).map(row).collect();
            let rank = |row: &Row| row.measures.rmsse.unwrap_or(f64::INFINITY);
            of_class.sort_by(|a, b| rank(a).partial_cmp(&rank(b)).unwrap_or(Ordering::Equal));
            rows.extend(of_class);
        }
        rows
    }

    /// Columns aligned for a terminal; an undefined measure is a dash.
    pub(super) fn to_text(&self) -> String {
        let head =
            ["class", "method", "series", "RMSSE", "MASE", "WAPE", "bias", "MAE", "RMSE", "sMAPE", "MAPE"];
        let mut lines = vec![head.map(str::to_owned).to_vec()];
        lines[0].extend(self.levels.iter().map(|level| format!("in {} %", level.name)));
        lines[0].extend((!self.levels.is_empty()).then(|| "pinball".to_owned()));
        let mut class = "";
        for row in self.rows() {
            if row.class != class {
                lines.push(Vec::new());
            }
            class = row.class;
            let m = &row.measures;
            let mut line = vec![row.class.to_owned(), row.method.to_owned(), grouped(row.series)];
            line.extend([number(m.rmsse), number(m.mase), percent(m.wape), percent(m.relative_bias)]);
            line.extend([number(m.mae), number(m.rmse), percent(m.smape), percent(m.mape)]);
            line.extend(self.levels.iter().map(|level| percent(coverage(m, level))));
            line.extend((!self.levels.is_empty()).then(|| number(m.pinball)));
            lines.push(line);
        }
        aligned(&lines)
    }

    /// The table for programs: shares are fractions, and undefined measures are missing.
    pub(super) fn to_batch(&self) -> Result<RecordBatch, Failure> {
        let rows = self.rows();
        let text = |of: fn(&Row) -> String| -> ArrayRef {
            Arc::new(rows.iter().map(of).map(Some).collect::<StringArray>())
        };
        let count = |of: fn(&Row) -> u64| -> ArrayRef {
            Arc::new(rows.iter().map(of).map(Some).collect::<UInt64Array>())
        };
        let number = |of: &dyn Fn(&Measures) -> Option<f64>| -> ArrayRef {
            Arc::new(rows.iter().map(|row| of(&row.measures)).collect::<Float64Array>())
        };
        let coverages: Vec<String> =
            self.levels.iter().map(|level| format!("coverage-{}", level.name)).collect();
        let mut columns = vec![
            ("class", text(|row| row.class.to_owned()), false),
            ("method", text(|row| row.method.to_owned()), false),
            ("series", count(|row| row.series), false),
            ("windows", count(|row| row.measures.windows), false),
            ("scaled_windows", count(|row| row.measures.scaled), false),
            ("periods", count(|row| row.measures.periods), false),
            ("mae", number(&|m| m.mae), true),
            ("rmse", number(&|m| m.rmse), true),
            ("wape", number(&|m| m.wape), true),
            ("mape", number(&|m| m.mape), true),
            ("smape", number(&|m| m.smape), true),
            ("mase", number(&|m| m.mase), true),
            ("rmsse", number(&|m| m.rmsse), true),
            ("bias", number(&|m| m.relative_bias), true),
            ("pinball", number(&|m| m.pinball), true),
        ];
        for (name, level) in coverages.iter().zip(&self.levels) {
            columns.push((name.as_str(), number(&|m| coverage(m, level)), true));
        }
        record_batch(columns)
    }
}

fn coverage(measures: &Measures, level: &Level) -> Option<f64> {
    measures.levels.iter().find(|found| found.level == level.fraction)?.coverage
}

const UNDEFINED: &str = "–";

/// Four significant digits.
fn number(value: Option<f64>) -> String {
    let Some(value) = value else { return UNDEFINED.into() };
    match value.abs() {
        0.0..10.0 => format!("{value:.3}"),
        10.0..100.0 => format!("{value:.2}"),
        100.0..1_000.0 => format!("{value:.1}"),
        1_000.0..1e9 => format!("{value:.0}"),
        _ => format!("{value:.3e}"),
    }
}

fn percent(fraction: Option<f64>) -> String {
    fraction.map_or_else(|| UNDEFINED.into(), |fraction| format!("{:.1} %", fraction * 100.0))
}

/// Cells in columns as wide as their widest: the first two to the left, numbers to the right.
fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for line in lines {
        let mut row = String::new();
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            // Writing into a text does not fail.
            let _ = match column {
                0 | 1 => write!(row, "{cell:<width$}  "),
                _ => write!(row, "{cell:>width$}  "),
            };
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use planning::accuracy::Tested;
    use planning::forecast::find;

    fn report() -> Report {
        let methods: Vec<&'static Definition> =
            ["naive", "auto"].iter().filter_map(|name| find(name)).collect();
        let mut report = Report::new(&methods, &[]);
        let errors = |mean: f64| {
            let mut errors = Pooled::default();
            errors.add(&Tested {
                history: &[1.0, 2.0, 3.0],
                season: 1,
                actual: &[4.0],
                mean: &[mean],
                intervals: &[],
            });
            errors
        };
        report.add(DemandClass::Smooth, &[errors(2.0), errors(3.0)]);
        report.add(DemandClass::Lumpy, &[errors(4.0), errors(7.0)]);
        report
    }

    #[test]
    fn classes_stand_in_order_and_the_best_method_first() {
        let report = report();
        let rows: Vec<(&str, &str, u64)> =
            report.rows().iter().map(|row| (row.class, row.method, row.series)).collect();
        let expected = [
            ("smooth", "auto", 1),
            ("smooth", "naive", 1),
            ("lumpy", "naive", 1),
            ("lumpy", "auto", 1),
            ("all", "naive", 2),
            ("all", "auto", 2),
        ];
        assert_eq!(rows, expected);
        assert_eq!(report.series(), 2);
    }

    #[test]
    fn columns_are_aligned() {
        let text = report().to_text();
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        assert!(lines[0].starts_with("class   method  series  RMSSE"), "{text}");
        assert!(lines[1].starts_with("smooth  auto         1  1.000"), "{text}");
        assert_eq!(number(Some(1234.5)), "1234");
        assert_eq!((number(None), percent(Some(-0.051))), ("–".to_owned(), "-5.1 %".to_owned()));
    }
}
