"""Every text that says what is wrong with what was handed in, read from the sources: so that no new one stays without a translation.

A text is followed from the place where it is handed on to where it is written. A value in it stands for any text, here for ``7``.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING

from build.messages import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: In the place of every value.
VALUE = "7"

#: Who takes a problem, and as which argument.
_TAKES = {"InputError": 2, "fail": 1, "Fault": 1, "DecodeError": 0, "PermissionError": 1, "Evaluation": 6}

#: The same, by the name of the argument.
_TAKES_BY_NAME = {"Download": "why", "Row": "error", "Reply": "error", "Evaluation": "message"}

#: Modules whose functions give a problem back, and which: all that give a text or None, or these.
_JUDGES: dict[str, frozenset[str]] = {
    "catalogue/values.py": frozenset(),
    "catalogue/document.py": frozenset({"_not_one_of"}),
    "model/bounds.py": frozenset({"out_of_bounds"}),
}

#: Modules that yield places with problems, and those that return both.
_YIELDS = frozenset(
    {"catalogue/guides.py", "catalogue/profile.py", "catalogue/rules.py", "catalogue/service_file.py", "catalogue/values.py"}
)
_RETURNS = frozenset({"catalogue/document.py"})

#: What else is called in a text: a limit, in words.
_SAYS = {"mebibytes": f"{VALUE} MiB"}

#: Looked up where it is made, and so said in the reader's language already.
_TRANSLATED = frozenset({"_", "format", "refused"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Problem:
    """``text`` is None where it is made elsewhere; then ``code`` says how it comes here."""

    where: str
    text: str | None
    code: str


@cache
def problems() -> tuple[Problem, ...]:
    """All of the program's."""
    return tuple(_problems(ROOT))


def _problems(root: Path) -> Iterator[Problem]:
    for path in sorted((root / "wssdiag").rglob("*.py")):
        name = path.relative_to(root / "wssdiag").as_posix()
        if not name.startswith(("gui/", "report/", "selftest/", "__")):
            yield from in_source(path.read_text(encoding="utf-8"), name, _constants(name))


def in_source(source: str, name: str, constants: dict[str, object] | None = None) -> Iterator[Problem]:
    """Those of one module."""
    tree = ast.parse(source, name)
    for function in (None, *(node for node in ast.walk(tree) if isinstance(node, Function))):
        scope = _Scope(function, constants or {})
        for node in _own(function or tree):
            for told in _told(node, function, name):
                for text, code in scope.texts(told):
                    yield Problem(f"{name}:{told.lineno}", text, code)


def _told(node: ast.AST, function: Function | None, name: str) -> Iterator[ast.expr]:
    """The expressions that are problems."""
    match node:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
            if called in _TAKES:
                yield from node.args[_TAKES[called] :][:1]
            yield from (one.value for one in node.keywords if one.arg and one.arg == _TAKES_BY_NAME.get(called))
        case ast.Tuple(elts=[ast.Attribute(value=ast.Name(id="Failure")), problem]) if name.startswith("pac/"):
            yield problem
        case ast.Yield(value=ast.Tuple(elts=[_, problem])) if name in _YIELDS:
            yield problem
        case ast.Return(value=ast.Tuple(elts=[_, problem])) if name in _RETURNS:
            yield problem
        case ast.Return(value=ast.expr() as problem) if function and _judges(function, name):
            yield problem


def _judges(function: Function, name: str) -> bool:
    gives = ast.unparse(function.returns) if function.returns else ""
    return name in _JUDGES and (function.name in _JUDGES[name] or (not _JUDGES[name] and gives in {"str", "str | None"}))


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """What runs in it, without the functions in it."""
    for inner in ast.iter_child_nodes(node):
        if not isinstance(inner, Function):
            yield inner
            yield from _own(inner)


class _Scope:
    """What the names in a function are."""

    def __init__(self, function: Function | None, constants: dict[str, object]) -> None:
        self._constants = constants
        self._given: dict[str, list[ast.expr]] = {}
        for node in _own(function) if function else ():
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.NamedExpr(target=ast.Name(id=name), value=value):
                    self._given.setdefault(name, []).append(value)

    def texts(self, node: ast.expr) -> list[tuple[str | None, str]]:
        """Each text that the expression can be, and the part of it that is that text; None for one that is made elsewhere."""
        code = ast.unparse(node)
        match node:
            case ast.Constant(value=str() as text):
                return [(text, code)] if text else []
            case ast.Constant():
                return []
            case ast.JoinedStr(values=parts):
                return [("".join(one), code) for one in product(*map(self._in_text, parts))]
            case ast.IfExp(body=one, orelse=other):
                return [*self.texts(one), *self.texts(other)]
            case ast.BoolOp(values=several):
                return [text for one in several for text in self.texts(one)]
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)) if called in _TRANSLATED:
                return []
            case ast.Name(id=name) if name in self._given:
                return [text for one in self._given[name] for text in self.texts(one)]
            case ast.Name(id=name) if isinstance(self._constants.get(name), str):
                return [(str(self._constants[name]), code)]
        return [(None, code)]

    def _in_text(self, part: ast.expr) -> list[str]:
        if not isinstance(part, ast.FormattedValue):
            return [text or "" for text, _code in self.texts(part)]
        match part.value:
            case ast.Call(func=ast.Name(id=called)) if called in _SAYS:
                found = [_SAYS[called]]
            case ast.Name() | ast.BoolOp() | ast.IfExp() as value:
                found = [VALUE if text is None else text for text, _code in self.texts(value)]
            case _:
                found = [VALUE]
        return list(map(repr, found)) if part.conversion == ord("r") else found


def _constants(name: str) -> dict[str, object]:
    return vars(import_module("wssdiag." + name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")))
