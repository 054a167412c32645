"""What all faults share: strict keys, and the ``do`` that names them."""

from __future__ import annotations

import msgspec


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do"):
    """One thing that is wrong in a scenario."""
