"""Twenty questions of an analyst: `granary serve`'s SQL, DuckDB and Polars on the same Parquet files."""

import datetime
import decimal
import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import urllib.error
import urllib.request
from time import perf_counter

os.environ["POLARS_MAX_THREADS"] = "2"

import duckdb  # noqa: E402
import polars as pl  # noqa: E402

from measure import OURS, ROOT, Result, Setting, commit, interleaved, spaced  # noqa: E402
from processes import server  # noqa: E402
from publish import m5  # noqa: E402

sys.path.insert(0, str(ROOT / "bench/peers"))
from polars_analyst import questions as polars_questions  # noqa: E402

METHOD = """
Twenty questions (bench/analyst.sql) over {rows} rows of sales: {what}. Granary is asked over HTTP, as other programs ask it, with a
worker that is warm and two threads; its time is that of the whole request, from the query's text to the rows as JSON. DuckDB and
Polars run in the process that measures, with two threads each, connections open; their time ends when the rows are there as Python
objects. All read the Parquet files of one Granary store, anew for each query, from the page cache. Polars is asked by
lazy scans (bench/peers/polars_analyst.py). Answers are compared before anything is timed: texts, dates and counts are equal, sums and
means agree to 1e-9.
"""

DUCKDB, POLARS = "DuckDB", "Polars"
EVERYONE = [OURS, DUCKDB, POLARS]
# Questions in which the engine is behind: what they ask of it, and where its authors follow that up.
BEHIND = {
    "categories": "a join, and a count of different texts in each group, apache/datafusion#13548",
    "variation": "eight million groups by three columns, apache/datafusion#11679",
    "together": "groups by a text and a day, apache/datafusion#16707 and #18411",
    "distribution": "the median and a quantile of each group, apache/datafusion#13548",
}
LIMITS = "sql = \"trusting\"\n[limits]\nsql_threads = 2\nsql_time_ms = 600000\nsql_memory_bytes = 8000000000\nsql_disk_bytes = 20000000000\n"


def main():
    setting = Setting()
    store, what = prepared(setting)
    files = tables(store)
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    for name, paths in files.items():
        connection.execute(f"create view {name} as select * from read_parquet({paths})")
    [(rows, last)] = connection.execute("select count(*), max(date) from sales").fetchall()
    busiest = "select sku, location from sales group by all order by count(*) desc, sku, location limit 1"
    [(item, location)] = connection.execute(busiest).fetchall()
    asked = texts(last, item, location)
    lazy = polars_questions(pl.scan_parquet(files["sales"]), pl.scan_parquet(files["products"]), last, item, location)
    result = Result("sql", "Twenty questions of an analyst", METHOD.format(rows=spaced(rows), what=what))
    result.version("Granary", commit())
    result.version(DUCKDB, duckdb.__version__)
    result.version(POLARS, pl.__version__)
    config = setting.work / "sql.toml"
    config.write_text(LIMITS)
    address = f"127.0.0.1:{setting.port + 20}"
    command = [setting.granary, "serve", "--store", store, "--site", setting.site, "--config", config, "--listen", address]
    result.command(OURS, setting.shown(command))
    result.command(DUCKDB, "bench/sql.py: duckdb, set threads = 2, read_parquet")
    result.command(POLARS, "bench/sql.py: polars.scan_parquet(…).collect(), POLARS_MAX_THREADS=2")
    with server(command, f"http://{address}/readyz", log=setting.work / "sql.log"):
        measure(setting, result, address, connection, asked, lazy)
    result.write(setting)


def measure(setting, result, address, connection, asked, lazy):
    """A row for each question and contender, and the mean over all questions."""
    ratios = {}
    for name, (title, sql) in asked.items():
        def ask(contender, name=name, sql=sql):
            started = perf_counter()
            if contender == OURS:
                rows = granary(address, sql)
            elif contender == DUCKDB:
                rows = connection.execute(sql).fetchall()
            else:
                rows = lazy[name].collect().rows()
            return (perf_counter() - started) * 1_000, rows

        expected = ask(DUCKDB)[1]
        for contender in (OURS, POLARS):
            compare(f"{name} by {contender}", expected, ask(contender)[1], sums_nothing_to_zero=contender == POLARS)
        samples = interleaved(setting.rounds(5, 2), EVERYONE, lambda contender: ask(contender)[0])
        medians = {contender: statistics.median(samples[contender]) for contender in EVERYONE}
        best = min(medians[DUCKDB], medians[POLARS])
        ratios[name] = medians[OURS] / best
        for contender in EVERYONE:
            is_ours = contender == OURS
            result.row(title, contender, "ms", samples[contender], ours=None if is_ours else samples[OURS],
                       target=("≤ 2 times the better peer", 2, True) if is_ours else None,
                       value=ratios[name] if is_ours else None)
    mean = math.exp(statistics.fmean(math.log(ratio) for ratio in ratios.values()))
    result.row("all questions: geometric mean of the times over the better peer's", OURS, "times", [mean],
               target=("≤ 1.0 times the better peer", 1.0, True))
    slow = sorted(((ratio, name) for name, ratio in ratios.items() if ratio > 2), reverse=True)
    if slow:
        of = lambda name: f"; {BEHIND[name]}" if name in BEHIND else ""
        result.note("DataFusion is behind by more than twice the better peer's time in: "
                    + "; ".join(f"`{name}` ({ratio:.1f} times{of(name)})" for ratio, name in slow) + ".")


def prepared(setting):
    """A published store of M5 with revenue, made once; the bundled sample where M5 is not given."""
    data = m5(setting)
    if data is None:
        return setting.work / "sample", "the bundled sample"
    sales, products = data["sources"]
    store = sales.parent / "sql-store"
    if not (store / "main/current").exists():
        print("  importing and publishing M5 with revenue", flush=True)
        priced = sales.parent / "priced.parquet"
        connection = duckdb.connect()
        connection.execute("set threads = 2; set memory_limit = '6GB'; set preserve_insertion_order = false")
        connection.execute(f"""
            copy (
                select s.*, (s.units * p.sell_price::decimal(9, 4))::decimal(18, 4) as revenue
                from read_parquet('{sales}') s
                join (select date::date as date, wm_yr_wk from read_csv('{setting.m5}/calendar.csv')) c using (date)
                left join read_csv('{setting.m5}/sell_prices_recovered.csv.gz') p
                    on p.item_id = s.sku and p.store_id = s.location and p.wm_yr_wk = c.wm_yr_wk
            ) to '{priced}' (format parquet, compression zstd)""")
        connection.close()
        shutil.rmtree(store, ignore_errors=True)
        command = [setting.granary, "import", priced, products, "--store", store]
        with open(setting.work / "sql-import.log", "w") as log:
            subprocess.run([str(part) for part in command], check=True, stdout=log, stderr=log)
        priced.unlink()
    return store, f"{data['name']}, its prices with it"


def tables(store):
    """The Parquet files of each table of the snapshot that is served."""
    tenant = store / "main"
    publication = tenant / "publications" / (tenant / "current").read_text().strip() / "publication.json"
    snapshot = json.loads(publication.read_text())["snapshot"]
    files = {}
    for file in json.loads((tenant / "snapshots" / f"{snapshot}.json").read_text())["files"]:
        files.setdefault(file["table"], []).append(str(tenant / file["path"]))
    return files


def texts(last, item, location):
    """Of each question its title and its SQL, from bench/analyst.sql."""
    text = (ROOT / "bench/analyst.sql").read_text()
    text = text.replace("@last", str(last)).replace("@item", item.replace("'", "''")).replace("@location", location.replace("'", "''"))
    found = re.findall(r"^-- (\w+): (.+)\n((?:(?!-- ).*\n?)+)", text, re.MULTILINE)
    asked = {name: (title.rstrip("?."), sql.strip().rstrip(";")) for name, title, sql in found if ";" in sql}
    assert len(asked) == 20, sorted(asked)
    return asked


def granary(address, sql):
    request = urllib.request.Request(f"http://{address}/api/v1/sql", json.dumps({"sql": sql}).encode(), {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=900) as answer:
            return json.load(answer)["rows"]
    except urllib.error.HTTPError as error:
        raise SystemExit(f"Granary refused: {error.read().decode()}\n{sql}") from error


def plain(value):
    """A value as every contender can write it: days and moments as texts, numbers as floating point."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (int, float, decimal.Decimal)):
        return float(value)
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00(\.0+)?", value):
            return value[:10]
        # Numbers of more than fifteen digits come as texts.
        return float(value) if re.fullmatch(r"-?\d+\.\d{4,}", value) else value
    return value


def compare(what, expected, found, sums_nothing_to_zero):
    """Ends the run at the first difference. The sum of no value is missing in SQL, and zero in Polars."""
    if len(expected) != len(found):
        raise SystemExit(f"{what}: {len(found)} rows where DuckDB has {len(expected)}")
    for one, other in zip(expected, found):
        for left, right in zip(map(plain, one), map(plain, other), strict=True):
            near = isinstance(left, float) and isinstance(right, float) and math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
            nothing = sums_nothing_to_zero and left is None and right == 0
            if left != right and not near and not nothing:
                raise SystemExit(f"{what}: {other} where DuckDB has {one}")


if __name__ == "__main__":
    main()
