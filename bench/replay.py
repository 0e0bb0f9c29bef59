"""Policies replayed over two shops' weeks: cost, service and stock of `granary replay`, policy by policy.

    python bench/replay.py --granary target/release/granary --online-retail DIR --freshretail DIR --work DIR

Like the public competitions: about 600 items by week, two full weeks between order and stock, a review every week, lost
sales, 0.2 a week for a unit on hand and 1 for a unit lost. All policies begin with the same stock: a week's mean demand of
the last eight on hand, and as much arriving in each of the next two. Weeks count from the third on in `after`: no order
reaches earlier ones. Needs pandas, pyarrow; 600 items are drawn with a fixed seed.
"""

import argparse
import json
import platform
import subprocess
import time
from pathlib import Path

import pandas as pd

POLICIES = ["cost", "service:0.95", "weeks:4", "textbook:0.95"]
ITEMS, LEAD_TIME, SEED = 600, 2, 1
# Share of opening hours without stock from which on a week's sales are not its demand.
OUT_OF_STOCK = 0.1


def online_retail(folder):
    """Units sold in the United Kingdom by code and week, 105 weeks, of items known a year before the first replay."""
    old = pd.read_parquet(folder / "online_retail_II_2009_2010.parquet")
    old = old.rename(columns={"Invoice": "InvoiceNo", "Price": "UnitPrice"})
    new = pd.read_csv(folder / "online_retail_2010_2011.csv.gz", dtype={"InvoiceNo": str, "StockCode": str})
    for part in (old, new):
        part["at"] = pd.to_datetime(part.InvoiceDate)
    # Nine days are in both files.
    lines = pd.concat([old[old["at"] < "2010-12-01"], new])
    is_sale = (lines.Country == "United Kingdom") & (lines.Quantity > 0) & (lines.UnitPrice > 0)
    lines = lines[is_sale & lines.StockCode.str.match(r"^\d{5}")]
    monday = lines["at"].dt.normalize() - pd.to_timedelta(lines["at"].dt.dayofweek, unit="D")
    weeks = pd.date_range("2009-11-30", periods=105, freq="7D")
    wide = lines.assign(ds=monday).pivot_table(index="StockCode", columns="ds", values="Quantity", aggfunc="sum")
    wide = wide.reindex(columns=weeks).fillna(0.0)
    is_known = (wide.iloc[:, :53].sum(axis=1) > 0) & ((wide.iloc[:, 53:92] > 0).sum(axis=1) >= 6)
    return long(sample(wide[is_known])), weeks[79]


def freshretail(folder):
    """Sales by store, product and week, 12 weeks, with the weeks in which stock ran out."""
    columns = ["date", "store_id", "product_id", "sale_amount", "out_of_stock_hours_6_22"]
    days = pd.read_parquet(folder / "freshretailnet_daily.parquet", columns=columns)
    week = (pd.to_datetime(days.date) - pd.Timestamp("2024-03-28")).dt.days // 7
    days["ds"] = pd.Timestamp("2024-03-28") + pd.to_timedelta(7 * week, unit="D")
    days["unique_id"] = days.store_id.astype(str) + "-" + days.product_id.astype(str)
    by = days[week < 12].groupby(["unique_id", "ds"])
    sums = by.agg(y=("sale_amount", "sum"), out=("out_of_stock_hours_6_22", "sum"))
    wide = sample(sums.y.unstack())
    rows = long(wide)
    out = sums.out.reindex(pd.MultiIndex.from_frame(rows[["unique_id", "ds"]])).to_numpy()
    rows["in_stock"] = out <= OUT_OF_STOCK * 7 * 16
    return rows, wide.columns[7]


def sample(wide):
    return wide.sample(min(ITEMS, len(wide)), random_state=SEED).sort_index()


def long(wide):
    rows = wide.rename_axis("unique_id").rename_axis("ds", axis=1).stack().rename("y").reset_index()
    return rows.sort_values(["unique_id", "ds"])


def state(rows, start):
    """The same stock for every policy."""
    before = rows[rows.ds < start].groupby("unique_id").tail(8).groupby("unique_id").y.mean()
    is_whole = (rows.y % 1 == 0).all()
    before = before.round() if is_whole else before
    return pd.DataFrame({"on_hand": before} | {f"due_{week}": before for week in range(1, LEAD_TIME + 1)}).reset_index()


def replay(arguments, name, rows, start):
    work = arguments.work
    sales, stock, periods = (work / f"{name}{end}" for end in [".csv", "_state.csv", "_periods.parquet"])
    rows.to_csv(sales, index=False, date_format="%Y-%m-%d")
    state(rows, start).to_csv(stock, index=False)
    found = []
    for policy in POLICIES:
        command = [
            arguments.granary, "replay", "--input", sales, "--start", f"{start:%Y-%m-%d}", "--lead-time", LEAD_TIME,
            "--review", 1, "--policy", policy, "--holding-cost", 0.2, "--shortage-cost", 1, "--unmet", "lost",
            "--state", stock, "--season", 52, "--periods", periods, "--format", "json",
        ]
        began = time.perf_counter()
        answer = json.loads(subprocess.run([str(part) for part in command], check=True, capture_output=True).stdout)
        seconds = time.perf_counter() - began
        by_week = pd.read_parquet(periods, columns=["ds", "cost"]).groupby("ds").cost.sum()
        shown = " ".join(str(part) for part in command).replace(f"{work}/", "WORK/")
        shown = shown.replace(str(arguments.granary), "granary")
        found.append({
            "policy": policy, "after": by_week.iloc[LEAD_TIME:].sum(), "seconds": round(seconds, 1), "command": shown,
            **answer,
        })
    return found


def table(name, found):
    least = found[0]["perfect_foresight"]["cost"]
    print(f"\n{name}: {found[0]['series']} items, {found[0]['periods']} weeks; perfect foresight {least:.0f}")
    print(f"{'policy':<16}{'cost':>10}{'after':>10}{'saved':>8}{'cycles met':>12}{'fill rate':>11}{'stock':>10}{'s':>8}")
    ours = found[0]["after"]
    for row in found:
        saved = "" if row["policy"] == "cost" else f"{1 - ours / row['after']:.1%}"
        print(
            f"{row['policy']:<16}{row['cost']:>10.0f}{row['after']:>10.0f}{saved:>8}{row['cycle_service']:>12.3f}"
            f"{row['fill_rate']:>11.3f}{row['average_stock']:>10.0f}{row['seconds']:>8.1f}"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ["--granary", "--online-retail", "--freshretail", "--work"]:
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results" / "replay.json")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    results = {}
    for name, (rows, start) in {
        "online_retail": online_retail(arguments.online_retail),
        "freshretail": freshretail(arguments.freshretail),
    }.items():
        results[name] = replay(arguments, name, rows, start)
        table(name, results[name])
    machine = {"processor": platform.processor() or platform.machine(), "system": platform.system()}
    arguments.output.write_text(json.dumps({"machine": machine, "results": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
