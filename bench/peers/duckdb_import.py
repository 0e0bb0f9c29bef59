"""What DuckDB does with the files that `granary import` and `granary publish` read: read, add up, sort, write."""

import sys
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent


def main():
    task, out, *sources = sys.argv[1:]
    Path(out).mkdir(exist_ok=True)
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    connection.execute(f"set temp_directory = '{out}/spilled'")
    if task == "sums":
        sums(connection, out)
        return
    if task == "lines":
        sys.path.insert(0, str(HERE.parent))
        from publish import order_lines

        rows = order_lines([Path(source) for source in sources])
        products = "select distinct sku, 'all' as category from sales"
    else:
        rows = f"select date, sku, location, units from read_parquet('{sources[0]}')"
        products = f"select sku, category from read_parquet('{sources[1]}')"
    connection.execute(f"""
        copy (select date, sku, location, sum(units) as units from ({rows}) group by all order by date, location, sku)
        to '{out}/sales.parquet' (format parquet, compression zstd)""")
    connection.execute(f"create view sales as select * from read_parquet('{out}/sales.parquet')")
    connection.execute(f"copy ({products}) to '{out}/products.parquet' (format parquet)")


def sums(connection, out):
    connection.execute(f"create view sales as select * from read_parquet('{out}/sales.parquet')")
    connection.execute(f"create view products as select * from read_parquet('{out}/products.parquet')")
    connection.execute("create temp table last as select max(date) as date from sales")
    age = "((select date from last) - date) // 7"
    connection.execute(f"""
        copy (select location, sku, {age} as age, sum(units) as units from sales group by all
              order by location, sku, age)
        to '{out}/weeks.parquet' (format parquet, compression zstd)""")
    connection.execute(f"""
        copy (select {age} as age, category, location, sum(units) as units, count(*) as rows
              from sales join products using (sku) group by all order by age, category, location)
        to '{out}/cube.parquet' (format parquet, compression zstd)""")


if __name__ == "__main__":
    main()
