"""What an organisation tells the tool: ``wssdiag-profile.toml``."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from wssdiag.model.location import SignInProbe
from wssdiag.model.mode import Method
from wssdiag.model.observation import Transport

PROFILE_SCHEMA: Final = "wssdiag.profile/1"


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the profile: an unknown key is an error, not a silence."""


class Helpdesk(Table, frozen=True, kw_only=True):
    """Whom a user can ask."""

    name: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""


class Expect(Table, frozen=True, kw_only=True):
    """What should be true of this computer."""

    method: Method | None = None
    agent_minimum_version: str | None = None
    root_ca_sha256: tuple[str, ...] = ()
    trusted_interceptors: tuple[str, ...] = ()


class ExtraEndpoint(Table, frozen=True, kw_only=True):
    """A location of the organisation's own."""

    id: str
    host: str
    port: int
    transport: Transport
    purpose: str = ""


class Endpoints(Table, frozen=True, kw_only=True):
    """Where this organisation's parts are."""

    datacentres: tuple[str, ...] = ()
    pac_url: str | None = None
    proxies: tuple[str, ...] = ()
    auth_connector: str | None = None
    domain_controllers: tuple[str, ...] = ()
    identity_provider: str | None = None
    ike_gateways: tuple[str, ...] = ()
    extra: tuple[ExtraEndpoint, ...] = ()


class Controls(Table, frozen=True, kw_only=True):
    """Known-good targets in place of the built-in ones: each list that is given replaces its own."""

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # "203.0.113.9:443/tcp"; a bare address means 443/tcp
    urls: tuple[str, ...] = ()
    sign_in_probes: tuple[SignInProbe, ...] = ()
    egress_url: str | None = None


class Signatures(Table, frozen=True, kw_only=True):
    """How the service's own pages and certificates look in this organisation."""

    block_page: tuple[str, ...] = ()
    credential_page: tuple[str, ...] = ()
    response_headers: tuple[str, ...] = ()
    interception_issuers: tuple[str, ...] = ()


class BundlePolicy(Table, frozen=True, kw_only=True):
    """What goes into a bundle, and for whom it is encrypted."""

    recipient: str | None = None
    include: tuple[str, ...] = ()  # kinds of what is private that are kept all the same: "addresses"
    exclude: tuple[str, ...] = ()  # parts that are left out: "log.txt"


class Policy(Table, frozen=True, kw_only=True):
    """What the tool may do."""

    allow_fixes: tuple[str, ...] | None = None
    contact_hosts: Literal["all", "service-only", "none"] = "all"


class Profile(Table, frozen=True, kw_only=True):
    """The whole profile; every table may be absent."""

    schema: Literal["wssdiag.profile/1"] = PROFILE_SCHEMA
    organisation: str = ""
    helpdesk: Helpdesk = Helpdesk()
    expect: Expect = Expect()
    endpoints: Endpoints = Endpoints()
    controls: Controls = Controls()
    signatures: Signatures = Signatures()
    bundle: BundlePolicy = BundlePolicy()
    policy: Policy = Policy()
