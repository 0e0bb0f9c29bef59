"""First load and slider, in a real browser: Granary beside the same dashboard in Streamlit and in Dash."""

import json
import statistics
import sys
import time
import urllib.request
from contextlib import ExitStack

from playwright.sync_api import sync_playwright

from measure import (
    OURS, ROOT, Result, Setting, check_equal, chromium_version, commit, interleaved, output_of, percentile, spaced,
)
from processes import server

sys.path.insert(0, str(ROOT / "bench/peers"))
import model  # noqa: E402  (the peers' own numbers, checked against Granary's below)

METHOD = """
One Chromium, no cache, everything on this machine over loopback, servers warm. First load: bytes on the wire with
headers and web-socket frames, requests, and the time from navigation to the frame that shows the first key figure of
the overview. Slider: the service level is moved by the right arrow key; the time runs from the key event's own time
stamp to the first task after the frame that shows the new stock value (bench/browser/probe.js), the same clock for
all. Up to one frame of 16.7 ms of it is waiting for the screen; `the frame's own work` is the rest of the last frame:
script, style, layout and paint. Contenders take turns, each time in a fresh browser context. The peers read the same
Parquet (a row for each item-location and day; the plan's columns), hold it in memory, and show the same numbers,
which is checked before anything is timed. The peers answer from the server, Granary in the browser: on a real network
each step of theirs takes a round trip more.
"""

SIZES = [1_000, 8_000, 100_000, 1_000_000]
FRAME_MS = 1000 / 60
PRESSES = 12
FLAGS = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
]

# Where each contender shows its first key figure, its what-if stock value, its slider, and when it is ready.
WHERE = {
    OURS: {
        "tile": "article[data-kpi] .value",
        "total": "[data-total='stock_value'][data-scenario='scenario']",
        "slider": "input[type='range'][data-parameter='service_level']",
        "ready": "html[data-islands='ready']",
    },
    "Streamlit": {
        "tile": "[data-testid='stMetricValue']",
        "total": "[data-testid='stMetricValue']",
        "slider": "[data-testid='stSlider'] input[type='range']",
        "ready": "[data-testid='stSlider'] input[type='range']",
    },
    "Dash": {
        "tile": "#value-turnover",
        "total": "#value-stock_value",
        "slider": "#service_level [role='slider']",
        "ready": "#service_level [role='slider']",
    },
}


def main():
    setting = Setting()
    result = Result("page", "First load and slider in the browser", METHOD)
    result.version("Granary", commit())
    for name in ["streamlit", "dash"]:
        ask_version = [sys.executable, "-c", f"import {name}; print({name}.__version__)"]
        result.version(name.capitalize(), output_of(ask_version))
    result.version("Chromium", chromium_version(setting))
    for name in WHERE:
        result.command(name, setting.shown(command(setting, name, 8_000, "PORT")[0]))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=setting.chromium, args=FLAGS)
        with serving(setting, None) as origins:
            check_key_figures(origins[OURS])
            first_load(setting, result, browser, origins)
        for size in SIZES:
            with serving(setting, size) as origins:
                slider(setting, result, browser, origins, size)
        browser.close()
    result.write(setting)


def command(setting, name, size, port):
    """The command that serves a contender, and its environment. Without a size: the published sample."""
    work, here = setting.work, ROOT / "bench/peers"
    plan = work / f"rows-{size or 8_000}" / "plan.parquet"
    environment = {"FACTS": str(work / "facts.parquet"), "PLAN": str(plan), "PYTHONPATH": str(here)}
    programs = work / "venv/bin"
    if name == OURS:
        store = work / (f"rows-{size}" if size else "sample")
        listen = ["--site", setting.site, "--listen", f"127.0.0.1:{port}"]
        return [setting.granary, "serve", "--store", store, *listen], {}
    if name == "Streamlit":
        return [
            programs / "streamlit", "run", here / "streamlit_app.py", "--server.port", port,
            "--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none",
            "--global.developmentMode", "false", "--browser.gatherUsageStats", "false",
        ], environment
    return [
        programs / "gunicorn", "--chdir", here, "--workers", "1", "--threads", "8", "--bind", f"127.0.0.1:{port}",
        "dash_app:server",
    ], environment


class serving(ExitStack):  # noqa: N801  (used as a function)
    """All contenders at once; gives their origins."""

    def __init__(self, setting, size):
        super().__init__()
        self.setting, self.size = setting, size

    def __enter__(self):
        super().__enter__()
        origins = {}
        for index, name in enumerate(WHERE):
            port = self.setting.port + index
            arguments, environment = command(self.setting, name, self.size, port)
            origins[name] = f"http://127.0.0.1:{port}"
            log = self.setting.work / f"{name.lower()}.log"
            self.enter_context(server(arguments, origins[name], environment=environment, log=log))
        return origins


def check_key_figures(origin):
    """The peers' key figures of the sample are Granary's."""
    setting = Setting()
    expected = {kpi["id"]: kpi["current"]["value"] for kpi in ask(origin, "/api/v1/kpis")["kpis"]}
    found = model.kpis(model.weekly(str(setting.work / "facts.parquet")))
    for name, value in expected.items():
        check_equal(f"key figure {name}", value, found[name], 1e-9)


def ask(origin, path):
    with urllib.request.urlopen(origin + path) as answer:
        return json.load(answer)


