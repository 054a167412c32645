"""What all peers share: strict keys, and the ``run`` that names them."""

from __future__ import annotations

import msgspec


class Peer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="run"):
    """A program of somebody else that takes the place of one of the lab's own servers."""
