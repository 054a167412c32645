"""The chain of evidence in words: headings and lines, the same for the terminal, the ticket, the page and the window.

Owns what is said of a chain, and how much of it. Must not format: no widths, no markup; texts from outside are not yet fit to be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from wssdiag.diagnosis.chain import Chain, Cited, Exclusion, Standing
from wssdiag.diagnosis.lookalikes import Lookalike
from wssdiag.report import wording
from wssdiag.report.observed import step_line
from wssdiag.report.retold.facts import fact_value
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wssdiag.model.finding import Finding

#: Lines of one part, and lines below one of them. A dead network has a hundred failing checks, and all of them say the same.
_ROWS = 6
_STEPS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One line, and what stands below it."""

    text: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its lines."""

    heading: str
    rows: tuple[Row, ...]


def parts_of(chain: Chain, title: Callable[[Finding], str]) -> tuple[Part, ...]:
    """The parts of a chain that have something to say. ``title`` gives the headline of any finding."""
    ruled_out = [row for row in chain.exclusions if row.standing is Standing.RULED_OUT]
    open_still = [row for row in chain.exclusions if row.standing is not Standing.RULED_OUT]
    masker = (chain.explained_by,) if chain.explained_by else ()
    parts = (
        Part(_("What we saw"), _some(_seen(row) for row in chain.seen)),
        Part(_("What worked (control)"), _some(Row(_brief(row)) for row in chain.controls)),
        Part(_("What it is not"), tuple(_ruled_out(ruled_out))),
        Part(_("What could not be ruled out"), tuple(_left_open(row) for row in open_still)),
        Part(_("What it follows from"), tuple(Row(_named(row, title)) for row in masker)),
        Part(_("What follows from it"), _some(Row(_named(row, title)) for row in chain.explains)),
    )
    return tuple(part for part in parts if part.rows)


def lookalike_words(one: Lookalike) -> str:
    """Another explanation, as a few words of a list."""
    return {
        Lookalike.NOT_CONNECTED: _("No network, or no address in it"),
        Lookalike.NO_ROUTE: _("No route out of this computer"),
        Lookalike.ROUTER_SILENT: _("A dead first router"),
        Lookalike.NO_WAY_OUT: _("A dead line to the internet"),
        Lookalike.SIGN_IN_PAGE: _("A Wi-Fi sign-in page"),
        Lookalike.AGENT_KEEPS_CLOSED: _("An agent that keeps the web closed"),
        Lookalike.FILTER_HERE: _("A filter on this computer"),
        Lookalike.CLOCK: _("A wrong clock on this computer"),
        Lookalike.LARGE_PACKETS_LOST: _("Large packets lost on the way"),
        Lookalike.SLOW_PATH: _("A slow or lossy way"),
        Lookalike.NO_RESOLVER: _("No DNS server set up"),
        Lookalike.DNS_DOWN: _("DNS that does not work at all"),
        Lookalike.SLOW_NAMES: _("Slow DNS"),
        Lookalike.HOSTS_FILE: _("A line in the hosts file"),
        Lookalike.NAME_RULE: _("A DNS rule on this computer for this name"),
        Lookalike.NAME_HIDDEN: _("A name that DNS hides here"),
        Lookalike.FALSE_ANSWER: _("A false address from DNS"),
        Lookalike.SERVICE_AWAY: _("The whole service out of reach"),
        Lookalike.PORT_CLOSED: _("A closed port"),
        Lookalike.INTERCEPTED_HERE_ALONE: _("A device that opens only this connection"),
        Lookalike.WEB_RESIGNED: _("A device that opens all secure traffic"),
        Lookalike.PROXY_NAME: _("A proxy name that DNS does not know"),
        Lookalike.PROXY_AWAY: _("A proxy that cannot be reached"),
        Lookalike.PAC_FILE: _("A PAC file that is missing or does not load"),
        Lookalike.AGENT_DISABLED: _("An agent that was switched off on purpose"),
        Lookalike.CONTROLLER_AWAY: _("A control centre that cannot be reached"),
        Lookalike.OTHER_TUNNEL: _("Another VPN that swallows the way"),
        Lookalike.ROOT_UNKNOWN: _("A root that the whole computer lacks"),
    }[one]


def _seen(row: Cited) -> Row:
    """The outcome of a check with the steps that tell it; what they do not tell, its summary does."""
    if row.check is None:
        return Row(_fact(row))
    head = f"{wording.status(row.check.status)}: {retold(row.check.title)} [{row.check.id}]"
    steps = tuple(step_line(seen) for seen in row.steps[:_STEPS])
    told = any(seen.failure for seen in row.steps)
    more = len(row.steps) - _STEPS
    return Row(head, (*(() if told else (retold(row.check.summary),)), *steps, *((_and_more(more),) if more > 0 else ())))


def _brief(row: Cited) -> str:
    return _fact(row) if row.check is None else f"{retold(row.check.title)}: {retold(row.check.summary)} [{row.check.id}]"


def _fact(row: Cited) -> str:
    return f"{row.evidence.fact} = {fact_value(row.evidence.value)}"


def _ruled_out(rows: Sequence[Exclusion]) -> Iterable[Row]:
    """One entry for neighbours that the same evidence rules out."""
    for cited, group in groupby(rows, key=lambda row: row.cited):
        yield Row("; ".join(lookalike_words(row.lookalike) for row in group), tuple(_brief(row) for row in cited))


def _left_open(row: Exclusion) -> Row:
    name = lookalike_words(row.lookalike)
    if row.standing is Standing.ALIKE:
        return Row(_("{name}: from here it would look the same").format(name=name))
    if row.standing is Standing.NOT_CHECKED:
        return Row(_("{name}: nothing in this report looked at it").format(name=name))
    looked = tuple(f"{wording.status(one.check.status)}: {_brief(one)}" for one in row.cited if one.check)
    return Row(_("{name}: what we looked at does not decide it").format(name=name), looked)


def _named(finding: Finding, title: Callable[[Finding], str]) -> str:
    return f"{title(finding)} [{finding.code}]"


def _some(rows: Iterable[Row]) -> tuple[Row, ...]:
    listed = tuple(rows)
    more = len(listed) - _ROWS
    return (*listed[:_ROWS], Row(_and_more(more))) if more > 0 else listed


def _and_more(count: int) -> str:
    return ngettext("and {count} more", "and {count} more", count).format(count=count)
