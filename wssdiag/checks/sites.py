"""What stands in for web traffic in role auth-connector: the service's authentication check. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import authentication

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wssdiag.checks.check import Check
    from wssdiag.model.location import Location


def with_authentication_required(checks: Sequence[Check], locations: Iterable[Location]) -> list[Check]:
    """The same checks; the deepest one of the authentication service is required, as ``web.method`` is elsewhere.

    Of several addresses none is required by itself: the verdict asks for one of them.
    """
    rows = authentication(locations)
    own = [check.id for check in checks if len(rows) == 1 and check.endpoint == rows[0].id]
    return [replace(check, required=True) if own and check.id == own[-1] else check for check in checks]
