//! What a mapping says of files that are tables of a snapshot under other names.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Reader, matches_glob};
use crate::error::{Error, Place, Result};
use crate::import::period::is_period_format;
use crate::schema::{Kind, TABLES, Table};

/// The section `[tables.NAME]` of a mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TableFiles {
    /// Patterns of file names, besides those that begin with the table's name.
    files: Vec<String>,
    /// The names that files have for columns of the table.
    columns: BTreeMap<String, Vec<String>>,
    /// Columns that have the same value in each row, and their values.
    constants: BTreeMap<String, String>,
    /// Columns of the table whose values stand in a column for each period, and how these columns are headed.
    wide: BTreeMap<String, String>,
}

impl TableFiles {
    /// True if a file of this name has the table.
    pub(in crate::import) fn is_file(&self, name: &str) -> bool {
        self.files.iter().any(|pattern| matches_glob(pattern, name))
    }

    /// The column of the table that a file calls so; case and surrounding blanks do not matter.
    pub(in crate::import) fn column_of(&self, header: &str) -> Option<&str> {
        let header = header.trim().to_lowercase();
        let is_it = |name: &String| name.trim().to_lowercase() == header;
        self.columns.iter().find(|(_, names)| names.iter().any(is_it)).map(|(column, _)| column.as_str())
    }

    /// Columns with the same value in each row, and their values.
    pub(in crate::import) fn constants(&self) -> impl Iterator<Item = (&str, &str)> {
        self.constants.iter().map(|(column, value)| (column.as_str(), value.as_str()))
    }

    /// Columns of the table whose values stand in a column for each period, and how these columns are headed.
    pub(in crate::import) fn wide(&self) -> impl Iterator<Item = (&str, &str)> {
        self.wide.iter().map(|(column, format)| (column.as_str(), format.as_str()))
    }

    /// Refuses names that no table and no column has.
    fn check(&self, table: &Table, reader: &Reader) -> Result<()> {
        let names = self.columns.keys().chain(self.constants.keys()).chain(self.wide.keys());
        for name in names {
            if table.column(name).is_none() {
                let known: Vec<_> = table.columns.iter().map(|column| column.name).collect();
                return Err(reader.bad_table(
                    table.name,
                    format!("{name} is not a column of {}", table.name),
                    format!("Its columns are {}", known.join(", ")),
                ));
            }
        }
        for (column, format) in &self.wide {
            let is_text = table.column(column).is_some_and(|column| column.kind == Kind::Text);
            if table.date.is_none() || table.date == Some(column) || is_text {
                return Err(reader.bad_table(
                    table.name,
                    format!("{column} has no value for each period"),
                    "Name a column of numbers of sales or stock, such as units".into(),
                ));
            }
            if !is_period_format(format) {
                return Err(reader.bad_table(
                    table.name,
                    format!("wide.{column} {format:?} is not the format of a day, week, month or year"),
                    "Write it as in %Y-%m, or KW %V/%G for weeks".into(),
                ));
            }
        }
        match self.constants.keys().find(|name| self.columns.contains_key(*name)) {
            None => Ok(()),
            Some(name) => Err(reader.bad_table(
                table.name,
                format!("{name} is among columns and among constants"),
                format!("Leave {name} in one of them"),
            )),
        }
    }
}

impl Reader<'_> {
    /// Checks the sections of all tables.
    pub(super) fn tables(&self, tables: &BTreeMap<String, TableFiles>) -> Result<()> {
        for (name, files) in tables {
            let Some(table) = TABLES.into_iter().find(|table| table.name == name) else {
                let known = TABLES.map(|table| table.name).join(", ");
                return Err(self.bad_table(name, "is not a table".into(), format!("Tables are {known}")));
            };
            files.check(table, self)?;
        }
        Ok(())
    }

    fn bad_table(&self, table: &str, problem: String, remedy: String) -> Error {
        let section = format!("[tables.{table}");
        let line = self.text.lines().position(|line| line.trim_start().starts_with(&section));
        let place = Place::new(self.name);
        let place = line.map_or(place.clone(), |line| place.line(1 + line as u64));
        Error::bad(place.column(format!("{section}]")), problem, remedy)
    }
}
