"""Planted secrets, in every field of a report, in texts and in captures: none of them is in any byte that comes out."""

from __future__ import annotations

import html
import json
import struct
import unicodedata
from itertools import cycle
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundle.redaction.planted import KEPT, SECRETS, SEEDS
from tests.lab.redacted import reader, redaction_of
from tests.strategies import values
from tests.world import World
from wssdiag.bundle.redaction.fields import FIELDS, Treatment
from wssdiag.model.codec import encode
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Controls, Endpoints, Expect, ExtraEndpoint, Profile, Signatures
from wssdiag.model.report import Report
from wssdiag.paths import resources
from wssdiag.report.html import TEMPLATE, render_html
from wssdiag.report.markdown import render_markdown
from wssdiag.report.ticket import render_ticket, render_ticket_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

SESSION = reader()

PROFILE = Profile(
    organisation="x",
    expect=Expect(trusted_interceptors=("x",), agent_minimum_version="1", root_ca_sha256=("x",)),
    endpoints=Endpoints(
        datacentres=("x",),
        proxies=("x",),
        domain_controllers=("x",),
        ike_gateways=("x",),
        pac_url="x",
        auth_connector="x",
        identity_provider="x",
        extra=(ExtraEndpoint(id="x", host="x", port=1, transport=Transport.TCP, purpose="x"),),
    ),
    controls=Controls(names=("x",), addresses=("x",), urls=("x",), egress_url="x"),
    signatures=Signatures(block_page=("x",), credential_page=("x",), response_headers=("x",), interception_issuers=("x",)),
)


def planted(value: Any, plant: Callable[[str], str]) -> Any:  # noqa: ANN401 - whatever a report holds
    """The value with every free text in it handed to ``plant``."""
    if isinstance(value, msgspec.Struct):
        lines = FIELDS[type(value)]
        found = {name: getattr(value, name) for name in value.__struct_fields__}
        return type(value)(**{name: row if lines[name] is Treatment.KEEP else planted(row, plant) for name, row in found.items()})
    if isinstance(value, tuple):
        return tuple(planted(row, plant) for row in value)
    if isinstance(value, dict):
        return {key: planted(row, plant) for key, row in value.items()}
    return plant(value) if type(value) is str else value


def a_report() -> Report:
    """A run with something in most of its fields."""
    world = World()
    world.run_agent()
    world.set_proxy()
    world.network.block("ctc.threatpulse.com", 443)
    return msgspec.structs.replace(world.run(None), profile=PROFILE)


def test_there_are_enough_of_both() -> None:
    assert len(dict.fromkeys(kind for kind, _, _ in SECRETS)) == len(SECRETS) >= 60
    assert len(set(KEPT)) >= 60


@pytest.mark.parametrize(("text", "secret"), [row[1:] for row in SECRETS], ids=[row[0] for row in SECRETS])
def test_a_secret_goes(text: str, secret: str) -> None:
    redaction = redaction_of(SESSION, seeds=SEEDS)
    once = redaction.text(text, "log.txt")
    assert secret not in once
    assert unicodedata.normalize("NFC", secret) not in once
    assert redaction.text(once, "log.txt") == once
    assert redaction.replaced
    assert {row.part for row in redaction.replaced} == {"log.txt"}


@pytest.mark.parametrize("text", KEPT)
def test_what_is_needed_stays(text: str) -> None:
    redaction = redaction_of(SESSION, seeds=SEEDS)
    assert redaction.text(text, "log.txt") == text
    assert redaction.text(f"10:15:01 INFO {text}", "log.txt") == f"10:15:01 INFO {text}"
    assert redaction.replaced == ()


def other_secrets(turn: int) -> Callable[[str], str]:
    """Gives one secret after the other, whatever it is asked."""
    texts = cycle(SECRETS[turn:] + SECRETS[:turn])
    return lambda _text: next(texts)[1]


@pytest.mark.parametrize("turn", range(0, len(SECRETS), 8))
def test_in_every_field_of_a_report(turn: int) -> None:
    """Each text of a report becomes another secret; the next turn puts others there."""
    redacted = redaction_of(SESSION, seeds=SEEDS).report(planted(a_report(), other_secrets(turn)))
    _holds_none(encode(redacted).decode())


@pytest.mark.parametrize("turn", range(0, len(SECRETS), 8))
def test_in_no_page_and_no_ticket(turn: int) -> None:
    """What people read of it, escaped as each form wants it."""
    redacted = redaction_of(SESSION, seeds=SEEDS).report(planted(a_report(), other_secrets(turn)))
    template = (resources() / TEMPLATE).read_text("utf-8")
    _holds_none(html.unescape(render_html(redacted, SESSION.knowledge, template)))
    for render in (render_ticket, render_ticket_markdown, render_markdown):
        _holds_none(render(redacted, SESSION.knowledge))


