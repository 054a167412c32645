"""Texts beside a report: what the report names is found in them again, under the same stand-in."""

from __future__ import annotations

import time

from tests.lab.redacted import reader, redaction_of
from tests.world import PROXY, PROXY_ADDRESS, World
from wssdiag.bundle.case import Case


def test_a_log_names_what_the_report_names() -> None:
    world = World()
    world.set_proxy()
    redaction = redaction_of(reader())
    report = redaction.report(world.run(None))
    check = next(row for row in report.checks if row.id.startswith("proxy.tcp."))
    host, port = check.id.removeprefix("proxy.tcp.").rsplit("-", 1)
    log = redaction.text(f"check proxy.tcp.{PROXY}-{port} finished\nconnect {PROXY_ADDRESS}:{port} for {PROXY.upper()}", "log.txt")
    first, second = log.splitlines()
    assert first == f"check {check.id} finished"
    assert second == f"connect {check.observations[-1].target.address}:{port} for {host}"
    assert {row.part for row in redaction.replaced} == {"report.json", "log.txt"}


def test_the_next_report_of_a_case_has_the_same_stand_ins() -> None:
    world = World()
    world.set_proxy()
    report = world.run(None)
    case = Case()
    first = redaction_of(reader(), case).report(report)
    assert redaction_of(reader(), Case(case.pseudonyms)).report(report) == first


def test_a_hostile_text_is_read_in_bounded_time() -> None:
    redaction = redaction_of(reader())
    began = time.process_time()
    for sign in (
        "a",
        "a.",
        "a-",
        "/a",
        "\\a",
        "1:",
        "aA1",
        "x=",
        "~",
        "a@",
        "f0",
        "user ",
        "password=",
        "a://",
        " ",
        "::",
        "/home/a",
        "%4",
        "a%41",
        "&lt;",
        "<td>",
    ):
        redaction.text(sign * (20_000 // len(sign)), "log.txt")
    assert time.process_time() - began < 5
