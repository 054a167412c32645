"""The words for closed lists: who, status, severity, method, duration. One table each, translated when they are asked for.

Owns how a value of the model is said to a person. Must not hold sentences about causes: those are the guides'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.knowledge import Risk
from wssdiag.diagnosis.causes import Table
from wssdiag.diagnosis.verdict import HEADLINES
from wssdiag.model.check import Status
from wssdiag.model.finding import Certainty, Severity, Who
from wssdiag.model.location import Sureness
from wssdiag.model.mode import Confidence, Method
from wssdiag.model.report import Protected, SignIn, VerdictStatus
from wssdiag.report.texts import decimal, ngettext
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.model.report import Verdict

#: By the word of the facts. Names of products: nothing to translate.
_SYSTEMS = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}

_MS_PER_SECOND = 1000
_SECONDS_PER_MINUTE = 60
_MINUTES_PER_HOUR = 60


def who(one: Who) -> str:
    """Who acts, as a heading: ``"Your network administrator"``."""
    return {
        Who.USER: _("You"),
        Who.HELPDESK: _("Your helpdesk"),
        Who.NETWORK: _("Your network administrator"),
        Who.VENDOR: _("The service's support"),
    }[one]


def message_for(one: Who) -> str:
    """Whom a text is written for, as its heading: ``"Message for your network administrator"``."""
    return {
        Who.USER: _("Message for you"),
        Who.HELPDESK: _("Message for your helpdesk"),
        Who.NETWORK: _("Message for your network administrator"),
        Who.VENDOR: _("Message for the service's support"),
    }[one]


def can_fix(several: Sequence[Who]) -> str:
    """One sentence that says who can fix it; empty where there is nothing to fix."""
    sentences = {
        (Who.USER,): _("You can fix this yourself."),
        (Who.HELPDESK,): _("Your helpdesk can fix this."),
        (Who.NETWORK,): _("Your network administrator can fix this."),
        (Who.VENDOR,): _("Only the service's support can fix this."),
        (Who.USER, Who.HELPDESK): _("You or your helpdesk can fix this."),
        (Who.USER, Who.NETWORK): _("You or your network administrator can fix this."),
        (Who.HELPDESK, Who.NETWORK): _("Your helpdesk or your network administrator can fix this."),
        (Who.NETWORK, Who.VENDOR): _("Your network administrator or the service's support can fix this."),
    }
    listed = tuple(sorted(set(several), key=list(Who).index))
    return sentences.get(listed, _("Several people can fix this.") if listed else "")


def verdict(status: VerdictStatus) -> str:
    """The run in a few words."""
    return {
        VerdictStatus.HEALTHY: _("Healthy"),
        VerdictStatus.DEGRADED: _("Works, with a problem"),
        VerdictStatus.BROKEN: _("Does not work"),
        VerdictStatus.INCOMPLETE: _("Could not tell"),
    }[status]


def headline(one: Verdict) -> str:
    """What a verdict says; with a cause that is the title in the report, for which a guide has better words."""
    if one.headline != HEADLINES.get(one.status):
        return one.headline
    return {
        VerdictStatus.HEALTHY: _("This computer reaches everything that it needs"),
        VerdictStatus.INCOMPLETE: _("We could not tell whether everything works"),
    }[one.status]


def status(one: Status) -> str:
    """The outcome of a check, in one or two words."""
    return {
        Status.PASS: _("passed"),
        Status.WARN: _("warning"),
        Status.FAIL: _("failed"),
        Status.UNKNOWN: _("not known"),
        Status.SKIPPED: _("skipped"),
        Status.ERROR: _("tool error"),
        Status.CANCELLED: _("stopped"),
    }[one]


def outcome(one: Status | None) -> str:
    """The outcome of a check that one of two reports may not have."""
    return status(one) if one is not None else _("not run")


def severity(one: Severity) -> str:
    """How much a finding matters."""
    return {
        Severity.BLOCKER: _("blocker"),
        Severity.MAJOR: _("major"),
        Severity.MINOR: _("minor"),
        Severity.NOTICE: _("notice"),
    }[one]


def certainty(one: Certainty) -> str:
    """How sure a finding is."""
    return {Certainty.CERTAIN: _("certain"), Certainty.LIKELY: _("likely"), Certainty.POSSIBLE: _("possible")}[one]


def confidence(one: Confidence) -> str:
    """How sure the mode is."""
    return {Confidence.HIGH: _("sure"), Confidence.MEDIUM: _("fairly sure"), Confidence.LOW: _("not sure")}[one]


def sureness(one: Sureness) -> str:
    """How sure a row of the catalogue is."""
    return {
        Sureness.DOCUMENTED: _("documented"),
        Sureness.INFERRED: _("inferred"),
        Sureness.UNVERIFIED: _("unverified"),
    }[one]


def risk(one: Risk) -> str:
    """What a step risks; empty where nothing can go wrong."""
    return {Risk.NONE: "", Risk.LOW: _("low risk"), Risk.HIGH: _("risky")}[one]


def protected(one: Protected) -> str:
    """Whether the web traffic goes through the service."""
    return {
        Protected.YES: _("Protected by the service"),
        Protected.NO: _("Not protected by the service"),
        Protected.UNKNOWN: _("We could not tell whether the service protects this computer"),
    }[one]


def sign_in(one: SignIn) -> str:
    """Whether the network wants a sign-in."""
    return {
        SignIn.NONE: _("No Wi-Fi sign-in page"),
        SignIn.REQUIRED: _("A Wi-Fi sign-in page is in the way"),
        SignIn.UNKNOWN: _("We could not tell whether there is a Wi-Fi sign-in page"),
    }[one]


def method(one: Method) -> str:
    """The access method, by its product name where it has one."""
    return {
        Method.WSS_AGENT: _("WSS Agent"),
        Method.UNIFIED_AGENT: _("Unified Agent"),
        Method.SEP_TUNNEL: _("Symantec Endpoint Security, tunnel"),
        Method.SEP_PAC: _("Symantec Endpoint Security, PAC file"),
        Method.PAC_FILE: _("PAC file"),
        Method.EXPLICIT_PROXY: _("Explicit proxy"),
        Method.TRANS_PROXY: _("Explicit proxy over IPsec"),
        Method.IPSEC: _("Office tunnel (IPsec)"),
        Method.PROXY_FORWARDING: _("Proxy forwarding"),
        Method.MOBILE: _("Mobile app"),
        Method.UPE: _("Universal Policy Enforcement"),
        Method.DIRECT: _("No protection method"),
        Method.UNKNOWN: _("Not known"),
    }[one]


def system(os: str) -> str:
    """The operating system by its name; one that is not known as the facts name it."""
    return _SYSTEMS.get(os, os)


def table(one: Table) -> str:
    """The heading of a table of causes."""
    return {
        Table.COMPUTER: _("This computer and its network"),
        Table.NAMES: _("Names"),
        Table.REACHING: _("Reaching the service"),
        Table.PROXY: _("Proxy and PAC"),
        Table.AGENTS: _("Agents"),
        Table.PROTECTION: _("Protection and trust"),
        Table.SITES: _("Sites and sign-in"),
        Table.OTHER: _("Anything else"),
    }[one]


def minutes(count: int) -> str:
    """How long a step takes."""
    return ngettext("about {count} minute", "about {count} minutes", count).format(count=count)


def minute(at: str) -> str:
    """``"2026-03-04 12:00 UTC"`` of a time of ours, which is ISO 8601 in UTC."""
    return f"{at[:16].replace('T', ' ')} UTC"


def duration(milliseconds: float) -> str:
    """A measured time: ``"42 ms"``, ``"6.2 s"``, ``"2 min 5 s"``, ``"3 h 20 min"``."""
    if milliseconds < _MS_PER_SECOND:
        return _("{count} ms").format(count=round(milliseconds))
    seconds = milliseconds / _MS_PER_SECOND
    if seconds < _SECONDS_PER_MINUTE:
        return _("{count} s").format(count=decimal(seconds))
    whole, rest = divmod(round(seconds), _SECONDS_PER_MINUTE)
    if whole >= _MINUTES_PER_HOUR:
        hours, left = divmod(whole, _MINUTES_PER_HOUR)
        return _("{hours} h {minutes} min").format(hours=hours, minutes=left)
    return _("{minutes} min {seconds} s").format(minutes=whole, seconds=rest)
