"""Forecasts: accuracy on published sets of series, and series a second, beside statsforecast and anofox-forecast in the
same run."""

import json
import os
import subprocess
import sys
import tomllib
from importlib.metadata import version

import numpy as np
import pyarrow.parquet as pq

import forecast_data as data
import forecast_scores as score
from measure import OURS, ROOT, Result, Setting, commit, interleaved, spaced
from processes import Conversation, run_measured

METHOD = """
Accuracy: every contender forecasts the same series from the same file, with nothing but what was known. M5: the last
28 of 1 941 days are the test (the official private test lies four weeks later: published scores, and the aim of a
WRMSSE of 0.660, are of other days); M4 weekly and hourly, tourism: the competitions' own tests; car parts: the last
twelve of 51 months; orange juice: the last eight of 121 weeks, with and without price, deal and feature of those
weeks. Granary runs as its users run it, `granary forecast` from file to file. statsforecast's models take the same
seasons where they can (AutoETS none above 24). OWA is relative to Naive2 computed here by M4's rules. Speed: one core
each, by `taskset`, on M5 series of 1 913 days. Functions alone: the methods in a loop over series in memory, without
reading, writing or intervals, each in a process that is running already. File to file: from a Parquet file of series
to a Parquet file of forecasts; Granary's time is that of the whole command, statsforecast's that of a process in which
Python, its imports and its compiled kernels are warm.
"""

PEER = "statsforecast"
ALONE, PEER_ALONE = "Granary, functions alone", "statsforecast, functions alone"
RUST_PEER = "anofox-forecast"
RUST_PEER_VERSION = tomllib.loads((ROOT / "bench/peers/anofox/Cargo.toml").read_text())["dependencies"][RUST_PEER][
    "version"].lstrip("=")
# Granary's name of each model of the peer.
SAME = {
    "AutoETS": "auto_ets", "DynamicOptimizedTheta": "dynamic_optimized_theta", "SES": "ses", "CrostonSBA": "sba",
    "TSB": "tsb", "IMAPA": "imapa", "MSTL": "mstl", "SeasonalNaive": "seasonal_naive",
}
# Model, its series in the speed test (the slow ones fewer), series a second that Granary is to do, and how many times
# faster than statsforecast it is to be.
SPEED = [("AutoETS", 100, 300, 10), ("DynamicOptimizedTheta", 100, 500, 10), ("SES", 5_000, 15_000, 2),
         ("CrostonSBA", 5_000, 100_000, 2), ("TSB", 5_000, 100_000, 2)]
SAMPLE = 500


