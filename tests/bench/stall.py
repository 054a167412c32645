"""How long the window's event loop stands still while 200 real checks run against loopback, beside an idle heartbeat of the same run.

Run by :mod:`tests.bench.window` in a network of its own: ``python -m tests.bench.stall FOLDER MOST_RUNS``; prints one line of JSON.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.lab.network.trust import Trust
from tests.lab.servers.config import ServerConfig
from wssdiag.gui.app import collect_from_now_on
from wssdiag.gui.appearance import Appearance
from wssdiag.gui.deeds import Deed
from wssdiag.gui.relay import Relay
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Ended, Work
from wssdiag.session import local_mending, local_session

#: Half a frame: a person sees no stall that this heartbeat does not.
_BEAT_MS = 5

#: TCP and TLS each: 200 checks. An address each: the same place is not tried twice.
_LOCATIONS = 100

#: A 99.9th percentile of fewer is only their maximum.
_BEATS = 2000

_IDLE_MS = 5 * _BEATS
_PORT = 4433

_HEAD = 'schema = "wssdiag.catalogue/1"\nversion = "2026.1.1"\n'
_LOCATION = """[[location]]
id = "place-{number}"
methods = ["portal"]
host = "127.0.0.{address}"
port = {port}
transport = "tcp"
protocol = "tls"
purpose = "Place {number}"
trust = "private"
provenance = {{ source = "the benchmark", certainty = "documented" }}
"""


class Heartbeat:
    """Notes by how many milliseconds each beat is late."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.late.append(max(0.0, (now - self._last) * 1000 - _BEAT_MS))
        self._last = now

    def stop(self) -> None:
        """The end of this phase."""
        self._timer.stop()


def _serve(folder: Path) -> subprocess.Popen[str]:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    config = ServerConfig(tcp_ports=[_PORT], certificates={"": Trust(folder).write("place.example")})
    path = folder / "server.json"
    path.write_text(json.dumps(asdict(config)), encoding="utf-8")
    server = subprocess.Popen([sys.executable, "-m", "tests.lab.servers.server", str(path)], stdout=subprocess.PIPE, text=True)
    if server.stdout is None or server.stdout.readline() != "ready\n":
        message = "the server did not start"
        raise RuntimeError(message)
    return server


def main(arguments: list[str]) -> None:
    """Print the figures."""
    gc.disable()  # as the program does (wssdiag.__main__)
    folder, most = Path(arguments[0]), int(arguments[1])
    server = _serve(folder)
    catalogue = folder / "catalogue.toml"
    catalogue.write_text(
        _HEAD + "".join(_LOCATION.format(number=n, address=n + 1, port=_PORT) for n in range(_LOCATIONS)), encoding="utf-8"
    )
    app = QApplication([])
    relay = Relay()
    work = Work(lambda: local_session(catalogue_file=catalogue), relay, local_mending)
    appearance = Appearance(app)
    window = MainWindow(work, relay, appearance.theme, choose=lambda _: None)
    appearance.dress()
    window.show()
    collect_from_now_on()
    loop = QEventLoop()
    checks: list[int] = []

    def taken(batch: tuple[object, ...]) -> None:
        for message in batch:
            if isinstance(message, Ended):
                checks.append(sum(check.ran for check in message.report.checks))
                QTimer.singleShot(0, loop.quit)

    relay.batch.connect(taken)
    work.detect()
    QTimer.singleShot(_IDLE_MS // 10, loop.quit)
    loop.exec()
    idle = Heartbeat()
    QTimer.singleShot(_IDLE_MS, loop.quit)
    loop.exec()
    idle.stop()
    busy = Heartbeat()
    while len(checks) < most and len(busy.late) < _BEATS:
        window.do(Deed.CHECK)
        loop.exec()
    busy.stop()
    server.kill()
    print(json.dumps({"idle_ms": idle.late, "busy_ms": busy.late, "checks": checks}))


if __name__ == "__main__":
    main(sys.argv[1:])
