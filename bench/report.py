"""docs/benchmarks.md from bench/results/*.json."""

import json
import statistics
import textwrap

from measure import RESULTS, ROOT

IN_REPOSITORY = ROOT / "bench/results"
ORDER = ["page", "what_if", "forecast_browser", "kpi_query", "sql", "publish", "server", "forecast"]

HEAD = """# Benchmarks

Speed, size and accuracy of Granary beside other tools a team could use, measured on one machine in one run. `cargo xtask
bench` generates this file from the files in `bench/results`, which hold every sample;
[bench/README.md](../bench/README.md) says how to repeat it. A number that misses its target is marked as missed.

*Median [least–greatest]* is over the samples. *Times Granary's* is the ratio of medians, contender over Granary, with a
95 % interval from a bootstrap over rounds. Targets are the budgets that the project set itself before measuring.
"""


def main():
    texts = [HEAD]
    found = {}
    for name in ORDER:
        path = RESULTS / f"{name}.json"
        if path.exists():
            found[name] = json.loads(path.read_text())
    if found:
        texts.append(summary(found))
    texts += [section(data) for data in found.values()]
    texts += [text for text in [service(), proof(), replays()] if text]
    missing = [name for name in ORDER if name not in found]
    if missing:
        texts.append(f"Not measured yet: {', '.join(missing)}.")
    page = ROOT / "docs/benchmarks.md" if RESULTS == IN_REPOSITORY else RESULTS / "benchmarks.md"
    page.write_text("\n".join(text.strip("\n") + "\n" for text in texts))
    print(f"The results are in {page}")


def kept_table(rows):
    """Rows of (promise, of what, reorder points, kept, fill rate, average stock at cost)."""
    lines = ["| promise | of | reorder points | cycles kept | units filled | average stock |", "|---|---|---|---:|---:|---:|"]
    for promise, of, points, kept, filled, stock in rows:
        lines.append(f"| {promise:.1%} | {of} | {points} | {kept:.1%} | {filled:.1%} | {stock:,.0f} |")
    return "\n".join(lines)


def service():
    """Stock against service of the bundled sample, from `service.py`."""
    path = RESULTS / "service.json"
    if not path.exists():
        return None
    names = {"corrected": "Granary's", "textbook": "textbook, same forecasts"}
    of = {"cycle": "cycles", "fill": "units"}
    results = json.loads(path.read_text())["results"]
    rows = [
        (row["promise"], of[row["of"]], names[row["formula"]], row["kept"], row["fill_rate"], row["stock_value"])
        for row in results
    ]
    head = wrapped("Plans of the bundled sample, made every four weeks of its last half-year and replayed on the days that followed "
                   "(`bench/service.py`). Stock is in GBP at cost. Half of the textbook's rows promise more than a planner would ask for, "
                   "because it keeps less than it promises.")
    ours, textbook = (
        [(row["kept"], row["stock_value"]) for row in results if (row["of"], row["formula"]) == ("cycle", formula)]
        for formula in names
    )
    same = same_service(ours, textbook)
    return "\n".join(["## Service promised and kept, and the stock it takes", "", head, "", kept_table(rows), "", same])


def same_service(ours, textbook):
    """What the textbook's reorder points need to keep what Granary's keep; both as (cycles kept, stock), by rising service."""
    lines = []
    for kept, stock in ours:
        around = [pair for pair in zip(textbook, textbook[1:]) if pair[0][0] <= kept <= pair[1][0]]
        if around:
            [(lower, upper)] = around
            quantile = statistics.NormalDist().inv_cdf
            part = (quantile(kept) - quantile(lower[0])) / (quantile(upper[0]) - quantile(lower[0]))
            needed = lower[1] + part * (upper[1] - lower[1])
            lines.append(f"- {kept:.1%} of cycles: Granary's {stock:,.0f}, the textbook's {needed:,.0f} ({stock / needed - 1:+.0%}).")
        else:
            lines.append(f"- {kept:.1%} of cycles: Granary's {stock:,.0f}; the textbook's keep at most {textbook[-1][0]:.1%}, "
                         f"with {textbook[-1][1]:,.0f}.")
    return "\n".join(["Stock at the same service, between two of the textbook's promises by its normal quantile:", "", *lines])


