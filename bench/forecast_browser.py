"""Forecasting as WASM: AutoETS beside a peer in WASM and beside itself, natively; and what the worker's module weighs."""

import json

from forecast_data import m5
from measure import ROOT, Result, Setting, commit, interleaved, output_of, spaced
from processes import Conversation

METHOD = """
AutoETS without season over a fixed random choice of M5's series, 1 913 days each, one thread. WASM is crate `planning`
compiled as the product's modules are (profile wasm-release, SIMD on), native the same crate compiled for the server; the
peer is npm's @bsull/augurs with its search over the same forms (ZZN). Both modules run in the same Node, whose engine is
Chromium's. Granary's forecasts are checked first: native and WASM equal to the last bit. The peer has no seasonal form,
so none is searched. A sample is one pass over all series.
"""

SERIES = 100
NATIVE, WASM, PEER = "Granary, native", "Granary, WASM", "augurs, WASM"


def main():
    setting = Setting()
    result = Result("forecast_browser", "Forecasting in the browser: WASM, its peer, native", METHOD)
    result.version("Granary", commit())
    result.version("Node", output_of(["node", "--version"]).strip())
    lock = json.loads((ROOT / "bench/peers/augurs/package-lock.json").read_text())
    result.version("@bsull/augurs", lock["packages"]["node_modules/@bsull/augurs"]["version"])
    weigh(setting, result)
    if setting.m5:
        compare(setting, result)
    else:
        result.note("Speed was not measured: no folder with M5 was given.")
    result.write(setting)


def weigh(setting, result):
    names = json.loads((setting.site / "assets.json").read_text())["modules"]["trial"]
    size = sum((setting.site / f"{names[part]}.gz").stat().st_size for part in ["script", "wasm"])
    result.row("the worker's module with all forecasting methods, gzip", "Granary", "kB", [size / 1_000],
               target=("≤ 90 kB", 90, True))


def compare(setting, result):
    file = setting.work / "forecast-browser.txt"
    chosen = m5(setting.m5).sample(10 if setting.quick else SERIES, seed=3)
    file.write_text("\n".join(" ".join(f"{y:g}" for y in history) for history in chosen.history) + "\n")
    node = ["node", ROOT / "bench/peers/augurs/run.js", setting.wasm, file]
    native = [setting.helper, "forecast", "--series", file, "--horizon", chosen.horizon]
    result.command(f"{WASM} and {PEER}", setting.shown(node))
    result.command(NATIVE, setting.shown(native))
    in_node, natively = Conversation(node), Conversation(native)
    ask = {
        WASM: lambda: in_node.ask("granary"), PEER: lambda: in_node.ask("augurs"), NATIVE: lambda: natively.ask("auto_ets"),
    }
    answers = {name: question()["answer"] for name, question in ask.items()}
    if answers[WASM] != answers[NATIVE]:
        raise SystemExit("forecasts of WASM and native differ")
    samples = interleaved(setting.rounds(9, 3), list(ask), lambda name: ask[name]()["ms"])
    wasm = sorted(samples[WASM])[len(samples[WASM]) // 2]
    targets = {
        PEER: ("Granary ≥ 5 times as fast", 5, False), NATIVE: ("WASM ≤ 1.6 times this", 1.6, True),
    }
    for name in ask:
        median = sorted(samples[name])[len(samples[name]) // 2]
        result.row(f"AutoETS of {spaced(len(chosen.ids))} series of M5", name, "ms", samples[name],
                   ours=None if name == WASM else samples[WASM], target=targets.get(name),
                   value=median / wasm if name == PEER else wasm / median)
    in_node.close()
    natively.close()


if __name__ == "__main__":
    main()
