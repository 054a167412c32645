from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.domain import domain_of

KEY = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"


def capture(*lines: str) -> dict[str, bytes]:
    text = "\r\n".join(("Windows Registry Editor Version 5.00", "", f"[{KEY}]", *lines, ""))
    return {"windows/registry.reg": b"\xff\xfe" + text.encode("utf-16-le")}


@pytest.mark.parametrize(
    ("lines", "domain"),
    [
        (('"Domain"="Corp.Example."', '"NV Domain"="other.example"'), "corp.example"),
        (('"Domain"=""', '"NV Domain"="corp.example"'), "corp.example"),
        (('"Hostname"="server"',), None),
        (('"Domain"=dword:00000001',), None),
        ((f'"Domain"="{"x" * 254}"',), None),
    ],
)
def test_the_primary_suffix(lines: tuple[str, ...], domain: str | None) -> None:
    assert domain_of(capture(*lines), "windows") == domain


def test_where_it_is_not_known() -> None:
    assert isinstance(domain_of({}, "windows"), Unknown)
    assert isinstance(domain_of(capture('"Domain"="corp.example"'), "linux"), Unknown)


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    found = domain_of({"windows/registry.reg": data}, "windows")
    assert found is None or isinstance(found, str)
