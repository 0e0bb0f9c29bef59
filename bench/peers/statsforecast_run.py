"""Forecasts of a long Parquet file by statsforecast, a model at a time: `run IN OUT HORIZON MODELS ROUNDS SEASON...`.

Prints a line of JSON for each model: its name, the seconds of each round from the file of series to the file of
forecasts, and with GRANARY_BENCH_ALONE=1 those of the model's own function over all series, without reading, writing or
data frames. A first round on a few series is not counted: it loads what is compiled.
"""

import json
import os
import sys
import time

import pandas as pd
from statsforecast import StatsForecast
from statsforecast import models as m


def model(name, seasons):
    season = max(seasons[0], 1)
    return {
        "AutoARIMA": lambda: m.AutoARIMA(season_length=season),
        "AutoETS": lambda: m.AutoETS(season_length=season if season <= 24 else 1),
        "DynamicOptimizedTheta": lambda: m.DynamicOptimizedTheta(season_length=season),
        "SES": lambda: m.SimpleExponentialSmoothingOptimized(),
        "CrostonSBA": lambda: m.CrostonSBA(),
        "TSB": lambda: m.TSB(alpha_d=0.1, alpha_p=0.1),
        "IMAPA": lambda: m.IMAPA(),
        "MSTL": lambda: m.MSTL(season_length=seasons if len(seasons) > 1 else season),
        "SeasonalNaive": lambda: m.SeasonalNaive(season_length=season),
    }[name]()


def read(source):
    """What is known, and with regressors what they will be: rows without a value."""
    frame = pd.read_parquet(source)
    if not pd.api.types.is_integer_dtype(frame["ds"]):
        frame["ds"] = pd.to_datetime(frame["ds"])
    if frame.shape[1] == 3:
        return frame, None
    is_coming = frame["y"].isna()
    return frame[~is_coming], frame[is_coming].drop(columns="y")


def main():
    source, target, horizon, names, rounds = sys.argv[1:6]
    seasons = [int(season) for season in sys.argv[6:]]
    frame, coming = read(source)
    freq = 1 if pd.api.types.is_integer_dtype(frame["ds"]) else "D"
    is_few = lambda part: part["unique_id"].isin(frame["unique_id"].unique()[:3])
    few = frame[is_few(frame)], None if coming is None else coming[is_few(coming)]
    found = None
    for name in names.split(","):
        run = lambda data, coming: StatsForecast(
            models=[model(name, seasons)], freq=freq, n_jobs=1, fallback_model=m.SeasonalNaive(season_length=seasons[0])
        ).forecast(df=data, h=int(horizon), X_df=coming)
        run(*few)
        samples = []
        for _ in range(int(rounds)):
            started = time.perf_counter()
            forecasts = run(*read(source))
            forecasts.to_parquet(target)
            samples.append(time.perf_counter() - started)
        value = next(column for column in forecasts.columns if column not in ("unique_id", "ds"))
        column = forecasts[["unique_id", "ds"]].assign(**{name: forecasts[value].to_numpy()})
        found = column if found is None else found.assign(**{name: column[name].to_numpy()})
        alone = None
        if os.environ.get("GRANARY_BENCH_ALONE") == "1":
            histories = [part.to_numpy() for _, part in frame.groupby("unique_id", sort=False)["y"]]
            started = time.perf_counter()
            for history in histories:
                model(name, seasons).forecast(y=history, h=int(horizon))
            alone = time.perf_counter() - started
        print(json.dumps({"model": name, "seconds": samples, "alone": alone}), flush=True)
    found.to_parquet(target)


if __name__ == "__main__":
    main()
