"""The way into a notebook, as docs/sql.md describes it: DuckDB and Polars read the API's Arrow and Parquet.

Runs the text of the page against a server, and compares what both read with the JSON of the same query. CONTRIBUTING.md has
the command.
"""

import datetime
import decimal
import io
import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/sql.md"
LIMIT = 50_000
QUERIES = [
    "select * from item_location order by location, sku",
    f"select * from sales order by date, location, sku, units limit {LIMIT}",
    "select date_trunc('week', date) as week, category, sum(units) as units, sum(revenue) as revenue from item_day "
    "where date >= $since group by 1, 2 order by 1, 2",
    "select 9223372036854775807 as long, cast('0.1' as decimal(18, 4)) as exact, 0.1 as part, true as yes, 'é 杯' as word, "
    "cast(null as date) as none, date '2011-12-09' as day, timestamp '2011-12-09T18:00:00' as moment",
]


def main():
    [code] = re.findall(r"```python\n(.+?)```", PAGE.read_text(), re.DOTALL)
    code = code.replace("http://127.0.0.1:3000", sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:3000")
    scope = {}
    exec(code, scope)  # The text of the page, so that it cannot be wrong.
    ask, polars, duckdb, ipc = scope["ask"], scope["polars"], scope["duckdb"], scope["pyarrow"].ipc
    for sql in QUERIES:
        values = {"since": "2011-06-01"} if "$since" in sql else {}
        expected = scope["requests"].models.complexjson.loads(ask(sql, "application/json", **values))
        rows = [[plain(cell) for cell in row] for row in expected["rows"]]
        assert rows and expected["cut_at"] is None, sql
        arrow = ipc.open_stream(ask(sql, "application/vnd.apache.arrow.stream", **values)).read_all()
        parquet = ask(sql, "application/vnd.apache.parquet", **values)
        Path(sys.argv[0] + ".parquet").write_bytes(parquet)
        try:
            read = {
                "Polars, Arrow": polars.from_arrow(arrow).rows(),
                "Polars, Parquet": polars.read_parquet(io.BytesIO(parquet)).rows(),
                "DuckDB, Arrow": duckdb.sql("select * from arrow").fetchall(),
                "DuckDB, Parquet": duckdb.sql(f"select * from read_parquet('{sys.argv[0]}.parquet')").fetchall(),
            }
        finally:
            Path(sys.argv[0] + ".parquet").unlink()
        for reader, found in read.items():
            found = [[plain(cell) for cell in row] for row in found]
            assert found == rows, f"{reader} reads other rows: {sql}"
            print(f"{reader}: {len(rows)} rows of {len(rows[0])} columns as in JSON")


def plain(cell):
    """A value as every reader can write it."""
    if isinstance(cell, (datetime.date, datetime.datetime)):
        text = cell.isoformat()
        return text.removesuffix("T00:00:00")
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, (int, decimal.Decimal)):
        return float(cell)
    if isinstance(cell, str):
        # Long numbers come as texts, moments with as many digits as they need.
        return float(cell) if re.fullmatch(r"-?\d{15,}(\.\d+)?|-?\d+\.\d+", cell) else re.sub(r"T00:00:00(\.0+)?$", "", cell)
    return cell


if __name__ == "__main__":
    main()
