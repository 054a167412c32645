#!/usr/bin/env python3
"""The one door to working on wssdiag: ``python3 dev.py VERB [ARGUMENTS]``.

Owns the verbs; each makes its own set-up (.venv from the lock, system libraries). The work is done by build/dev. Standard library only.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

if not (3, 11) <= sys.version_info[:2] < (3, 15):
    sys.exit(f"dev.py: needs Python 3.11 to 3.14; this is {sys.version.split()[0]}")

from build.dev import closing, deb, freeze, lock, msi, needs, parts, portable, release, setup, venv, wine

#: On a build machine nothing may be left out silently.
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

#: What is made of a program that stands in dist, and what makes it.
PACKAGES: dict[str, Callable[[], Path]] = {
    "deb": deb.package,
    "msi": msi.package,
    "portable": portable.one_file,
    "setup": setup.package,
    "tar": portable.tarred,
    "zip": portable.zipped,
}

#: All of them, of programs that are made anew, signed, with bills of materials and checksums.
RELEASE = "release"


@dataclass(frozen=True)
class Verb:
    """One thing that dev.py can do."""

    says: str
    do: Callable[[list[str]], int]


def main(arguments: list[str]) -> int:
    """Do the verb; 2 for wrong use or a machine that lacks something, else the exit code of what ran."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(__doc__.splitlines()[0] if __doc__ else "")
        print("\n".join(f"  {name:<12} {verb.says}" for name, verb in VERBS.items()))
        return 0
    verb = VERBS.get(arguments[0])
    if verb is None:
        print(f"dev.py: no such verb: {arguments[0]}; there are {', '.join(VERBS)}", file=sys.stderr)
        return 2
    try:
        return verb.do(arguments[1:])
    except needs.SetUpError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Start the program in the caller's folder. Whether a window or text is the program's own decision."""
    tell_missing(needs.WINDOW if has_display() else ())
    command = [str(venv.ready()), "-P", "-m", "wssdiag", *arguments]
    env = venv.environment()
    # Off Windows the program takes the place of this process, so that signals reach it.
    return subprocess.run(command, env=env, check=False).returncode if sys.platform == "win32" else os.execve(command[0], command, env)  # noqa: S606 - no shell is wanted


def test(arguments: list[str]) -> int:
    """Everything, whatever fails on the way; the arguments are pytest's."""
    tell_missing((*needs.WINDOW, *needs.SCREEN, *needs.LAB, *needs.DESKTOP, *needs.WINE, *needs.INSTALLERS))
    make_mitmproxy()
    make_windows()
    python = venv.ready()
    outcomes = [
        *parts.run_together(parts.static_parts(python)),
        *(build_outcome(system) for system in freeze.SYSTEMS),
        lab_outcome(str(python)),
    ]
    if reason := wine.obstacle():
        outcomes.append(parts.Outcome("windows", None, output=reason))
    os.environ[closing.TABLE_VARIABLE] = parts.table(outcomes)
    outcomes.append(parts.run_aloud(parts.all_tests(python, closing.__name__, arguments)))
    return int(any(outcome.failed for outcome in outcomes))


def lint(_arguments: list[str]) -> int:
    """Everything that reads the code without running it."""
    outcomes = parts.run_together(parts.static_parts(venv.ready()))
    print(parts.table(outcomes))
    return int(any(outcome.failed for outcome in outcomes))


def lab(arguments: list[str]) -> int:
    """The scenarios of the network lab, or the hunt for more of them; the arguments are its own."""
    tell_missing(needs.LAB)
    make_mitmproxy()
    return module("tests.lab", arguments)


def build_outcome(system: str) -> parts.Outcome:
    """The programs of a system as a part of the test run. They are made on a build machine; elsewhere those that are there are tried."""
    name = f"build {system}"
    if IN_CI:
        return parts.run_aloud(parts.Part(name, (sys.executable, "dev.py", "build", system)))
    return parts.Outcome(name, None, output=freeze.obstacle(system) or "made before")


def build(arguments: list[str]) -> int:
    """The programs of a system, a package of them, or all that is handed out."""
    name = arguments[0] if len(arguments) == 1 else ""
    known = (*freeze.SYSTEMS, *PACKAGES, RELEASE) if sys.platform == "linux" else ()
    if name not in known:
        print(f"dev.py: build one of {', '.join((*freeze.SYSTEMS, *PACKAGES, RELEASE))}; all on Linux", file=sys.stderr)
        return 2
    if name in freeze.SYSTEMS:
        return freeze.build(name)
    if name == RELEASE:
        return release.build(PACKAGES)
    release.package(PACKAGES[name])
    return 0


