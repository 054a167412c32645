"""The fixes as a table, and who may do which: the contract's rules. Pure; what a fix does stands in ``system.actions``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.catalogue.knowledge import Risk
from wssdiag.catalogue.rows import is_service_proxy
from wssdiag.detection.settings_compared import SYSTEM, in_force
from wssdiag.model.facts import ProxyKind, known
from wssdiag.model.fix import Action, Page, Privilege, Refusal, Reversal
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import bare_host, host_of

if TYPE_CHECKING:
    from wssdiag.model.facts import Facts, ProxySetting
    from wssdiag.model.location import Catalogue
    from wssdiag.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Fix:
    """One action: as whom, what can go wrong, how long it takes, and what can be taken back."""

    action: Action
    privilege: Privilege
    risk: Risk
    seconds: int  # what a person waits, about
    reversal: Reversal


FIXES = (
    Fix(Action.FLUSH_DNS, Privilege.USER, Risk.NONE, 1, Reversal.NOT_NEEDED),
    Fix(Action.OPEN_SIGN_IN_PAGE, Privilege.USER, Risk.NONE, 2, Reversal.NOT_NEEDED),
    Fix(Action.OPEN_SETTINGS, Privilege.USER, Risk.NONE, 2, Reversal.NOT_NEEDED),
    Fix(Action.START_AGENT, Privilege.ELEVATED, Risk.LOW, 20, Reversal.NOT_NEEDED),
    Fix(Action.RENEW_DHCP, Privilege.ELEVATED, Risk.LOW, 20, Reversal.IMPOSSIBLE),
    Fix(Action.SYNC_CLOCK, Privilege.ELEVATED, Risk.LOW, 10, Reversal.IMPOSSIBLE),
    Fix(Action.RESET_WINHTTP, Privilege.ELEVATED, Risk.LOW, 1, Reversal.RESTORED),
    Fix(Action.PROXY_OFF, Privilege.USER, Risk.HIGH, 1, Reversal.RESTORED),
    Fix(Action.PAC_OFF, Privilege.USER, Risk.HIGH, 1, Reversal.RESTORED),
)

BY_ACTION = {fix.action: fix for fix in FIXES}

#: They only show something, or empty a cache that fills itself again: nobody has to allow them.
_ALWAYS = frozenset({Action.FLUSH_DNS, Action.OPEN_SIGN_IN_PAGE, Action.OPEN_SETTINGS})

#: They start a browser or a page of settings, which must never run with more rights than the person who looks at it.
_SHOWN = frozenset({Action.OPEN_SIGN_IN_PAGE, Action.OPEN_SETTINGS})

#: They take a way away that traffic may be protected by: only an organisation can know that it is not.
_ONLY_NAMED = {Action.PROXY_OFF: ProxyKind.MANUAL, Action.PAC_OFF: ProxyKind.PAC}

#: Where the page that a step speaks of is another than the network's.
_PAGES = {
    "clock-wrong": Page.DATE,
    "proxy-name-not-found": Page.PROXY,
    "proxy-not-a-proxy": Page.PROXY,
    "proxy-not-the-service": Page.PROXY,
    "proxy-unreachable": Page.PROXY,
}


def page_for(code: str) -> Page:
    """The page of the system's settings that helps with a cause."""
    return _PAGES.get(code, Page.NETWORK)


def refusal(action: Action, facts: Facts, profile: Profile, catalogue: Catalogue) -> Refusal | None:
    """Why the action may not be done on this computer, or None where it may."""
    allowed = profile.policy.allow_fixes
    if action in _SHOWN and facts.user != "interactive":
        return Refusal.ANOTHER_PERSON
    if action in _ALWAYS:
        return None
    if action not in _ONLY_NAMED:
        return Refusal.LEFT_OUT if allowed is not None and action not in allowed else None
    kept = _kept(_ONLY_NAMED[action], facts, catalogue)
    return kept if kept is Refusal.NOTHING_SET or action in (allowed or ()) else Refusal.NOT_NAMED


def _kept(kind: ProxyKind, facts: Facts, catalogue: Catalogue) -> Refusal | None:
    """Why the setting in force must stay as it is."""
    if facts.user != "interactive":
        return Refusal.ANOTHER_PERSON
    if isinstance(facts.proxy_settings, Unknown):
        return Refusal.NOT_READ
    row = setting_in_force(facts)
    if row is None or row.kind is not kind:
        return Refusal.NOTHING_SET
    if row.policy:
        return Refusal.POLICY
    return Refusal.SERVICE if any(_is_the_service(host, catalogue) for host in _hosts(row)) else None


def setting_in_force(facts: Facts) -> ProxySetting | None:
    """What browsers and most programs follow now."""
    return in_force(known(facts.proxy_settings)).get(SYSTEM)


def _hosts(row: ProxySetting) -> tuple[str, ...]:
    return (*(server.host for server in row.servers), *([host_of(row.pac_url)] if row.pac_url else []))


def _is_the_service(host: str, catalogue: Catalogue) -> bool:
    return is_service_proxy(host, catalogue) or any(bare_host(host) in {row.host, *row.addresses} for row in catalogue.location)
