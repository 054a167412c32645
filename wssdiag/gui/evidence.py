"""The evidence of a check or a finding as a small page: what was tried, where, how long, what came back. Pure; all text escaped."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from wssdiag.gui.theme import Size, Theme
from wssdiag.gui.words import plain, status_word
from wssdiag.model.observation import Certificate, HttpDetail, Observation, PacAnswer, ServiceTarget, TlsDetail, Via
from wssdiag.report import wording
from wssdiag.report.failures import failure_words
from wssdiag.report.observed import step_word, target_text
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.check import CheckResult
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report
    from wssdiag.report.chain import Part

#: More observations than these are counted, not shown: the whole of them is in the saved report.
_SHOWN = 24

#: The width of the names of fields, so that the values stand in one column.
_NAMES = 104


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of something that is no check: a setting, a location, a certificate. ``check`` is the one that saw it."""

    heading: str
    rows: tuple[tuple[str, str], ...]  # name and value; one without a value is left out
    check: CheckResult | None = None


def page_of_note(note: Note, theme: Theme, *, mirrored: bool = False) -> str:
    """The fields of a note, and below them the check that saw it. ``mirrored``: for a language that is read from right to left."""
    check = _check(note.check, theme, mirrored=mirrored) if note.check is not None else ""
    return _page(f"<h3>{_text(note.heading)}</h3>{_fields(note.rows, theme, mirrored=mirrored)}{check}", theme)


def page_of_check(check: CheckResult, theme: Theme, *, mirrored: bool = False) -> str:
    """One check with every observation."""
    return _page(_check(check, theme, mirrored=mirrored), theme)


def page_of_finding(finding: Finding, report: Report, knowledge: Knowledge, theme: Theme, *, mirrored: bool = False) -> str:
    """The chain of evidence of a finding, and below it the checks that it stands on, with every observation."""
    from wssdiag.diagnosis.chain import chain_of  # noqa: PLC0415 - the rules' imports must not hold up the first window
    from wssdiag.report.chain import parts_of  # noqa: PLC0415 - as above
    from wssdiag.report.digest import title_of  # noqa: PLC0415 - as above

    chain = chain_of(finding, report)
    parts = [_part(part, theme) for part in parts_of(chain, lambda one: title_of(one, knowledge))]
    parts += [_check(row.check, theme, mirrored=mirrored) for row in (*chain.seen, *chain.controls) if row.check]
    return _page("".join(parts), theme)


def _part(part: Part, theme: Theme) -> str:
    """One heading of the chain with its lines; what stands below a line is muted."""
    rows = [
        "<br>".join((_text(row.text), *(f'<span style="color:{theme.muted}">{_text(line)}</span>' for line in row.under)))
        for row in part.rows
    ]
    return f"<h3>{_text(part.heading)}</h3>" + "".join(f"<p>{row}</p>" for row in rows)


def page_of_nothing(text: str, theme: Theme) -> str:
    """An empty state."""
    return _page(f'<p style="color:{theme.muted}">{_text(text)}</p>', theme)


def _check(check: CheckResult, theme: Theme, *, mirrored: bool) -> str:
    parts = [
        f"<h3>{_text(retold(check.title))}</h3><p><b>{_text(status_word(check.status))}</b> &nbsp;{_text(retold(check.summary))}</p>",
        f'<p style="color:{theme.muted}">{_text(check.id)} &nbsp;·&nbsp; {_text(wording.duration(check.elapsed_ms))}</p>',
    ]
    if check.blocked_by:
        parts.append(f"<p>{_text(_('Not run, because this failed first: {check}').format(check=check.blocked_by))}</p>")
    parts += [_observation(one, theme, mirrored=mirrored) for one in check.observations[:_SHOWN]]
    if len(check.observations) > _SHOWN:
        parts.append(f"<p>{_text(_('More is in the saved report.'))}</p>")
    return "".join(parts)


def _observation(seen: Observation, theme: Theme, *, mirrored: bool) -> str:
    good = seen.failure is None
    outcome = _("worked") if seen.failure is None else failure_words(seen.failure)
    colour = theme.fine if good else theme.broken
    rows = [(_("Where"), target_text(seen.target)), (_("Took"), wording.duration(seen.elapsed_ms))]
    if seen.via is not Via.DIRECT:
        rows.append((_("By way of"), _via(seen.via)))
    if seen.interface:
        rows.append((_("Interface"), seen.interface))
    rows += _details(seen)
    chain = _chain(seen.detail.chain, theme) if isinstance(seen.detail, TlsDetail) else ""
    head = f'<p style="margin-top:10px"><b>{_text(step_word(seen.step))}</b> &nbsp;<span style="color:{colour}">{_text(outcome)}</span></p>'
    return f"{head}{_fields(rows, theme, mirrored=mirrored)}{chain}"


