from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.guides import LANGUAGES, shipped
from tests.knowledge.test_guides import SYSTEMS, tabled
from tests.report import samples
from wssdiag.catalogue.knowledge import Guide, GuideStep
from wssdiag.model.finding import Kind, Subject, Who
from wssdiag.model.mode import Method
from wssdiag.remedy.guide import NOT_KNOWN, fill, placeholders, render, view_of

GUIDES = shipped()
IN_EVERY_LANGUAGE = {language: shipped(language) for language in LANGUAGES}


def step(name: str, **fields: object) -> GuideStep:
    return msgspec.structs.replace(GuideStep(id=name, who=Who.USER, do=name, minutes=1), **fields)


def guide(*steps: GuideStep) -> Guide:
    return Guide(code="port-blocked", title="Closed", means="It is closed.", seen="{host} {kind}.", step=steps)


def test_values_are_filled_in_and_worded() -> None:
    words = {"kind": {"dropped": "gave no answer"}}
    assert fill("{host} {kind}.", {"host": "a.example", "kind": "dropped"}, words) == "a.example gave no answer."
    assert fill("{host} {kind}.", {"host": "a.example", "kind": "melted"}, words) == "a.example melted."


@pytest.mark.parametrize("values", [{}, {"host": ""}, {"host": "  "}])
def test_a_missing_value_is_a_plain_word(values: dict[str, str]) -> None:
    assert fill("{host} answers.", values, {}) == f"{NOT_KNOWN} answers."


def test_braces_in_a_value_are_not_filled_again() -> None:
    assert fill("{host}", {"host": "{secret}", "secret": "x"}, {}) == "{secret}"


def test_hostile_values_are_made_safe() -> None:
    filled = fill("[{host}]", {"host": "a\x1b[31m\n\u202egpj.exe" + "x" * 5000}, {})
    assert "\x1b" not in filled
    assert "\n" not in filled
    assert "\u202e" not in filled
    assert len(filled) <= 302


@given(st.text(), st.dictionaries(st.sampled_from(["host", "port", "kind"]), st.text()))
def test_any_text_and_values_can_be_filled(text: str, values: dict[str, str]) -> None:
    assert not (placeholders(fill(text, dict.fromkeys(values, "x"), {})) & set(values))
    fill(text, values, {})


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("code", sorted(GUIDES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_of_every_guide_is_filled(language: str, code: str, system: str) -> None:
    values = {name: f"value of {name}" for name in tabled()[code]}
    finding = msgspec.structs.replace(samples.PORT_BLOCKED, code=code, values=values)
    for method in Method:
        view = render(finding, IN_EVERY_LANGUAGE[language][code], system, method)
        shown = [view.title, view.means, view.seen]
        shown += [text for one in view.steps for text in (one.do, one.message or "")]
        assert NOT_KNOWN not in " ".join(shown)
        assert not any(placeholders(text) for text in shown)


def test_the_words_of_a_guide_replace_the_raw_values_of_the_rules() -> None:
    view = view_of(samples.PORT_BLOCKED, GUIDES, "windows", Method.WSS_AGENT)
    assert view is not None
    assert view.seen == "ctc.threatpulse.com (130.211.30.2) gave no answer on TCP port 443, while www.example.com answered."


def test_steps_are_chosen_by_system_method_and_kind() -> None:
    rows = guide(
        step("all"),
        step("mac", os=("macos",)),
        step("agent", methods=("wss-agent",)),
        step("proxy", methods=("explicit-proxy",)),
        step("silent", kinds=("dropped",)),
        step("refused", kinds=("refused",)),
    )
    finding = msgspec.structs.replace(samples.PORT_BLOCKED, subject=Subject(kind=Kind.REFUSED))
    assert [one.id for one in render(finding, rows, "windows", Method.WSS_AGENT).steps] == ["all", "agent", "refused"]
    assert [one.id for one in render(finding, rows, "macos", Method.EXPLICIT_PROXY).steps] == ["all", "mac", "proxy", "refused"]


def test_a_finding_of_a_newer_program_has_no_guide() -> None:
    finding = msgspec.structs.replace(samples.PORT_BLOCKED, code="not-thought-of-yet")
    assert view_of(finding, GUIDES, "windows", Method.WSS_AGENT) is None


@pytest.mark.parametrize("code", [code for code, guide in GUIDES.items() if "{address}" in guide.seen + "".join(map(str, guide.step))])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_without_a_name_is_told_once(language: str, code: str) -> None:
    """Its rule gives the address for the name as well."""
    place = "45.79.1.1"
    values = {name: name for name in tabled()[code]} | {"host": place, "datacentre": place, "address": place}
    finding = msgspec.structs.replace(samples.PORT_BLOCKED, code=code, values=values)
    for method in Method:
        view = render(finding, IN_EVERY_LANGUAGE[language][code], "windows", method)
        for text in (view.title, view.means, view.seen, *(text for step in view.steps for text in (step.do, step.message or ""))):
            assert not re.search(rf"{re.escape(place)}(, | \(|, \w+: ){re.escape(place)}", text)


def test_a_place_with_a_name_is_told_with_its_address() -> None:
    text = "{host} ({address}), {host} ({address}, TCP 443), ({host}, {address})"
    assert fill(text, {"host": "a", "address": "1"}, {}) == "a (1), a (1, TCP 443), (a, 1)"
    assert fill(text, {"host": "1", "address": "1"}, {}) == "1, 1 (TCP 443), (1)"


def test_what_is_to_be_opened_goes_to_those_who_run_the_network_alone() -> None:
    rules = "To be opened:\n1. Allow TCP port 443"
    rows = guide(
        step("user"),
        step("network", who=Who.NETWORK, message="Please allow {host}."),
        step("no-message", who=Who.NETWORK),
        step("vendor", who=Who.VENDOR, message="Please look."),
    )
    user, network, silent, vendor = render(samples.PORT_BLOCKED, rows, "windows", Method.WSS_AGENT, rules).steps
    assert network.message == f"Please allow ctc.threatpulse.com.\n\n{rules}"
    assert network.message_alone == "Please allow ctc.threatpulse.com."
    assert (user.message, silent.message, vendor.message) == (None, None, "Please look.")
    assert (user.rules, silent.rules, vendor.rules) == ("", "", "")
    assert vendor.message_alone == vendor.message


def test_a_name_in_braces_in_the_rules_is_not_filled() -> None:
    rows = guide(step("network", who=Who.NETWORK, message="Please."))
    assert "{host}" in (render(samples.PORT_BLOCKED, rows, "windows", Method.WSS_AGENT, "{host}").steps[0].message or "")
