//! Documentation of the functions, for the engine and for `docs/sql-functions.md`.

use std::fmt::Write as _;

use datafusion::logical_expr::{DocSection, Documentation};

use super::{AGGREGATES, FUNCTIONS, Parameter};

/// A function as users see it.
#[derive(Debug)]
pub struct Document {
    /// Name.
    pub name: &'static str,
    /// What it computes, with unit and source.
    pub about: &'static str,
    /// Parameters, in order.
    pub(super) parameters: &'static [Parameter],
    /// Number of parameters at the end that may be left out.
    pub(super) optional: usize,
    /// What it returns.
    pub(super) returns: &'static str,
    /// Queries with their results; a test runs them.
    pub examples: &'static [Example],
}

/// A query with its result.
#[derive(Debug)]
pub struct Example {
    /// The query.
    pub sql: &'static str,
    /// Its rows, one per line, cells separated by ` | `.
    pub result: &'static str,
}

const SECTION: DocSection = DocSection { include: true, label: "Inventory", description: None };

impl Document {
    /// How it is called: `abc_class(share_before [, a [, b]])`.
    pub fn syntax(&self) -> String {
        let mut syntax = format!("{}(", self.name);
        let required = self.parameters.len() - self.optional;
        for (position, parameter) in self.parameters.iter().enumerate() {
            let comma = if position == 0 { "" } else { ", " };
            let open = if position >= required { " [" } else { "" };
            let _ = write!(syntax, "{open}{comma}{}", parameter.name);
        }
        syntax + &"]".repeat(self.optional) + ")"
    }

    pub(super) fn for_engine(&self) -> Documentation {
        let mut builder = Documentation::builder(SECTION, self.about, self.syntax());
        for parameter in self.parameters {
            builder = builder.with_argument(parameter.name, parameter.about);
        }
        if let Some(example) = self.examples.first() {
            builder = builder.with_sql_example(example.sql);
        }
        builder.build()
    }

    fn write(&self, page: &mut String) {
        // Writing to a String cannot fail.
        let _ = write!(page, "\n## {}\n\n`{}` → {}\n\n", self.name, self.syntax(), self.returns);
        let _ = write!(page, "{}\n\n| argument | meaning | must be |\n|---|---|---|\n", self.about);
        for Parameter { name, about, takes } in self.parameters {
            let _ = writeln!(page, "| `{name}` | {about} | {} |", takes.phrase());
        }
        for Example { sql, result } in self.examples {
            let _ = write!(page, "\n```sql\n{sql}\n```\n```text\n{result}\n```\n");
        }
    }
}

/// Every function, in the order of the page.
pub fn documents() -> impl Iterator<Item = &'static Document> {
    FUNCTIONS.into_iter().map(|f| &f.document).chain(AGGREGATES.into_iter().map(|(document, _)| document))
}

/// What `docs/sql-functions.md` says of them.
pub(crate) fn page() -> String {
    let mut page = String::from(
        "# SQL functions\n\n\
         Inventory formulas in SQL, generated from `data/src/functions/` and `data/src/sql/allowed.rs` (a test compares \
         them and runs the examples). They are the functions of `planning` that pages and the API use; [formulas.md](formulas.md) has \
         their definitions. `granary sql \"SELECT …\"` runs them, with `--store` over the tables of the \
         [data dictionary](data-dictionary.md).\n\n\
         Arguments are numbers of any type, single values or columns, in order or by name \
         (`eoq(demand => 10000, order_cost => 100, holding_cost => 1)`). NULL in any argument gives NULL. A value for \
         which the formula has no meaning is refused, with the name of the argument. Probabilities are fractions: \
         0.95, not 95. A period is whatever the demand is counted in, the same in all arguments of a call.\n",
    );
    documents().for_each(|document| document.write(&mut page));
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::{Room, Session};
    use arrow::util::display::{ArrayFormatter, FormatOptions};
    use contract::SqlParameters;

    #[tokio::test]
    async fn every_function_has_an_example_that_gives_what_it_says() {
        let mut session = Session::without_tables(&Room::default()).unwrap();
        for document in documents() {
            assert!(!document.examples.is_empty(), "{}", document.name);
            for Example { sql, result } in document.examples {
                let batches =
                    session.query(sql, &SqlParameters::default()).await.unwrap().collect().await.unwrap();
                let options = FormatOptions::default().with_null("NULL");
                let mut rows = Vec::new();
                for batch in &batches {
                    let columns: Vec<_> = batch
                        .columns()
                        .iter()
                        .map(|column| ArrayFormatter::try_new(column, &options).unwrap())
                        .collect();
                    let cells = |row| columns.iter().map(|c| c.value(row).to_string()).collect::<Vec<_>>();
                    rows.extend((0..batch.num_rows()).map(|row| cells(row).join(" | ")));
                }
                assert_eq!(rows.join("\n"), *result, "{sql}");
            }
        }
    }
}
