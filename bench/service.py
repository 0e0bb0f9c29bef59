"""Service promised and kept: plans of the bundled sample, replayed on days that no forecast had seen.

    python bench/service.py --granary target/release/granary --work DIR

Every four weeks of the last half-year the sample is cut at that day, imported, published and planned, at promises of 90, 95
and 98 %: of cycles, with Granary's reorder points and with the textbook's, and of units with Granary's. The textbook's keep
less than they promise, so that they are planned at higher promises as well: a curve of stock against the service that is
kept. The days that came are replayed item by item: stock is reviewed once a week, on a day drawn for each item; at or below the reorder point of the newest plan whole order quantities
are ordered, and arrive after a lead time drawn from the supplier's receipts; what is not there is owed. A cycle is kept
where nothing is owed just before its order arrives. Four replays with other draws, the same for both reorder points. Items
of which the first plan keeps no stock are not counted. Needs duckdb, numpy, pandas.
"""

import argparse
import json
import platform
import subprocess
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
FIRST_CUT, CUTS, CUT_DAYS, REPLAYS, REVIEW_DAYS = pd.Timestamp("2011-06-10"), 7, 28, 4, 7
PROMISES = [0.9, 0.95, 0.98]
RULES = {
    ("cycle", "corrected"): PROMISES,
    ("cycle", "textbook"): [*PROMISES, 0.99, 0.995, 0.999],
    ("fill", "corrected"): PROMISES,
}
# The plan that says which items are stocked, and in which lots.
LEAST = 0.9, ("cycle", "corrected")


def tables():
    """The Parquet files of the sample, by table."""
    manifest = json.loads(next((ROOT / "data/sample/main/snapshots").glob("*.json")).read_text())
    return {file["table"]: ROOT / "data/sample/main" / file["path"] for file in manifest["files"]}


def cut(day, folder):
    """The sample as it was on a day: of later rows nothing, of orders under way no receipt."""
    folder.mkdir(parents=True, exist_ok=True)
    later = f"received_on > date '{day:%Y-%m-%d}'"
    for table, path in tables().items():
        query = f"from '{path}'"
        if table in ("sales", "stock"):
            query += f" where date <= date '{day:%Y-%m-%d}'"
        if table == "receipts":
            query = f"""select * replace (
                case when {later} then null else received_on end as received_on,
                cast(case when {later} then 0 else units_received end as decimal(18, 4)) as units_received)
                {query} where ordered_on <= date '{day:%Y-%m-%d}'"""
        duckdb.sql(f"copy ({query}) to '{folder}/{table}.parquet'")


def plans(granary, day, work):
    """The plans of a cut by (promise, (what is promised, formula))."""
    folder, store = work / f"{day:%Y-%m-%d}", work / f"{day:%Y-%m-%d}-store"
    run = lambda *command: subprocess.run([str(part) for part in [granary, *command]], check=True, capture_output=True)
    if not store.exists():
        cut(day, folder)
        run("import", *sorted(folder.glob("*.parquet")), "--store", store, "--no-publish")
    run("publish", "--store", store, "--settings", ROOT / "data/sample/settings.toml")
    found = {}
    for (promised, formula), promises in RULES.items():
        for promise in promises:
            scenario, output = work / "scenario.toml", work / "plan.parquet"
            scenario.write_text(f'service_level = {promise}\nservice_type = "{promised}"\nformula = "{formula}"\n')
            run("plan", "--store", store, "--scenario", scenario, "--output", output)
            found[promise, (promised, formula)] = pd.read_parquet(output).set_index(["location", "sku"])
    print(f"planned as of {day:%Y-%m-%d}", flush=True)
    return found


class Facts:
    """What came after the first cut, item by item."""

    def __init__(self, first):
        self.keys, rows = first.index, len(first)
        sales = duckdb.sql(f"""
            select location, sku, date, cast(sum(units) as double) as units from '{tables()["sales"]}'
            where date > date '{FIRST_CUT:%Y-%m-%d}' group by all""").df()
        days = (pd.to_datetime(sales.date) - FIRST_CUT).dt.days.to_numpy() - 1
        place = self.keys.get_indexer(pd.MultiIndex.from_frame(sales[["location", "sku"]]))
        self.demand = np.zeros((rows, days.max() + 1))
        known = place >= 0
        np.add.at(self.demand, (place[known], days[known]), sales.units.to_numpy()[known])
        took = duckdb.sql(f"""
            select location, sku, supplier, date_diff('day', ordered_on, received_on) as days
            from '{tables()["receipts"]}' where received_on is not null""").df()
        by_supplier = {name: group.days.to_numpy() for name, group in took.groupby("supplier")}
        supplier = took.groupby(["location", "sku"]).supplier.first()
        self.lead_times = [by_supplier.get(supplier.get(key), np.array([14])) for key in self.keys]
        self.unit_cost = first.unit_cost.fillna(0).to_numpy(float)
        self.abc = first["class"].to_numpy(str)
        weekly = duckdb.sql(f"""
            select location, sku, date_diff('day', date, date '{FIRST_CUT:%Y-%m-%d}') // 7 as age,
            cast(sum(units) as double) as units from '{tables()["sales"]}'
            where date <= date '{FIRST_CUT:%Y-%m-%d}' group by all""").df()
        self.demand_class = weekly.groupby(["location", "sku"]).apply(demand_class, include_groups=False)
        self.demand_class = self.demand_class.reindex(self.keys).fillna("new").to_numpy(str)


def demand_class(weeks):
    """By Syntetos, Boylan & Croston (2005), of the weeks since the first with demand."""
    sizes, interval = weeks.units, (weeks.age.max() + 1) / len(weeks)
    uneven = sizes.std(ddof=0) ** 2 > 0.49 * sizes.mean() ** 2
    return [["smooth", "erratic"], ["intermittent", "lumpy"]][int(interval > 1.32)][int(uneven)]


def replayed(facts, points, quantities, stocked):
    """(cycles kept, cycles, units short, units asked for, mean stock, cycles kept and cycles of the first replay) by item;
    points and quantities by plan."""
    rows, days = facts.demand.shape
    kept, cycles, short, asked, stock = (np.zeros(rows) for _ in range(5))
    for seed in range(REPLAYS):
        random = np.random.default_rng(seed)
        on_hand = np.where(stocked, np.ceil(points[0]) + quantities[0] * random.random(rows), 0.0)
        on_order, arriving = np.zeros(rows), np.zeros((rows, days + 400))
        orders = np.zeros((rows, days + 400), bool)
        review = random.integers(0, REVIEW_DAYS, rows)
        for day in range(days):
            point, quantity = points[day // CUT_DAYS], quantities[day // CUT_DAYS]
            ended = np.nonzero(orders[:, day])[0]
            cycles[ended] += 1
            kept[ended] += on_hand[ended] >= 0
            on_hand += arriving[:, day]
            on_order -= arriving[:, day]
            demand = facts.demand[:, day] * stocked
            short += np.clip(demand - np.maximum(on_hand, 0), 0, None)
            asked += demand
            on_hand -= demand
            stock += np.maximum(on_hand, 0)
            due = stocked & (review == day % REVIEW_DAYS) & (quantity > 0) & (on_hand + on_order <= point)
            for row in np.nonzero(due)[0]:
                lots = (point[row] - on_hand[row] - on_order[row]) // quantity[row] + 1
                took = facts.lead_times[row]
                at = day + 1 + took[random.integers(len(took))]
                arriving[row, at] += lots * quantity[row]
                orders[row, at] = True
                on_order[row] += lots * quantity[row]
        if seed == 0:
            first = kept.copy(), cycles.copy()
    return kept, cycles, short, asked, stock / (days * REPLAYS), *first


def distance(kept, cycles, promise):
    """How far items are from the promise beyond what their number of cycles explains: the deviation between items of the
    share that each keeps, as a beta-binomial has it."""
    excess = ((kept - cycles * promise) ** 2 - cycles * promise * (1 - promise)).sum()
    return float(np.sqrt(max(excess, 0) / (cycles * (cycles - 1)).sum()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--granary", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results" / "service.json")
    arguments = parser.parse_args()
    days = [FIRST_CUT + pd.Timedelta(days=CUT_DAYS * place) for place in range(CUTS)]
    by_cut = [plans(arguments.granary, day, arguments.work) for day in days]
    facts = Facts(by_cut[0][LEAST])
    column = lambda plan, name: plan[name].reindex(facts.keys).fillna(0).to_numpy(float)
    quantities = [column(found[LEAST], "order_quantity") for found in by_cut]
    stocked, results = quantities[0] > 0, []
    print(f"{'':<24}{'kept':>8}{'fill':>8}{'stock':>12}{'distance':>9}   kept by class: cycles, or units")
    for rule, promises in RULES.items():
        for promise in promises:
            points = [column(found[promise, rule], "reorder_point") for found in by_cut]
            kept, cycles, short, asked, stock, *first = replayed(facts, points, quantities, stocked)
            if rule[0] == "cycle":
                of = lambda part: round(float(kept[part].sum() / max(cycles[part].sum(), 1)), 4)
            else:
                of = lambda part: round(float(1 - short[part].sum() / asked[part].sum()), 4)
            groups = {name: of(facts.abc == name) for name in sorted(set(facts.abc[stocked]))}
            groups |= {name: of(facts.demand_class == name) for name in sorted(set(facts.demand_class[stocked]))}
            row = {
                "promise": promise, "of": rule[0], "formula": rule[1], "kept": round(float(kept.sum() / cycles.sum()), 4),
                "cycles": int(cycles.sum() / REPLAYS), "distance": round(distance(*first, promise), 4),
                "fill_rate": round(float(1 - short.sum() / asked.sum()), 4),
                "stock_value": round(float((stock * facts.unit_cost).sum())), "by_class": groups,
            }
            results.append(row)
            by_class = ", ".join(f"{name} {share:.1%}" for name, share in groups.items())
            shown = f"{promise:.1%} of {rule[0]}, {rule[1]}"
            print(f"{shown:<24}{row['kept']:>8.1%}{row['fill_rate']:>8.1%}{row['stock_value']:>12,}{row['distance']:>8.1%}   {by_class}")
    machine = {"processor": platform.processor() or platform.machine(), "system": platform.system()}
    arguments.output.write_text(json.dumps({"machine": machine, "results": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
