"""The agents of this computer, for a terminal: what each does now, its version, its data centre. Owns layout and words of that view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.detection.agent_log import AgentState
from wssdiag.detection.agent_standing import Standing
from wssdiag.report import wording
from wssdiag.report.layout import Ink
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.detection.agent_standing import AgentStanding
    from wssdiag.report.layout import Style

#: Standings in which an agent says of itself what it does; of the others the log is silent, or old.
_BY_LOG = frozenset({Standing.PASSIVE, Standing.SIGN_IN, Standing.CONNECTED, Standing.CONNECTING, Standing.DOWN})


def agent_lines(agents: Iterable[AgentStanding], style: Style) -> list[str]:
    """For each agent a heading with its version and one sentence for each thing that is known; no line where there is no agent."""
    lines: list[str] = []
    for agent in agents:
        name = f"{wording.method(agent.method)} {agent.version}".rstrip()
        lines += [style.ink(line, Ink.STRONG) for line in style.wrap(_("The agent: {name}").format(name=name))]
        for sentence in _sentences(agent):
            lines += style.wrap(sentence, "  ")
    return lines


def _sentences(agent: AgentStanding) -> Iterator[str]:
    log = agent.log
    yield _does(agent.standing)
    if not isinstance(log, AgentState):
        yield _("Nothing more is known of its state: {reason}.").format(reason=retold(log.unknown))
        return
    if agent.standing not in _BY_LOG:
        return
    if agent.standing is Standing.CONNECTED and log.transport:
        where = f"{log.datacentre} ({log.address})" if log.address else log.datacentre
        yield _("Its tunnel leads to the data centre {where} over {transport}.").format(where=where, transport=log.transport.upper())
    elif log.datacentre:
        yield _("It was told to use the data centre {where}.").format(where=log.datacentre)
    line = (log.login_line if log.locked_out else "") or log.tunnel_line or log.login_line or log.controller_line
    yield _("By its log: {line}").format(line=line)


def _does(standing: Standing) -> str:
    return {
        Standing.STOPPED: _("It is installed and does not run."),
        Standing.DISABLED: _("It is installed, and somebody switched its service off."),
        Standing.KEPT_BACK: _("macOS does not let it work: its extension or its VPN profile is not allowed."),
        Standing.PASSIVE: _("It runs, and stands aside: the service told it that this network is protected in another way."),
        Standing.SIGN_IN: _("It runs, and waits until somebody signs in."),
        Standing.CONNECTED: _("It runs, and is connected."),
        Standing.CONNECTING: _("It runs, and is about to connect."),
        Standing.DOWN: _("It runs, and is not connected: its last attempt failed, or the tunnel was closed."),
        Standing.RUNNING: _("It runs."),
        Standing.UNKNOWN: _("It is installed. Whether it runs could not be read."),
    }[standing]
