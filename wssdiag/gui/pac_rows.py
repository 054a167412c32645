"""What a PAC file says, address by address, as rows: what the run asked for, and what somebody wanted to know since. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wssdiag.checks.pac import FILE, evaluated
from wssdiag.detection.settings_compared import SYSTEM, in_force
from wssdiag.gui.checks_model import SHAPES
from wssdiag.gui.rows_model import TableRow
from wssdiag.gui.words import plain
from wssdiag.model.facts import known
from wssdiag.model.observation import PacDetail
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import DEFAULT_PORTS, without_credentials
from wssdiag.report import wording
from wssdiag.report.failures import failure_words
from wssdiag.report.path import StationState
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.gui.work import PacAsked
    from wssdiag.model.check import CheckResult
    from wssdiag.model.observation import PacAnswer
    from wssdiag.model.report import Report

#: An address that somebody types or pastes; no script is asked for a longer one.
LONGEST = 2000

#: The address of the file in one line of the view.
_SOURCE = 200


def pac_source(report: Report | None) -> str | None:
    """The address of the PAC file in force: of what browsers and most programs follow, else of another group; None: there is none."""
    chosen = in_force(known(report.facts.proxy_settings)) if report is not None else {}
    first = [chosen[SYSTEM]] if SYSTEM in chosen else []
    return next((row.pac_url for row in (*first, *chosen.values()) if row.pac_url), None)


def fetched_anew(source: str | None) -> bool:
    """Whether asking means to fetch. A file that stands in its own address is there already."""
    return source is not None and not source.lower().startswith("data:")


def pac_lead(report: Report | None) -> str:
    """Which file is in force; where none is, that."""
    if report is None:
        return _("The PAC file stands here when the check has ended.")
    source = pac_source(report)
    if source is not None:
        return _("PAC file in force: {url}").format(url=_shown(source))
    if isinstance(report.facts.proxy_settings, Unknown):
        reason = plain(retold(report.facts.proxy_settings.unknown))
        return _("Whether a PAC file is in force could not be read: {reason}").format(reason=reason)
    return _("No PAC file is in force on this computer.")


def _shown(source: str) -> str:
    """The address of a file, without what nobody else should read; one that stands in itself may be a megabyte long."""
    try:
        return plain(without_credentials(source), _SOURCE)
    except ValueError:  # a bracket that nothing closes
        return _("an address that is none")


def address_to_ask(text: str) -> str | None:
    """What a browser asks a script for: of a secure address only the host. A bare name is taken for a secure site. None: no address."""
    typed = text.strip()[:LONGEST]
    if "://" not in typed:
        typed = f"https://{typed}"
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname, parts.port
    except ValueError:  # a bracket that nothing closes, a port that is none
        return None
    if not host or parts.scheme not in DEFAULT_PORTS or any(letter.isspace() for letter in parts.netloc):
        return None
    place = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        place += f":{port}"
    if parts.scheme == "https":
        return f"https://{place}/"
    return f"{parts.scheme}://{place}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")


def pac_rows(report: Report | None, asked: tuple[PacAsked, ...]) -> tuple[TableRow, ...]:
    """The newest question first, below them what the run asked for."""
    rows = [_asked_row(number, one) for number, one in reversed(tuple(enumerate(asked)))]
    check = next((one for one in report.checks if one.id == FILE), None) if report is not None else None
    detail = evaluated({FILE: check}) if check is not None else None
    if check is not None and detail is not None:
        rows += [_row(f"run-{number}", one, check, "") for number, one in enumerate(detail.answers)]
    return tuple(rows)


def said(result: CheckResult) -> str:
    """The answer as a browser reads it, or why there is none; for the row and for a screen reader."""
    last = result.observations[-1] if result.observations else None
    if last is None or last.failure is not None:
        return failure_words(last.failure) if last is not None and last.failure is not None else plain(retold(result.summary))
    answers = last.detail.answers if isinstance(last.detail, PacDetail) else ()
    return _proxies(answers[0]) if answers else plain(retold(result.summary))


def _asked_row(number: int, one: PacAsked) -> TableRow:
    last = one.result.observations[-1] if one.result.observations else None
    detail = last.detail if last is not None and last.ok and isinstance(last.detail, PacDetail) else None
    if detail is not None and detail.answers:
        return _row(f"asked-{number}", detail.answers[0], one.result, wording.duration(detail.slowest_ms))
    cells = (plain(one.url), said(one.result), "", "")
    return TableRow(id=f"asked-{number}", cells=cells, shapes=(SHAPES[one.result.status],), tip="\n".join(cells[:2]), what=one.result)


def _row(row_id: str, answer: PacAnswer, check: CheckResult, took: str) -> TableRow:
    names = plain(", ".join(answer.names))
    cells = (plain(answer.url), _proxies(answer), names, took)
    return TableRow(id=row_id, cells=cells, shapes=(StationState.FINE,), tip="\n".join(filter(None, cells)), what=check)


def _proxies(answer: PacAnswer) -> str:
    return plain("; ".join(answer.proxies)) or _("an empty answer, which means no proxy")
