"""Scores of forecasts as the competitions define them. Forecasts are arrays by series, in the order of the group."""

import numpy as np


def smape(future, forecast):
    size = np.abs(future) + np.abs(forecast)
    terms = np.divide(2 * np.abs(future - forecast), size, out=np.zeros_like(size), where=size > 0)
    return float(np.mean(terms))


def scaled(history, future, forecast, season, power):
    """Mean error to a power, over that of the seasonal naive method in the history; NaN without a scale."""
    history = np.asarray(history, dtype=float)
    born = np.argmax(history != 0) if power == 2 else 0
    changes = np.abs(history[born + season:] - history[born: len(history) - season]) ** power
    scale = changes.mean() if len(changes) else 0.0
    return float(np.mean(np.abs(future - forecast) ** power) / scale) if scale > 0 else float("nan")


def scores(group, forecasts):
    """Mean sMAPE, MASE and RMSSE over the series of a group; series without a scale are not in the last two."""
    each = []
    for history, future, forecast in zip(group.history, group.future, forecasts):
        forecast = np.asarray(forecast, dtype=float)[: len(future)]
        future = np.asarray(future, dtype=float)
        each.append((smape(future, forecast), scaled(history, future, forecast, group.scale_season, 1),
                     np.sqrt(scaled(history, future, forecast, 1, 2))))
    each = np.array(each)
    return {"sMAPE": float(each[:, 0].mean()), "MASE": float(np.nanmean(each[:, 1])),
            "RMSSE": float(np.nanmean(each[:, 2]))}


def owa(group, found):
    """Overall weighted average: sMAPE and MASE relative to those of Naive2."""
    base = scores(group, [naive2(history, group.horizon, group.scale_season) for history in group.history])
    return 0.5 * (found["sMAPE"] / base["sMAPE"] + found["MASE"] / base["MASE"])


def naive2(history, horizon, season):
    """The last value of the seasonally adjusted history, with its season: M4's reference, after its R code."""
    indices = np.ones(season)
    if season > 1 and len(history) >= 3 * season and _is_seasonal(history, season):
        indices = _indices(history, season)
    phase = np.arange(len(history) + horizon) % season
    adjusted = history[-1] / indices[phase[len(history) - 1]]
    return adjusted * indices[phase[len(history):]]


def _is_seasonal(history, season):
    """Autocorrelation at the season beyond what chance gives at 90 %."""
    centred = history - history.mean()
    total = (centred ** 2).sum()
    if total == 0:
        return False
    correlations = [(centred[lag:] * centred[:-lag]).sum() / total for lag in range(1, season + 1)]
    limit = 1.645 * np.sqrt((1 + 2 * np.sum(np.square(correlations[:-1]))) / len(history))
    return abs(correlations[-1]) > limit


def _indices(history, season):
    """Multiplicative seasonal indices of classical decomposition."""
    weights = np.ones(season) if season % 2 else np.r_[0.5, np.ones(season - 1), 0.5]
    trend = np.convolve(history, weights / season, mode="valid")
    offset = len(weights) // 2
    ratios = history[offset: offset + len(trend)] / trend
    phase = (np.arange(len(trend)) + offset) % season
    indices = np.array([ratios[phase == i].mean() for i in range(season)])
    return indices / indices.mean()


LEVELS = [[], ["state_id"], ["store_id"], ["cat_id"], ["dept_id"], ["state_id", "cat_id"], ["state_id", "dept_id"],
          ["store_id", "cat_id"], ["store_id", "dept_id"], ["item_id"], ["item_id", "state_id"], ["id"]]


def wrmsse(group, forecasts):
    """M5's official score: weighted RMSSE of the sums at each of twelve levels, and their mean."""
    history = np.array(group.history, dtype=float)
    future, forecasts = np.array(group.future, dtype=float), np.array(forecasts, dtype=float)
    revenue = (history[:, -28:] * group.extra["prices"]).sum(axis=1)
    levels = []
    for names in LEVELS:
        keys = list(zip(*(group.extra["keys"][name] for name in names))) if names else [()] * len(history)
        code = {key: i for i, key in enumerate(dict.fromkeys(keys))}
        codes = np.array([code[key] for key in keys])
        summed = lambda values: _sums(values, codes, len(code))
        past = summed(history)
        alive = np.arange(past.shape[1] - 1) >= (past != 0).argmax(axis=1)[:, None]
        scale = (np.diff(past, axis=1) ** 2 * alive).sum(axis=1) / alive.sum(axis=1)
        weights = np.bincount(codes, weights=revenue, minlength=len(code)) / revenue.sum()
        errors = (summed(future - forecasts) ** 2).mean(axis=1)
        levels.append(float((weights * np.sqrt(errors / scale)).sum()))
    return levels, float(np.mean(levels))


def _sums(values, codes, count):
    sums = np.zeros((count, values.shape[1]))
    np.add.at(sums, codes, values)
    return sums
