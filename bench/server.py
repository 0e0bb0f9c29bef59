"""The server: requests a second and p99 for the overview at 100 connections on one core, and resident memory."""

import re
import subprocess
import time
import urllib.request
from contextlib import ExitStack

from measure import OURS, ROOT, Result, Setting, commit, interleaved
from page import command
from processes import resident_mib, server

METHOD = """
The published sample. Every server runs on core 0 alone, wrk on core 1 with 100 connections kept open; answers are
asked for compressed (brotli, gzip) and must all be 200. Contenders take turns. `overview, asked before` is the answer
a page gets from the second request on; `overview, another window each time` is computed for each request from the
cube. `bytes alone` is the limit: an axum server that sends the same compressed page from memory and does nothing else.
Streamlit's and Dash's first answer is a shell without a number in it; what Dash computes for the overview is its
callback, asked for directly; what Streamlit computes comes by a web socket, which wrk cannot ask, so it has no such
row. wrk sends the next request when an answer has come (closed loop), so p99 does not count requests that a slow
answer kept from being sent. Memory is resident memory of the server and its children, three seconds after start and
after the load; Dash has read its data by then, Streamlit reads it at the first visit, which wrk never makes.
"""

BEFORE, COMPUTED, LIMIT = "overview, asked before", "overview, another window each time", "bytes alone"
CONNECTIONS = 100


def main():
    setting = Setting()
    result = Result("server", "The server under load", METHOD)
    result.version("Granary", commit())
    result.version("wrk", wrk_version())
    seconds = setting.rounds(5, 2)
    with ExitStack() as running:
        origins, processes, idle = {}, {}, {}
        for index, name in enumerate([OURS, "Dash", "Streamlit"]):
            port = setting.port + 10 + index
            arguments, environment = command(setting, name, None, port)
            origins[name] = f"http://127.0.0.1:{port}"
            log = setting.work / f"load-{name.lower()}.log"
            processes[name] = running.enter_context(
                server(arguments, origins[name], environment=environment, cores="0", log=log)
            )
            time.sleep(3)
            idle[name] = resident_mib(processes[name].pid)
            result.command(f"{name}, server", setting.shown(["taskset", "-c", "0", *arguments]))
        body = setting.work / "overview.br"
        body.write_bytes(compressed(origins[OURS]))
        origins[LIMIT] = f"http://127.0.0.1:{setting.port + 13}"
        arguments = [setting.helper, "hello", "--body", body, "--listen", origins[LIMIT].removeprefix("http://")]
        running.enter_context(server(arguments, origins[LIMIT], cores="0"))
        result.command(f"{LIMIT}, server", setting.shown(["taskset", "-c", "0", *arguments]))

        asked = {
            f"{OURS}: {BEFORE}": (origins[OURS], None),
            f"{OURS}: {COMPUTED}": (origins[OURS], "overview.lua"),
            f"axum: {LIMIT}": (origins[LIMIT], None),
            "Dash: page shell": (origins["Dash"], None),
            "Dash: callback of the overview": (origins["Dash"], "dash.lua"),
            "Streamlit: page shell": (origins["Streamlit"], None),
        }
        for name, (origin, script) in asked.items():
            result.command(name, setting.shown(load_command("URL", script, seconds)))
        samples = interleaved(setting.rounds(3, 2), asked, lambda name: load(*asked[name], seconds))
        base = samples[f"{OURS}: {BEFORE}"]
        for name, runs in samples.items():
            ours = None if runs is base else [run[0] for run in base]
            target = ("≥ 500 requests/s on one core", 500, False) if name.startswith(OURS) else None
            result.row("requests a second", name, "1/s", [run[0] for run in runs], ours=ours, target=target)
        for name, runs in samples.items():
            ours = None if runs is base else [run[1] for run in base]
            result.row(f"p99 at {CONNECTIONS} connections", name, "ms", [run[1] for run in runs], ours=ours)
        for name in processes:
            target = ("≤ 100 MB resident", 100e6 / 2**20, True) if name == OURS else None
            result.row("resident memory, idle", name, "MiB", [idle[name]], target=target)
            result.row("resident memory, after the load", name, "MiB", [resident_mib(processes[name].pid)])
    result.write(setting)


def compressed(origin):
    request = urllib.request.Request(f"{origin}/", headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def load_command(url, script, seconds):
    script = ["-s", ROOT / "bench/load" / script] if script else []
    return ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "30s",
            "-H", "Accept-Encoding: br, gzip", *script, url]


def load(origin, script, seconds):
    """Requests a second and the 99th percentile in milliseconds."""
    arguments = [str(part) for part in load_command(f"{origin}/", script, seconds)]
    text = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: .*|Socket errors: .*", text)
    if bad:
        raise SystemExit(f"{arguments}: {bad[0]}")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", text).groups()
    scale = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 60e3}[unit]
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), float(number) * scale


def wrk_version():
    # wrk prints its version with its help, and fails.
    text = subprocess.run(["wrk", "--version"], capture_output=True, text=True).stdout
    return text.split()[1]


if __name__ == "__main__":
    main()
