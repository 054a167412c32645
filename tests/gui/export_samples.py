"""Bundles of made-up computers, before they are written: what was private is replaced already."""

from __future__ import annotations

from msgspec.structs import replace

from tests.gui import samples
from wssdiag.bundle.contents import Contents, Failed, Part, Replaced, Role
from wssdiag.model.codec import encode_pretty

#: What stands for something private in them.
NAME, ADDRESS, ACCOUNT = "n7.n3.example", "10.61.4.20", "account-1"
MARKS = (NAME, ADDRESS, ACCOUNT, "n3.example")

#: Keys of the form that age has; nobody's.
RECIPIENT = "age1" + "q" * 58
OTHER_KEY = "age1" + "z" * 58

LOG = "\n".join(
    (
        "2026-11-23 10:15:00 INFO wssdiag.session: a run begins",
        f"2026-11-23 10:15:00 INFO wssdiag.system: the settings of {ACCOUNT} were read",
        f"2026-11-23 10:15:01 INFO wssdiag.probes: {NAME} is {ADDRESS}",
        "2026-11-23 10:15:04 WARNING wssdiag.probes: ctc.threatpulse.com does not answer on port 443",
        f"2026-11-23 10:15:04 INFO wssdiag.pac: http://{NAME}/proxy.pac was fetched, 1,204 bytes",
        "2026-11-23 10:15:06 INFO wssdiag.session: the run ended",
        "",
    )
)

PAGE = f"<!doctype html>\n<title>wssdiag</title>\n<h1>Your network blocks the door to WSS</h1>\n<p>The proxy {NAME} answers.</p>\n"


def contents(*, capture: bool = False, log: str = LOG) -> Contents:
    """Of a computer where a port is blocked."""
    report = samples.port_blocked()
    parts = [
        Part(name="report.json", role=Role.REPORT, data=encode_pretty(report)),
        Part(name="facts.json", role=Role.FACTS, data=encode_pretty(report.facts)),
        Part(name="report.html", role=Role.PAGE, data=PAGE.encode()),
        Part(name="log.txt", role=Role.LOG, data=log.encode()),
    ]
    replaced = [
        Replaced(part="report.json", rule="name", count=17),
        Replaced(part="report.json", rule="address", count=23),
        Replaced(part="report.html", rule="name", count=1),
        Replaced(part="log.txt", rule="name", count=2),
        Replaced(part="log.txt", rule="address", count=1),
        Replaced(part="log.txt", rule="account", count=1),
    ]
    if capture:
        parts += [
            Part(name="capture/capture.json", role=Role.CAPTURE, data=b'{"schema": "wssdiag.capture/1", "os": "windows"}\n'),
            Part(name="capture/hosts.txt", role=Role.CAPTURE, data=f"127.0.0.1 localhost\n{ADDRESS} {NAME}\n".encode()),
            Part(
                name="capture/windows/registry.reg", role=Role.CAPTURE, data=b"\xff\xfe" + "Windows Registry Editor\n".encode("utf-16-le")
            ),
            Part(name="capture/macos/settings.plist", role=Role.CAPTURE, data=b"bplist00\xd1\x01\x02\x80"),
        ]
        replaced.append(Replaced(part="capture/hosts.txt", rule="address", count=1))
    return Contents(started=report.started, parts=tuple(parts), replaced=tuple(replaced), marks=MARKS)


def incomplete() -> Contents:
    """Two things did not come."""
    failed = (Failed(collector="log", why="the file cannot be read: permission denied"), Failed(collector="routes", why="no such command"))
    whole = contents()
    return replace(whole, parts=whole.parts[:-1], replaced=tuple(row for row in whole.replaced if row.part != "log.txt"), failed=failed)


def silent() -> Contents:
    """The program has written nothing down."""
    spoken = contents(log="")
    return replace(spoken, replaced=tuple(row for row in spoken.replaced if row.part != "log.txt"))


def long() -> Contents:
    """A log of some megabytes, with a line that does not end."""
    line = f"2026-11-23 10:15:01 INFO wssdiag.probes: {NAME} is {ADDRESS}, asked by {ACCOUNT}\n"
    return contents(capture=True, log=line * 400 + "41 " * 20_000 + "\n" + line * 30_000)
