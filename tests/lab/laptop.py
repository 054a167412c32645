"""The laptop's view of its own system: its files, its stores of certificates, its environment. The program stays unchanged."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.network.namespaces import PATH
from wssdiag.model.codec import encode_pretty

if TYPE_CHECKING:
    from tests.lab.edition import Edition
    from tests.lab.network.namespaces import Namespace
    from tests.lab.network.trust import Trust
    from tests.lab.plan import Plan
    from wssdiag.model.service_list import ServiceList

#: Where the program keeps the service's own list, below the home folder of its user.
SERVICE_LIST = Path(".local/share/wssdiag/service-list.json")


def dress(laptop: Namespace, plan: Plan, trust: Trust, folder: Path, edition: Edition) -> None:
    """Mount the scenario's files over the machine's own, in the laptop's mount namespace only."""
    names = plan.names
    files = {
        "/etc/resolv.conf": "".join(f"{line}\n" for line in names.resolv_conf).encode(),
        "/etc/hosts": "".join(f"{line}\n" for line in names.hosts).encode(),
        "/etc/nsswitch.conf": b"passwd: files\ngroup: files\nhosts: files dns\n",
        str(edition.roots): trust.mozilla_pem,
    }
    if edition.hosts:
        files[str(edition.hosts)] = files["/etc/hosts"]
    folder.mkdir()
    # /run holds sockets and resolver files of the machine itself (D-Bus, resolved, NetworkManager), which the laptop must not see;
    # sysfs shows the interfaces of whoever mounts it.
    script = ["set -e", "mount -t tmpfs tmpfs /run", "mount -t sysfs sysfs /sys"]
    for number, (path, content) in enumerate(files.items()):
        (folder / str(number)).write_bytes(content)
        script += _bind(folder / str(number), Path(path))
    script += _store(folder, trust)
    laptop.run(["sh", "-c", "\n".join(script)])


def _bind(source: Path, target: Path) -> list[str]:
    """Mount over what the path points at; a target below the emptied /run is made first."""
    real = target.resolve()
    make = [f"mkdir -p '{real.parent}'", f"touch '{real}'"] if real.is_relative_to("/run") else []
    return [*make, f"mount --bind '{source}' '{real}'"] if make or real.exists() else []


def _store(folder: Path, trust: Trust) -> list[str]:
    """The system's store: its folder of certificates, and its bundle wherever that is."""
    store = folder / "store"
    store.mkdir()
    bundle = store / "ca-certificates.crt"
    bundle.write_bytes(trust.system_pem)
    defaults = ssl.get_default_verify_paths()
    folders = {Path(path).resolve() for path in (defaults.openssl_capath, "/etc/ssl/certs") if Path(path).is_dir()}
    script = [f"mount --bind '{store}' '{path}'" for path in folders]
    for path in (Path(defaults.openssl_cafile), Path("/etc/ssl/cert.pem"), Path("/etc/pki/tls/certs/ca-bundle.crt")):
        real = path.resolve()
        if real.is_file() and not any(real.is_relative_to(covered) for covered in folders):
            script.append(f"mount --bind '{bundle}' '{real}'")
    return script


def environment(plan: Plan, home: Path) -> dict[str, str]:
    """A clean environment: nothing of the machine's proxies, language or desktop comes in, not even the defaults of its GNOME."""
    home.mkdir(exist_ok=True)
    ours = {"PATH": PATH, "HOME": str(home), "XDG_DATA_DIRS": str(home), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return ours | plan.environment


def keep_list(kept: ServiceList, home: Path) -> None:
    """Put the service's own list where the program keeps it for its user."""
    path = home / SERVICE_LIST
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_pretty(kept))
