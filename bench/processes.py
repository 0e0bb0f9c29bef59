"""Starting, asking and stopping the programs under test."""

import json
import os
import select
import signal
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

# How often the peak is read; it only grows, so that at most the memory taken in the last moments is missed.
PEAK_EVERY_SECONDS = 0.005


@contextmanager
def server(command, url, *, environment=None, cores=None, log=None, wait_seconds=180, folder=None):
    """Runs a server until the block ends; begins when `url` answers."""
    if cores is not None:
        command = ["taskset", "-c", cores, *command]
    with open(log or os.devnull, "w") as output:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=output, stderr=output, cwd=folder,
            env={**os.environ, **(environment or {})}, start_new_session=True,
        )
        try:
            _wait(process, url, wait_seconds, log)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                pass
            # Workers that outlive their parent would keep the port; the session is theirs alone.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()


def _wait(process, url, seconds, log):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"{process.args} ended with {process.returncode}; its log is {log}")
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                answer.read()
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise SystemExit(f"{url} did not answer within {seconds} s; the log is {log}")


class Conversation:
    """A helper that answers each line of input with a line of JSON."""

    def __init__(self, command):
        command = [str(part) for part in command]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.process.args} gave no answer to: {line}")
        return json.loads(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def run_measured(command, log=None):
    """Runs a command to its end: seconds, and the most memory it held in MiB."""
    started = time.monotonic()
    peak_kib = 0
    with open(log or os.devnull, "w") as output:
        process = subprocess.Popen([str(part) for part in command], stdout=output, stderr=output)
        ended = os.pidfd_open(process.pid)
        # The kernel's own high-water mark, read while the command runs: what wait4 gives counts this process's memory
        # from before the command replaced it.
        while not select.select([ended], [], [], PEAK_EVERY_SECONDS)[0]:
            peak_kib = max(peak_kib, _kib(_status(process.pid), "VmHWM"))
        seconds = time.monotonic() - started
        os.close(ended)
        process.wait()
    if process.returncode != 0:
        raise SystemExit(f"{command} ended with {process.returncode}; its log is {log}")
    return seconds, peak_kib / 1024


def resident_mib(pid):
    """Resident memory of a process and all below it."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        status = _status(folder.name)
        if status and (int(status["Pid"]) == pid or _descends(int(status["PPid"]), pid)):
            total += _kib(status, "VmRSS")
    return total / 1024


def _status(pid):
    """What the kernel says of a process; empty once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return dict(line.split(":", 1) for line in lines if ":" in line)


def _kib(status, field):
    return int(status.get(field, "0 kB").split()[0])


def _descends(pid, ancestor):
    while pid > 1:
        if pid == ancestor:
            return True
        try:
            text = Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False
        pid = int(text.rpartition(")")[2].split()[1])
    return False
