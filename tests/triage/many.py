"""Many different bundles, made quickly: causes, methods, sites, versions and days vary, and the reports have a real size."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tests.report import samples
from tests.world import CTC, World
from wssdiag.model.codec import encode
from wssdiag.model.facts import Interface, InterfaceAddress, InterfaceType, Process, Product, Route

if TYPE_CHECKING:
    from pathlib import Path

    from wssdiag.model.report import Report

#: As many as a computer in an office has; they are most of a report.
_PROCESSES: Final = 300

_BEGIN: Final = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
_SITES: Final = 13
_DOMAINS: Final = ("north.example", "south.example", "日本.example")
_VERSIONS: Final = ("9.6.2", "9.7.1", "9.8.0")


def shapes() -> tuple[Report, ...]:
    """Whole runs of a made-up computer, and the short samples."""
    blocked = World()
    blocked.network.block(CTC, 443)
    return (World().run(), blocked.run(), *samples.every().values())


def varied(report: Report, number: int) -> Report:
    """The report as run ``number`` of many: another time, place and version."""
    site = number * number % _SITES
    wifi = Interface(
        name="Wi-Fi",
        type=InterfaceType.WIFI,
        up=True,
        addresses=(InterfaceAddress(address=f"10.{site}.7.{number % 200 + 10}", prefix=24),),
        dns_suffix=_DOMAINS[site % len(_DOMAINS)],
    )
    facts = replace(
        report.facts,
        os="windows",
        interfaces=(wifi,),
        routes=(Route(destination="0.0.0.0/0", gateway=f"10.{site}.7.1", interface="Wi-Fi"),),
        products=(Product(name="WSS Agent", version=_VERSIONS[number % len(_VERSIONS)], publisher="Broadcom"),),
        processes=tuple(
            Process(pid=pid, name=f"program{pid}.exe", exe=f"C:\\Programs\\{pid}\\program{pid}.exe") for pid in range(_PROCESSES)
        ),
    )
    started = _BEGIN + timedelta(minutes=number * 11)
    return replace(report, run_id=f"{number:032x}", started=started.isoformat(timespec="milliseconds"), facts=facts)


def bundle(report: Report) -> bytes:
    """The bytes of a bundle with the parts that are always in one."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("report.json", encode(report))
        archive.writestr("facts.json", encode(report.facts))
        archive.writestr("log.txt", b"2026-03-04 09:00:00 a line of the log\n" * 200)
    return held.getvalue()


def write_many(folder: Path, count: int) -> int:
    """So many bundles below the folder, a hundred a subfolder; how many bytes they have."""
    made, total = shapes(), 0
    for number in range(count):
        below = folder / f"{number // 100:04}"
        if number % 100 == 0:
            below.mkdir(parents=True)
        data = bundle(varied(made[number % len(made)], number))
        (below / f"{number:06}.wssdiag").write_bytes(data)
        total += len(data)
    return total
