"""A check: its place in the run, and the function that asks the network. A value; the session starts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.check import CheckResult, Status

if TYPE_CHECKING:
    from wssdiag.model.observation import Observation
    from wssdiag.probes.network import Network

#: The results that are settled so far, by check id. A check sees at least those of its needs.
Results = Mapping[str, CheckResult]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check has to say for itself."""

    status: Status
    summary: str
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to try. Its ``run`` may block inside the probes' limits, and never raises for what the network does."""

    id: str
    title: str
    run: Callable[[Network, Results], Outcome]
    needs: tuple[str, ...] = ()
    required: bool = False
    endpoint: str | None = None
