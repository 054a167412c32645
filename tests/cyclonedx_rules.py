"""CycloneDX's rules: its own schema, and what a schema cannot say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing  # type: ignore[import-untyped]  # it says no types
from packageurl import PackageURL

if TYPE_CHECKING:
    from collections.abc import Iterator


def every(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All components, also those inside others."""
    for one in components:
        yield one
        yield from every(one.get("components", []))


def parts_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Every component that a document names, itself among them."""
    return list(every([document["metadata"]["component"], *document["components"]]))


def faults(bill: bytes) -> list[str]:
    """What is wrong with a document; nothing is right."""
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill.decode())
    if wrong is not None:
        return [str(wrong)]
    document = json.loads(bill)
    named = parts_of(document)
    refs = [one["bom-ref"] for one in named]
    used = [ref for row in document["dependencies"] for ref in (row["ref"], *row["dependsOn"])]
    used += [ref for row in document["compositions"] for ref in row["assemblies"]]
    expressions = {row["expression"] for one in named for row in one.get("licenses", []) if "expression" in row}
    unknown = {text: get_spdx_licensing().validate(text).errors for text in expressions}
    purls = {one["purl"] for one in document["components"]}  # those within are in their packages' own words
    return [
        *(f"{purl} is no address of a package" for purl in sorted(purls) if PackageURL.from_string(purl).to_string() != purl),
        *(f"{ref} twice" for ref in sorted({ref for ref in refs if refs.count(ref) > 1})),
        *(f"{ref} is nothing" for ref in sorted(set(used) - set(refs))),
        *(f"{text}: {errors}" for text, errors in sorted(unknown.items()) if errors),
    ]
