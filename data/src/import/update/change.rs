//! The changes of an import, as numbers and as one line.

use crate::schema::{self, Kind};

/// The changes of an import to the snapshot that it builds on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Id of that snapshot.
    pub base: String,
    /// The tables that the import has.
    pub tables: Vec<TableChange>,
}

/// The changes of an import to one table. Its parts are days, items and so on: see [`crate::schema::Table`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableChange {
    /// Name of the table.
    pub table: &'static str,
    /// New parts.
    pub appended: Counted,
    /// Parts whose rows changed.
    pub replaced: Counted,
    /// Parts with the same rows as before.
    pub unchanged: Counted,
    /// Rows of these parts, in the import's scope, that it does not name and that stay.
    pub beside: Counted,
    /// Such rows that are removed.
    pub vanished: Counted,
    /// The column whose values are the parts.
    pub part: &'static str,
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
    /// For a table about which nothing is known yet.
    pub(super) fn none(table: &'static str, part: &'static str) -> TableChange {
        let none = Counted::default();
        let [appended, replaced, unchanged, beside, vanished] = [none; 5];
        TableChange { table, appended, replaced, unchanged, beside, vanished, part }
    }

    /// True if the table stays as it is.
    pub fn is_nothing(&self) -> bool {
        self.appended.parts + self.replaced.parts == 0
    }
}

impl Change {
    /// One line: `sales: appended 30 days (2540 rows), replaced 1 day (7 rows by 6); products: kept 12 items`.
    pub fn to_line(&self) -> String {
        self.tables.iter().map(describe).collect::<Vec<_>>().join("; ")
    }

    /// One line on the rows that vanish, or would vanish, because the import does not name them; `None` if there are
    /// none.
    pub fn vanishing(&self, is_done: bool) -> Option<String> {
        let texts = self.tables.iter().filter(|change| change.vanished.parts > 0);
        let texts: Vec<_> = texts
            .map(|change| {
                let verb = match (is_done, change.vanished.rows_before) {
                    (false, _) => "would vanish",
                    (true, 1) => "vanishes",
                    (true, _) => "vanish",
                };
                format!("{}: {} {verb}", change.table, change.others(change.vanished))
            })
            .collect();
        (!texts.is_empty()).then(|| texts.join("; "))
    }
}

impl TableChange {
    /// `3 rows of 2 days`
    fn others(&self, counted_rows: Counted) -> String {
        let rows = counted(counted_rows.rows_before, "row");
        format!("{rows} of {}", counted(counted_rows.parts, part_word(self)))
    }
}

fn describe(change: &TableChange) -> String {
    let parts = |count: u64| counted(count, part_word(change));
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
    if change.beside.parts > 0 {
        texts.push(format!("left other {} as they are", change.others(change.beside)));
    }
    if change.vanished.parts > 0 {
        texts.push(format!("took out {}", change.others(change.vanished)));
    }
    format!("{}: {}", change.table, texts.join(", "))
}

/// The name of a part, in the singular.
fn part_word(change: &TableChange) -> &'static str {
    match change.part {
        "sku" => "item",
        "purchase_order" => "purchase order",
        part => {
            match schema::table(change.table).and_then(|table| table.column(part)).map(|column| column.kind) {
                Some(Kind::Date | Kind::Moment) => "day",
                _ => part,
            }
        }
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
        let change = Change {
            base: "0".into(),
            tables: vec![
                TableChange {
                    appended: counted(2, 0, 1),
                    replaced: counted(1, 1, 6),
                    beside: counted(1, 3, 0),
                    ..TableChange::none("sales", "date")
                },
                TableChange {
                    replaced: counted(2, 9, 8),
                    vanished: counted(1, 1, 0),
                    ..TableChange::none("stock", "date")
                },
                TableChange {
                    unchanged: counted(3, 4, 4),
                    ..TableChange::none("receipts", "purchase_order")
                },
                TableChange { appended: counted(1, 0, 1), ..TableChange::none("products", "sku") },
            ],
        };
        assert_eq!(
            change.to_line(),
            "sales: appended 2 days (1 row), replaced 1 day (1 row by 6), left other 3 rows of 1 day as they are; \
             stock: replaced 2 days (9 rows by 8), took out 1 row of 1 day; receipts: kept 3 purchase orders; \
             products: appended 1 item (1 row)"
        );
        assert_eq!(change.vanishing(true).as_deref(), Some("stock: 1 row of 1 day vanishes"));
        assert_eq!(change.vanishing(false).as_deref(), Some("stock: 1 row of 1 day would vanish"));
    }

    #[test]
    fn every_part_has_a_word() {
        let words = |part: fn(&schema::Table) -> &'static str| {
            schema::TABLES.map(|table| part_word(&TableChange::none(table.name, part(table))))
        };
        let days = ["day", "day", "item", "location", "supplier", "purchase order", "day", "day"];
        assert_eq!(words(|table| table.part), days);
        assert_eq!(words(|table| table.named[0])[..7], days[..7]);
        assert_eq!(words(|table| table.named[0])[7], "order");
    }
}