def first_load(setting, result, browser, origins):
    def load(name):
        with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
            page = context.new_page()
            page.add_init_script(path=ROOT / "bench/browser/probe.js")
            page.add_init_script(f"probe.watchFirst({json.dumps(WHERE[name]['tile'])})")
            count = count_traffic(context.new_cdp_session(page))
            page.goto(origins[name] + "/")
            until(page, "probe.samples().length > 0")
            first = page.evaluate("probe.samples()[0].paintedAt")
            page.wait_for_load_state("networkidle")
            time.sleep(0.5)
            return first, count["bytes"], count["requests"]

    samples = interleaved(setting.rounds(9, 3), WHERE, load)
    ours = samples[OURS]
    for index, (measure, unit) in enumerate(
        [("time to first key figure", "ms"), ("first load, bytes on the wire", "kB"), ("first load, requests", "")]
    ):
        scale = 1_000 if unit == "kB" else 1
        for name, rows in samples.items():
            target = ("code ≤ 200 kB and data ≤ 100 kB", 300, True) if unit == "kB" and name == OURS else None
            result.row(
                measure, name, unit, [row[index] / scale for row in rows],
                ours=None if name == OURS else [row[index] / scale for row in ours], target=target,
            )


def until(page, expression):
    """Waits for an expression to hold. Playwright's own way evaluates in the page, which Granary's content security
    policy forbids; the policy stays as it is served."""
    end = time.monotonic() + 120
    while not page.evaluate(expression):
        if time.monotonic() > end:
            raise SystemExit(f"{page.url}: never {expression}")
        time.sleep(0.01)


def count_traffic(session):
    count = {"bytes": 0, "requests": 0}

    def add(bytes_=0, requests=0):
        count["bytes"] += bytes_
        count["requests"] += requests

    session.on("Network.requestWillBeSent", lambda event: add(requests=not event["request"]["url"].startswith("data:")))
    session.on("Network.loadingFinished", lambda event: add(bytes_=event["encodedDataLength"]))
    session.on("Network.webSocketCreated", lambda event: add(requests=1))
    # Binary payloads come as base64: three bytes in four characters.
    session.on(
        "Network.webSocketFrameReceived", lambda event: add(bytes_=len(event["response"]["payloadData"]) * 3 // 4)
    )
    session.send("Network.enable")
    return count


def slider(setting, result, browser, origins, size):
    expected = ask(origins[OURS], "/api/v1/what-if?service_level=0.951")["scenario"]["totals"]["stock_value"]
    computed = model.totals(
        model.plan(str(setting.work / f"rows-{size}/plan.parquet")), {**model.NOW, "service_level": 0.951}
    )
    check_equal(f"stock value of {size} item-locations", expected, computed["stock_value"], 1e-9)
    tasks, work = [], []

    def move(name):
        where = WHERE[name]
        with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
            page = context.new_page()
            page.set_default_timeout(120_000)
            page.add_init_script(path=ROOT / "bench/browser/probe.js")
            page.goto(origins[name] + "/what-if")
            page.wait_for_selector(where["ready"], state="attached")
            page.wait_for_selector(where["total"])
            thumb = page.locator(where["slider"]).first
            thumb.focus()
            # The first moves make Granary fetch its columns and all of them warm up; they do not count.
            page.keyboard.press("ArrowRight")
            if name == OURS:
                page.wait_for_selector("[data-live='true']", state="attached")
            page.wait_for_load_state("networkidle")
            time.sleep(0.5 if size < 1_000_000 else 4)
            check_shown(page, where["total"], name, expected)
            page.evaluate("selector => probe.watch(selector)", where["total"])
            for press in range(PRESSES):
                page.keyboard.press("ArrowRight" if press < PRESSES // 2 else "ArrowLeft")
                until(page, f"probe.samples().length > {press}")
                # As a hand that holds the key down: the next step comes before the page rests.
                time.sleep(0.05)
            samples = page.evaluate("probe.samples()")
            time.sleep(0.4)
            if name == OURS:
                tasks.append(page.evaluate("probe.longTasks()"))
                work.append([sample["paintedAt"] - sample["frameAt"] for sample in samples])
            page.evaluate("probe.stop()")
            return [sample["paintedAt"] - sample["input"] for sample in samples]

    rounds = interleaved(setting.rounds(5, 2), WHERE, move)
    medians = {name: [statistics.median(round_) for round_ in rows] for name, rows in rounds.items()}
    for name in WHERE:
        measure = f"slider input → painted, {spaced(size)} item-locations"
        result.row(measure, name, "ms", medians[name], ours=None if name == OURS else medians[OURS])
    every = [sample for round_ in rounds[OURS] for sample in round_]
    slow = percentile(every, 0.95)
    target = ("p95 ≤ 16.7 ms" if size <= 100_000 else "goal: p95 ≤ 16.7 ms", FRAME_MS, True)
    measure = f"slider, {spaced(size)} item-locations, 95th percentile of {len(every)} moves"
    result.row(measure, OURS, "ms", [slow], target=target)
    own = [sample for round_ in work[1:] for sample in round_]
    measure = f"slider, {spaced(size)} item-locations, the frame's own work, 95th percentile"
    result.row(measure, OURS, "ms", [percentile(own, 0.95)])
    longest = [max(round_, default=0) for round_ in tasks[1:]]
    target = ("no task ≥ 50 ms", 49.9, True)
    measure = f"slider, {spaced(size)} item-locations, longest task ≥ 50 ms (0: none)"
    result.row(measure, OURS, "ms", longest, target=target, value=max(longest))


def check_shown(page, selector, name, expected):
    """The page shows the number that the API answers, to the digits it shows, or comes to show it."""
    end = time.monotonic() + 30
    while True:
        element = page.locator(selector).first
        text = element.get_attribute("data-value") if name == OURS else element.inner_text()
        shown = float(text.replace(",", ""))
        if abs(shown / expected - 1) < 1e-8:
            return
        if time.monotonic() > end:
            raise SystemExit(f"{name} shows a stock value of {shown} where {expected} is expected")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
