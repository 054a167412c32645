"""Who may do which fix: the contract's rules, over every action, profile and setting."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.guides import shipped
from tests.world import CTC_ADDRESS, World
from wssdiag.catalogue.loader import load_builtin
from wssdiag.model.facts import ProxyKind, ProxyServer, ProxySetting
from wssdiag.model.fix import Action, Page, Privilege, Refusal
from wssdiag.model.profile import Policy, Profile
from wssdiag.model.unknown import Unknown
from wssdiag.remedy.fixes import BY_ACTION, FIXES, page_for, refusal
from wssdiag.system.parse.facts import facts_of

CATALOGUE = load_builtin()
FACTS = facts_of(World().system.capture())
OFF = {Action.PROXY_OFF, Action.PAC_OFF}
HARMLESS = {Action.FLUSH_DNS, Action.OPEN_SIGN_IN_PAGE, Action.OPEN_SETTINGS}
PROXY = "proxy.office.example"


def setting(kind: ProxyKind, host: str = PROXY, *, policy: bool = False) -> ProxySetting:
    pac = f"http://{host}/proxy.pac" if kind is ProxyKind.PAC else None
    servers = (ProxyServer(host=host, port=8080),) if kind is ProxyKind.MANUAL else ()
    return ProxySetting(source="gnome", applies_to="system", kind=kind, servers=servers, pac_url=pac, policy=policy)


def said(
    action: Action, *settings: ProxySetting, allow: tuple[str, ...] | None = tuple(Action), user: str = "interactive"
) -> Refusal | None:
    facts = msgspec.structs.replace(FACTS, proxy_settings=settings, user=user)
    return refusal(action, facts, Profile(policy=Policy(allow_fixes=allow)), CATALOGUE)


@pytest.mark.parametrize("action", sorted(HARMLESS))
def test_what_a_person_looks_at_is_not_opened_by_another_account(action: Action) -> None:
    """A browser that root starts on somebody's desktop runs as root; an emptied cache belongs to nobody."""
    assert said(action, user="system") is (None if action is Action.FLUSH_DNS else Refusal.ANOTHER_PERSON)


def test_the_table_is_the_contract() -> None:
    assert [fix.action for fix in FIXES] == list(Action)
    elevated = {fix.action for fix in FIXES if fix.privilege is Privilege.ELEVATED}
    assert elevated == set(Action) - HARMLESS - OFF


@given(allow=st.none() | st.lists(st.sampled_from([*map(str, Action), "other"])).map(tuple))
def test_what_only_shows_something_is_always_allowed_and_the_rest_by_the_list(allow: tuple[str, ...] | None) -> None:
    for action in Action:
        settings = {Action.PROXY_OFF: ProxyKind.MANUAL, Action.PAC_OFF: ProxyKind.PAC}
        answer = said(action, *([setting(settings[action])] if action in OFF else []), allow=allow)
        if action in HARMLESS:
            assert answer is None
        elif action in OFF:
            assert answer == (None if action in (allow or ()) else Refusal.NOT_NAMED)
        else:
            assert answer == (None if allow is None or action in allow else Refusal.LEFT_OUT)


@pytest.mark.parametrize("action", sorted(OFF))
def test_where_nothing_is_set_nobody_is_sent_for_a_profile(action: Action) -> None:
    assert said(action, allow=None) is Refusal.NOTHING_SET


@pytest.mark.parametrize(
    ("action", "settings", "answer"),
    [
        (Action.PROXY_OFF, [], Refusal.NOTHING_SET),
        (Action.PROXY_OFF, [setting(ProxyKind.PAC)], Refusal.NOTHING_SET),
        (Action.PAC_OFF, [setting(ProxyKind.MANUAL)], Refusal.NOTHING_SET),
        (Action.PROXY_OFF, [setting(ProxyKind.MANUAL, policy=True)], Refusal.POLICY),
        (Action.PROXY_OFF, [setting(ProxyKind.MANUAL, "proxy.threatpulse.net")], Refusal.SERVICE),
        (Action.PROXY_OFF, [setting(ProxyKind.MANUAL, "gcato2-vip1.threatpulse.net")], Refusal.SERVICE),
        (Action.PROXY_OFF, [setting(ProxyKind.MANUAL, CTC_ADDRESS)], Refusal.SERVICE),
        (Action.PAC_OFF, [setting(ProxyKind.PAC, "portal.threatpulse.com")], Refusal.SERVICE),
        (Action.PAC_OFF, [setting(ProxyKind.PAC, "pfms.wss.symantec.com")], Refusal.SERVICE),
        (Action.PAC_OFF, [setting(ProxyKind.PAC), setting(ProxyKind.MANUAL, "proxy.threatpulse.net")], None),
    ],
)
def test_what_is_kept_though_the_profile_names_the_fix(action: Action, settings: list[ProxySetting], answer: Refusal | None) -> None:
    assert said(action, *settings) == answer


def test_settings_of_another_person_are_never_touched() -> None:
    assert said(Action.PROXY_OFF, setting(ProxyKind.MANUAL), user="system") is Refusal.ANOTHER_PERSON


def test_settings_that_were_not_read_are_never_touched() -> None:
    facts = msgspec.structs.replace(FACTS, proxy_settings=Unknown("no"))
    assert refusal(Action.PAC_OFF, facts, Profile(policy=Policy(allow_fixes=("pac-off",))), CATALOGUE) is Refusal.NOT_READ


def test_a_fix_says_no_less_than_its_step() -> None:
    """A guide may not call a step harmless that its fix calls risky."""
    ranks = ["none", "low", "high"]
    for guide in shipped().values():
        for step in guide.step:
            if step.action and BY_ACTION[Action(step.action)].risk == "high":
                assert ranks.index(step.risk) >= ranks.index("high"), (guide.code, step.id)


def test_the_settings_open_at_the_page_that_the_step_speaks_of() -> None:
    opening = [(code, step) for code, guide in shipped().items() for step in guide.step if step.action == "open-settings"]
    assert {code: named(step.do) for code, step in opening} == {code: page_for(code) for code, _step in opening}
    assert all(named(step.do) is page_for(code) for code, step in opening), "on each system"
    assert page_for("clock-wrong") is Page.DATE


def named(do: str) -> Page:
    """The page of the settings that a step sends a person to."""
    if re.search(r"> Prox(y|ies)\b", do):
        return Page.PROXY
    return Page.DATE if re.search(r"Date & [Tt]ime", do) else Page.NETWORK
