from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.world import builtin
from wssdiag import paths
from wssdiag.catalogue.merge import merged
from wssdiag.model.input_error import InputError
from wssdiag.model.profile import Profile
from wssdiag.session import local_session

if TYPE_CHECKING:
    from pathlib import Path

GOOD = 'schema = "wssdiag.profile/1"\norganisation = "Example Ltd"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine-wide configuration folder; nothing lies beside the program."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    found = paths.profile_candidates()[-1].parent
    found.mkdir(exist_ok=True)
    return found


def test_what_comes_with_the_program(folder: Path) -> None:
    session = local_session()
    assert session.warnings == ()
    assert session.catalogue == merged(builtin()[0], Profile())
    assert session.knowledge == builtin()[2]


def test_a_profile_that_is_found(folder: Path) -> None:
    (folder / paths.PROFILE_NAME).write_text(GOOD)
    session = local_session()
    assert session.background.profile.organisation == "Example Ltd"
    assert session.warnings == ()


def test_a_profile_that_is_found_and_wrong_is_one_warning_and_care(folder: Path) -> None:
    (folder / paths.PROFILE_NAME).write_text(GOOD + "[policy]\ncontact_hosts = 'everybody'\n")
    session = local_session()
    assert len(session.warnings) == 1
    assert "policy.contact_hosts" in session.warnings[0]
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
