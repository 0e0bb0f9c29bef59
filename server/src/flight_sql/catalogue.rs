//! What drivers ask about tables and types: the names of `GET /api/v1/sql/schema`, in the tables that the protocol wants.

use super::status::status;
use crate::refusal::Refusal;
use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use arrow_flight::error::FlightError;
use arrow_flight::sql::metadata::{XdbcTypeInfo, XdbcTypeInfoData, XdbcTypeInfoDataBuilder};
use arrow_flight::sql::{
    CommandGetCatalogs, CommandGetDbSchemas, CommandGetTableTypes, CommandGetTables, CommandGetXdbcTypeInfo,
    Nullable, Searchable, XdbcDataType,
};
use contract::{SqlSchema, SqlTable};
use data::schema::described;
use data::sql::{CATALOGUE, SCHEMA};
use std::collections::HashMap;
use std::sync::Arc;
use tonic::Status;

/// Kinds of tables.
const TABLE: &str = "TABLE";
const VIEW: &str = "VIEW";

/// What drivers show beside a column.
const REMARKS: &str = "ARROW:FLIGHT:SQL:REMARKS";

/// The only catalogue.
pub(super) fn catalogues(asked: CommandGetCatalogs) -> Result<RecordBatch, Status> {
    let mut builder = asked.into_builder();
    builder.append(CATALOGUE);
    builder.build().map_err(|error| failed(&error))
}

/// Its only schema.
pub(super) fn schemas(asked: CommandGetDbSchemas) -> Result<RecordBatch, Status> {
    let mut builder = asked.into_builder();
    builder.append(CATALOGUE, SCHEMA);
    builder.build().map_err(|error| failed(&error))
}

/// Tables and views, with their columns if they are asked for.
pub(super) fn tables(asked: CommandGetTables, names: &SqlSchema) -> Result<RecordBatch, Status> {
    let mut builder = asked.into_builder();
    for table in &names.tables {
        let kind = if table.rows.is_some() { TABLE } else { VIEW };
        let columns = columns(table);
        builder.append(CATALOGUE, SCHEMA, &table.name, kind, &columns).map_err(|error| failed(&error))?;
    }
    builder.build().map_err(|error| failed(&error))
}

/// The kinds of tables.
pub(super) fn kinds(asked: CommandGetTableTypes) -> Result<RecordBatch, Status> {
    let mut builder = asked.into_builder();
    [TABLE, VIEW].iter().for_each(|kind| builder.append(kind));
    builder.build().map_err(|error| failed(&error))
}

fn columns(table: &SqlTable) -> Schema {
    let known = described(&table.name).unwrap_or_default();
    let columns = table.columns.iter().map(|column| {
        let kind = known.iter().find(|known| known.name == column.name);
        let kind = kind.map_or(DataType::Utf8, |known| known.kind.arrow());
        let remarks = match column.unit.as_str() {
            "" => column.meaning.clone(),
            unit => format!("{} Unit: {unit}.", column.meaning),
        };
        let about = [
            (REMARKS, remarks),
            ("ARROW:FLIGHT:SQL:CATALOG_NAME", CATALOGUE.to_owned()),
            ("ARROW:FLIGHT:SQL:SCHEMA_NAME", SCHEMA.to_owned()),
            ("ARROW:FLIGHT:SQL:TABLE_NAME", table.name.clone()),
            ("ARROW:FLIGHT:SQL:IS_READ_ONLY", "1".to_owned()),
            ("unit", column.unit.clone()),
            ("meaning", column.meaning.clone()),
        ];
        let about = about.into_iter().filter(|(_, text)| !text.is_empty());
        let about: HashMap<String, String> = about.map(|(name, text)| (name.to_owned(), text)).collect();
        Field::new(&column.name, kind, column.nullable).with_metadata(about)
    });
    Schema::new(columns.collect::<Vec<_>>())
}

/// Tables of keys, which are empty: an import checks its own.
pub(super) fn primary_keys() -> RecordBatch {
    RecordBatch::new_empty(Arc::new(Schema::new(vec![
        Field::new("catalog_name", DataType::Utf8, true),
        Field::new("db_schema_name", DataType::Utf8, true),
        Field::new("table_name", DataType::Utf8, false),
        Field::new("column_name", DataType::Utf8, false),
        Field::new("key_name", DataType::Utf8, true),
        Field::new("key_sequence", DataType::Int32, false),
    ])))
}

