"""The dashboard's key-figure query on five million rows: the cube, DataFusion, DuckDB and Polars."""

import json
import os
import statistics
import tomllib
from datetime import timedelta
from time import perf_counter
from urllib.parse import urlencode

os.environ["POLARS_MAX_THREADS"] = "2"

import duckdb  # noqa: E402
import polars as pl  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from measure import ROOT, Result, Setting, check_equal, commit, interleaved, spaced  # noqa: E402
from processes import Conversation  # noqa: E402

METHOD = """
One Parquet file with a row for each item-location and day of the sample ({rows} rows, zstd, unsorted; sums are
64-bit whole numbers, so that all engines add exactly). Four questions of the dashboard, each the eight sums that the
key figures divide: a year in all; half a year of one category at one location; a year by week; a year by category. Two
threads for every engine, connections open, the file in the page cache, each run reads the Parquet anew. `cube` is what
Granary does for a page: the same sums from the published cube (in memory; publishing it is paid once, see the import
benchmark). `DataFusion` is Granary's engine on the same file: what a question costs that no cube answers. Answers are
checked to be equal, to the last unit, before anything is timed.
"""

CUBE, DATAFUSION, DUCKDB, POLARS = "Granary, cube", "Granary's DataFusion", "DuckDB", "Polars"
SUMS = ["revenue", "costed_revenue", "cost_of_goods_sold", "inventory_value", "active", "out_of_stock", "units_due",
        "units_filled"]


def main():
    setting = Setting()
    facts = setting.work / "facts.parquet"
    rows = spaced(pq.ParquetFile(facts).metadata.num_rows)
    result = Result("kpi_query", "The key-figure query on five million rows", METHOD.format(rows=rows))
    asked = questions(facts)
    written = setting.work / "questions.json"
    told = [{key: q[key] for key in ("name", "query", "by")} | {"sql": q["sql"][DATAFUSION]} for q in asked]
    written.write_text(json.dumps(told))
    helper = [setting.helper, "query", "--store", setting.work / "sample", "--facts", facts, "--questions", written]
    ours = Conversation(helper)
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    connection.execute(f"create view facts as select * from read_parquet('{facts}')")
    result.version("Granary", commit())
    result.version("DataFusion", locked("datafusion"))
    result.version("DuckDB", duckdb.__version__)
    result.version("Polars", pl.__version__)
    for name in [CUBE, DATAFUSION]:
        result.command(name, setting.shown(helper))
    result.command(DUCKDB, "bench/kpi_query.py: duckdb, set threads = 2, read_parquet")
    result.command(POLARS, "bench/kpi_query.py: polars.scan_parquet(…).collect(), POLARS_MAX_THREADS=2")

    everyone = [CUBE, DATAFUSION, DUCKDB, POLARS]
    for question in asked:
        def ask(name, question=question):
            if name in (CUBE, DATAFUSION):
                answer = ours.ask(f"{'cube' if name == CUBE else 'datafusion'} {question['name']}")
                return answer["ms"], answer["answer"]
            started = perf_counter()
            if name == DUCKDB:
                answer = connection.execute(question["sql"][DUCKDB]).fetchall()
            else:
                answer = question["polars"](pl.scan_parquet(facts)).select(SUMS).collect().rows()
            return (perf_counter() - started) * 1_000, answer

        expected = grouped(ask(DUCKDB)[1])
        for name in everyone:
            check_equal(f"{question['name']} by {name}", expected, grouped(ask(name)[1]), 0)
        samples = interleaved(setting.rounds(15, 5), everyone, lambda name: ask(name)[0])
        best = min(statistics.median(samples[name]) for name in (DUCKDB, POLARS))
        for name in everyone:
            base = samples[CUBE]
            target = None
            if name == CUBE:
                target = ("≥ 10× faster than the best peer", 10, False)
            value = best / statistics.median(base) if name == CUBE else None
            result.row(question["title"], name, "ms", samples[name], ours=None if name == CUBE else base, target=target,
                       value=value)
    ours.close()
    result.write(setting)


def questions(facts):
    """Each as SQL (weeks are counted differently by the two SQL engines), as a Polars expression, and as the query
    string that the dashboard has for it."""
    table = f"read_parquet('{facts}')"
    [(last,)] = duckdb.sql(f"select max(date) from {table}").fetchall()
    largest = f"select category, location from {table} group by all order by count(*) desc limit 1"
    [(category, location)] = duckdb.sql(largest).fetchall()
    year, half = last - timedelta(days=52 * 7 - 1), last - timedelta(days=26 * 7 - 1)
    part = {"from": str(half), "to": str(last), "category": category, "location": location}
    sums = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in SUMS)
    added = [pl.col(name).sum() for name in SUMS]
    week = (pl.lit(last) - pl.col("date")).dt.total_days() // 7

    def question(name, title, where, by, keep, groups, query="", dimension=""):
        sql = {engine: f"select {sums} from facts where {where}" + (f" group by {by[engine]}" if by else "")
               for engine in (DATAFUSION, DUCKDB)}
        grouped_by = (lambda frame: frame.group_by(groups).agg(added)) if groups is not None else (
            lambda frame: frame.select(added))
        return {"name": name, "title": title, "sql": sql, "query": query, "by": dimension,
                "polars": lambda frame: grouped_by(frame.filter(keep))}

    in_year, is_year = f"date >= date '{year}'", pl.col("date") >= year
    is_part = (pl.col("date") >= half) & (pl.col("category") == category) & (pl.col("location") == location)
    in_part = f"date >= date '{half}' and category = '{category}' and location = '{location}'"
    weeks = {DATAFUSION: f"(cast(date '{last}' as int) - cast(date as int)) / 7",
             DUCKDB: f"(date '{last}' - date) // 7"}
    categories = {DATAFUSION: "category", DUCKDB: "category"}
    return [
        question("year", "a year in all", in_year, None, is_year, None),
        question("part", "half a year, one category, one location", in_part, None, is_part, None, urlencode(part)),
        question("weeks", "a year by week", in_year, weeks, is_year, week, dimension="period"),
        question("categories", "a year by category", in_year, categories, is_year, "category", dimension="category"),
    ]


def grouped(answer):
    """Groups in one order; those without anything in them are not told by engines that group rows."""
    return sorted([int(value) for value in row] for row in answer if any(row))


def locked(package):
    """The version of a Rust package, from the lock file."""
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    return next(found["version"] for found in lock["package"] if found["name"] == package)


if __name__ == "__main__":
    main()
