"""Rows that no rule can use are not taken; how many went is told."""

from __future__ import annotations

import msgspec

from tests.lab.redacted import reader, redaction_of
from tests.world import World
from wssdiag.model.facts import Connection, Process, Product, Service
from wssdiag.model.unknown import Unknown


def test_of_programs_only_those_of_agents_and_gateway_clients() -> None:
    made = World().run(None)
    facts = msgspec.structs.replace(
        made.facts,
        os="windows",
        processes=(Process(pid=7, name="wssad.exe"), Process(pid=8, name="diary.exe"), Process(pid=9, name="zsatunnel.exe")),
        services=(Service(name="wssad", status="running"), Service(name="DiarySync", status="running")),
        products=(Product(name="Symantec WSS Agent", version="9.7.1"), Product(name="My Diary")),
        connections=(
            Connection(pid=7, process="wssad.exe", local="10.1.1.1:50000", remote="130.211.30.2:443", status="established"),
            Connection(pid=8, process="diary.exe", local="10.1.1.1:50001", remote="93.184.216.34:443", status="established"),
            Connection(pid=8, process="diary.exe", local="127.0.0.1:8123", status="listen"),
        ),
        files=Unknown("permission denied"),
    )
    redaction = redaction_of(reader())
    kept = redaction.report(msgspec.structs.replace(made, facts=facts)).facts
    assert isinstance(kept.processes, tuple)
    assert {row.name for row in kept.processes} >= {"wssad.exe"}
    assert "iary" not in str(msgspec.to_builtins(kept))
    assert isinstance(kept.connections, tuple)
    assert [(row.pid, row.process, row.status) for row in kept.connections] == [(7, "wssad.exe", "established"), (None, "", "listen")]
    assert kept.connections[1].local == "127.0.0.1:8123"
    assert kept.files == facts.files
    tables = ("processes", "services", "products", "connections")
    gone = sum(len(getattr(facts, name)) - len(getattr(kept, name)) for name in tables)
    assert next(row.count for row in redaction.replaced if row.rule == "row") == gone >= 4


def test_of_the_files_of_a_capture_only_what_is_read() -> None:
    capture = {
        "capture.json": b'{"schema": "wssdiag.capture/1", "os": "linux"}',
        "browsers/firefox/k3f9.default/prefs.js": b'user_pref("network.proxy.type", 1);\nuser_pref("browser.startup.homepage", "diary");\n',
        "hosts.txt": b"127.0.0.1 localhost # of the diary\n",
        "diary.txt": b"dear diary",
    }
    redaction = redaction_of(reader())
    made = redaction.capture(capture)
    assert any(b"network.proxy.type" in data for data in made.values())
    assert not any(word in data for data in made.values() for word in (b"diary", b"homepage"))
    assert len(made) == len(capture) - 1
    assert "file" in {row.rule for row in redaction.replaced}, "what was left out as a whole is told"
