from __future__ import annotations

from pathlib import Path

from wssdiag import paths
from wssdiag.paths import PROFILE_NAME, Installation


def test_a_checkout_keeps_its_resources_beside_the_package(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    found = Installation(package=tmp_path / "wssdiag", executable=Path("/usr/bin/python3"))
    assert found.resources == tmp_path / "resources"
    assert found.beside == (tmp_path,)


def test_a_wheel_keeps_its_resources_inside_the_package_and_has_no_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "wssdiag" / "resources").mkdir(parents=True)
    found = Installation(package=tmp_path / "wssdiag", executable=Path("/usr/bin/python3"))
    assert found.resources == tmp_path / "wssdiag" / "resources"
    assert found.beside == ()


def test_a_frozen_build_unpacks_its_resources_and_lies_beside_its_executable(tmp_path: Path) -> None:
    found = Installation(package=tmp_path / "wssdiag", executable=Path("/opt/wssdiag/wssdiag"), unpacked=tmp_path)
    assert found.resources == tmp_path / "resources"
    assert found.beside == (Path("/opt/wssdiag"),)


def test_a_mac_bundle_also_looks_beside_itself(tmp_path: Path) -> None:
    executable = Path("/Applications/wssdiag.app/Contents/MacOS/wssdiag")
    found = Installation(package=tmp_path, executable=executable, unpacked=tmp_path)
    assert found.beside == (Path("/Applications/wssdiag.app/Contents/MacOS"), Path("/Applications"))


def test_the_running_program_finds_its_catalogue() -> None:
    assert (paths.resources() / "catalogue" / "portal.toml").is_file()


def test_the_profile_beside_the_program_comes_before_the_machine_wide_one() -> None:
    candidates = paths.profile_candidates()
    assert {candidate.name for candidate in candidates} == {PROFILE_NAME}
    assert candidates[0].parent == paths.resources().parent
    assert len(candidates) > 1
    assert not any(candidate.is_relative_to(Path.home()) for candidate in candidates[1:])


def folders(platform: str, **environment: str) -> tuple[str, ...]:
    return tuple(folder.as_posix() for folder in paths.machine_wide(platform, environment, lambda: Path("C:/Program Files")))


def test_the_machine_wide_folder_is_one_that_an_ordinary_account_cannot_write_to() -> None:
    assert folders("win32", ALLUSERSPROFILE="C:/Users/anna", PROGRAMDATA="C:/Users/anna") == ("C:/Program Files/wssdiag",)
    assert folders("darwin", XDG_CONFIG_DIRS="/Users/anna") == ("/Library/Application Support/wssdiag",)
    assert folders("linux") == folders("linux", XDG_CONFIG_DIRS="") == ("/etc/xdg/wssdiag",)


def test_a_desktop_that_names_a_folder_of_its_own_hides_nothing() -> None:
    assert folders("linux", XDG_CONFIG_DIRS="/etc/xdg/xdg-ubuntu:etc:/etc/xdg") == ("/etc/xdg/xdg-ubuntu/wssdiag", "/etc/xdg/wssdiag")


def test_the_log_lies_in_the_user_s_folders() -> None:
    assert "wssdiag" in paths.log_file().parts
    assert paths.log_file().is_absolute()


def test_what_a_person_set_and_where_the_window_stood_lie_in_the_user_s_folders() -> None:
    assert paths.settings_file() != paths.place_file()
    for path in (paths.settings_file(), paths.place_file()):
        assert path.is_absolute()
        assert "wssdiag" in path.parts
        assert path.is_relative_to(Path.home())


def test_the_kept_list_of_the_service_lies_in_the_user_s_folders() -> None:
    assert paths.service_list_file().is_absolute()
    assert paths.service_list_file().parent != paths.log_file().parent
    assert "wssdiag" in paths.service_list_file().parts


def test_an_administrator_s_journal_is_not_where_others_write() -> None:
    own, machine = paths.undo_journal(elevated=False), paths.undo_journal(elevated=True)
    assert own.name == machine.name == "undo.jsonl"
    assert own.is_relative_to(Path.home())
    assert not machine.is_relative_to(Path.home())
    assert machine.parent.name == "wssdiag"


def test_the_program_starts_itself_with_arguments() -> None:
    assert paths.own_command()[-3:] == ("-P", "-m", "wssdiag")
