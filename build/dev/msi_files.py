"""The files of a folder as wixl wants them told, each with codes that are the same in every build and every version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from xml.sax.saxutils import quoteattr

from build.freeze.resource import file_version

if TYPE_CHECKING:
    from pathlib import Path, PurePath

_VERSIONED = frozenset({".exe", ".dll", ".pyd"})


@dataclass(frozen=True)
class Packed:
    """One file; ``place`` is where it goes below the program's folder, ``version`` Windows' four numbers or nothing."""

    source: Path
    place: PurePath
    key: str
    version: str


def packed(tree: Path) -> tuple[Packed, ...]:
    """All files below a folder, always in the same order."""
    files = sorted(path for path in tree.rglob("*") if path.is_file())
    return tuple(_packed(path, path.relative_to(tree), number) for number, path in enumerate(files))


def listed(files: tuple[Packed, ...], source: PurePath, namespace: UUID) -> str:
    """A source of wixl with the component group ``Files``: a component for each file, whose code is made of where it goes."""
    lines = ['<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi"><Fragment>', '<DirectoryRef Id="ProgramFolder">']
    lines += _folder(files, (), source, namespace)
    lines += ["</DirectoryRef>", '<ComponentGroup Id="Files">']
    lines += [f'<ComponentRef Id="C{file.key}"/>' for file in files]
    return "\n".join([*lines, "</ComponentGroup>", "</Fragment></Wix>", ""])


def _packed(path: Path, place: PurePath, number: int) -> Packed:
    version = file_version(path.read_bytes()) if path.suffix.lower() in _VERSIONED else ""
    return Packed(path, place, f"F{number}", version)


def _folder(files: tuple[Packed, ...], folder: tuple[str, ...], source: PurePath, namespace: UUID) -> list[str]:
    here = [file for file in files if file.place.parts[: len(folder)] == folder]
    lines = [_component(file, source, namespace) for file in here if len(file.place.parts) == len(folder) + 1]
    deeper = {file.place.parts[len(folder)] for file in here if len(file.place.parts) > len(folder) + 1}
    for name in sorted(deeper):
        inner = (*folder, name)
        key = f"D{uuid5(namespace, 'folder ' + '/'.join(inner)).hex}"
        lines += [f"<Directory Id={quoteattr(key)} Name={quoteattr(name)}>", *_folder(files, inner, source, namespace), "</Directory>"]
    return lines


def _component(file: Packed, source: PurePath, namespace: UUID) -> str:
    code = f"{{{uuid5(namespace, 'file ' + file.place.as_posix())}}}".upper()
    told = f"<File Id={quoteattr(file.key)} Source={quoteattr((source / file.place).as_posix())} KeyPath='yes'/>"
    return f'<Component Id="C{file.key}" Guid="{code}" Win64="yes">{told}</Component>'
