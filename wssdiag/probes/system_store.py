"""Owns the opinion of this computer's own store on a chain: the system's verifier on Windows and macOS, OpenSSL with its roots elsewhere.

truststore knows the systems. Its public door makes a handshake of its own, on a connection of its own; the two functions behind it that
take a chain, or a context, are private: a test holds that they are there.
"""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wssdiag.probes.certificates import read_certificate
from wssdiag.probes.judge import Judge, Judges, mozilla_judge, openssl_context, openssl_judge
from wssdiag.probes.verify_codes import GOOD, code_of_system

if sys.platform == "win32":
    from truststore._windows import _verify_peercerts_impl as verify_natively
elif sys.platform == "darwin":
    from truststore._macos import _verify_peercerts_impl as verify_natively
else:
    from truststore._openssl import _configure_context as load_roots

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Raises ``SSLCertVerificationError`` with the system's own number for a chain that does not hold.
Verifier = Callable[[ssl.SSLContext, list[bytes], str | None], None]


def standard_judges() -> Judges:
    """This computer's store and Mozilla's roots."""
    return Judges(system=system_judge(), mozilla=mozilla_judge())


def native_judge(verify: Verifier) -> Judge:
    """The opinion of a system's own verifier, its numbers as OpenSSL's codes.

    It may block for long (the system may fetch from the network what it lacks): to be asked in the background.
    """

    def judge(chain: Sequence[bytes], name: str | None) -> int | None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = bool(name)
        try:
            verify(context, list(chain), name)
        except ssl.SSLCertVerificationError as error:
            now = datetime.now(UTC).isoformat()
            return code_of_system(error.verify_code, begun=all(read_certificate(der).not_before <= now for der in chain))
        except (OSError, ValueError):
            return None
        return GOOD

    return judge


if sys.platform == "win32" or sys.platform == "darwin":  # two comparisons: the form that type checkers follow

    def system_judge() -> Judge:
        """The opinion of this computer."""
        return native_judge(verify_natively)

else:

    def system_judge() -> Judge:
        """The opinion of this computer. Roots are loaded now: a judge lives for one run, so that an added root is seen."""
        context = openssl_context()
        with load_roots(context):
            return openssl_judge(context)