@settings(max_examples=60, deadline=None)
@given(report=values(Report), row=st.sampled_from(SECRETS), seed=st.randoms(use_true_random=False))
def test_in_any_field_of_any_report(report: Report, row: tuple[str, str, str], seed: Any) -> None:  # noqa: ANN401 - random.Random
    _, text, secret = row
    hidden = planted(report, lambda own: text if seed.random() < 0.3 else own)
    redaction = redaction_of(SESSION, seeds=SEEDS)
    once = redaction.report(hidden)
    assert secret not in json.dumps(msgspec.to_builtins(once), ensure_ascii=False)
    assert redaction_of(SESSION, seeds=SEEDS).report(hidden) == once


def test_in_every_file_of_a_capture() -> None:
    lines = "\n".join(text for _, text, _ in SECRETS)
    strings = [text for _, text, _ in SECRETS]
    capture = {
        "capture.json": json.dumps({"schema": "wssdiag.capture/1", "os": "windows", "host": strings}).encode(),
        "environment.json": json.dumps({f"V{number}": text for number, text in enumerate(strings)}).encode(),
        "processes.json": json.dumps([{"pid": 4, "name": "wssad.exe", "exe": text, "cmdline": text} for text in strings]).encode(),
        "files.json": json.dumps([{"path": text, "exists": True, "tail": lines} for text in strings]).encode(),
        "connectivity.json": json.dumps({"windows_nlm": "internet", "captive_portal_api": strings}).encode(),
        "hosts.txt": "".join(f"10.0.0.5 name # {text!r}\n" for text in strings).encode(),
        "windows/registry.reg": b"\xff\xfe" + _registry(strings).encode("utf-16-le"),
        "linux/resolv.conf": lines.encode(),
        "linux/nmcli.txt": "".join(f"GENERAL.CONNECTION:{text!r}\n" for text in strings).encode(),
        "macos/scutil-dns.txt": lines.encode(),
        "macos/launchd.txt": "".join(f"12\t0\tcom.{text!r}\n" for text in strings).encode(),
        "browsers/firefox/k3f9.Иван Петров/prefs.js": "".join(
            f'user_pref("network.proxy.http", {json.dumps(text)});\n' for text in strings
        ).encode(),
        "browsers/policies/chrome.json": json.dumps({"Proxy": {"x": strings}}).encode(),
        "notes/Karl Meier.txt": lines.encode(),
    }
    made = redaction_of(SESSION, seeds=SEEDS).capture(capture)
    assert len(made) == len(capture) - 1
    for name, data in made.items():
        _holds_none(name)
        _holds_none(data.decode("utf-16") if name.endswith(".reg") else data.decode())


def _registry(strings: list[str]) -> str:
    """Each text in quotes, as REG_EXPAND_SZ and REG_MULTI_SZ, in a blob of proxy settings, and as the name of a value."""
    lines = [
        "Windows Registry Editor Version 5.00",
        "",
        r"[HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections]",
    ]
    for number, text in enumerate(strings):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        servers = text.encode()
        blob = struct.pack("<III", 70, 1, 3) + struct.pack("<I", len(servers)) + servers + struct.pack("<I", 0) * 2
        lines += [
            f'"Value{number}"="{escaped}"',
            f'"{escaped}"=dword:00000001',
            f'"Expand{number}"=hex(2):{(text + chr(0)).encode("utf-16-le").hex(",")}',
            f'"Multi{number}"=hex(7):{(text + chr(0) * 2).encode("utf-16-le").hex(",")}',
            f'"Unknown{number}"=hex(3):{servers.hex(",")}',
            f'"DefaultConnectionSettings"=hex:{blob.hex(",")}',
        ]
    return "\r\n".join([*lines, ""])


def _holds_none(text: str) -> None:
    """Neither as it is, nor escaped, nor as the bytes of a registry value."""
    loose = text.replace(",", "")
    for kind, _, secret in SECRETS:
        forms = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], secret.replace("\\", "\\\\")}
        assert not any(form in text for form in forms), kind
        assert secret.encode("utf-16-le").hex() not in loose, kind
        assert secret.encode().hex() not in loose, kind


def test_what_a_setting_that_names_a_secret_holds_is_gone() -> None:
    """Nothing in such a value says that it is one: its name does."""
    registry = '"ProxyPass"="Zq7"\r\n"AutoLogonPassword"=hex(1):5a,00,71,00,37,00,00,00\r\n"ProxyServer"="localhost:3128"\r\n'
    key = "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings]"
    capture = {
        "windows/registry.reg": f"Windows Registry Editor Version 5.00\r\n\r\n{key}\r\n{registry}".encode(),
        "browsers/policies/firefox.json": b'{"policies": {"ProxyPassword": "Zq7", "PasswordManagerEnabled": "no"}}',
        "linux/gsettings.txt": b"org.gnome.system.proxy.http authentication-password 'Zq7'\n",
        "linux/resolvectl.json": b'[{"ifname": "vpn-acmeholding"}]',
    }
    made = redaction_of(SESSION).capture(capture)
    whole = b"".join(made.values())
    for secret in (b"Zq7", b"5a,00,71", b"acmeholding"):
        assert secret not in whole
    assert b'"ProxyServer"="localhost:3128"' in made["windows/registry.reg"]
    assert b'"PasswordManagerEnabled": "no"' in made["browsers/policies/firefox.json"]
