"""Signs the programs for Windows and their installers, where the machine that builds says with what.

With a key in a file (osslsigncode), or by a command of the organisation's own where no file holds the key. Nobody is asked over the
network, unless the address of a time stamp is given. A password is never an argument: every account can read those of others.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from build.dev.needs import SIGNATURES, SetUpError, provide, told
from build.freeze.signatures import asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: A file with certificate and key (PKCS #12), and one whose first line is its password.
PKCS12 = "WSSDIAG_SIGN_PKCS12"
PASSWORD_FILE = "WSSDIAG_SIGN_PASSWORD_FILE"  # noqa: S105 - the name of a variable
#: Where a time stamp is asked for (RFC 3161), so that the signature outlives the certificate.
TIMESTAMP_URL = "WSSDIAG_SIGN_TIMESTAMP_URL"
#: Instead of these: a command that signs the file whose path stands behind it, in place.
COMMAND = "WSSDIAG_SIGN_COMMAND"

UNSIGNED = f"not signed: neither {PKCS12} nor {COMMAND} is set"

#: Windows asks for a signature on these.
SIGNED = frozenset({".exe", ".msi"})

_TITLE = "wssdiag"
_OTHERS_MAY = 0o077

#: A person may have to touch a token, and a service may be slow.
_LIMIT_S = 600.0


def is_told(given: Mapping[str, str] = os.environ) -> bool:
    """Whether this machine says with what to sign."""
    return bool(given.get(PKCS12) or given.get(COMMAND))


def unsigned(files: Iterable[Path]) -> list[Path]:
    """Those that carry no signature of anybody, or were changed since. :class:`SetUpError` where nobody can be asked."""
    if lacking := provide(SIGNATURES):
        raise SetUpError(told(lacking))
    return [file for file in files if not asked(file).matches]


def sign(files: Iterable[Path], given: Mapping[str, str] = os.environ) -> bool:
    """Sign the files in place, all or none; what is signed already stays. False: this machine does not say with what.

    :class:`SetUpError` where a file could not be signed: all are as they were.
    """
    if not is_told(given):
        return False
    wanted = unsigned(files)
    with tempfile.TemporaryDirectory(dir=wanted[0].parent if wanted else None, prefix=".signing-") as folder:
        made = [(file, _signed_copy(file, Path(folder) / str(number), given)) for number, file in enumerate(wanted)]
        for file, signed in made:
            shutil.copymode(file, signed)
            signed.replace(file)
    return True


def _signed_copy(file: Path, folder: Path, given: Mapping[str, str]) -> Path:
    """A signed copy below ``folder``. What the signer says is not believed: the copy is looked at."""
    folder.mkdir()
    copy = folder / file.name
    if own := given.get(COMMAND):
        shutil.copyfile(file, copy)
        line = [*shlex.split(own), str(copy)]
    else:
        line = _osslsigncode(file, copy, given)
    try:
        done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LIMIT_S, check=False)
        code, said = done.returncode, done.stdout + done.stderr
    except (OSError, subprocess.TimeoutExpired) as error:
        code, said = 1, str(error).encode()
    if code or not copy.is_file() or not asked(copy).matches:
        sys.stderr.write(said.decode(errors="replace"))
        message = f"{file.name} could not be signed"
        raise SetUpError(message)
    return copy


def _osslsigncode(file: Path, copy: Path, given: Mapping[str, str]) -> list[str]:
    password = Path(given.get(PASSWORD_FILE, ""))
    if not password.is_file():
        message = f"{PASSWORD_FILE} names no file; it holds the password of {PKCS12}"
        raise SetUpError(message)
    if password.stat().st_mode & _OTHERS_MAY:
        message = f"others may read the file that {PASSWORD_FILE} names: chmod 600"
        raise SetUpError(message)
    stamp = ["-ts", given[TIMESTAMP_URL]] if given.get(TIMESTAMP_URL) else []
    key = ["-pkcs12", given[PKCS12], "-readpass", str(password)]
    return ["osslsigncode", "sign", *key, "-h", "sha256", "-n", _TITLE, *stamp, "-in", str(file), "-out", str(copy)]


def main(arguments: list[str]) -> int:
    """For makensis, which makes the remover and knows no other time to sign it: ``python -m build.dev.signing FILE``."""
    try:
        return 0 if sign([Path(arguments[0])]) else 1
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
