"""Browsers that keep their own trust or ask their own resolver, while the service re-signs and expects their traffic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.detection.test_agent_log import ACTIVE, CONNECTED, LOG
from tests.fakes import Peer
from tests.world import UNTRUSTED, World
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.mode import Method
from wssdiag.model.profile import Expect, Profile, Signatures

if TYPE_CHECKING:
    from wssdiag.model.finding import Finding

ROOT = "ab" * 32
DECLARED = Profile(expect=Expect(root_ca_sha256=(ROOT,)))
OFF = '"security.enterprise_roots.enabled", false'
ON = '"security.enterprise_roots.enabled", true'
OWN_DNS = '"network.trr.mode", 2'
FOLDER = "browsers/firefox/a.default"


def computer(version: str, *prefs: str, profile: Profile = DECLARED, os: str = "windows", policy: dict[str, object] | None = None) -> World:
    """An agent that is connected, and Firefox."""
    world = World(profile=profile)
    world.run_agent()
    world.system.files["capture.json"] = {"schema": "wssdiag.capture/1", "os": os}
    world.system.files["files.json"] = [{"path": LOG, "exists": True, "tail": f"{ACTIVE}\n{CONNECTED}"}]
    world.system.files[f"{FOLDER}/prefs.js"] = "".join(f"user_pref({pref});\n" for pref in prefs)
    world.system.files[f"{FOLDER}/compatibility.ini"] = f"[Compatibility]\nLastVersion={version}_1/1\n"
    if policy:
        world.system.files["browsers/policies/firefox.json"] = {"policies": policy}
    return world


def re_signed(world: World, *, system: int = 0) -> World:
    world.network.peers["*", "*"] = Peer(system=system, mozilla=UNTRUSTED, issuer="CN=The service", sha256=ROOT)
    return world


def found(world: World, code: str, method: str | None = None) -> Finding | None:
    return next((row for row in world.run(method).findings if row.code == code), None)


@pytest.mark.parametrize(
    ("version", "prefs", "lacks"),
    [
        ("128.5.0", (OFF,), True),
        ("115.6.0", (), True),
        ("119.0", (), True),
        ("120.0", (), False),
        ("128.5.0", (), False),
        ("115.6.0", (ON,), False),
        ("none", (), False),
    ],
)
def test_firefox_and_the_systems_roots(version: str, prefs: tuple[str, ...], lacks: bool) -> None:
    row = found(re_signed(computer(version, *prefs)), "app-trust-missing")
    assert (row is not None) is lacks
    if row:
        assert (row.severity, row.confidence, row.subject.app) == (Severity.MINOR, Certainty.LIKELY, "firefox")
        assert row.values == {"app": f"Firefox {version}", "store": "own"}


@pytest.mark.parametrize("policy", [{"Certificates": {"ImportEnterpriseRoots": True}}, {"Certificates": {"Install": ["root.pem"]}}])
def test_a_policy_that_gives_firefox_the_root(policy: dict[str, object]) -> None:
    assert found(re_signed(computer("115.6.0", OFF, policy=policy)), "app-trust-missing") is None


def test_a_policy_that_takes_the_systems_roots_away() -> None:
    world = computer("128.5.0", ON, policy={"Certificates": {"ImportEnterpriseRoots": False}})
    assert found(re_signed(world), "app-trust-missing")


def test_web_traffic_that_nobody_re_signs_needs_no_root() -> None:
    assert found(computer("115.6.0", OFF), "app-trust-missing") is None


def test_a_root_that_nobody_declares_is_not_the_services() -> None:
    assert found(re_signed(computer("115.6.0", OFF, profile=Profile())), "app-trust-missing") is None


def test_a_root_that_the_system_lacks_too_is_another_matter() -> None:
    assert found(re_signed(computer("115.6.0", OFF), system=UNTRUSTED), "app-trust-missing") is None


def test_on_linux_every_firefox_has_its_own_store() -> None:
    world = re_signed(computer("128.5.0", os="linux"))
    world.set_proxy()
    world.system.files["processes.json"] = []
    assert found(world, "app-trust-missing")


BUNDLE = "C:\\cacert.pem"


def with_bundle(*certificates: dict[str, str], variable: str = "REQUESTS_CA_BUNDLE", value: str = BUNDLE) -> World:
    world = re_signed(computer("128.5.0"))
    world.system.files["environment.json"] = {variable: value}
    marked: dict[str, str] = {"path": BUNDLE, "subject": "CN=Some Root", "not_after": "", "variable": variable}
    world.system.files["certificates.json"] = [marked | row for row in certificates]
    return world


OTHERS = tuple({"sha256": f"{number:064x}"} for number in range(140))


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "npm_config_cafile"])
def test_a_variable_that_names_a_bundle_without_the_root(variable: str) -> None:
    report = with_bundle(*OTHERS, variable=variable).run(None)
    (row,) = [row for row in report.findings if row.code == "app-trust-missing"]
    assert (row.code, row.severity, row.confidence, row.subject.app) == ("app-trust-missing", Severity.MINOR, Certainty.LIKELY, variable)
    assert row.values == {"app": variable, "store": BUNDLE}
    assert report.network.protected == "yes"


@pytest.mark.parametrize(
    "world",
    [
        with_bundle(*OTHERS, {"sha256": ROOT.upper()}),
        with_bundle(),
        with_bundle(*OTHERS, value="C:\\elsewhere.pem"),
        with_bundle({"sha256": "cd" * 32, "variable": ""}),
    ],
    ids=["it holds the root", "not read", "another file", "an agent's file"],
)
def test_a_bundle_of_which_that_is_not_known(world: World) -> None:
    assert found(world, "app-trust-missing") is None


def test_a_capture_without_bundles_says_nothing() -> None:
    world = with_bundle(*OTHERS)
    del world.system.files["certificates.json"]
    assert found(world, "app-trust-missing") is None


def test_every_variable_has_a_finding_of_its_own() -> None:
    world = with_bundle(*OTHERS)
    world.system.files["environment.json"] = {"REQUESTS_CA_BUNDLE": BUNDLE, "PIP_CERT": BUNDLE, "https_proxy": ""}
    said = [row.subject.app for row in world.run(None).findings if row.code == "app-trust-missing"]
    assert said == ["REQUESTS_CA_BUNDLE", "PIP_CERT"]


def test_a_bundle_that_holds_the_root_by_its_name_is_not_accused() -> None:
    world = with_bundle(*OTHERS, {"sha256": "ee" * 32, "subject": "CN=Cloud Root"})
    world.profile = Profile(expect=DECLARED.expect, signatures=Signatures(interception_issuers=("Cloud Root",)))
    assert found(world, "app-trust-missing") is None


@pytest.mark.parametrize(
    ("prefs", "policy", "said"),
    [
        ((OWN_DNS,), None, True),
        (('"network.trr.mode", 3',), None, True),
        (('"network.trr.mode", 5',), None, False),
        ((), None, False),
        ((), {"DNSOverHTTPS": {"Enabled": True, "ProviderURL": "https://r.example/q"}}, True),
        ((OWN_DNS,), {"DNSOverHTTPS": {"Enabled": False, "Locked": True}}, False),
    ],
)
def test_a_browser_that_asks_its_own_resolver(prefs: tuple[str, ...], policy: dict[str, object] | None, said: bool) -> None:
    row = found(computer("128.5.0", *prefs, policy=policy), "doh-bypass")
    assert (row is not None) is said
    if row:
        assert (row.severity, row.subject.app, row.values["app"]) == (Severity.MINOR, "firefox", "Firefox")


def test_each_browser_once() -> None:
    world = computer("128.5.0", OWN_DNS)
    world.system.files["browsers/firefox/b.default/prefs.js"] = f"user_pref({OWN_DNS});\n"
    world.system.files["browsers/policies/chrome.json"] = {"DnsOverHttpsMode": "secure"}
    assert [row.subject.app for row in world.run(None).findings if row.code == "doh-bypass"] == ["chrome", "firefox"]


@pytest.mark.parametrize(("expected", "said"), [(None, False), (Method.DIRECT, False)])
def test_without_the_service_everybody_may_ask_whom_he_likes(expected: Method | None, said: bool) -> None:
    world = computer("128.5.0", OWN_DNS, profile=Profile(expect=Expect(method=expected)))
    world.system.files["processes.json"] = []
    world.system.files["services.json"] = []
    world.system.files["files.json"] = []
    assert (found(world, "doh-bypass") is not None) is said


def test_a_method_that_was_only_named_says_nothing_of_browsers() -> None:
    assert found(computer("128.5.0", OWN_DNS), "doh-bypass", "ipsec") is None
