"""Encryption of a bundle with age (age-encryption.org/v1). Fails closed: what was to be encrypted is never handed back as plain text.

Owns the key of this computer, with which its owner can read what was sent. The package that encrypts may be missing; that is a reason.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wssdiag.model.input_error import InputError
from wssdiag.model.shown import shown
from wssdiag.system.files import read_start

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How an encrypted file begins.
AGE: Final = b"age-encryption.org/v1\n"

#: Ours has two recipients in 200 bytes. The package's own parser takes minutes for a hundred thousand of them.
_HEADER_BYTES = 16 * 1024
_RECIPIENTS = 64

_HEADER_END = b"\n--- "
_RECIPIENT_LINE = b"\n-> "

#: A file of keys is a few lines.
_KEY_FILE_BYTES = 64 * 1024
_SECRET_KEY = "AGE-SECRET-KEY-1"  # noqa: S105 - how one begins

#: In place of a file's name, where nothing is to be read.
_ENCRYPTION = "encryption"

_MISSING = "the package pyrage is not installed: bundles can neither be encrypted nor decrypted"


def is_encrypted(start: bytes) -> bool:
    """By the first bytes of a file."""
    return start.startswith(AGE)


def encrypted(data: bytes, recipients: Sequence[str], own_key: Path) -> bytes:
    """An age file for the recipients and for this computer's key, which is made where there is none yet.

    :class:`InputError` where a recipient is no key, or it can't be done.
    """
    pyrage = _pyrage(_ENCRYPTION)
    if not recipients:
        raise InputError(_ENCRYPTION, "", "no recipient is named")
    keys = [_recipient(pyrage, text) for text in recipients]
    own = [identity.to_public() for identity in _own_identities(pyrage, own_key)]
    try:
        sealed: bytes = pyrage.encrypt(data, [*keys, *own])
    except pyrage.EncryptError as error:
        raise InputError(_ENCRYPTION, "", shown(str(error))) from error
    return sealed


def check_recipients(recipients: Sequence[str]) -> None:
    """:class:`InputError` where one is no key, or nothing can be encrypted here: told before the work is done, not after."""
    if recipients:
        pyrage = _pyrage(_ENCRYPTION)
        for text in recipients:
            _recipient(pyrage, text)


def decrypted(data: bytes, source: str, key_files: Sequence[Path]) -> bytes:
    """What an age file holds, by the keys of these files; those that are not there are passed over.

    :class:`InputError` where no key fits, or the file is damaged. What comes out is never longer than what goes in.
    """
    pyrage = _pyrage(source)
    _check_header(data, source)
    identities = [one for file in key_files for one in _identities(pyrage, file)]
    if not identities:
        raise InputError(source, "", "is encrypted, and there is no key on this computer; name one with --identity")
    try:
        plain: bytes = pyrage.decrypt(data, identities)
    except pyrage.DecryptError as error:
        why = "is encrypted for another key, or damaged; name your key with --identity"
        raise InputError(source, "", f"{why} ({shown(str(error))})") from error
    return plain


def check_key_file(file: Path) -> None:
    """:class:`InputError` where a file that was named as a key is none: else it would be said that the bundle is for somebody else."""
    data = read_start(file, _KEY_FILE_BYTES)
    if data is None or not any(line.strip().startswith(_SECRET_KEY) for line in data.decode("utf-8", "replace").splitlines()):
        raise InputError(shown(str(file)), "", f"there is no such file, or no key in it ({_SECRET_KEY}...)")


def _check_header(data: bytes, source: str) -> None:
    """The header is bounded before the package reads it."""
    end = data.find(_HEADER_END, 0, _HEADER_BYTES)
    if end < 0 or data.count(_RECIPIENT_LINE, 0, end) > _RECIPIENTS:
        raise InputError(source, "", "is no age file, or one for too many recipients")


def _recipient(pyrage: Any, text: str) -> Any:  # noqa: ANN401 - an optional package
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise InputError(shown(repr(text)), "", "is no age recipient (age1...); nothing was written") from error


def _own_identities(pyrage: Any, file: Path) -> list[Any]:  # noqa: ANN401
    """The key of this computer. One that is there and does not hold is never replaced: older bundles need it."""
    if not file.exists():
        _make_key(pyrage, file)
    found = _identities(pyrage, file)
    if not found:
        raise InputError(str(file), "", "holds no key; nothing was written")
    return found[:1]


def _make_key(pyrage: Any, file: Path) -> None:  # noqa: ANN401
    """Write a new key, whole or not at all, for this account alone. Another window may do so at the same time: the first one counts."""
    identity = pyrage.x25519.Identity.generate()
    text = f"# made by wssdiag, to read the bundles that this computer encrypted\n# public key: {identity.to_public()}\n{identity}\n"
    part: Path | None = None
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", suffix=".part", delete=False) as stream:  # of mode 0600
            part = Path(stream.name)
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            _take(part, file)
    except OSError as error:
        raise InputError(str(file), "", f"{error.strerror or 'cannot be written'}; nothing was written") from error
    finally:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _take(part: Path, file: Path) -> None:
    try:
        os.link(part, file)
    except FileExistsError:
        raise
    except OSError:  # a folder that knows no links
        if not file.exists():
            part.rename(file)


def _identities(pyrage: Any, file: Path) -> list[Any]:  # noqa: ANN401
    """The keys of a file as age-keygen writes it; none where there is no such file."""
    try:
        with file.open("rb") as stream:
            lines = stream.read(_KEY_FILE_BYTES).decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise InputError(str(file), "", getattr(error, "strerror", None) or "cannot be read") from error
    try:
        return [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.strip().startswith(_SECRET_KEY)]
    except pyrage.IdentityError as error:
        raise InputError(str(file), "", "holds a key that is damaged") from error


def _pyrage(source: str) -> Any:  # noqa: ANN401
    try:
        import pyrage  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra: whoever encrypts nothing does not need it
    except ImportError as error:
        raise InputError(source, "", _MISSING) from error
    return pyrage
