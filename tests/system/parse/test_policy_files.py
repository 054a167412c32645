"""Policies outside the registry: JSON first, then macOS's property lists in both forms."""

from __future__ import annotations

import plistlib

import pytest

from wssdiag.system.parse.policy_files import file_policies

CHROME = "macos/managed-preferences/com.google.Chrome.plist"
POLICIES = {"ProxyMode": "direct", "Nested": {"a": [1, 2]}}


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_a_property_list(form: plistlib.PlistFormat) -> None:
    data = plistlib.dumps(POLICIES, fmt=form)
    assert file_policies({CHROME: data}, "chrome") == POLICIES
    assert file_policies({CHROME: data}, "edge") == {}
    assert file_policies({CHROME: data, "browsers/policies/chrome.json": b'{"ProxyMode": "system"}'}, "chrome") == {"ProxyMode": "system"}
    assert file_policies({CHROME: data, "browsers/policies/chrome.json": b"{"}, "chrome") == POLICIES


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_a_property_list_that_is_cut_says_nothing(form: plistlib.PlistFormat) -> None:
    data = plistlib.dumps(POLICIES, fmt=form).rstrip()
    for size in range(len(data)):
        assert file_policies({CHROME: data[:size]}, "chrome") == {}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<plist><string>x</string></plist>",
        b"<plist><dict><key>a</key><date>never</date></dict></plist>",
        b"<plist>" + b"<array>" * 5_000,
        b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><plist><dict><key>&b;</key></dict></plist>',
        plistlib.dumps({"a": "x" * (1024 * 1024)}),
    ],
)
def test_what_is_no_list_of_policies_says_nothing(data: bytes) -> None:
    assert file_policies({CHROME: data}, "chrome") == {}
