"""The JSON Schemas that others rely on are those of the code, and real documents keep to them."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from build.schemas import DOCUMENTS, FOLDER, generated
from tests.strategies import of_annotation
from tests.structure.source import ROOT
from wssdiag.model.codec import encode

if TYPE_CHECKING:
    from pathlib import Path


def stored(name: str) -> dict[str, Any]:
    """The schema as it lies in the tree."""
    schema: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_bytes())
    return schema


def test_the_files_are_what_the_code_says() -> None:
    files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*.json")}
    assert files == generated(), "run: python3 dev.py schemas"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_keep_to_their_schema(name: str) -> None:
    schema = stored(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(of_annotation(DOCUMENTS[name]))
    def keeps(value: object) -> None:
        validator.validate(json.loads(encode(value)))

    keeps()


@pytest.mark.parametrize(
    ("name", "document"), [("report", {}), ("facts", {"os": 5}), ("event", {"event": "nonsense"}), ("capture/routes", [{}])]
)
def test_a_wrong_document_is_refused(name: str, document: object) -> None:
    assert not jsonschema.Draft202012Validator(stored(name)).is_valid(document)


def shipped(pattern: str) -> list[Path]:
    """Files of the tree, by pattern."""
    return sorted(ROOT.glob(pattern))


@pytest.mark.parametrize("path", shipped("resources/knowledge/*/*.toml"), ids=lambda path: path.stem)
def test_guides_keep_to_their_schema(path: Path) -> None:
    jsonschema.Draft202012Validator(stored("guide")).validate(tomllib.loads(path.read_text(encoding="utf-8")))


#: How the names of captures begin that are wrong on purpose.
BROKEN = ("broken", "cut-", "hostile-")


@pytest.mark.parametrize(
    "path",
    [path for path in shipped("tests/captures/*/*.json") if not path.parent.name.startswith(BROKEN)],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_captures_keep_to_their_schema(path: Path) -> None:
    name = f"capture/{path.stem}"
    if name in DOCUMENTS:
        jsonschema.Draft202012Validator(stored(name)).validate(json.loads(path.read_bytes()))
