"""A text that is looked up while a module is loaded stays in the language that was spoken then."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from build.messages import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator


def frozen(tree: ast.AST, *, inside: bool = False) -> Iterator[int]:
    """The lines of calls that run when the module is loaded: outside of functions, in their defaults and in their decorators."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"} and not inside:
            yield node.lineno
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            defaults = [one for one in (*node.args.defaults, *node.args.kw_defaults) if one is not None]
            early = [*defaults, *(node.decorator_list if isinstance(node, ast.FunctionDef) else ())]
            for one in early:
                yield from frozen(ast.Expr(one), inside=inside)
            for one in node.body if isinstance(node, ast.FunctionDef) else [node.body]:
                yield from frozen(ast.Module([one], []) if isinstance(one, ast.stmt) else ast.Expr(one), inside=True)
        else:
            yield from frozen(node, inside=inside)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ('NAME = _("x")', [1]),
        ('class A:\n    name = _("x")', [2]),
        ('def f(name=_("x")):\n    return _("y")', [1]),
        ('@named(_("x"))\ndef f():\n    return lambda: _("y")', [1]),
        ('NAMES = {"a": lambda: _("x")}', []),
        ('def f():\n    return ngettext("x", "y", 2)', []),
    ],
)
def test_the_test_sees_it(code: str, lines: list[int]) -> None:
    assert list(frozen(ast.parse(code))) == lines


def test_no_text_is_looked_up_while_a_module_is_loaded() -> None:
    paths = sorted((ROOT / "wssdiag").rglob("*.py"))
    assert not [f"{path}:{line}" for path in paths for line in frozen(ast.parse(path.read_text(encoding="utf-8")))]
