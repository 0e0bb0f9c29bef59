//! What queries can name: tables, views and functions, for people and for editors that complete names.

use contract::{SqlFunction, SqlSchema, SqlTable, SqlTableColumn};
use datafusion::logical_expr::Documentation;
use datafusion::prelude::SessionContext;

use super::{Room, allowed, columns, usual};
use crate::error::Result;
use crate::functions::documents;
use crate::publish;
use crate::schema::{self, Column};
use crate::store::Manifest;

/// The names of a snapshot.
///
/// # Errors
/// The engine does not start.
pub fn names(manifest: &Manifest) -> Result<SqlSchema> {
    let held = publish::tables(manifest);
    let table = |table: &&'static schema::Table| {
        let own = held.iter().find(|summary| summary.table == table.name);
        SqlTable {
            name: table.name.to_owned(),
            row: table.row.to_owned(),
            rows: Some(own.map_or(0, |own| own.rows)),
            first: own.and_then(|own| own.first),
            last: own.and_then(|own| own.last),
            simulated: own.is_some_and(|own| own.simulated),
            columns: table.columns.iter().map(column).collect(),
        }
    };
    let view = |view: &&'static schema::View| SqlTable {
        name: view.name.to_owned(),
        row: view.row.to_owned(),
        rows: None,
        first: None,
        last: None,
        simulated: false,
        columns: view.columns.iter().map(column).collect(),
    };
    Ok(SqlSchema {
        snapshot: manifest.id.clone(),
        tables: schema::TABLES.iter().map(table).chain(schema::VIEWS.iter().map(view)).collect(),
        functions: functions(&Room::default().session()?),
    })
}

fn column(column: &Column) -> SqlTableColumn {
    SqlTableColumn {
        name: column.name.to_owned(),
        kind: columns::kind_of(column.kind),
        unit: column.unit.to_owned(),
        meaning: column.sentence(),
        nullable: !column.required,
    }
}

fn functions(context: &SessionContext) -> Vec<SqlFunction> {
    let own = documents().map(|document| SqlFunction {
        name: document.name.to_owned(),
        syntax: document.syntax(),
        about: document.about.to_owned(),
    });
    let state = context.state();
    let engine = allowed::ENGINE.iter().flat_map(|(_, names)| names.iter()).map(|name| {
        let scalar = state.scalar_functions().get(*name).and_then(|function| function.documentation());
        let aggregate =
            || state.aggregate_functions().get(*name).and_then(|function| function.documentation());
        let window = || state.window_functions().get(*name).and_then(|function| function.documentation());
        let document: Option<&Documentation> = scalar.or_else(aggregate).or_else(window);
        SqlFunction {
            name: (*name).to_owned(),
            syntax: document.map_or_else(|| format!("{name}(…)"), |document| document.syntax_example.clone()),
            about: document.map(|document| first_sentence(&document.description)).unwrap_or_default(),
        }
    });
    let usual = usual::USUAL.map(|(name, syntax, about)| SqlFunction {
        name: name.to_owned(),
        syntax: syntax.to_owned(),
        about: about.to_owned(),
    });
    own.chain(engine).chain(usual).collect()
}

fn first_sentence(text: &str) -> String {
    let line = text.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    match line.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => line,
    }
}
