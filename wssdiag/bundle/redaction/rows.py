"""Which rows of the facts a rule can use: of programs, services, products and sockets those that a footprint names. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.footprint import Kind
from wssdiag.model.facts import Connection, Facts, known
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.bundle.redaction.public import Public
    from wssdiag.catalogue.footprint import Finder, Mark
    from wssdiag.model.facts import Process, Product, Service

_LISTENING = frozenset({"listen", "listening"})


def of_use(facts: Facts, public: Public, left_out: Callable[[int], None]) -> Facts:
    """The facts without the rows that no rule can use; ``left_out`` is told how many went. What is Unknown stays so."""
    finder = public.finder(facts.os)
    processes = tuple(row for row in known(facts.processes) if _of_process(row, finder))
    services = tuple(row for row in known(facts.services) if _of_service(row, finder))
    products = tuple(row for row in known(facts.products) if _of_product(row, finder))
    pids = {row.pid for row in processes}
    named = tuple(
        (row, row.pid in pids or bool(row.process and finder.find(Kind.PROCESS, row.process))) for row in known(facts.connections)
    )
    # That something listens is asked for by port; whose program it is matters only for those that are named.
    connections = tuple(row if ours else _nobodys(row) for row, ours in named if ours or row.status in _LISTENING)
    found = {"processes": processes, "services": services, "products": products, "connections": connections}
    kept = {name: rows for name, rows in found.items() if not isinstance(getattr(facts, name), Unknown)}
    left_out(sum(len(getattr(facts, name)) - len(rows) for name, rows in kept.items()))
    return msgspec.structs.replace(facts, **kept)


def _nobodys(row: Connection) -> Connection:
    return msgspec.structs.replace(row, pid=None, process="")


def _of_process(row: Process, finder: Finder[Mark]) -> bool:
    return bool(finder.find(Kind.PROCESS, row.name) or (row.exe and finder.find(Kind.IMAGE, row.exe)))


def _of_service(row: Service, finder: Finder[Mark]) -> bool:
    spelled = (
        (Kind.SERVICE, row.name),
        (Kind.SERVICE, row.display_name),
        (Kind.IMAGE, row.binpath),
        (Kind.EXTENSION, row.name),
        (Kind.VPN, row.display_name),
    )
    return any(text and finder.find(kind, text) for kind, text in spelled)


def _of_product(row: Product, finder: Finder[Mark]) -> bool:
    return bool(finder.find(Kind.PRODUCT, row.name))
