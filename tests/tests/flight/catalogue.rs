//! What drivers ask before they ask for rows: tables, columns, types, and what the server does.

use crate::driver::{Driver, texts};
use crate::{serve, store};
use arrow::array::AsArray;
use arrow::datatypes::{DataType, Schema};
use arrow_flight::IpcMessage;
use arrow_flight::sql::{
    CommandGetCatalogs, CommandGetDbSchemas, CommandGetExportedKeys, CommandGetPrimaryKeys,
    CommandGetSqlInfo, CommandGetTableTypes, CommandGetTables, CommandGetXdbcTypeInfo, SqlInfo,
};

#[test]
fn tables_and_columns_are_those_of_the_schema() {
    let store = store();
    let (server, address) = serve(&store, "");
    let mut driver = Driver::to(&address);
    let schema = server.get("/api/v1/sql/schema").json();
    let known = schema["tables"].as_array().expect("tables");
    let asked = CommandGetTables { include_schema: true, ..CommandGetTables::default() };
    let (_, rows) = driver.answer(&asked).expect("tables");
    assert_eq!(rows.iter().map(arrow::array::RecordBatch::num_rows).sum::<usize>(), known.len());
    for batch in &rows {
        let names = batch["table_name"].as_string::<i32>();
        let columns = batch["table_schema"].as_binary::<i32>();
        for row in 0..batch.num_rows() {
            let name = names.value(row);
            let table = known.iter().find(|table| table["name"] == name).expect(name);
            let columns = Schema::try_from(IpcMessage(columns.value(row).to_vec().into())).expect("columns");
            let expected = table["columns"].as_array().expect("columns");
            assert_eq!(columns.fields().len(), expected.len(), "{name}");
            // As a driver writes it, with every name in quotes.
            let listed: Vec<String> =
                columns.fields().iter().map(|field| format!("\"{}\"", field.name())).collect();
            let sql = format!("select {} from \"granary\".\"public\".\"{name}\"", listed.join(", "));
            let answered = driver.query(&format!("{sql} limit 1")).expect(&sql);
            for (column, (field, expected)) in columns.fields().iter().zip(expected).enumerate() {
                assert_eq!(expected["name"], field.name().as_str(), "{name}");
                assert_eq!(field.metadata()["meaning"], expected["meaning"].as_str().expect("text"));
                let comes = answered.first().map(|batch| batch.schema().field(column).data_type().clone());
                // A view may count in a smaller type than the dictionary says.
                let alike = |kind: &DataType| {
                    kind == field.data_type() || (kind.is_numeric() && field.data_type().is_numeric())
                };
                assert!(comes.as_ref().is_none_or(alike), "{name}.{}: {comes:?}", field.name());
            }
        }
    }
    let views = CommandGetTables {
        table_types: vec!["VIEW".to_owned()],
        table_name_filter_pattern: Some("kpi%".to_owned()),
        ..CommandGetTables::default()
    };
    let (_, views) = driver.answer(&views).expect("views");
    let names: Vec<_> = texts(&views).into_iter().map(|row| row[2].clone().expect("a name")).collect();
    assert_eq!(names, ["kpi_day", "kpi_period"]);
}

#[test]
fn a_driver_learns_that_nothing_is_written_here() {
    let store = store();
    let (_server, address) = serve(&store, "");
    let mut driver = Driver::to(&address);
    let first = |rows: Vec<arrow::array::RecordBatch>| texts(&rows);
    let of = |text: &str| Some(text.to_owned());
    assert_eq!(first(driver.answer(&CommandGetCatalogs {}).expect("catalogues").1), [[of("granary")]]);
    let schemas = driver.answer(&CommandGetDbSchemas::default()).expect("schemas").1;
    assert_eq!(first(schemas), [[of("granary"), of("public")]]);
    let kinds = driver.answer(&CommandGetTableTypes {}).expect("kinds").1;
    assert_eq!(first(kinds), [[of("TABLE")], [of("VIEW")]]);
    let only_reads = CommandGetSqlInfo { info: vec![SqlInfo::FlightSqlServerReadOnly as u32] };
    let about = first(driver.answer(&only_reads).expect("about").1);
    assert!(
        about.len() == 1 && about[0][1].as_deref().is_some_and(|said| said.contains("true")),
        "{about:?}"
    );
    let all = driver.answer(&CommandGetSqlInfo::default()).expect("about").1;
    assert!(all[0].num_rows() > 40);
    let types = first(driver.answer(&CommandGetXdbcTypeInfo::default()).expect("types").1);
    assert_eq!(types.len(), 7);
    let keys = CommandGetPrimaryKeys { table: "sales".to_owned(), ..CommandGetPrimaryKeys::default() };
    assert!(first(driver.answer(&keys).expect("keys").1).is_empty());
    let keys = CommandGetExportedKeys { table: "sales".to_owned(), ..CommandGetExportedKeys::default() };
    assert!(first(driver.answer(&keys).expect("keys").1).is_empty());
    let request = driver.request(arrow_flight::Empty {});
    let actions = driver.run(|mut client| async move {
        let mut actions = client.list_actions(request).await.expect("actions").into_inner();
        let mut names = Vec::new();
        while let Some(action) = actions.message().await.expect("an action") {
            names.push(action.r#type);
        }
        names
    });
    assert_eq!(actions, ["CreatePreparedStatement", "ClosePreparedStatement"]);
}
