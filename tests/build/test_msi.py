"""The codes and the list of files of the MSI: the same in every build, wherever it is made."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

import dev
from build.dev import msi
from build.dev.msi_files import Packed, listed, packed
from build.dev.needs import SetUpError
from tests.build.version_of_windows import version_of_windows

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = ("wssdiag.exe", "_internal/resources/a & b.toml", "_internal/resources/ä.toml", "_internal/x.dll")
SCHEMA = "{http://schemas.microsoft.com/wix/2006/wi}"
TEXTS = Path(msi.__file__).parents[2] / "installer" / "windows"


def tree(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def told(files: tuple[Packed, ...]) -> ET.Element:
    return ET.fromstring(listed(files, PurePosixPath("program"), msi.UPGRADE_CODE))  # noqa: S314 - our own text


def places(folder: ET.Element, above: str = "") -> Iterator[tuple[str, str]]:
    """Where each file goes, and the code of its component."""
    for part in folder:
        if part.tag == f"{SCHEMA}Directory":
            yield from places(part, f"{above}{part.attrib['Name']}/")
        else:
            yield above + PurePosixPath(part[0].attrib["Source"]).name, part.attrib["Guid"]


def codes(files: tuple[Packed, ...]) -> dict[str, str]:
    return dict(places(told(files)[0][0]))


def test_the_code_that_ties_all_versions_together_never_changes() -> None:
    assert str(msi.UPGRADE_CODE) == "da973d0b-6e0c-4038-9cfc-d5f7552683c3"
    assert msi.product_code("0.1.0") == "{F56F123D-F0EF-5ADC-895C-C02A713CDC85}"
    assert msi.product_code("0.1.1") != msi.product_code("0.1.0")


def test_the_page_for_administrators_names_the_codes() -> None:
    page = (TEXTS / "msi.md").read_text(encoding="utf-8")
    assert str(msi.UPGRADE_CODE).upper() in page
    assert set(re.findall(r"\b([A-Z]{6,}[A-Z]*)=", page)) == {"PROFILE", "SHORTCUT"}


def test_every_file_goes_where_it_was_and_has_a_code_of_its_own(tmp_path: Path) -> None:
    files = packed(tree(tmp_path, *FILES))
    assert codes(files).keys() == set(FILES)
    assert len(set(codes(files).values())) == len(FILES)
    assert {ref.attrib["Id"] for ref in told(files)[0][1]} == {f"C{file.key}" for file in files}


def test_a_file_keeps_its_code_whatever_else_comes_or_goes(tmp_path: Path) -> None:
    few = codes(packed(tree(tmp_path / "few", *FILES)))
    many = codes(packed(tree(tmp_path / "many", *FILES, "_internal/another.dll", "a.txt")))
    assert few.items() <= many.items()


def test_only_programs_and_libraries_have_a_version(tmp_path: Path) -> None:
    for name in ("a.exe", "a.toml"):
        (tmp_path / name).write_bytes(version_of_windows(1, 2, 3, 4))
    assert {file.place.name: file.version for file in packed(tmp_path)} == {"a.exe": "1.2.3.4", "a.toml": ""}


@pytest.mark.parametrize("version", ["0.1", "0.1.0.dev1", "0.1.0rc1", "1.2.3.4"])
def test_a_version_that_windows_does_not_understand_is_refused(version: str, tmp_path: Path) -> None:
    with pytest.raises(SetUpError, match="three numbers"):
        msi.make(tree(tmp_path, "wssdiag.exe"), version, tmp_path / "made.msi")


def test_it_is_one_of_the_packages() -> None:
    assert dev.PACKAGES["msi"] is msi.package
