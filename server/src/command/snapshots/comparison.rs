//! Two snapshots side by side, for a terminal.

use crate::command::terminal::plain;
use data::quality::{Comparison, TableComparison, Totals};
use data::terminal::grouped;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// One line per figure, with its values before and after.
pub(super) fn to_text(comparison: &Comparison) -> String {
    // Writing to a String cannot fail.
    let mut text = format!("from snapshot {} to snapshot {}\n", comparison.before, comparison.after);
    for table in &comparison.tables {
        describe(&mut text, table);
    }
    text
}

fn describe(text: &mut String, table: &TableComparison) {
    let note = match (&table.before, &table.after) {
        (None, _) => "  (new)",
        (_, None) => "  (gone)",
        _ if table.same => "  (the same)",
        _ => "",
    };
    let _ = writeln!(text, "{}{note}", plain(&table.table));
    let totals = [&table.before, &table.after];
    let mut line = |name: &str, of: &dyn Fn(&Totals) -> Option<String>, change: String| {
        let [before, after] = totals.map(|totals| totals.as_ref().and_then(of));
        if before.is_none() && after.is_none() {
            return;
        }
        let shown = |value: Option<String>| value.unwrap_or_else(|| "no data".to_owned());
        let _ = writeln!(text, "  {name:<16}{:>20}{:>20}{change}", shown(before), shown(after));
    };
    line("rows", &|totals| Some(grouped(totals.rows)), String::new());
    line("first date", &|totals| totals.first_date.map(|day| day.to_string()), String::new());
    line("last date", &|totals| totals.last_date.map(|day| day.to_string()), String::new());
    let changed = table.days_changed.map_or(String::new(), |days| format!(", {days} changed"));
    let days = moved(table.days_added, table.days_removed) + &changed;
    line("days", &|totals| totals.days.map(grouped), days);
    line("items", &|totals| totals.items.map(grouped), moved(table.items_added, table.items_removed));
    let columns: BTreeSet<_> = totals.into_iter().flatten().flat_map(|totals| totals.sums.keys()).collect();
    for column in columns {
        line(column, &|totals| totals.sums.get(column).cloned(), String::new());
    }
}

fn moved(added: Option<u64>, removed: Option<u64>) -> String {
    match (added, removed) {
        (Some(added), Some(removed)) => format!("   {added} added, {removed} removed"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_side_by_side_and_what_is_not_there_is_no_data() {
        let totals = |rows, revenue: Option<&str>| Totals {
            rows,
            days: Some(2),
            items: Some(3),
            sums: revenue.map(|sum| ("revenue".to_owned(), sum.to_owned())).into_iter().collect(),
            ..Totals::default()
        };
        let table = TableComparison {
            table: "sales".into(),
            before: Some(totals(1_200, None)),
            after: Some(totals(1_300, Some("7.5000"))),
            days_added: Some(1),
            days_removed: Some(0),
            days_changed: Some(4),
            items_added: Some(2),
            items_removed: Some(1),
            ..TableComparison::default()
        };
        let gone =
            TableComparison { table: "stock".into(), before: Some(totals(1, None)), ..Default::default() };
        let text = to_text(&Comparison { before: "a".into(), after: "b".into(), tables: vec![table, gone] });
        let expected = "from snapshot a to snapshot b
sales
  rows                           1 200               1 300
  days                               2                   2   1 added, 0 removed, 4 changed
  items                              3                   3   2 added, 1 removed
  revenue                      no data              7.5000
stock  (gone)
  rows                               1             no data
  days                               2             no data
  items                              3             no data
";
        assert_eq!(text, expected);
    }
}
