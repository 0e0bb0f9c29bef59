//! What an import changed, in numbers and in one line.

use crate::schema::{self, Kind, Table};

/// What an import changed in the snapshot it was made upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Id of that snapshot.
    pub base: String,
    /// The tables that the import has.
    pub tables: Vec<TableChange>,
}

/// What an import changed in one table. Its parts are days, items or the like: see [`Table::part`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableChange {
    /// Name of the table.
    pub table: &'static str,
    /// Parts that were not there.
    pub appended: Counted,
    /// Parts that were there with other rows.
    pub replaced: Counted,
    /// Parts that were there with the same rows.
    pub unchanged: Counted,
}

/// Parts of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// How many.
    pub parts: u64,
    /// Their rows before the import.
    pub rows_before: u64,
    /// Their rows after it.
    pub rows: u64,
}

impl Counted {
    pub(super) fn add(&mut self, rows_before: u64, rows: u64) {
        self.parts += 1;
        self.rows_before += rows_before;
        self.rows += rows;
    }
}

impl TableChange {
    /// True if the table stays as it is.
    pub fn is_nothing(&self) -> bool {
        self.appended.parts + self.replaced.parts == 0
    }
}

impl Change {
    /// One line: `sales: appended 30 days (2 540 rows), replaced 1 day (7 rows by 6); products: kept 12 items`.
    pub fn to_line(&self) -> String {
        self.tables.iter().map(describe).collect::<Vec<_>>().join("; ")
    }
}

fn describe(change: &TableChange) -> String {
    let parts = |count: u64| counted(count, schema::table(change.table).map_or("part", part_word));
    let mut texts = Vec::new();
    let TableChange { appended, replaced, unchanged, .. } = change;
    if appended.parts > 0 {
        texts.push(format!("appended {} ({})", parts(appended.parts), counted(appended.rows, "row")));
    }
    if replaced.parts > 0 {
        let (before, after) = (counted(replaced.rows_before, "row"), replaced.rows);
        texts.push(format!("replaced {} ({before} by {after})", parts(replaced.parts)));
    }
    if unchanged.parts > 0 {
        texts.push(format!("kept {}", parts(unchanged.parts)));
    }
    format!("{}: {}", change.table, texts.join(", "))
}

/// What a part is called, in the singular.
fn part_word(table: &Table) -> &'static str {
    match table.part {
        "sku" => "item",
        "purchase_order" => "purchase order",
        part => match table.column(part).map(|column| column.kind) {
            Some(Kind::Date | Kind::Moment) => "day",
            _ => part,
        },
    }
}

fn counted(count: u64, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_one_line() {
        let counted = |parts, rows_before, rows| Counted { parts, rows_before, rows };
        let none = Counted::default();
        let change = Change {
            base: "0".into(),
            tables: vec![
                TableChange {
                    table: "sales",
                    appended: counted(2, 0, 1),
                    replaced: counted(1, 1, 6),
                    unchanged: none,
                },
                TableChange {
                    table: "receipts",
                    appended: none,
                    replaced: none,
                    unchanged: counted(3, 4, 4),
                },
                TableChange {
                    table: "products",
                    appended: counted(1, 0, 1),
                    replaced: none,
                    unchanged: none,
                },
            ],
        };
        assert_eq!(
            change.to_line(),
            "sales: appended 2 days (1 row), replaced 1 day (1 row by 6); receipts: kept 3 purchase orders; \
             products: appended 1 item (1 row)"
        );
    }

    #[test]
    fn every_part_has_a_word() {
        let words = schema::TABLES.map(part_word);
        assert_eq!(words, ["day", "day", "item", "location", "supplier", "purchase order", "day", "day"]);
    }
}
