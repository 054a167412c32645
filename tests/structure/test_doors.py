"""What import-linter can't see: parts of standard packages, and calls. Who may use which, with the reason."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import pytest

from tests.structure.source import Source, program


@dataclass(frozen=True)
class Door:
    """A module that only some may import."""

    module: str
    allowed: tuple[str, ...]  # the beginnings of file names
    reason: str


DOORS = (
    Door("urllib.request", ("wssdiag/session",), "probes speak HTTP step by step; only the conductor fetches updates"),
    Door("http.client", (), "probes speak HTTP step by step, by h11"),
    Door("http.server", ("wssdiag/selftest/",), "only the self-test serves"),
    Door("PySide6.QtNetwork", ("wssdiag/gui/instance.py",), "only probes open sockets; two starts of the window meet by a local one"),
    Door("PySide6.QtNetwork.QTcpSocket", (), "only probes open sockets"),
    Door("PySide6.QtCore.QProcess", (), "only system.command starts processes"),
)

#: Methods that no lint rule knows by type: Qt objects have a parent and stay in the main thread, whose loop is entered once.
BANNED_METHODS = frozenset({"deleteLater", "moveToThread", "processEvents"})

#: The pure part gets bytes and gives values.
PURE = (
    "wssdiag/model/",
    "wssdiag/detection/",
    "wssdiag/diagnosis/",
    "wssdiag/remedy/",
    "wssdiag/system/parse/",
    "wssdiag/checks/plan.py",
)
FILE_CALLS = frozenset({"open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "exists", "is_file", "iterdir"})
CLOCK_CALLS = frozenset({"now", "utcnow", "today"})


def methods(source: Source) -> set[str]:
    """The names of all attributes: a method may also be handed on without being called."""
    return {node.attr for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)}


def calls(source: Source) -> set[str]:
    """The last name of everything that is called."""
    called = [node.func for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    return {part.attr if isinstance(part, ast.Attribute) else part.id for part in called if isinstance(part, ast.Attribute | ast.Name)}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.module)
def test_a_door_is_used_by_its_owner_alone(door: Door) -> None:
    users = {source.name for source in program() if door.module in source.imports and not source.name.startswith(door.allowed)}
    assert users == set(), door.reason


def test_no_banned_method() -> None:
    found = {source.name: sorted(methods(source) & BANNED_METHODS) for source in program()}
    assert {name: used for name, used in found.items() if used} == {}


def test_the_pure_part_reads_no_file_and_no_clock() -> None:
    pure = [source for source in program() if source.name.startswith(PURE)]
    impure = FILE_CALLS | CLOCK_CALLS
    found = {source.name: sorted(calls(source) & impure) for source in pure}
    assert found
    assert {name: used for name, used in found.items() if used} == {}, "the clock and the files are handed in"


def test_only_the_codec_decodes_to_a_type() -> None:
    users = {source.name for source in program() if any(decodes_to_a_type(node) for node in ast.walk(source.tree))}
    alone = "wssdiag/pac/worker.py"  # a process of its own, with one thread
    assert users - {"wssdiag/model/codec.py", alone} == set(), "msgspec ends the process where two threads use a type first at once"


def decodes_to_a_type(node: ast.AST) -> bool:
    """``msgspec.convert(...)``, a decoder, or ``msgspec.json.decode(..., type=...)``."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not ast.unparse(node.func).startswith("msgspec."):
        return False
    return node.func.attr in {"convert", "Decoder"} or (node.func.attr == "decode" and any(key.arg == "type" for key in node.keywords))
