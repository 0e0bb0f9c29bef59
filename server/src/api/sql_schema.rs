//! `GET /api/v1/sql/schema`: what queries can name.

use super::endpoint::{AboutEndpoint, Endpoint, FunctionOf};
use crate::table::{Column, flag, text};
use contract::{SqlSchema, SqlTableColumn};

/// A column of a table.
pub(super) struct NamedColumn {
    table: String,
    column: SqlTableColumn,
}

pub(super) const ENDPOINT: Endpoint<SqlSchema, NamedColumn> = Endpoint {
    about: AboutEndpoint {
        name: "sql/schema",
        summary: "Tables, columns and functions that a query can name",
        details: "With units and meanings, the rows and dates of each table, and which are simulated.",
        row: "column of a table",
        parameters: &[],
        function_of: FunctionOf::Publication,
        refuses: &[],
    },
    answer: |asked| Ok((*asked.shelf.names(asked.served)?).clone()),
    rows,
    columns: &COLUMNS,
    paging: None,
};

fn rows(schema: SqlSchema) -> Vec<NamedColumn> {
    let columns = schema.tables.into_iter().flat_map(|table| {
        let name = table.name;
        table.columns.into_iter().map(move |column| NamedColumn { table: name.clone(), column })
    });
    columns.collect()
}

const COLUMNS: [Column<NamedColumn>; 5] = [
    text("table", "Name of the table", |row| Some(&row.table)),
    text("column", "Name of the column", |row| Some(&row.column.name)),
    text("unit", "Unit of its values", |row| Some(&row.column.unit)),
    text("meaning", "What a value means", |row| Some(&row.column.meaning)),
    flag("nullable", "Whether values can be missing", |row| Some(row.column.nullable)),
];
