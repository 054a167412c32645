"""How long a run may take, and how often a watch makes one."""

from __future__ import annotations

from typing import Final

#: The whole of a run unless the caller says otherwise. The longest honest chain of steps ends in about 16 s.
USUAL_RUN_S: Final = 30.0

#: Often enough to see when something broke, seldom enough that nobody on the way minds.
INTERVAL_S: Final = 60.0

#: A run takes about as long; the service and the known-good sites must not be asked all the time.
SHORTEST_INTERVAL_S: Final = 5.0

#: A day: longer is no watching.
LONGEST_INTERVAL_S: Final = 86_400.0
