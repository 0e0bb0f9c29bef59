"""Asks a server by the ADBC driver of Flight SQL, as docs/flight.md shows it.

Standard input: { uri, options, query, value, table }, where the query takes one value. Standard output: what came, as JSON.
"""

import json
import sys

import adbc_driver_flightsql.dbapi as flight
import pandas
import polars

asked = json.load(sys.stdin)


def refusal(ask):
    """The kind and the text of the error that something ends with."""
    try:
        ask()
    except flight.Error as error:
        return {"kind": type(error).__name__, "said": str(error)}
    return None


def plain(table):
    """Rows of a table of Arrow, with numbers as numbers and everything else that is not text as text."""
    number = (int, float, bool, str, type(None))
    return [[cell if isinstance(cell, number) else str(cell) for cell in row.values()] for row in table.to_pylist()]


came = {}
with flight.connect(asked["uri"], db_kwargs=asked["options"], autocommit=True) as connection:
    with connection.cursor() as cursor:
        cursor.execute(asked["query"], parameters=[asked["value"]])
        came["bound"] = plain(cursor.fetch_arrow_table())
        cursor.execute(asked["query"].replace("$1", "'" + asked["value"] + "'"))
        table = cursor.fetch_arrow_table()
        came["rows"] = plain(table)
        came["units"] = {
            field.name: (field.metadata or {}).get(b"unit", b"").decode() for field in table.schema
        }
        came["shape"] = cursor.adbc_execute_schema("select sku, units from sales").names
        cursor.execute("select value from generate_series(1, 300000)")
        came["sum"] = sum(sum(batch.column(0).to_pylist()) for batch in cursor.fetch_record_batch())
        came["refused"] = [
            refusal(lambda: cursor.execute("select unts from sales")),
            refusal(lambda: cursor.execute("drop table sales")),
            refusal(lambda: cursor.executemany("insert into sales values ($1)", [["a"], ["b"]])),
            refusal(lambda: cursor.adbc_ingest("mine", table)),
        ]
    objects = connection.adbc_get_objects(depth="all").read_all().to_pylist()
    came["tables"] = {
        table["table_name"]: [column["column_name"] for column in table["table_columns"]]
        for catalogue in objects
        for schema in catalogue["catalog_db_schemas"]
        for table in schema["db_schema_tables"]
    }
    came["columns"] = connection.adbc_get_table_schema(asked["table"]).names
    came["about"] = connection.adbc_get_info()["vendor_name"]
    came["pandas"] = len(pandas.read_sql(f"select * from {asked['table']}", connection))
    came["polars"] = polars.read_database(f"select * from {asked['table']}", connection).height

print(json.dumps(came))
