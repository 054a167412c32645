"""The organisation's profile from its file: shape and values checked, so that nobody behind this door checks again.

Must not decide what a profile changes (:mod:`wssdiag.catalogue.merge` does) nor where one is looked for (:mod:`wssdiag.paths` does).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue import values
from wssdiag.catalogue.document import parse_document, read_document
from wssdiag.catalogue.rules import sign_in_probe
from wssdiag.model.input_error import InputError
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wssdiag.catalogue.values import Problem
    from wssdiag.model.profile import BundlePolicy, Controls, Endpoints, Expect, Helpdesk


def load_profile(path: Path) -> Profile:
    """The profile, or :class:`InputError` with the file, the key path and the problem."""
    return _sound(read_document(path, Profile), str(path))


def parse_profile(data: bytes, name: str) -> Profile:
    """The same from bytes that are already here."""
    return _sound(parse_document(data, name, Profile), name)


def _sound(profile: Profile, name: str) -> Profile:
    for place, problem in _problems(profile):
        raise InputError(name, place, problem)
    # Fingerprints are compared as text elsewhere, in small letters.
    pins = tuple(pin.lower() for pin in profile.expect.root_ca_sha256)
    return msgspec.structs.replace(profile, expect=msgspec.structs.replace(profile.expect, root_ca_sha256=pins))


def _problems(profile: Profile) -> Iterator[Problem]:
    yield from _text("organisation", profile.organisation)
    yield from _helpdesk(profile.helpdesk)
    yield from _expect(profile.expect)
    yield from _endpoints(profile.endpoints)
    yield from _controls(profile.controls)
    for key in ("block_page", "credential_page", "response_headers", "interception_issuers"):
        yield from values.each(f"signatures.{key}", getattr(profile.signatures, key), values.line_of_text)
    yield from _bundle(profile.bundle)
    yield from values.each("policy.allow_fixes", profile.policy.allow_fixes or (), values.action_word)


def _helpdesk(table: Helpdesk) -> Iterator[Problem]:
    yield from _text("helpdesk.name", table.name)
    yield from _text("helpdesk.phone", table.phone)
    yield from _text("helpdesk.email", table.email)
    if table.email and (table.email.count("@") != 1 or " " in table.email):
        yield "helpdesk.email", "not an e-mail address"
    if table.url:
        yield from _found("helpdesk.url", values.web_address(table.url))


def _expect(table: Expect) -> Iterator[Problem]:
    if table.agent_minimum_version is not None:
        yield from _found("expect.agent_minimum_version", values.version_number(table.agent_minimum_version))
    yield from values.each("expect.root_ca_sha256", table.root_ca_sha256, values.sha256_hex)
    yield from values.each("expect.trusted_interceptors", table.trusted_interceptors, values.line_of_text)


def _endpoints(table: Endpoints) -> Iterator[Problem]:
    yield from _list("endpoints.datacentres", table.datacentres, values.host_or_port)
    if table.pac_url is not None:
        yield from _found("endpoints.pac_url", values.web_address(table.pac_url, ("http", "https", "file")))
    yield from _list("endpoints.proxies", table.proxies, values.host_and_port)
    if table.auth_connector is not None:
        yield from _found("endpoints.auth_connector", values.host_or_port(table.auth_connector))
    yield from _list("endpoints.domain_controllers", table.domain_controllers, values.host)
    if table.identity_provider is not None:
        yield from _found("endpoints.identity_provider", values.web_address(table.identity_provider))
    yield from _list("endpoints.ike_gateways", table.ike_gateways, values.host)
    for index, extra in enumerate(table.extra):
        place = f"endpoints.extra[{index}]"
        yield from _found(f"{place}.id", values.identifier(extra.id))
        yield from _found(f"{place}.host", values.host(extra.host))
        yield from _found(f"{place}.port", values.port_number(extra.port))
        yield from _found(f"{place}.transport", values.word_of(extra.transport, (Transport.TCP, Transport.UDP)))
        yield from _text(f"{place}.purpose", extra.purpose)
    for place, problem in values.repeated("endpoints.extra", (extra.id for extra in table.extra)):
        yield f"{place}.id", problem


def _controls(table: Controls) -> Iterator[Problem]:
    yield from _list("controls.names", table.names, values.host)
    yield from _list("controls.addresses", table.addresses, values.socket_address)
    yield from _list("controls.urls", table.urls, values.web_address)
    for index, probe in enumerate(table.sign_in_probes):
        for place, problem in sign_in_probe(probe):
            yield f"controls.sign_in_probes[{index}].{place}", problem
    if table.egress_url is not None:
        yield from _found("controls.egress_url", values.web_address(table.egress_url))


def _bundle(table: BundlePolicy) -> Iterator[Problem]:
    if table.recipient is not None:
        yield from _found("bundle.recipient", values.age_recipient(table.recipient))
    yield from values.each("bundle.include", table.include, values.kind_word)
    yield from values.each("bundle.exclude", table.exclude, values.line_of_text)


def _list(place: str, given: tuple[str, ...], check: values.Check) -> Iterator[Problem]:
    yield from values.each(place, given, check)
    yield from values.repeated(place, tuple(value.lower() for value in given))


def _text(place: str, text: str) -> Iterator[Problem]:
    return _found(place, values.line_of_text(text) if text else None)


def _found(place: str, problem: str | None) -> Iterator[Problem]:
    if problem:
        yield place, problem
