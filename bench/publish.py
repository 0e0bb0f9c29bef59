"""Import and publication: rows a second and peak memory, beside DuckDB on the same files."""

import os
import shutil
import sys
import duckdb
import pyarrow.parquet as pq

from measure import OURS, ROOT, Result, Setting, commit, interleaved, spaced
from processes import run_measured

METHOD = """
Wall time and peak resident memory of the whole command, from process start to exit, the files in the page cache, every
store made anew. Import reads, checks, cleans, sorts and stores as Parquet (content-addressed, synced to disk);
publishing adds up the cube, forecasts every item-location, derives its policy, replays it, and compresses all that pages
read. DuckDB (two threads, its default memory limit) reads the same files, adds up days and
writes sorted Parquet with zstd; its second task is the sums alone that publishing begins with (by week and
item-location; by week, location and category): it cleans nothing and forecasts nothing, so these are limits, not
like for like. Online Retail: two files, CSV with gzip and Parquet. M5: every series in long form, one row for each
item, store and day, zeros included, as one Parquet file made beforehand from the wide CSV.
"""

DUCKDB = "DuckDB"
STEPS = ["import", "publish"]


def main():
    setting = Setting()
    result = Result("publish", "Import and publication", METHOD)
    result.version("Granary", commit())
    result.version(DUCKDB, duckdb.__version__)
    sample(setting, result)
    for dataset in [online_retail(setting), m5(setting)]:
        if dataset:
            compare(setting, result, dataset)
    for name, folder in [("Online Retail", setting.online_retail), ("M5", setting.m5)]:
        if folder is None:
            result.note(f"{name} was not measured: no folder was given.")
    result.write(setting)


def sample(setting, result):
    """Publishing the bundled sample: DESIGN says in seconds."""
    store = setting.work / "publish-sample"

    def run(_):
        shutil.rmtree(store, ignore_errors=True)
        derived = shutil.ignore_patterns("publications", "current")
        shutil.copytree(ROOT / "data/sample", store, ignore=derived)
        return run_measured([setting.granary, "publish", "--store", store], setting.work / "publish.log")

    samples = interleaved(setting.rounds(3, 1), [OURS], run)[OURS]
    result.command("Granary, bundled sample", setting.shown([setting.granary, "publish", "--store", store]))
    target = ("in seconds: ≤ 10 s", 10, True)
    result.row("bundled sample, publish", OURS, "s", [seconds for seconds, _ in samples], target=target)
    result.row("bundled sample, publish, peak memory", OURS, "MiB", [mib for _, mib in samples])
    shutil.rmtree(store)


def online_retail(setting):
    folder = setting.online_retail
    if folder is None:
        return None
    files = sorted(folder.glob("online_retail*"))
    rows = duckdb.sql(f"select count(*) from ({order_lines(files)})").fetchall()[0][0]
    mapping = ROOT / "data/sample/mapping.toml"
    return {
        "name": "Online Retail", "rows": rows, "sources": files, "extra": ["--mapping", mapping],
        "kind": "lines", "rounds": setting.rounds(3, 1),
    }


def order_lines(files):
    """Both files of Online Retail under one set of names."""
    csv = next(file for file in files if ".csv" in file.name)
    parquet = next(file for file in files if file.suffix == ".parquet")
    old = duckdb.sql(f"describe select * from read_parquet('{parquet}')").fetchall()
    price = "Price" if any(column[0] == "Price" for column in old) else "UnitPrice"
    return (
        f"select strptime(InvoiceDate, ['%d/%m/%Y %H:%M', '%Y-%m-%d %H:%M:%S'])::date as date, StockCode as sku, "
        f"Country as location, Quantity::bigint as units from read_csv('{csv}', all_varchar = true) "
        f"union all select cast(InvoiceDate as date), StockCode::varchar, Country, Quantity::bigint "
        f"from read_parquet('{parquet}') where {price} is not null"
    )


def m5(setting):
    folder = setting.m5
    if folder is None:
        return None
    every = 10 if setting.quick else 1
    work = setting.work / f"m5-{every}"
    sales, products = work / "sales.parquet", work / "products.parquet"
    if not sales.exists():
        work.mkdir(exist_ok=True)
        print("  putting M5 into long form", flush=True)
        wide = f"read_csv('{folder}/sales_train_evaluation.csv.gz')"
        connection = duckdb.connect()
        connection.execute("set threads = 2; set memory_limit = '4GB'; set preserve_insertion_order = true")
        calendar = f"select d, date::date as date from read_csv('{folder}/calendar.csv')"
        connection.execute(f"create view calendar as {calendar}")
        kept = f"select * from {wide} where (hash(id) % {every}) = 0"
        connection.execute(f"""
            copy (
                select calendar.date, long.item_id as sku, long.store_id as location, long.units::integer as units
                from (unpivot ({kept}) on columns('^d_[0-9]+$') into name d value units) long
                join calendar on calendar.d = long.d
            ) to '{work}/partial.parquet' (format parquet, compression zstd)""")
        connection.execute(f"""
            copy (select distinct item_id as sku, item_id as name, dept_id as category from {wide})
            to '{products}' (format parquet)""")
        os.replace(work / "partial.parquet", sales)
    name = "M5" if every == 1 else "M5, a tenth of its series"
    rows = pq.ParquetFile(sales).metadata.num_rows
    return {
        "name": name, "rows": rows, "sources": [sales, products], "extra": [], "kind": "days",
        "rounds": setting.rounds(1, 1),
    }


def compare(setting, result, dataset):
    name, rows = dataset["name"], dataset["rows"]
    store, out = setting.work / "publish-store", setting.work / "publish-duckdb"
    sources = [*dataset["sources"], *dataset["extra"]]
    ours = {
        "import": [setting.granary, "import", *sources, "--store", store, "--no-publish"],
        "publish": [setting.granary, "publish", "--store", store],
    }
    peer = [sys.executable, ROOT / "bench/peers/duckdb_import.py"]
    theirs = {
        "import": [*peer, dataset["kind"], out, *dataset["sources"]],
        "publish": [*peer, "sums", out],
    }
    for step in STEPS:
        result.command(f"Granary, {name}, {step}", setting.shown(ours[step]))
        result.command(f"DuckDB, {name}, {step}", setting.shown(["python", *theirs[step][1:]]))

    def run(contender):
        shutil.rmtree(store if contender == OURS else out, ignore_errors=True)
        commands = ours if contender == OURS else theirs
        return [run_measured(commands[step], setting.work / "publish.log") for step in STEPS]

    # Long runs warm up by themselves; only the files must be in the page cache.
    for source in dataset["sources"]:
        source.read_bytes()
    samples = {OURS: [], DUCKDB: []}
    for _ in range(dataset["rounds"]):
        for contender in samples:
            samples[contender].append(run(contender))
    for index, step in enumerate(STEPS):
        for contender, runs in samples.items():
            base = samples[OURS] if contender != OURS else None
            for measure, unit, of in [
                (f"{step} of {spaced(rows)} rows", "rows/s", lambda run: rows / run[index][0]),
                (f"{step}, time", "s", lambda run: run[index][0]),
                (f"{step}, peak memory", "MiB", lambda run: run[index][1]),
            ]:
                ours_of_round = [of(run) for run in base] if base else None
                result.row(f"{name}, {measure}", contender, unit, [of(run) for run in runs], ours=ours_of_round)
    shutil.rmtree(store)
    shutil.rmtree(out)


if __name__ == "__main__":
    main()
