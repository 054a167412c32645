from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.catalogue.lists import full
from tests.world import builtin
from wssdiag import paths
from wssdiag.catalogue.merge import merged
from wssdiag.catalogue.published import applied
from wssdiag.catalogue.service_file import keep_list
from wssdiag.model.input_error import InputError
from wssdiag.model.profile import Profile
from wssdiag.session import local_mending, local_session
from wssdiag.session.equipment import Source

if TYPE_CHECKING:
    from pathlib import Path

GOOD = 'schema = "wssdiag.profile/1"\norganisation = "Example Ltd"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine-wide configuration folder; nothing lies beside the program, and this user keeps nothing."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = paths.profile_candidates()[-1].parent
    found.mkdir(exist_ok=True)
    return found


def test_what_comes_with_the_program(folder: Path) -> None:
    session = local_session()
    assert session.warnings == ()
    assert session.source == Source()
    assert session.catalogue == merged(builtin()[0], Profile())
    assert session.knowledge == builtin()[2]


def test_a_profile_that_is_found(folder: Path) -> None:
    (folder / paths.PROFILE_NAME).write_text(GOOD)
    session = local_session()
    assert session.source == Source(folder / paths.PROFILE_NAME)
    assert session.background.profile.organisation == "Example Ltd"
    assert session.warnings == ()


def test_a_profile_that_is_found_and_wrong_is_one_warning_and_care(folder: Path) -> None:
    (folder / paths.PROFILE_NAME).write_text(GOOD + "[policy]\ncontact_hosts = 'everybody'\n")
    session = local_session()
    assert len(session.warnings) == 1
    assert "policy.contact_hosts" in session.warnings[0]
    assert session.source.file == folder / paths.PROFILE_NAME
    assert "policy.contact_hosts" in session.source.problem
    policy = session.background.profile.policy
    assert (policy.contact_hosts, policy.allow_fixes) == ("service-only", ())
    assert (session.catalogue.control, session.catalogue.sign_in_probe, session.catalogue.resolver) == ((), (), ())
    assert session.catalogue.location


def test_a_profile_that_was_named_must_hold(folder: Path, tmp_path: Path) -> None:
    (folder / paths.PROFILE_NAME).write_text(GOOD)
    named = tmp_path / "other.toml"
    named.write_text(GOOD.replace("Example", "Other"))
    assert local_session(profile_file=named).background.profile.organisation == "Other Ltd"
    named.write_text("organisation = 1")
    with pytest.raises(InputError):
        local_session(profile_file=named)


def test_a_catalogue_of_ones_own_replaces_everything(folder: Path, tmp_path: Path) -> None:
    named = tmp_path / "catalogue.toml"
    named.write_text('schema = "wssdiag.catalogue/1"\nversion = "own"\n')
    catalogue = local_session(catalogue_file=named).catalogue
    assert catalogue.version == "own"
    assert (catalogue.location, catalogue.control, catalogue.sign_in_probe, catalogue.resolver, catalogue.clock_source) == ((),) * 5


def test_the_kept_list_of_the_service_is_applied_before_the_profile(folder: Path) -> None:
    (folder / paths.PROFILE_NAME).write_text(GOOD + "[endpoints]\nproxies = ['proxy.example:3128']\n")
    keep_list(paths.service_list_file(), full())
    session = local_session()
    assert session.warnings == ()
    assert session.background.published == full()
    assert session.catalogue == merged(applied(builtin()[0], full()), session.background.profile)
    assert next(row for row in session.catalogue.location if row.id == "auth-443").addresses == ("35.245.151.226",)


@pytest.mark.parametrize("contact", ["service-only", "none"])
def test_the_policy_of_the_profile_holds_with_a_list_too(folder: Path, contact: str) -> None:
    (folder / paths.PROFILE_NAME).write_text(GOOD + f"[policy]\ncontact_hosts = '{contact}'\n")
    keep_list(paths.service_list_file(), full())
    catalogue = local_session().catalogue
    assert bool(catalogue.location) is (contact == "service-only")
    assert catalogue.control == ()


def test_a_kept_list_that_is_damaged_is_one_warning_and_no_list(folder: Path) -> None:
    keep_list(paths.service_list_file(), full())
    data = paths.service_list_file().read_bytes()
    paths.service_list_file().write_bytes(data[:-40])
    session = local_session()
    assert len(session.warnings) == 1
    assert str(paths.service_list_file()) in session.warnings[0]
    assert session.background.published is None
    assert session.catalogue == merged(builtin()[0], Profile())


def test_a_catalogue_of_ones_own_knows_nothing_of_the_list(folder: Path, tmp_path: Path) -> None:
    paths.service_list_file().parent.mkdir(parents=True)
    paths.service_list_file().write_text("damaged")
    named = tmp_path / "catalogue.toml"
    provenance = 'provenance = { source = "mine", certainty = "unverified" }'
    row = 'id = "a"\nmethods = ["portal"]\nhost = "auth.threatpulse.com"\nport = 443\ntransport = "tcp"\nprotocol = "tls"\npurpose = "x"'
    named.write_text(f'schema = "wssdiag.catalogue/1"\nversion = "own"\n[[location]]\n{row}\n{provenance}\n')
    for kept in (None, full()):
        if kept:
            keep_list(paths.service_list_file(), kept)
        session = local_session(catalogue_file=named)
        assert session.warnings == ()
        assert session.background.published is None
        assert session.catalogue.location[0].addresses == ()


@pytest.mark.skipif(sys.platform != "linux", reason="asks by polkit")
@pytest.mark.parametrize("named", [True, False])
def test_an_elevated_step_goes_by_the_profile_that_was_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    profile = tmp_path / "other.toml"
    profile.write_text(GOOD)
    (tmp_path / "pkexec").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/asked\n')
    (tmp_path / "pkexec").chmod(0o755)
    monkeypatch.setattr("wssdiag.system.command._SYSTEM_PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    mending = local_mending(local_session(), profile if named else None)
    assert mending.elevate is not None
    for arguments, more in ((("fix", "renew-dhcp", "--yes"), ["--profile", str(profile)] if named else []), (("undo",), [])):
        assert mending.elevate(arguments) is None
        assert (tmp_path / "asked").read_text().splitlines() == [*paths.own_command(), *arguments, *more]


def test_an_administrator_asks_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert local_mending(local_session()).elevate is None
