"""A bill of materials in CycloneDX 1.6 (JSON). Pure: the same parts give the same bytes, the serial number among them."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from build.release.component import Component

_SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"

#: What the serial numbers of wssdiag's bills are derived in.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "sbom.wssdiag.invalid")


@dataclass(frozen=True)
class Artefact:
    """What is handed out."""

    name: str  # of the file
    sha256: str
    version: str
    commit: str  # that it was made from; empty: not known
    time: str  # of that commit, ISO 8601 in UTC
    files: dict[str, str]  # our own inside
    needs: tuple[str, ...]  # refs of the parts that we use ourselves


def bill(artefact: Artefact, components: Sequence[Component]) -> bytes:
    """The document."""
    root = f"wssdiag@{artefact.version}"
    refs = {one.name.lower().replace("_", "-"): one.ref for one in components}
    document: dict[str, Any] = {
        "$schema": _SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": artefact.time,
            "lifecycles": [{"phase": "build"}],
            "component": _ourselves(artefact, root),
        },
        "components": [_component(one) for one in components],
        "dependencies": [
            {"ref": root, "dependsOn": sorted(artefact.needs)},
            *({"ref": one.ref, "dependsOn": sorted(refs[need] for need in one.needs)} for one in components if one.needs),
        ],
        # Every file is in it; what is linked into the parts is known only where they say it themselves.
        "compositions": [
            {"aggregate": "complete", "assemblies": [root]},
            {"aggregate": "incomplete", "assemblies": [one.ref for one in components]},
        ],
    }
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    document["serialNumber"] = uuid.uuid5(_NAMESPACE, digest).urn
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _ourselves(artefact: Artefact, root: str) -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": root,
        "name": "wssdiag",
        "version": artefact.version,
        "purl": f"pkg:generic/wssdiag@{artefact.version}",
        "licenses": [{"license": {"id": "MIT"}}],
        "hashes": _sha256(artefact.sha256),
        "properties": _properties({"wssdiag:artefact": artefact.name, "wssdiag:commit": artefact.commit}),
        "components": list(_files(artefact.files, root)),
    }


def _component(one: Component, above: str = "") -> dict[str, Any]:
    ref = f"{above}{one.ref}"
    made: dict[str, Any] = {"type": "library", "bom-ref": ref, "name": one.name}
    inner = [*(_component(part, f"{ref}>") for part in one.parts), *_files(one.files, ref)]
    told = {
        "version": one.version,
        "hashes": _sha256(one.archive),
        "licenses": _licences(one),
        "cpe": one.cpe,
        "purl": one.purl,
        "components": inner,
        "properties": _properties({"wssdiag:modules": str(one.modules or ""), "wssdiag:told-by": "package" if one.declared else ""}),
    }
    return made | {key: value for key, value in told.items() if value}


def _properties(told: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in told.items() if value]


def _licences(one: Component) -> list[dict[str, Any]]:
    if not one.licence:
        return []
    return [{"expression": one.licence}] if one.spdx else [{"license": {"name": one.licence}}]


def _files(files: dict[str, str], above: str) -> Iterator[dict[str, Any]]:
    for name, digest in sorted(files.items()):
        yield {"type": "file", "bom-ref": f"{above}#{name}", "name": name, "hashes": _sha256(digest)}


def _sha256(digest: str) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": digest}] if digest else []
