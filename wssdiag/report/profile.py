"""What an organisation's profile sets, as lines for people. Pure; only what differs from no profile at all is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.fix import Action
from wssdiag.model.shown import shown
from wssdiag.report import wording
from wssdiag.report.fixes import says
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.model.profile import Controls, Endpoints, Expect, Profile, Signatures

#: What it sets, and to what.
Line = tuple[str, str]


def profile_lines(profile: Profile) -> tuple[Line, ...]:
    """A label and its value each, in the order of the profile; empty where it sets nothing. Safe to show as plain text."""
    helpdesk = profile.helpdesk
    told = (
        (_("Organisation"), profile.organisation),
        (_("Helpdesk"), "\n".join(filter(None, (helpdesk.name, helpdesk.phone, helpdesk.email, helpdesk.url)))),
        *_expected(profile.expect),
        *_endpoints(profile.endpoints),
        *_replaced(profile.controls),
        *_recognised(profile.signatures),
        (_("Reports are encrypted for"), profile.bundle.recipient or ""),
        *_allowed(profile),
    )
    return tuple((label, "\n".join(shown(line) for line in value.splitlines())) for label, value in told if value)


def _expected(expect: Expect) -> Iterator[Line]:
    yield _("Expected method"), wording.method(expect.method) if expect.method else ""
    yield _("Oldest agent allowed"), expect.agent_minimum_version or ""
    yield _("The service's root certificate"), _joined(expect.root_ca_sha256)
    yield _("Trusted inspection"), _joined(expect.trusted_interceptors)


def _endpoints(endpoints: Endpoints) -> Iterator[Line]:
    yield _("Data centres"), _joined(endpoints.datacentres)
    yield _("PAC file"), endpoints.pac_url or ""
    yield _("Proxies"), _joined(endpoints.proxies)
    yield _("Auth Connector"), endpoints.auth_connector or ""
    yield _("Domain controllers"), _joined(endpoints.domain_controllers)
    yield _("Identity provider"), endpoints.identity_provider or ""
    yield _("IPsec gateways"), _joined(endpoints.ike_gateways)
    yield _("Further locations"), _joined(f"{one.host} {one.transport.upper()} {one.port}" for one in endpoints.extra)


def _replaced(controls: Controls) -> Iterator[Line]:
    yield _("Names to compare with"), _joined(controls.names)
    yield _("Addresses to compare with"), _joined(controls.addresses)
    yield _("Web sites to compare with"), _joined(controls.urls)
    yield _("Pages that show a Wi-Fi sign-in"), _joined(probe.url for probe in controls.sign_in_probes)
    yield _("Page that tells the own address"), controls.egress_url or ""


def _recognised(signatures: Signatures) -> Iterator[Line]:
    yield _("Signs of the block page"), _joined(signatures.block_page)
    yield _("Signs of the sign-in page"), _joined(signatures.credential_page)
    yield _("Signs in the service's answers"), _joined(signatures.response_headers)
    yield _("Issuers of the service's certificates"), _joined(signatures.interception_issuers)


def _allowed(profile: Profile) -> Iterator[Line]:
    allowed = profile.policy.allow_fixes
    if allowed is not None:
        told = "\n".join(says(action) for action in Action if action in allowed)
        yield _("What wssdiag may change"), told or _("Only what is always allowed.")
    yield (
        _("Whom wssdiag may contact"),
        {"service-only": _("Only the service's own hosts."), "none": _("Nobody.")}.get(profile.policy.contact_hosts, ""),
    )


def _joined(values: Iterable[str]) -> str:
    return ", ".join(value for value in values if value)
