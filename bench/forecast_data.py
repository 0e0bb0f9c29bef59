"""Sets of series with a known future: M5, M4, tourism, car parts, orange juice; each as a long Parquet file of what is known."""

import csv
import gzip
import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

M5_FIRST = np.datetime64("2011-01-29")
M5_HORIZON = 28


@dataclass
class Group:
    """Series with one horizon and one season."""

    name: str
    seasons: list
    horizon: int
    # Season of MASE as the competition counts it.
    scale_season: int
    ids: list
    history: list
    future: list
    path: Path = None
    # By name, over history and horizon.
    regressors: dict = field(default_factory=dict)
    # Columns of words by name: one for each series, or over history and horizon.
    words: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)

    def sample(self, count, seed=1):
        """A fixed random choice of its series."""
        chosen = sorted(random.Random(seed).sample(range(len(self.ids)), min(count, len(self.ids))))
        pick = lambda values: [values[i] for i in chosen]
        group = Group(f"{self.name}, {len(chosen)} series", self.seasons, self.horizon, self.scale_season,
                      pick(self.ids), pick(self.history), pick(self.future), extra={**self.extra, "chosen": chosen})
        return group

    def write(self, folder, first=None, regressors=(), words=()):
        """Puts what is known into long form, beginning at 1 or on a date, with rows to come where regressors or words
        are named; returns the file."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{self.name.lower().replace(',', '').replace(' ', '-')}.parquet"
        kind = pa.int64() if first is None else pa.date32()
        columns = [("unique_id", pa.string()), ("ds", kind), ("y", pa.float64())]
        columns += [(name, pa.float64()) for name in regressors] + [(name, pa.string()) for name in words]
        schema = pa.schema(columns)
        coming = np.full(self.horizon if regressors or words else 0, np.nan)
        with pq.ParquetWriter(self.path, schema, compression="zstd") as writer:
            for begin in range(0, len(self.ids), 500):
                part = range(begin, min(begin + 500, len(self.ids)))
                lengths = [len(self.history[i]) + len(coming) for i in part]
                ids = np.repeat([self.ids[i] for i in part], lengths)
                times = np.concatenate([np.arange(length) for length in lengths])
                times = times + 1 if first is None else (first + times).astype("datetime64[D]")
                values = np.concatenate([np.append(self.history[i], coming) for i in part]).astype(float)
                more = [pa.array(np.concatenate([self.regressors[name][i] for i in part])) for name in regressors]
                more += [pa.array(np.concatenate([np.broadcast_to(self.words[name][i], length)
                                                  for i, length in zip(part, lengths)])) for name in words]
                arrays = [pa.array(ids), pa.array(times), pa.array(values, from_pandas=True), *more]
                writer.write_table(pa.table(arrays, schema=schema))
        return self.path


def m4(folder, name, season, scale_season, horizon):
    """Weekly or hourly."""
    rows = lambda part: _numbers(folder / f"{name}-{part}.csv.gz")
    train, test = rows("train"), rows("test")
    ids = list(train)
    return Group(f"M4 {name.lower()}", season, horizon, scale_season, ids,
                 [train[i] for i in ids], [test[i] for i in ids])


def _numbers(path):
    with gzip.open(path, "rt") as file:
        lines = csv.reader(file)
        next(lines)
        return {line[0]: np.array([float(cell) for cell in line[1:] if cell]) for line in lines}


def tourism(folder):
    """Monthly, quarterly and yearly series."""
    series = {}
    with gzip.open(folder / "tourism.csv.gz", "rt") as file:
        for line in csv.DictReader(file):
            series.setdefault(line["period"], {}).setdefault(line["id"], {})[line["split"]] = np.array(
                [float(value) for value in line["values"].split()])
    for period, season in [("MONTHLY", 12), ("QUARTERLY", 4), ("YEARLY", 1)]:
        ids = [id_ for id_, parts in series[period].items() if len(parts) == 2]
        parts = [series[period][id_] for id_ in ids]
        horizon = max(len(part["test"]) for part in parts)
        yield Group(f"tourism {period.lower()}", [season], horizon, season, ids,
                    [part["train"] for part in parts], [part["test"] for part in parts])


def car_parts(folder, horizon=12):
    """51 months of 2 674 parts, the last twelve to be forecast; parts with a missing month are left out."""
    with gzip.open(folder / "carparts.csv.gz", "rt") as file:
        rows = list(csv.reader(file))
    header, cells = rows[0], rows[1:]
    columns = {name: [row[i] for row in cells] for i, name in enumerate(header)}
    is_whole = lambda values: all(_is_number(value) for value in values)
    whole = {name: np.array(values, dtype=float) for name, values in columns.items() if is_whole(values)}
    ids = list(whole)
    return Group("car parts", [12], horizon, 1, ids,
                 [whole[i][:-horizon] for i in ids], [whole[i][-horizon:] for i in ids])


def orange_juice(folder, horizon=8):
    """121 weeks of eleven brands at 83 shops, the last eight to be forecast, with price, deal and feature; a week that
    is not there is as the one before."""
    rows = {}
    with gzip.open(folder / "yx.csv.gz", "rt") as file:
        for line in csv.DictReader(file):
            price = line[f"price{line['brand']}"]
            values = [np.exp(float(line["logmove"])), float(price), float(line["deal"]), float(line["feat"])]
            rows.setdefault(f"{line['store']}-{line['brand']}", {})[int(line["week"])] = values
    weeks = sorted({week for of_series in rows.values() for week in of_series})
    table = []
    for of_series in rows.values():
        known, found = of_series[min(of_series)], []
        for week in range(weeks[0], weeks[-1] + 1):
            known = of_series.get(week, known)
            found.append(known)
        table.append(np.array(found).T)
    group = Group("orange juice", [1], horizon, 1, list(rows),
                  [series[0][:-horizon] for series in table], [series[0][-horizon:] for series in table])
    group.regressors = {name: [series[1 + k] for series in table] for k, name in enumerate(["price", "deal", "feat"])}
    return group


def _is_number(text):
    try:
        return np.isfinite(float(text))
    except ValueError:
        return False


def m5(folder, windows_before=0):
    """30 490 items at stores over 1 941 days, or without the last windows of 28, the last 28 to be forecast, with what
    the official score needs."""
    with gzip.open(folder / "sales_train_evaluation.csv.gz", "rt") as file:
        lines = csv.reader(file)
        header = next(lines)
        days = [i for i, name in enumerate(header) if name.startswith("d_")]
        names, values = [], []
        for line in lines:
            names.append(line[: days[0]])
            values.append(np.array(line[days[0]: len(line) - windows_before * M5_HORIZON], dtype=np.float32))
    values = np.array(values)
    keys = {name: [row[i] for row in names] for i, name in enumerate(header[: days[0]])}
    group = Group("M5", [7], M5_HORIZON, 7, keys["id"], list(values[:, :-M5_HORIZON]), list(values[:, -M5_HORIZON:]))
    group.extra = {"keys": keys, "prices": _m5_prices(folder, keys, values.shape[1])}
    group.words = _m5_words(folder, keys, values.shape[1])
    return group


def _m5_words(folder, keys, days):
    """Store and department of each series; the events of its days, and whether its state pays benefits on them."""
    with open(folder / "calendar.csv") as file:
        rows = list(csv.DictReader(file))[:days]
    event = np.array([row["event_name_1"] for row in rows])
    benefits = {state: np.array([row[f"snap_{state}"] for row in rows]) for state in set(keys["state_id"])}
    return {"store": keys["store_id"], "department": keys["dept_id"], "event": [event] * len(keys["id"]),
            "benefits": [benefits[state] for state in keys["state_id"]]}


def _m5_prices(folder, keys, days):
    """Price of each item, store and day of the last 28 before the origin; where none is known, the last before."""
    with open(folder / "calendar.csv") as file:
        weeks = [int(line["wm_yr_wk"]) for line in csv.DictReader(file)][:days]
    wanted = weeks[days - 2 * M5_HORIZON: days - M5_HORIZON]
    known = {}
    with gzip.open(next(folder.glob("sell_prices*.csv.gz")), "rt") as file:
        for line in csv.DictReader(file):
            week = int(line["wm_yr_wk"])
            if week <= wanted[-1]:
                known.setdefault((line["item_id"], line["store_id"]), {})[week] = float(line["sell_price"])
    prices = np.zeros((len(keys["id"]), len(wanted)))
    for row, key in enumerate(zip(keys["item_id"], keys["store_id"])):
        of_weeks = known.get(key, {})
        ordered = sorted(of_weeks)
        for column, week in enumerate(wanted):
            before = [known_week for known_week in ordered if known_week <= week]
            prices[row, column] = of_weeks[before[-1]] if before else (of_weeks[ordered[0]] if ordered else 0)
    return prices