def proof():
    """The same of five stores of M5, as the publication's own proof has it, from `proof.py`."""
    path = RESULTS / "proof.json"
    if not path.exists():
        return None
    names = {"plan": "Granary's", "textbook": "textbook, same forecasts"}
    rows = [
        (point["promise"], "cycles", names[point["rule"]], point["service"], point["fill_rate"], point["stock_value"])
        for point in json.loads(path.read_text())["curve"]
    ]
    head = wrapped("Five stores of M5, from the proof of their publication (`bench/proof.py`). Stock is in USD at cost.")
    ours, textbook = (
        [(service, stock) for _, _, points, service, _, stock in rows if points == name] for name in names.values()
    )
    same = same_service(ours, textbook)
    return "\n".join(["## The same for five stores of M5", "", head, "", kept_table(rows), "", same])


def replays():
    """Policies over two shops' weeks, from `replay.py`."""
    path = RESULTS / "replay.json"
    if not path.exists():
        return None
    lines = ["| set | policy | cost | part that an order could change | cost under perfect foresight | fill rate |", "|---|---|---:|---:|---:|---:|"]
    for name, results in json.loads(path.read_text())["results"].items():
        for row in results:
            least = row["perfect_foresight"]["cost"]
            cost, filled = row["cost"], row["fill_rate"]
            lines.append(f"| {name} | {row['policy']} | {cost:,.0f} | {row['after']:,.0f} | {least:,.0f} | {filled:.1%} |")
    head = wrapped("Weekly series of 600 items each from Online Retail and FreshRetailNet, with two full weeks between order "
                   "and stock, a cost of 0.2 a week for a unit on hand and of 1 for a unit lost (`bench/replay.py`).")
    return "\n".join(["## Policies replayed", "", head, "", *lines])


def summary(found):
    lines = ["## Targets", "", "| benchmark | measure | target | measured | |", "|---|---|---|---:|---|"]
    for data in found.values():
        for row in data["rows"]:
            if "target" in row:
                target = row["target"]
                verdict = "met" if target["met"] else "**missed**"
                measured = number(target["value"])
                measure = f"{row['contender']}: {row['measure']}"
                lines.append(f"| {data['benchmark']} | {measure} | {target['text']} | {measured} | {verdict} |")
    return "\n".join(lines)


def section(data):
    machine = data["machine"]
    versions = ", ".join(f"{name} {version}".replace("Granary commit", "Granary at commit")
                         for name, version in data["versions"].items())
    lines = [f"## {data['title']}", ""]
    if data["quick"]:
        lines += ["**Preliminary: a quick run, with few rounds.**", ""]
    if machine["load_at_start"] > 0.5 * machine["cores"]:
        lines += [f"**Preliminary: the machine was busy (load {machine['load_at_start']:.1f} at the start).**", ""]
    lines += [wrapped(data["method"]), ""]
    taken = (
        f"{data['date']}; {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']:.0f} GiB, "
        f"{machine['system']}; {versions}."
    )
    lines += [
        wrapped(taken), "",
        "| measure | contender | median [least–greatest] | times Granary's | target |", "|---|---|---:|---:|---|",
    ]
    for row in data["rows"]:
        spread = f" [{number(row['low'])}–{number(row['high'])}]" if len(row["samples"]) > 1 else ""
        value = f"{number(row['median'])}{spread} {row['unit']}".strip()
        ratio = row.get("ratio")
        times = f"{number(ratio['value'])} [{number(ratio['low'])}–{number(ratio['high'])}]" if ratio else ""
        target = row.get("target")
        verdict = f"{target['text']}: {'met' if target['met'] else '**missed**'}" if target else ""
        lines.append(f"| {row['measure']} | {row['contender']} | {value} | {times} | {verdict} |")
    lines += ["", f"`cargo xtask bench {data['benchmark']}` runs:", ""]
    lines += [f"- {contender}: `{command}`" for contender, command in data["commands"].items()]
    if data["notes"]:
        lines += ["", *data["notes"]]
    return "\n".join(lines)


def wrapped(text):
    """A paragraph, in lines as people write them."""
    return textwrap.fill(text, 118, break_long_words=False, break_on_hyphens=False)


def number(value):
    """Three significant digits, with thousands apart."""
    if value == 0:
        return "0"
    if abs(value) >= 1_000:
        return f"{float(f'{value:.3g}'):,.0f}".replace(",", " ")
    text = f"{value:.3g}"
    return f"{float(text):.10f}".rstrip("0").rstrip(".") if "e" in text else text


if __name__ == "__main__":
    main()
