"""The reports behind the pictures: scenarios of the lab, played now, by the unchanged program.

Time and chance are taken out of a report, so that the same scenario gives the same picture.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from tests.gui.scenes import Scenes
from tests.lab.network.namespaces import missing
from tests.lab.outcome import Outcome
from tests.lab.runner import play, side_by_side
from tests.lab.scenario import find, ready
from wssdiag.diagnosis.background import Background
from wssdiag.diagnosis.diagnose import diagnosed
from wssdiag.gui.work import PacAsked
from wssdiag.model.check import Status
from wssdiag.model.codec import decode, encode
from wssdiag.model.observation import PacDetail
from wssdiag.model.private import Seeds
from wssdiag.model.report import Report
from wssdiag.remedy.guide import fill
from wssdiag.session import local_session
from wssdiag.session.bundling import Bundling, Shelf
from wssdiag.session.evidence import read_report

if TYPE_CHECKING:
    from pathlib import Path

    from wssdiag.bundle.contents import Contents
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.check import CheckResult

#: Which scenario shows which state.
SCENARIOS = {
    "healthy": "healthy-quic",
    "port_blocked": "port-blocked-dropped",
    "two_matters": "both-clock-and-port",
    "sign_in": "wifi-sign-in-with-agent",
    "no_network": "no-network-windows",
    "could_not_tell": "like-proxy-auth-basic",
    "agent_stopped": "agent-stopped",
    "dead_pac": "pac-dead-proxy",
    "office_tunnel": "healthy-office-tunnel",
    "slow": "path-slow",
    "timings": "healthy-far-away",
    "certificates": "tls-intercepted-by-name",
    "settings": "proxy-settings-conflict",
    "ports": "port-blocked-dropped",
    "pac": "like-pac-dead-proxy-for-inside",
}

#: Its PAC file can't be had.
SILENT = "pac-unreachable-dropped"

#: When every scenario is said to have been played.
STARTED = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)

#: What takes the lab 1 to 20 ms differs by chance, and on a busy machine by more: it is said to have taken this. Beyond it go these steps.
SHORT_MS = 50
STEP_MS = 100

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(?:Z|\+00:00)")
_MOMENT_OF_WEB = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
_MILLISECONDS = re.compile(r"\b(\d+) ms\b")


class NotPlayedError(RuntimeError):
    """A scenario did not come to a report: which one, and why, in one line."""


def play_all(folder: Path, jobs: int) -> None:
    """Play the scenarios, so many side by side, and put their reports into the folder; raises :class:`NotPlayedError`."""
    if reason := missing():
        raise NotPlayedError(reason)
    ready(Outcome, Report)
    for path, outcome in side_by_side(find((*SCENARIOS.values(), SILENT)), jobs, play):
        (folder / f"{path.stem}.json").write_bytes(encode(steady(_report(path, outcome))))


def scenes_of(folder: Path, knowledge: Knowledge) -> Scenes:
    """The scenes from the reports of such a folder, as the program writes them in the guides' language."""
    reports = {path.stem: _told(read_report(path), knowledge) for path in folder.glob("*.json")}
    scenes: dict[str, Any] = {state: reports[name] for state, name in SCENARIOS.items()}
    return Scenes(
        **scenes,
        stopped=stopped(scenes["healthy"], knowledge),
        pac_answers=_asked(scenes["pac"]),
        pac_silent=_asked(reports[SILENT]),
        contents=_bundled(scenes["port_blocked"], folder),
    )


def _report(path: Path, outcome: object) -> Report:
    if not isinstance(outcome, Outcome):
        message = f"{path.stem}: {getattr(outcome, 'reason', outcome)}"
        raise NotPlayedError(message)
    if outcome.report is None:
        message = f"{path.stem}: no report came: {outcome.stderr.strip()[-300:]}"
        raise NotPlayedError(message)
    return outcome.report


def steady(report: Report) -> Report:
    """The report without what differs from run to run: moments, times, and fingerprints of keys that were made for it."""
    days = STARTED.date() - datetime.fromisoformat(report.started).date()
    made = decode(json.dumps(_steady(json.loads(encode(report)), days)).encode(), Report)
    return replace(made, run_id=_digest(report.verdict.headline)[:32], started=STARTED.isoformat())


def _steady(value: Any, days: timedelta) -> Any:  # noqa: ANN401 - JSON is anything
    if isinstance(value, list):
        return [_steady(one, days) for one in value]
    if isinstance(value, str):
        value = _MILLISECONDS.sub(lambda found: f"{round_ms(max(1.0, float(found[1])))} ms", value)
        value = _MOMENT.sub(lambda found: _on_the_day(datetime.fromisoformat(found[0]) + days).isoformat(), value)
        return _MOMENT_OF_WEB.sub(format_datetime(STARTED, usegmt=True), value)
    if not isinstance(value, dict):
        return value
    made = {
        key: round_ms(one) if key.endswith("_ms") and isinstance(one, int | float) else _steady(one, days) for key, one in value.items()
    }
    return {**made, "sha256": _digest(value["subject"])} if {"subject", "sha256"} <= set(made) else made


def _on_the_day(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), STARTED.timetz())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def round_ms(time_ms: float) -> int:
    """Down to whole tenths of a second: a delay of the lab is the least that something takes, and the rest is chance."""
    if time_ms < STEP_MS:
        return SHORT_MS if time_ms > 0 else 0
    return int(time_ms // STEP_MS) * STEP_MS


def _told(report: Report, knowledge: Knowledge) -> Report:
    """The titles of findings and verdict are the guides'."""
    findings = tuple(
        replace(one, title=fill(guide.title, one.values, guide.words)) if (guide := knowledge.get(one.code)) else one
        for one in report.findings
    )
    titles = {one.title: told.title for one, told in zip(report.findings, findings, strict=True)}
    verdict = replace(report.verdict, headline=titles.get(report.verdict.headline, report.verdict.headline))
    return replace(report, findings=findings, verdict=verdict)


def _bundled(report: Report, folder: Path) -> Contents:
    """What support would get of it. The folder holds no log, no key and no case."""
    shelf = Shelf(*(folder / name for name in ("case", "key", "marker", "log")))
    return Bundling(local_session(), shelf, Seeds()).prepared(report)


def stopped(report: Report, knowledge: Knowledge) -> Report:
    """The report as it would be had the person stopped the run in the middle."""
    half = len(report.checks) // 2
    cut = tuple(_cancelled(one) for one in report.checks[half:])
    partial = replace(report, cancelled=True, checks=(*report.checks[:half], *cut))
    return diagnosed(partial, Background(knowledge))


def _cancelled(check: CheckResult) -> CheckResult:
    return replace(check, status=Status.CANCELLED, summary="cancelled", elapsed_ms=0.0, observations=())


def _asked(report: Report) -> PacAsked:
    """The PAC file asked for one address, made of what the run asked it; where the run got no file, so did the person."""
    check = next(one for one in report.checks if one.id == "pac.file")
    url = "https://www.cloudflare.com/"
    seen = tuple(
        replace(one, detail=replace(one.detail, answers=tuple(answer for answer in one.detail.answers if answer.url == url)))
        if isinstance(one.detail, PacDetail)
        else one
        for one in check.observations
    )
    return PacAsked(url, replace(check, observations=seen))
