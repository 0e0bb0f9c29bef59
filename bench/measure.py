"""Rounds, statistics and results: what every benchmark in this folder shares.

Contenders take turns (A, B, C, A, B, C, ...), so that a slow minute of the machine falls on all of them. A row is the
median of its samples with the least and the greatest; a ratio is a ratio of medians with a 95 % interval from a paired
bootstrap: rounds are drawn with replacement, the same rounds for both sides.
"""

import json
import os
import platform
import random
import statistics
import subprocess
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A development build's numbers stay out of the repository.
RESULTS = Path(os.environ.get("GRANARY_BENCH_RESULTS", Path(__file__).resolve().parent / "results"))
RESAMPLES = 2_000
OURS = "Granary"


class Setting:
    """What a run is given by `cargo xtask bench`, all by environment variables."""

    def __init__(self):
        self.quick = os.environ.get("GRANARY_BENCH_QUICK") == "1"
        self.work = Path(os.environ["GRANARY_BENCH_WORK"])
        self.granary = Path(os.environ["GRANARY_BIN"])
        self.helper = Path(os.environ["GRANARY_BENCH_BIN"])
        self.site = Path(os.environ["GRANARY_SITE"])
        self.wasm = Path(os.environ["GRANARY_BENCH_WASM"])
        self.chromium = os.environ.get("GRANARY_CHROMIUM", "/usr/bin/chromium")
        self.port = int(os.environ.get("GRANARY_BENCH_PORT", "43300"))
        self.online_retail = _folder("GRANARY_BENCH_ONLINE_RETAIL")
        self.m5 = _folder("GRANARY_BENCH_M5")
        self.m4 = _folder("GRANARY_BENCH_M4")
        self.tourism = _folder("GRANARY_BENCH_TOURISM")
        self.car_parts = _folder("GRANARY_BENCH_CAR_PARTS")
        self.orange_juice = _folder("GRANARY_BENCH_ORANGE_JUICE")
        self.anofox = _folder("GRANARY_BENCH_ANOFOX")
        self.work.mkdir(parents=True, exist_ok=True)

    def rounds(self, full, quick):
        """How often contenders take turns."""
        return quick if self.quick else full

    def shown(self, command):
        """A command as a person would type it, without this machine's folders."""
        text = " ".join(str(part) for part in command)
        for folder, name in [
            (self.granary.parent, ""), (self.helper.parent, ""), (self.anofox and self.anofox.parent, ""),
            (self.work / "venv/bin", ""), (self.work, "WORK"),
            (self.online_retail, "ONLINE_RETAIL"), (self.m5, "M5"), (ROOT, ""),
        ]:
            if folder:
                text = text.replace(f"{folder}/", f"{name}/" if name else "").replace(str(folder), name or ".")
        return text


def _folder(name):
    value = os.environ.get(name)
    return Path(value) if value else None


class Result:
    """The rows of one benchmark, written to bench/results/NAME.json."""

    def __init__(self, name, title, method):
        self.data = {
            "benchmark": name,
            "title": title,
            "method": " ".join(method.split()),
            "machine": machine(),
            "versions": {},
            "commands": {},
            "rows": [],
            "notes": [],
        }

    def version(self, name, version):
        self.data["versions"][name] = version

    def command(self, contender, command):
        self.data["commands"][contender] = command

    def note(self, text):
        self.data["notes"].append(" ".join(text.split()))

    def row(self, measure, contender, unit, samples, *, ours=None, target=None, value=None):
        """Adds a row. `ours` are our samples of the same rounds: the ratio is contender / ours. `target` is (text,
        limit, at_most); `value` is what it limits if that is not the median."""
        row = {"measure": measure, "contender": contender, "unit": unit, "samples": [rounded(s) for s in samples]}
        row["median"] = rounded(statistics.median(samples))
        row["low"], row["high"] = rounded(min(samples)), rounded(max(samples))
        if ours is not None:
            row["ratio"] = ratio(samples, ours)
        if target is not None:
            text, limit, at_most = target
            judged = row["median"] if value is None else value
            met = judged <= limit if at_most else judged >= limit
            row["target"] = {"text": text, "value": rounded(judged), "met": bool(met)}
        self.data["rows"].append(row)
        shown_ratio = "  x{value:.3g} [{low:.3g}, {high:.3g}]".format(**row["ratio"]) if ours is not None else ""
        print(f"  {measure:<52} {contender:<22} {row['median']:>12.5g} {unit}{shown_ratio}", flush=True)

    def write(self, setting):
        self.data["quick"] = setting.quick
        self.data["date"] = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
        self.data["load_at_end"] = rounded(os.getloadavg()[0])
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{self.data['benchmark']}.json"
        path.write_text(json.dumps(self.data, indent=1) + "\n")
        print(f"  written to {path}", flush=True)


def spaced(count):
    """A count in groups of three."""
    return f"{count:,}".replace(",", " ")


def rounded(value):
    return float(f"{value:.6g}")


def ratio(theirs, ours):
    """Theirs over ours, with its interval; samples of a round have the same place in both lists."""
    random_ = random.Random(1)
    count = min(len(theirs), len(ours))
    ratios = []
    for _ in range(RESAMPLES):
        drawn = [random_.randrange(count) for _ in range(count)]
        ratios.append(statistics.median(theirs[i] for i in drawn) / statistics.median(ours[i] for i in drawn))
    ratios.sort()
    return {
        "value": rounded(statistics.median(theirs) / statistics.median(ours)),
        "low": rounded(ratios[int(0.025 * RESAMPLES)]),
        "high": rounded(ratios[int(0.975 * RESAMPLES) - 1]),
    }


def interleaved(rounds, contenders, run):
    """Calls `run(name)` for each contender in turn, `rounds` times; the samples of each. The first is a warm-up that
    does not count."""
    samples = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name in contenders:
            sample = run(name)
            if turn > 0:
                samples[name].append(sample)
    return samples


def check_equal(what, expected, found, tolerance):
    """Numbers, or nested lists of them, that agree to a relative tolerance; else the run ends here."""
    if isinstance(expected, (list, tuple)):
        if len(expected) != len(found):
            raise SystemExit(f"{what}: {len(found)} values where {len(expected)} are expected")
        for index, (one, other) in enumerate(zip(expected, found)):
            check_equal(f"{what}[{index}]", one, other, tolerance)
    elif abs(expected - found) > tolerance * max(abs(expected), abs(found), 1e-300):
        raise SystemExit(f"{what}: {found} where {expected} is expected")


def percentile(samples, share):
    """The smallest sample that at least `share` of the samples do not exceed."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1))]


def machine():
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": rounded(round(memory, 1)),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "load_at_start": rounded(os.getloadavg()[0]),
    }


def output_of(command):
    """The first line a command prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0].strip()


def chromium_version(setting):
    return next(word for word in output_of([setting.chromium, "--version"]).split() if word[0].isdigit())


def commit():
    """What is measured."""
    text = output_of(["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"])
    return f"commit {text}"
