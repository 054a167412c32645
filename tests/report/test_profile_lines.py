"""What a profile sets is told, all of it and nothing else."""

from __future__ import annotations

import msgspec
import pytest

from tests.report import hostile
from wssdiag.model.location import SignInProbe
from wssdiag.model.mode import Method
from wssdiag.model.observation import Transport
from wssdiag.model.profile import (
    BundlePolicy,
    Controls,
    Endpoints,
    Expect,
    ExtraEndpoint,
    Helpdesk,
    Policy,
    Profile,
    Signatures,
)
from wssdiag.report.profile import profile_lines

FULL = Profile(
    organisation="v-organisation",
    helpdesk=Helpdesk(name="v-name", phone="v-phone", email="v-email", url="v-url"),
    expect=Expect(method=Method.WSS_AGENT, agent_minimum_version="v-9.7", root_ca_sha256=("v-sha",), trusted_interceptors=("v-ca",)),
    endpoints=Endpoints(
        datacentres=("v-dc",),
        pac_url="v-pac",
        proxies=("v-proxy",),
        auth_connector="v-ac",
        domain_controllers=("v-domain",),
        identity_provider="v-idp",
        ike_gateways=("v-ike",),
        extra=(ExtraEndpoint(id="own", host="v-extra", port=8443, transport=Transport.TCP),),
    ),
    controls=Controls(
        names=("v-control",),
        addresses=("v-address",),
        urls=("v-site",),
        sign_in_probes=(SignInProbe(url="v-probe", status=204, body=""),),
        egress_url="v-egress",
    ),
    signatures=Signatures(
        block_page=("v-block",), credential_page=("v-page",), response_headers=("v-header",), interception_issuers=("v-cn",)
    ),
    bundle=BundlePolicy(recipient="v-age"),
    policy=Policy(allow_fixes=("start-agent",), contact_hosts="service-only"),
)


def test_no_profile_sets_nothing() -> None:
    assert profile_lines(Profile()) == ()


def test_everything_that_a_profile_sets_is_told_once() -> None:
    lines = profile_lines(FULL)
    assert len({label for label, _value in lines}) == len(lines)
    told = "\n".join(value for _label, value in lines)
    set_there = [text for text in _texts(msgspec.to_builtins(FULL)) if text.startswith("v-")]
    assert len(set_there) == 26
    assert [text for text in set_there if text not in told] == []
    assert "WSS Agent" in told
    assert "v-extra TCP 8443" in told
    assert "Starts the service of the protection agent." in told
    assert "Only the service's own hosts." in told


def test_an_empty_list_of_fixes_is_not_the_same_as_none() -> None:
    assert profile_lines(Profile(policy=Policy(allow_fixes=()))) == (("What wssdiag may change", "Only what is always allowed."),)
    assert profile_lines(Profile(policy=Policy(contact_hosts="none"))) == (("Whom wssdiag may contact", "Nobody."),)


@pytest.mark.parametrize("value", hostile.TEXTS)
def test_a_hostile_profile_shows_no_hidden_signs(value: str) -> None:
    told = "".join(text for line in profile_lines(Profile(organisation=value, endpoints=Endpoints(proxies=(value,)))) for text in line)
    assert "\x1b" not in told
    assert "\u202e" not in told


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []
