from __future__ import annotations

import json
import os
import signal
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import catalogue
from tests.servers.tcp import serve
from tests.world import World
from wssdiag.model.codec import decode, encode
from wssdiag.model.report import Report
from wssdiag.probes.network import STEP_LIMIT_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.program import Ended, Program

#: A test that hangs ends here.
PATIENCE_S = 10.0


@pytest.fixture
def open_port() -> Iterator[int]:
    with serve(lambda connection: None) as port:
        yield port


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.1.1", 0)) as server:
        return int(server.getsockname()[1])


def check(wssdiag: Program, facts: Path, ports: tuple[int, ...], control: int | None, *more: object) -> Ended:
    file = wssdiag.write("catalogue.toml", catalogue(*ports, control=control))
    return wssdiag("check", "--method", "wss-agent", "--facts", facts, "--catalogue", file, *more)


def test_healthy(wssdiag: Program, facts: Path, open_port: int) -> None:
    ended = check(wssdiag, facts, (open_port,), open_port, "--format", "json")
    assert ended.document["verdict"]["status"] == "healthy"
    assert ended.code == 0
    assert decode(ended.out.encode(), Report).catalogue_version == "test"


def test_a_problem(wssdiag: Program, facts: Path, open_port: int, closed_port: int) -> None:
    ended = check(wssdiag, facts, (closed_port,), open_port, "--format", "json")
    assert ended.document["verdict"]["cause"] == "port-blocked"
    assert ended.document["findings"][0]["subject"]["kind"] == "refused"
    assert ended.code == 1


def test_could_not_tell(wssdiag: Program, facts: Path, open_port: int) -> None:
    ended = check(wssdiag, facts, (open_port,), open_port, "--only", "none", "--format", "json")
    assert (ended.code, ended.document["verdict"]["status"], ended.document["checks"]) == (4, "incomplete", [])


@pytest.mark.parametrize("wanted", ["text", "markdown", "html"])
def test_other_formats(wssdiag: Program, facts: Path, open_port: int, closed_port: int, wanted: str) -> None:
    ended = check(wssdiag, facts, (closed_port,), open_port, "--format", wanted)
    assert ended.code == 1
    assert str(closed_port) in ended.out
    assert ended.err == ""


def test_csv_is_what_the_network_is_asked_for(wssdiag: Program, facts: Path, open_port: int, closed_port: int) -> None:
    ended = check(wssdiag, facts, (closed_port,), open_port, "--format", "csv")
    head, row = ended.out.removeprefix("\ufeff").splitlines()
    assert (ended.code, ended.err) == (1, "")
    assert head.startswith("ask,from,source address,")
    assert row.startswith("allow,this computer,")
    assert f",127.0.1.1,reference,TCP,{closed_port},tcp," in row
    healthy = check(wssdiag, facts, (open_port,), open_port, "--format", "csv")
    assert (healthy.code, healthy.out.splitlines()) == (0, [f"\ufeff{head}"])


def test_ndjson_ends_with_the_report(wssdiag: Program, facts: Path, open_port: int, closed_port: int) -> None:
    ended = check(wssdiag, facts, (closed_port,), open_port, "--format", "ndjson")
    events = [json.loads(line) for line in ended.out.splitlines()]
    assert events[0]["event"] == "run_started"
    assert events[-1]["event"] == "report"
    assert events[-1]["report"]["verdict"]["cause"] == "port-blocked"
    assert [event["seq"] for event in events] == list(range(len(events)))
    assert {event["event"] for event in events} == {"run_started", "mode", "check_started", "check_finished", "finding", "report"}
    assert ended.code == 1


@pytest.mark.parametrize("wanted", ["json", "ndjson", "text", "html"])
def test_a_result_in_a_file(wssdiag: Program, facts: Path, open_port: int, wanted: str) -> None:
    path = wssdiag.folder / "result"
    ended = check(wssdiag, facts, (open_port,), open_port, "--format", wanted, "--output", path)
    assert (ended.code, ended.out) == (0, "")
    assert path.stat().st_size > 100
    assert sorted(row.name for row in wssdiag.folder.iterdir()) == ["catalogue.toml", "facts.json", "result"]