def _fields(rows: Iterable[tuple[str, str]], theme: Theme, *, mirrored: bool) -> str:
    """Names in one column, values in the other; Qt mirrors no table by itself."""
    made, beginning = [], " align=right" if mirrored else ""
    for name, value in rows:
        if value:
            cells = [
                f'<td width="{_NAMES}" style="color:{theme.muted}; padding-right:4px">{_text(name)}</td>',
                f"<td{beginning}>{_text(value)}</td>",
            ]
            made.append(f"<tr>{''.join(reversed(cells) if mirrored else cells)}</tr>")
    return f"<table cellspacing=0 cellpadding=1{' width=100%' if mirrored else ''}>{''.join(made)}</table>"


def _via(via: Via) -> str:
    """What stood between."""
    return {Via.DIRECT: _("direct"), Via.AGENT: _("agent"), Via.PROXY: _("proxy"), Via.UNKNOWN: _("not known")}[via]


def _details(seen: Observation) -> list[tuple[str, str]]:
    """The typed detail, field by field, in the model's own words; a technician searches for these."""
    detail = seen.detail
    rows: list[tuple[str, str]] = []
    for name in detail.__struct_fields__:
        value = getattr(detail, name)
        if value in (None, "", ()) or name in {"chain", "headers", "body_sha256"}:
            continue
        rows.append((_detail_word(name), ", ".join(map(_value, value)) if isinstance(value, tuple) else str(value)))
    if isinstance(detail, HttpDetail):
        rows += [(name, value) for name, value in detail.headers if name in {"location", "server", "via", "date", "content-type"}]
    return rows


def _value(value: object) -> str:
    if isinstance(value, PacAnswer):
        return f"{value.url}: {'; '.join(value.proxies)}"
    return f"{value.host}:{value.port}" if isinstance(value, ServiceTarget) else str(value)


def _detail_word(name: str) -> str:
    """The name of a field; one that is not listed here is of a newer model and shows as it is."""
    return {
        "addresses": _("Addresses"),
        "rcode": _("DNS answer"),
        "ttl": _("Valid for (s)"),
        "server": _("Asked"),
        "source": _("From"),
        "error": _("System error"),
        "protocol": _("Protocol"),
        "answer": _("Answer"),
        "answer_bytes": _("Bytes"),
        "sent_bytes": _("Bytes sent"),
        "received_bytes": _("Bytes received"),
        "path_mtu": _("Largest packet"),
        "proxy": _("Proxy"),
        "status": _("Status"),
        "schemes": _("Schemes"),
        "body_start": _("Begins with"),
        "body_size": _("Bytes"),
        "server_name": _("Name asked for"),
        "version": _("Version"),
        "system_code": _("This computer's judgement"),
        "mozilla_code": _("Mozilla's judgement"),
        "alert": _("Alert"),
        "services": _("Servers"),
        "naming_context": _("Domain"),
        "dns_host_name": _("Calls itself"),
        "versions": _("Versions"),
        "result": _("Result code"),
        "ports": _("Ports"),
        "url": _("Address"),
        "answers": _("Answers"),
        "slowest_ms": _("Slowest (ms)"),
    }.get(name, name)


def _chain(chain: tuple[Certificate, ...], theme: Theme) -> str:
    if not chain:
        return ""
    parts = [f'<p style="margin-top:8px"><b>{_text(_("Certificates, as sent"))}</b></p>']
    for number, one in enumerate(chain, 1):
        parts.append(
            f"<p>{number}. {_text(one.subject)}<br>"
            f'<span style="color:{theme.muted}">{_text(_("issued by {issuer}").format(issuer=one.issuer))}<br>'
            f"{_text(_('valid {start} to {end}').format(start=one.not_before[:10], end=one.not_after[:10]))}<br>"
            f"sha256 {_text(one.sha256[:16])}…</span></p>"
        )
    return "".join(parts)


def _page(body: str, theme: Theme) -> str:
    return (
        f"<style>h3 {{ font-size:{Size.BODY.value}px; margin:14px 0 4px 0; }} "
        f"p {{ margin:2px 0; }} td {{ font-size:{Size.SMALL.value}px; }}</style>"
        f'<div style="font-size:{Size.SMALL.value}px; color:{theme.text}">{body}</div>'
    )


def _text(text: str) -> str:
    return escape(plain(text)).replace("\n", "<br>")
