"""Who signed a file of Windows, and is it as it was signed? Asks osslsigncode; of the Windows Python each file must be its maker's."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PSF = "Python Software Foundation"

#: Its roots are in no bundle of Linux: only that the file is as it was signed can be told here. The archive's pinned hash stands behind it.
_MICROSOFT = "Microsoft Corporation"

_SIGNED = frozenset({".exe", ".dll", ".pyd"})

#: Of programs and libraries; of installers (MSI) the same lines have other words.
_DIGESTS = re.compile(
    r"^Current (?:message digest|DigitalSignature) +: (\w+)\s+Calculated (?:message digest|DigitalSignature) +: (\w+)", re.MULTILINE
)
_SIGNER = re.compile(r"Signer #0:\s+Subject: .*?/O=([^/]+)")

_LIMIT_S = 30.0


@dataclass(frozen=True)
class Signature:
    """What osslsigncode tells of a file."""

    matches: bool  # the file is as it was signed
    signer: str  # the organisation; empty: nobody
    verified: bool  # the chain leads to a root that this machine trusts


def unsigned(folder: Path) -> list[str]:
    """What is wrong, a line a file of the folder itself; nothing where all is signed as it must be. Asks nobody over the network."""
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in _SIGNED)
    wrong = [f"{file.name}: {problem}" for file in files if (problem := problem_of(asked(file)))]
    return wrong if files else ["there is no file to check"]


def problem_of(found: Signature) -> str:
    """Why a file is not taken; empty: it is."""
    if not found.matches:
        return "not signed, or changed since"
    if found.signer == _PSF:
        return "" if found.verified else f"signed by {found.signer}, but its certificate does not hold"
    return "" if found.signer == _MICROSOFT else f"signed by {found.signer or 'nobody'}"


def read(said: str) -> Signature:
    """What ``osslsigncode verify`` said of the file's first signature."""
    digests, signer = _DIGESTS.search(said), _SIGNER.search(said)
    return Signature(
        matches=digests is not None and digests[1] == digests[2],
        signer=signer[1] if signer else "",
        verified=said.rstrip().endswith("Succeeded") and "\nSignature verification: ok" in said,
    )


def asked(file: Path) -> Signature:
    """What osslsigncode finds in a file; nobody is asked over the network."""
    command = ["osslsigncode", "verify", "-ignore-crl", "-in", str(file)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=_LIMIT_S, check=False
    )
    return read(done.stdout + done.stderr)
