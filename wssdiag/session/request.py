"""What a run is asked for, and its limits."""

from __future__ import annotations

from typing import Literal

import msgspec

from wssdiag.model.facts import Facts
from wssdiag.model.mode import Method
from wssdiag.model.pace import USUAL_RUN_S

#: The whole run; what is not done by then is cancelled.
DEADLINE_S = USUAL_RUN_S


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is asked for."""

    method: Method | None = None  # None: detect it
    role: Literal["client", "auth-connector"] = "client"
    only: tuple[str, ...] = ()  # check ids or patterns; ("none",) runs no check
    skip: tuple[str, ...] = ()
    deadline_s: float = DEADLINE_S
    facts: Facts | None = None  # in place of asking this computer
