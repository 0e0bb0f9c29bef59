"""What-if compute: one evaluation of all totals, as WASM and as JavaScript in the browser, and natively."""

from playwright.sync_api import sync_playwright

from measure import ROOT, Result, Setting, check_equal, chromium_version, commit, interleaved, output_of, spaced
from processes import Conversation

METHOD = """
One evaluation of the eleven what-if totals over every item-location, without painting anything, on one thread. WASM is
crate `planning` compiled as the page's module is (profile wasm-release, SIMD on); native is the same crate compiled for
the server; JavaScript (bench/browser/what_if.js) has the same formulas on the same columns as typed arrays, with what
all rows share taken out of the loop. WASM and JavaScript run in the same page of the same Chromium. Answers are checked
first: native and WASM equal to the last bit, JavaScript to 1e-9 relative. A sample is the mean of as many evaluations
as take at least 40 ms; service levels change from sample to sample.
"""

SIZES = [1_000, 8_000, 100_000, 1_000_000]
SHARD_ROWS = 65_536
SCENARIO = [0.95, 1.0, 1.0, 1.0, 5.0, 0.25, 7.0]
NATIVE, WASM, JAVASCRIPT = "Granary, native", "Granary, WASM", "plain JavaScript"
ORIGIN = "https://bench.example"
SAMPLE_MS = 40


def main():
    setting = Setting()
    result = Result("what_if", "What-if compute: WASM, JavaScript, native", METHOD)
    result.version("Granary", commit())
    result.version("Chromium", chromium_version(setting))
    result.version("Rust", output_of(["rustc", "--version"]).split()[1])
    result.command(NATIVE, setting.shown([setting.helper, "what-if", "--store", setting.work / "rows-100000"]))
    result.command(WASM, "bench/browser/what_if_page.js in Chromium: evaluate('wasm', …)")
    result.command(JAVASCRIPT, "bench/browser/what_if_page.js in Chromium: evaluate('javascript', …)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=setting.chromium, args=["--no-sandbox"])
        for size in SIZES:
            measure(setting, result, browser, size)
        browser.close()
    result.write(setting)


def measure(setting, result, browser, size):
    native = Conversation([setting.helper, "what-if", "--store", setting.work / f"rows-{size}"])
    page = browser.new_page()
    page.set_default_timeout(120_000)
    page.route(f"{ORIGIN}/**", lambda route: serve(setting, size, route))
    page.goto(f"{ORIGIN}/")
    page.wait_for_function("globalThis.ready === true")
    shards = -(-size // SHARD_ROWS)
    loaded = page.evaluate("shards => load(shards)", shards)
    if loaded != size:
        raise SystemExit(f"the page loaded {loaded} rows where {size} are expected")

    turn = {"level": 0.9}

    def ask(name, repetitions):
        scenario = [turn["level"], *SCENARIO[1:]]
        if name == NATIVE:
            return native.ask(" ".join(str(number) for number in [repetitions, *scenario]))
        contender = "wasm" if name == WASM else "javascript"
        return page.evaluate("a => evaluate(...a)", [contender, repetitions, scenario])

    names = [WASM, JAVASCRIPT, NATIVE]
    repetitions = {}
    for name in names:
        ask(name, 3)
        repetitions[name] = max(1, round(SAMPLE_MS / max(ask(name, 3)["ms"], 1e-3)))
    answers = {name: ask(name, 1)["answer"] for name in names}
    if answers[WASM] != answers[NATIVE]:
        raise SystemExit(f"{size} rows: WASM gives {answers[WASM]} where native gives {answers[NATIVE]}")
    check_equal(f"totals of {size} rows in JavaScript", answers[NATIVE], answers[JAVASCRIPT], 1e-9)

    def run(name):
        if name == names[0]:
            turn["level"] = round(0.9 + (turn["level"] - 0.9 + 0.001) % 0.09, 3)
        return ask(name, repetitions[name])["ms"]

    samples = interleaved(setting.rounds(15, 5), names, run)
    for name in names:
        text = f"totals of {spaced(size)} item-locations"
        result.row(text, name, "ms", samples[name], ours=None if name == WASM else samples[WASM])
    page.close()
    native.close()


def serve(setting, size, route):
    """Files for the page, from where they lie."""
    path = route.request.url.removeprefix(ORIGIN)
    # With these two the page's clock has its full resolution.
    isolated = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
    if path == "/":
        body = "<!doctype html><script type=module src=/what_if_page.js></script>"
        route.fulfill(body=body, content_type="text/html", headers={**isolated, "Content-Type": "text/html"})
    elif path.startswith("/plan/"):
        store = setting.work / f"rows-{size}/main"
        current = (store / "current").read_text().strip()
        shard = int(path.removeprefix("/plan/"))
        route.fulfill(path=store / f"publications/{current}/plan/policy-{shard:05}.bin", headers=isolated)
    elif path.startswith("/pkg/"):
        kind = "application/wasm" if path.endswith(".wasm") else "text/javascript"
        route.fulfill(path=setting.wasm / path.removeprefix("/pkg/"), headers={**isolated, "Content-Type": kind})
    elif path.endswith(".js"):
        route.fulfill(path=ROOT / "bench/browser" / path[1:], headers={**isolated, "Content-Type": "text/javascript"})
    else:
        route.fulfill(status=404)


if __name__ == "__main__":
    main()
