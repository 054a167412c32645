"""The other data that comes with the program beside the catalogue: footprints and signatures, read and checked.

Must not match or judge anything (:mod:`wssdiag.catalogue.footprint` and :mod:`wssdiag.catalogue.signatures` do, and do no I/O).
"""

from __future__ import annotations

from wssdiag import paths
from wssdiag.catalogue.document import read_document
from wssdiag.catalogue.footprint import ClientTrace, Footprint, OtherClients, Trace, client_traces
from wssdiag.catalogue.signatures import Signature, SignatureList


def load_footprint() -> tuple[Trace, ...]:
    """The traces of the service's own agents. :class:`InputError` means that the file is damaged."""
    return read_document(paths.resources() / "catalogue" / "footprint.toml", Footprint).trace


def load_other_clients() -> tuple[ClientTrace, ...]:
    """The traces of other vendors' gateway clients."""
    return client_traces(read_document(paths.resources() / "catalogue" / "other-clients.toml", OtherClients).client)


def load_signatures() -> tuple[Signature, ...]:
    """The signatures of interceptors and of the service's own pages."""
    return read_document(paths.resources() / "catalogue" / "signatures.toml", SignatureList).signature