/// The same of keys of other tables.
pub(super) fn foreign_keys() -> RecordBatch {
    RecordBatch::new_empty(Arc::new(Schema::new(vec![
        Field::new("pk_catalog_name", DataType::Utf8, true),
        Field::new("pk_db_schema_name", DataType::Utf8, true),
        Field::new("pk_table_name", DataType::Utf8, false),
        Field::new("pk_column_name", DataType::Utf8, false),
        Field::new("fk_catalog_name", DataType::Utf8, true),
        Field::new("fk_db_schema_name", DataType::Utf8, true),
        Field::new("fk_table_name", DataType::Utf8, false),
        Field::new("fk_column_name", DataType::Utf8, false),
        Field::new("key_sequence", DataType::Int32, false),
        Field::new("fk_key_name", DataType::Utf8, true),
        Field::new("pk_key_name", DataType::Utf8, true),
        Field::new("update_rule", DataType::UInt8, false),
        Field::new("delete_rule", DataType::UInt8, false),
    ])))
}

/// The types of columns.
pub(super) fn types(asked: CommandGetXdbcTypeInfo) -> Result<RecordBatch, Status> {
    let types = all_types().map_err(|error| failed(&error))?;
    asked.into_builder(&types).build().map_err(|error| failed(&error))
}

fn all_types() -> Result<XdbcTypeInfoData, FlightError> {
    let mut builder = XdbcTypeInfoDataBuilder::new();
    let quoted = Some("'");
    for (name, kind, size, quote) in [
        ("varchar", XdbcDataType::XdbcVarchar, i32::MAX, quoted),
        ("date", XdbcDataType::XdbcDate, 10, quoted),
        ("timestamp", XdbcDataType::XdbcTimestamp, 26, quoted),
        ("decimal", XdbcDataType::XdbcDecimal, 38, None),
        ("bigint", XdbcDataType::XdbcBigint, 19, None),
        ("double", XdbcDataType::XdbcDouble, 53, None),
        ("boolean", XdbcDataType::XdbcBit, 1, None),
    ] {
        builder.append(XdbcTypeInfo {
            type_name: name.to_owned(),
            data_type: kind,
            column_size: Some(size),
            literal_prefix: quote.map(str::to_owned),
            literal_suffix: quote.map(str::to_owned),
            create_params: None,
            nullable: Nullable::NullabilityNullable,
            case_sensitive: name == "varchar",
            searchable: Searchable::Full,
            unsigned_attribute: Some(false),
            fixed_prec_scale: false,
            auto_increment: Some(false),
            local_type_name: Some(name.to_owned()),
            minimum_scale: None,
            maximum_scale: None,
            sql_data_type: kind,
            datetime_subcode: None,
            num_prec_radix: None,
            interval_precision: None,
        });
    }
    builder.build()
}

fn failed(error: &FlightError) -> Status {
    tracing::error!(%error, "what a driver asks of the catalogue cannot be told");
    status(&Refusal::Internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{SqlKind, SqlTableColumn};

    #[test]
    fn columns_have_the_types_that_rows_will_have_and_say_their_units() {
        let column = |name: &str, unit: &str| SqlTableColumn {
            name: name.into(),
            kind: SqlKind::Exact,
            unit: unit.into(),
            meaning: "Units sold.".into(),
            nullable: false,
        };
        let table = SqlTable {
            name: "sales".into(),
            row: String::new(),
            rows: Some(1),
            first: None,
            last: None,
            simulated: false,
            columns: vec![column("date", ""), column("units", "units")],
        };
        let schema = columns(&table);
        assert_eq!(schema.field(0).data_type(), &DataType::Date32);
        assert_eq!(schema.field(1).data_type(), &DataType::Decimal128(18, 4));
        assert_eq!(schema.field(1).metadata()[REMARKS], "Units sold. Unit: units.");
        assert!(!schema.field(0).metadata().contains_key("unit"));
    }
}