def lab_outcome(python: str) -> parts.Outcome:
    """The lab as a part of the test run. Where it can't run it is "not run", never "ok"; on a build machine that fails."""
    reason = lab_obstacle(python) if sys.platform == "linux" else "needs Linux"
    if reason and not IN_CI:
        return parts.Outcome("lab", None, output=reason)
    return parts.run_aloud(parts.Part("lab", (python, "-m", "tests.lab")))


def lab_obstacle(python: str) -> str:
    """What the lab itself says keeps it from running here; empty when nothing does, or when it could not even say."""
    asked = parts.run_quietly(parts.Part("lab", (python, "-c", "from tests.lab.network.namespaces import missing; print(missing())")))
    return "" if asked.failed else asked.output.strip()


def bench(arguments: list[str]) -> int:
    """How long things take here."""
    return module("tests.bench", arguments)


def pictures(arguments: list[str]) -> int:
    """Draw the pictures of docs/pictures anew from scenarios of the lab, without a screen."""
    tell_missing((*needs.QT, *needs.LAB))
    return module("tests.gui.album", arguments)


def schemas(arguments: list[str]) -> int:
    """Write resources/schema anew."""
    return module("build.schemas", arguments)


def reference(arguments: list[str]) -> int:
    """Write docs/reference anew."""
    return module("build.reference", arguments)


def translations(arguments: list[str]) -> int:
    """Take the texts of the code over into resources/translations, and compile what is translated."""
    if lacking := needs.provide(needs.TRANSLATIONS):
        raise needs.SetUpError(needs.told(lacking))
    return module("build.translations", arguments)


def module(name: str, arguments: list[str]) -> int:
    """Run a module of this checkout in the virtual environment."""
    command = [str(venv.ready()), "-m", name, *arguments]
    return subprocess.run(command, cwd=venv.ROOT, env=venv.environment(), check=False).returncode


def tell_missing(wanted: tuple[needs.Need, ...]) -> None:
    """Install what is missing where that may be done, else tell it in one line; on a build machine that ends the run."""
    lacking = needs.provide(wanted)
    if lacking and IN_CI:
        raise needs.SetUpError(needs.told(lacking))
    if lacking:
        print(f"dev.py: {needs.told(lacking)}", file=sys.stderr)


def make_mitmproxy() -> None:
    """The interceptor of the lab; where it can't be had one line says so, and on a build machine that ends the run."""
    try:
        if sys.platform == "linux":
            venv.ready(venv.MITMPROXY)
    except needs.SetUpError as error:
        if IN_CI:
            raise
        print(f"dev.py: {error}: the lab has no mitmproxy", file=sys.stderr)


def make_windows() -> None:
    """The Windows that the readers are tried on; where it can't be had one line says so, and on a build machine that ends the run."""
    try:
        if sys.platform == "linux":
            wine.make()
    except needs.SetUpError as error:
        if IN_CI:
            raise
        print(f"dev.py: {error}: the tests on Windows' own interfaces are not run", file=sys.stderr)


def has_display() -> bool:
    """Whether a window can be opened here."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


VERBS = {
    "run": Verb("start wssdiag; arguments are passed on", run),
    "test": Verb("lint, types, import contracts, the lab and all tests; arguments go to pytest", test),
    "lint": Verb("lint, types for Windows, macOS and Linux, import contracts", lint),
    "lab": Verb("the scenarios of the network lab (Linux; root, or user namespaces); lab hunt: random faults; lab --help", lab),
    "bench": Verb("how long things take on this machine", bench),
    "pictures": Verb("draw the pictures in docs/pictures anew, from scenarios of the lab (Linux); --only PATTERN", pictures),
    "schemas": Verb("write the JSON Schemas in resources/schema anew", schemas),
    "reference": Verb("write the pages of docs/reference anew, from what the program holds", reference),
    "translations": Verb("take the texts of the code over into resources/translations, and compile them", translations),
    "build": Verb("make the programs in dist (build linux, build windows), a package of them, or all (build release); on Linux", build),
    "lock": Verb("resolve the dependencies into the four locks; arguments go to uv (--upgrade)", lock.write_lock),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