class Bench:
    def __init__(self):
        self.setting = Setting()
        self.folder = self.setting.work / "forecast"
        self.folder.mkdir(exist_ok=True)
        self.result = Result("forecast", "Forecasts", METHOD)
        self.result.version("Granary", commit())
        self.result.version(PEER, version(PEER))
        self.result.version(RUST_PEER, RUST_PEER_VERSION)

    def ours(self, group, method, threads=None, one_core=False, regressors=(), grouped=()):
        """Forecasts by `granary forecast`, in the order of the group; and what the command took."""
        out = self.folder / "granary.parquet"
        command = [self.setting.granary, "forecast", "--input", group.path, "--horizon", group.horizon]
        # Repeating a season, peers know but one; ours would take the longest.
        for season in group.seasons[:1] if method == "seasonal_naive" else group.seasons:
            command += ["--season", season]
        command += ["--method", method, "--levels", "none", "--output", out]
        if regressors:
            command += ["--regressors", ",".join(regressors)]
        command += grouped
        if threads:
            command += ["--threads", threads]
        if one_core:
            command = ["taskset", "-c", "0", *command]
        beside = f" with {', '.join(regressors)}" if regressors else f" {' '.join(grouped)}" if grouped else ""
        self.result.command(f"Granary {method}, {group.name}{beside}", self.setting.shown(command))
        seconds, mib = run_measured(command, self.folder / "granary.log")
        return by_series(group, pq.read_table(out), "mean"), seconds, mib

    def theirs(self, group, models, rounds=1, one_core=False, alone=False):
        """Forecasts of statsforecast by model, and seconds of each round."""
        out = self.folder / "peer.parquet"
        program = [sys.executable, ROOT / "bench/peers/statsforecast_run.py"]
        command = [*program, group.path, out, group.horizon, ",".join(models), rounds, *group.seasons]
        if one_core:
            command = ["taskset", "-c", "0", *command]
        self.result.command(f"{PEER}, {group.name}", self.setting.shown(["python", *command[1:]]))
        texts = [str(part) for part in command]
        environment = {**os.environ, "GRANARY_BENCH_ALONE": "1" if alone else "0"}
        printed = subprocess.run(texts, stdout=subprocess.PIPE, text=True, check=True, env=environment).stdout
        seconds = {
            line["model"]: [line["alone"]] if alone else line["seconds"] for line in map(json.loads, printed.splitlines())
        }
        table = pq.read_table(out)
        return {name: by_series(group, table, name) for name in models}, seconds

    def rust(self, group, model, one_core=False, is_kept=False):
        """Forecasts of anofox-forecast, on one thread, and its seconds. What is kept is made once: all of M5 takes it ten
        minutes."""
        command = [self.setting.anofox, model, group.horizon, *group.seasons]
        if one_core:
            command = ["taskset", "-c", "0", *command]
        self.result.command(f"{RUST_PEER} {model}, {group.name}", self.setting.shown(command))
        kept = self.folder / f"{RUST_PEER}-{RUST_PEER_VERSION}-{group.name}-{model}.npz"
        if is_kept and kept.exists():
            found = np.load(kept)
        else:
            series = "\n".join(" ".join(f"{value:.10g}" for value in history) for history in group.history)
            texts = [str(part) for part in command]
            ran = subprocess.run(texts, input=series, stdout=subprocess.PIPE, text=True, check=True)
            answer, *lines = ran.stdout.splitlines()
            found = {**json.loads(answer), "mean": np.array([line.split() for line in lines], dtype=float)}
            if is_kept:
                np.savez(kept, **found)
        if found["refused"]:
            self.result.note(f"{RUST_PEER} {model} refused {found['refused']} series of {group.name}.")
        return found["mean"], float(found["seconds"])

    def accuracy(self, group, models, measures, aim=None, first=None):
        """Rows of one set: Granary's auto, and each model of all sides. The first measure is judged."""
        group.write(self.folder, first)
        found = {(OURS, "auto"): self.ours(group, "auto")[0]}
        found |= {(PEER, name): values for name, values in self.theirs(group, models)[0].items()}
        found |= {(RUST_PEER, name): self.rust(group, name)[0] for name in models}
        found |= {(OURS, SAME[name]): self.ours(group, SAME[name])[0] for name in models}
        scored = {}
        for contender, forecasts in found.items():
            scored[contender] = score.scores(group, forecasts)
            if "OWA" in measures:
                scored[contender]["OWA"] = score.owa(group, scored[contender])
        for (side, name), scores in scored.items():
            is_auto = (side, name) == (OURS, "auto")
            for measure in measures:
                ours = None if is_auto else [scored[OURS, "auto"][measure]]
                is_judged = side == OURS and measure == measures[0]
                target = judged(scored, name, measure, aim) if is_judged else None
                self.result.row(f"{group.name}: {measure}", f"{side} {name}", measure, [scores[measure]],
                                ours=ours, target=target)

    def promotions(self, group):
        """Rows of a set with regressors: what they are worth, and to whom."""
        group.write(self.folder)
        found = {f"{OURS} auto": self.ours(group, "auto")[0],
                 f"{PEER} AutoARIMA": self.theirs(group, ["AutoARIMA"])[0]["AutoARIMA"]}
        names = list(group.regressors)
        group.write(self.folder, regressors=names)
        beside = f"with {', '.join(names)}"
        peer, best = f"{PEER} AutoARIMA {beside}", f"{OURS} auto {beside}"
        found |= {peer: self.theirs(group, ["AutoARIMA"])[0]["AutoARIMA"],
                  f"{OURS} linear_regression {beside}": self.ours(group, "linear_regression", regressors=names)[0],
                  best: self.ours(group, "auto", regressors=names)[0]}
        scored = {contender: score.scores(group, forecasts) for contender, forecasts in found.items()}
        for contender, scores in scored.items():
            for measure in ["RMSSE", "MASE"]:
                target = ("≤ the peer with the same columns", scored[peer][measure], True)
                self.result.row(f"{group.name}: {measure}", contender, measure, [scores[measure]],
                                ours=None if contender == best else [scored[best][measure]],
                                target=target if contender == best else None)

    def m5(self):
        group = data.m5(self.setting.m5)
        sample = group.sample(50 if self.setting.quick else SAMPLE)
        self.accuracy(sample, ["AutoETS", "DynamicOptimizedTheta", "CrostonSBA", "TSB", "IMAPA", "SES", "SeasonalNaive"],
                      ["RMSSE", "MASE"], first=data.M5_FIRST)
        self.speed(group)
        if self.setting.quick:
            self.result.note("The score over all of M5 was left out of a quick run.")
            return
        group.write(self.folder, data.M5_FIRST)
        self.whole_m5(group)

    def whole_m5(self, group):
        """All series, bottom-up; time and memory of the command."""
        series = f"M5, all {spaced(len(group.ids))} series"
        best = min(self.scores_of_m5(group, series, f"{RUST_PEER} {model}", self.rust(group, model, is_kept=True)[0])
                   for model in ["AutoETS", "DynamicOptimizedTheta"])
        for method in ["auto", "auto_ets", "seasonal_naive"]:
            forecasts, seconds, mib = self.ours(group, method)
            is_auto = method == "auto"
            self.scores_of_m5(group, series, f"{OURS} {method}", forecasts,
                              target=("≤ the best of the peers", best, True) if is_auto else None)
            self.result.row(f"{series}: time, two threads", f"{OURS} {method}", "s", [seconds],
                            target=("≤ 300 s", 300, True) if is_auto else None)
            self.result.row(f"{series}: peak memory", f"{OURS} {method}", "MiB", [mib],
                            target=("≤ 2 048 MiB", 2_048, True) if is_auto else None)

        self.groups_of_m5(group, series)
        before = data.m5(self.setting.m5, windows_before=1)
        self.groups_of_m5(before, f"{series}, four weeks earlier")

    def groups_of_m5(self, group, series):
        """Calendars of each department of a store, with events and days on which benefits are paid."""
        group.write(self.folder, data.M5_FIRST, words=list(group.words))
        grouped = ["--groups", "store,department", "--events", "event,benefits"]
        forecasts, seconds, mib = self.ours(group, "auto", grouped=grouped)
        contender = f"{OURS} auto by store and department, with events"
        self.scores_of_m5(group, series, contender, forecasts, target=("≤ 0.650", 0.65, True))
        self.result.row(f"{series}: time, two threads", contender, "s", [seconds], target=("≤ 300 s", 300, True))
        self.result.row(f"{series}: peak memory", contender, "MiB", [mib], target=("≤ 2 048 MiB", 2_048, True))

    def scores_of_m5(self, group, series, contender, forecasts, target=None):
        """Rows of one contender; its WRMSSE."""
        levels, mean = score.wrmsse(group, forecasts)
        self.result.row(f"{series}: WRMSSE", contender, "WRMSSE", [mean], target=target)
        self.result.row(f"{series}: WRMSSE of the series alone (level 12)", contender, "WRMSSE", [levels[-1]])
        self.result.row(f"{series}: RMSSE", contender, "RMSSE", [score.scores(group, forecasts)["RMSSE"]])
        return mean

    def speed(self, group):
        """Series a second on one core, contenders by turns."""
        for name, count, least, faster in SPEED:
            sample = group.sample(max(count // 10, 10) if self.setting.quick else count, seed=2)
            sample.write(self.folder, data.M5_FIRST)
            series = len(sample.ids)

            file = self.folder / "speed.txt"
            lines = (" ".join(f"{y:.10g}" for y in history) for history in sample.history)
            file.write_text("\n".join(lines) + "\n")
            command = [self.setting.helper, "forecast", "--series", file, "--horizon", sample.horizon, "--season",
                       sample.seasons[0]]
            self.result.command(f"{ALONE}, {sample.name}", self.setting.shown(command))
            natively = Conversation(["taskset", "-c", "0", *command])

            def run(side):
                if side == ALONE:
                    return series / (natively.ask(SAME[name])["ms"] / 1_000)
                if side == OURS:
                    return series / self.ours(sample, SAME[name], threads=1, one_core=True)[1]
                if side == RUST_PEER:
                    return series / self.rust(sample, name, one_core=True)[1]
                return series / self.theirs(sample, [name], one_core=True, alone=side == PEER_ALONE)[1][name][0]

            sides = [ALONE, RUST_PEER, PEER_ALONE, OURS, PEER]
            samples = interleaved(self.setting.rounds(3, 1), sides, run)
            natively.close()
            measure = f"{name}: series of 1 913 days a second, {spaced(series)} series"
            self.result.row(measure, ALONE, "series/s", samples[ALONE],
                            target=(f"≥ {spaced(least)} series/s", least, False))
            self.result.row(measure, f"{RUST_PEER}, functions alone", "series/s", samples[RUST_PEER],
                            ours=samples[ALONE])
            times = np.median(samples[ALONE]) / np.median(samples[PEER_ALONE])
            self.result.row(measure, PEER_ALONE, "series/s", samples[PEER_ALONE], ours=samples[ALONE],
                            target=(f"Granary ≥ {faster} times this", faster, False), value=times)
            self.result.row(measure, "Granary, file to file", "series/s", samples[OURS])
            self.result.row(measure, f"{PEER}, file to file", "series/s", samples[PEER], ours=samples[OURS])

    def run(self):
        setting = self.setting
        if setting.m4:
            models = ["AutoETS", "DynamicOptimizedTheta", "MSTL", "SeasonalNaive", "SES"]
            self.accuracy(data.m4(setting.m4, "Weekly", [52], 1, 13), models, ["OWA", "sMAPE", "MASE"],
                          aim=0.88)
            self.accuracy(data.m4(setting.m4, "Hourly", [24, 168], 24, 48), ["MSTL", "SeasonalNaive"],
                          ["OWA", "sMAPE", "MASE"], aim=0.55)
        if setting.tourism:
            for group in data.tourism(setting.tourism):
                self.accuracy(group, ["AutoETS", "DynamicOptimizedTheta", "SeasonalNaive"], ["MASE", "sMAPE"])
        if setting.car_parts:
            self.accuracy(data.car_parts(setting.car_parts), ["AutoETS", "CrostonSBA", "TSB", "IMAPA", "SES"],
                          ["RMSSE", "MASE"])
        if setting.orange_juice:
            self.promotions(data.orange_juice(setting.orange_juice))
        if setting.m5:
            self.m5()
        for name, folder in [("M4", setting.m4), ("tourism", setting.tourism), ("car parts", setting.car_parts),
                             ("Orange juice", setting.orange_juice),
                             ("M5", setting.m5)]:
            if folder is None:
                self.result.note(f"{name} was not measured: no folder was given.")
        self.result.note("""Peers are slow, so each speed is of a fixed random choice of series, the same for both sides;
            AutoETS of M4 hourly was left out for the same reason. statsforecast on all of M5 takes hours: there the Rust
            peer's AutoETS and dynamic theta stand for both.""")
        self.result.write(setting)


def judged(scored, name, measure, aim):
    """The target of a method of Granary's: for `auto` the best of the peers, for another the best of the same model."""
    same = [scores[measure] for (side, model), scores in scored.items()
            if side != OURS and (name == "auto" or SAME[model] == name)]
    if name != "auto":
        return "≤ the same model of the peers, to 0.1 %", min(same) * 1.001, True
    if aim is None:
        return "≤ the best of the peers", min(same), True
    return f"≤ {aim} and the best of the peers", min(aim, *same), True


def by_series(group, table, column):
    """Values as an array by series, in the group's order."""
    values = table[column].to_numpy(zero_copy_only=False).reshape(len(group.ids), group.horizon)
    ids = table["unique_id"].to_numpy(zero_copy_only=False)[:: group.horizon]
    place = {id_: i for i, id_ in enumerate(ids)}
    return values[[place[id_] for id_ in group.ids]]


if __name__ == "__main__":
    Bench().run()
