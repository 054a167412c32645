"""The guides from their files: one TOML file a cause and language, checked. English stands in, file by file, for what is not translated.

Reads anew each time it is asked. Must not fill placeholders nor choose steps: remedy does.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

from wssdiag import paths
from wssdiag.catalogue import values
from wssdiag.catalogue.document import read_document
from wssdiag.catalogue.knowledge import Guide
from wssdiag.model.finding import Kind
from wssdiag.model.input_error import InputError
from wssdiag.model.language import SOURCE, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wssdiag.catalogue.knowledge import GuideStep, Knowledge
    from wssdiag.catalogue.values import Problem

_SYSTEMS = ("windows", "macos", "linux")

_PLACEHOLDER = re.compile(r"[a-z][a-z_]*")


def load_knowledge(lang: str, folder: Path | None = None) -> Knowledge:
    """Cause code -> guide, in the language as far as it is translated. :class:`InputError` names the file that is wrong.

    ``folder`` holds one folder a language; by default it is the one that comes with the program.
    """
    root = folder or paths.resources() / "knowledge"
    files: dict[str, Path] = {}
    for language in dict.fromkeys((SOURCE, *names_of(lang))):  # the better one later
        files |= {path.stem: path for path in sorted((root / language).glob("*.toml"))}
    return {code: _guide(path) for code, path in sorted(files.items())}


def _guide(path: Path) -> Guide:
    guide = read_document(path, Guide)
    for place, problem in _problems(guide, path.stem):
        raise InputError(str(path), place, problem)
    return guide


def _problems(guide: Guide, code: str) -> Iterator[Problem]:
    if guide.code != code:
        yield "code", f"'{guide.code}' is not the name of the file"
    for key in ("title", "means", "seen"):
        yield from _text(key, getattr(guide, key))
    if not guide.step:
        yield "step", "missing: a guide has at least one step"
    for place, problem in values.repeated("step", (step.id for step in guide.step)):
        yield f"{place}.id", problem
    for index, step in enumerate(guide.step):
        for place, problem in _step(step):
            yield f"step[{index}].{place}", problem


def _step(step: GuideStep) -> Iterator[Problem]:
    if problem := values.identifier(step.id):
        yield "id", problem
    yield from _text("do", step.do)
    if step.message is not None:
        yield from _text("message", step.message)
    yield from values.each("os", step.os, lambda word: values.word_of(word, _SYSTEMS))
    yield from values.each("methods", step.methods, values.method_word)
    yield from values.each("kinds", step.kinds, lambda word: values.word_of(word, tuple(Kind)))
    if step.minutes < 0:
        yield "minutes", f"{step.minutes} is less than nothing"
    if step.action is not None and (problem := values.action_word(step.action)):
        yield "action", problem


def _text(place: str, text: str) -> Iterator[Problem]:
    """Not empty, and its placeholders are plain names: a format string can reach into objects (``{a.b}``), ours may not."""
    if not text.strip():
        yield place, "empty"
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError:
        yield place, "a brace without its partner"
        return
    for _, name, spec, conversion in fields:
        if not _PLACEHOLDER.fullmatch(name or "") or spec or conversion:
            yield place, f"'{{{name}}}' is not a placeholder: small letters and '_' only"