def test_a_catalogue_of_ones_own_contacts_nothing_else(wssdiag: Program, facts: Path, open_port: int) -> None:
    ended = check(wssdiag, facts, (open_port,), open_port, "--format", "json")
    targets = {row["target"]["address"] for result in ended.document["checks"] for row in result["observations"]}
    assert targets == {"127.0.1.1"}


def test_list_hosts_sends_nothing(wssdiag: Program, facts: Path) -> None:
    connections: list[int] = []
    with serve(lambda connection: connections.append(1)) as port:
        ended = check(wssdiag, facts, (port,), port, "--list-hosts", "--format", "json")
        text = check(wssdiag, facts, (port,), port, "--list-hosts")
    assert connections == []
    assert [(row["host"], row["port"]) for row in ended.document["hosts"]] == [("127.0.1.1", port)]
    assert ended.document["hosts"][0]["why"]
    assert f"127.0.1.1 {port}/tcp" in text.out
    assert (ended.code, text.code) == (0, 0)


def test_nothing_is_listed_where_nothing_is_run(wssdiag: Program, facts: Path) -> None:
    ended = check(wssdiag, facts, (443,), 443, "--only", "none", "--list-hosts", "--format", "json")
    assert ended.document["hosts"] == []
    text = check(wssdiag, facts, (443,), 443, "--only", "none", "--list-hosts")
    assert text.out == "Nothing is sent now, and a check would contact nobody.\n"


def test_a_host_without_a_port_is_listed_without_one(wssdiag: Program) -> None:
    world = World()
    world.join("corp.example")
    facts = wssdiag.write("facts.json", encode(world.session.detect()[0]))
    lines = wssdiag("check", "--role", "auth-connector", "--facts", facts, "--list-hosts").out.splitlines()
    assert "(found by DNS for corp.example)" in lines
    assert not [line for line in lines if " /" in line]


def test_a_deadline_that_passes(wssdiag: Program, facts: Path, open_port: int) -> None:
    ended = check(wssdiag, facts, (open_port,), open_port, "--deadline", "0.000001", "--format", "json")
    assert ended.code == 4
    assert {row["status"] for row in ended.document["checks"]} == {"cancelled"}
    assert ended.document["cancelled"] is False


def test_an_interrupt_still_gives_the_document(wssdiag: Program, facts: Path, open_port: int) -> None:
    asked, released = threading.Event(), threading.Event()

    def silent(connection: socket.socket) -> None:
        if connection.recv(1):  # the first byte of a handshake: the check waits for an answer now
            asked.set()
            released.wait(PATIENCE_S)

    def interrupt() -> None:
        asked.wait(PATIENCE_S)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with serve(silent) as port:
        file = wssdiag.write("tls.toml", catalogue(port, control=open_port).replace('protocol = "tcp"', 'protocol = "tls"'))
        ended = wssdiag("check", "--method", "wss-agent", "--facts", facts, "--catalogue", file, "--format", "json", "--deadline", "60")
        released.set()
    statuses = {row["id"]: row["status"] for row in ended.document["checks"]}
    assert ended.code == 130
    assert ended.document["cancelled"] is True
    assert (statuses[f"tcp.here-{port}"], statuses[f"tls.here-{port}"]) == ("pass", "cancelled")
    assert ended.document["elapsed_ms"] < STEP_LIMIT_S * 1000  # it did not wait for the limit of the step


def test_the_log_is_this_users(wssdiag: Program, facts: Path, open_port: int, home: Path) -> None:
    check(wssdiag, facts, (open_port,), open_port)
    assert sorted(row.name for row in wssdiag.folder.iterdir()) == ["catalogue.toml", "facts.json"]


def test_proxy_auth_is_not_promised(wssdiag: Program, facts: Path) -> None:
    assert wssdiag("check", "--facts", facts, "--proxy-auth").is_one_line_error()


def test_a_check_that_the_run_does_not_have_is_named(wssdiag: Program, facts: Path, open_port: int) -> None:
    ended = check(wssdiag, facts, (open_port,), open_port, "--only", "tcp.*,tpc.*,none", "--format", "json")
    assert [line for line in ended.err.splitlines() if line.startswith("--only")] == ["--only tpc.*: this run has no such check"]
