"""Starts the lab's peers in their namespaces and waits until each one listens."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.lab.network.ipv6 import ROUTER_ADDRESS_6, beside
from tests.lab.network.namespaces import PATH, LabError
from tests.lab.network.zone import DIRECTORY_NAME, OFFICE, OFFICE_PROXY_NAME, OFFICE_PROXY_PORT
from tests.lab.plan import PUBLIC_RESOLVER, ROUTER_ADDRESS, SECOND_RESOLVER, SIGN_IN_API, SIGN_IN_HOST, SIGN_IN_PORT, page_table
from tests.lab.programs import Running, start
from tests.lab.servers.config import ServerConfig

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lab.network.trust import Trust
    from tests.lab.network.wiring import Network
    from tests.lab.plan import Plan, Program
    from wssdiag.model.location import Catalogue

#: Debug mode keeps the user and the group, which an unprivileged user namespace cannot change.
_DNSMASQ = ["dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--pid-file="]


class Peers:
    """The serving processes of one scenario."""

    def __init__(self, plan: Plan, network: Network, folder: Path) -> None:
        """``folder`` takes their configuration."""
        self._plan = plan
        self._network = network
        self._folder = folder
        self._resolving: list[subprocess.Popen[str]] = []  # kept: a resolver whose standard error is closed dies of its next line
        self._starting: list[tuple[str, subprocess.Popen[str]]] = []

    def start(self, catalogue: Catalogue, trust: Trust) -> None:
        """Start them all side by side; returns when all listen."""
        self._python([*self._network.internet.prefix], "server", "world", asdict(self._world(catalogue, trust)))
        self._start_office(trust)
        if self._plan.sign_in_page or self._plan.sign_in_api:
            self._python([], "server", "portal", asdict(self._portal(trust)))
        self._resolvers()
        programs = [self._program(program, trust) for program in self._plan.programs]
        for name, process in self._starting:
            if process.stdout is None or process.stdout.readline() != "ready\n":
                message = f"the peer {name} did not start"
                raise LabError(message)
        for running in programs:
            running.wait()

    def _program(self, program: Program, trust: Trust) -> Running:
        network = self._network
        prefixes = {"router": [], "internet": network.internet.prefix, "office": network.office.prefix, "laptop": network.laptop.prefix}
        secrets = {path: trust.shared(names) for path, names in program.certificates.items()}
        secrets |= {path: trust.authority(name) for path, name in program.authorities.items()}
        return start(program, prefixes[program.place], self._folder / program.name, secrets)

    def _python(self, prefix: list[str], module: str, name: str, config: dict[str, Any]) -> None:
        path = self._folder / f"{name}.json"
        path.write_text(json.dumps(config), encoding="utf-8")
        command = [*prefix, sys.executable, "-m", f"tests.lab.servers.{module}", str(path)]
        self._starting.append((name, subprocess.Popen(command, stdout=subprocess.PIPE, text=True)))

    def _world(self, catalogue: Catalogue, trust: Trust) -> ServerConfig:
        zone, world = self._plan.zone, self._plan.world
        certificates = {host: trust.write(host, world.certificates.get(host, "good")) for host in zone.names}
        certificates[""] = trust.write("parked.example")
        pages: dict[str, dict[str, Any]] = {}
        for probe in catalogue.sign_in_probe:
            parts = urlsplit(probe.url)
            pages[f"{parts.hostname}{parts.path or '/'}"] = {"status": probe.status, "body": probe.body, "headers": {}}
        for place in world.pages:
            pages = {key: value for key, value in pages.items() if key.partition("/")[0] != place}
        pages.update({place: page_table(page) for place, page in world.pages.items()})
        return ServerConfig(
            tcp_ports=sorted(zone.ports),
            udp_ports=[443],
            zone={name: list(addresses) for name, addresses in zone.names.items()},
            certificates=certificates,
            pages=pages,
            cuts=[asdict(cut) for cut in world.cuts],
            handshakes={host: asdict(handshake) for host, handshake in world.handshakes.items()},
            proxies=[list(pair) for pair in sorted(zone.proxies)],
            proxy=asdict(world.service_proxy),
            clock_offset_s=world.clock_offset_s,
            clocks=world.clocks,
        )

    def _portal(self, trust: Trust) -> ServerConfig:
        """The router's sign-in page on a port of its own, and its API over HTTPS."""
        page, api = self._plan.sign_in_page, self._plan.sign_in_api
        pages = {"": page, f"{SIGN_IN_HOST}{SIGN_IN_API}": api}
        return ServerConfig(
            tcp_ports=[SIGN_IN_PORT, *([443] if api else [])],
            zone={SIGN_IN_HOST: [ROUTER_ADDRESS]},
            certificates={"": trust.write(SIGN_IN_HOST), SIGN_IN_HOST: trust.write(SIGN_IN_HOST)},
            pages={place: page_table(found) for place, found in pages.items() if found},
            clock_offset_s=self._plan.world.clock_offset_s,
        )

    def _start_office(self, trust: Trust) -> None:
        config = self._office(trust)
        self._python([*self._network.office.prefix], "server", "office", asdict(config))
        directories = self._plan.office.directories
        if directories:
            listeners = [(host, OFFICE[host], port, speaks) for host, ports in directories.items() for port, speaks in ports.items()]
            certificates = {host: config.certificates[host] for host in directories}
            told = {"listeners": listeners, "certificates": certificates}
            self._python([*self._network.office.prefix], "ldap", "directory", told)

    def _office(self, trust: Trust) -> ServerConfig:
        office = self._plan.office
        return ServerConfig(
            tcp_ports=sorted(office.ports),
            listening=[list(pair) for pair in sorted(office.listening)],
            zone={name: list(addresses) for name, addresses in self._plan.zone.names.items()},
            certificates={
                "": trust.write(OFFICE_PROXY_NAME),
                **{host: trust.write(host, office.certificates.get(host, "good")) for host in OFFICE},
            },
            pages={place: page_table(page) for place, page in office.pages.items()},
            proxies=[["", OFFICE_PROXY_PORT]],
            proxy=asdict(office.proxy),
            clock_offset_s=self._plan.world.clock_offset_s,
        )

    def _resolvers(self) -> None:
        names = self._plan.names
        truth = self._folder / "zone"
        truth.write_text(self._truth(), encoding="ascii")
        # "/#/" gives NXDOMAIN for what it does not know.
        self._dnsmasq(self._network.internet.prefix, [f"--addn-hosts={truth}", "--address=/#/", "--local-ttl=60"])
        inside = [f"--host-record={name},{address}" for name, address in OFFICE.items()] + ["--bind-interfaces", "--no-negcache"]
        inside += [f"--srv-host={DIRECTORY_NAME},{host},389,{number},100" for number, host in enumerate(names.controllers)]
        inside += [f"--server={PUBLIC_RESOLVER}"] if names.forwards else ["--address=/#/"]
        inside += [f"--address=/{name}/{'' if lie == 'nxdomain' else lie}" for name, lie in names.answers.items() if _dnsmasq_can(lie)]
        if any(condition.lose for condition in self._plan.packets.line):
            inside.append("--fast-dns-retry")  # resolvers ask again; dnsmasq alone leaves that to its clients unless told
        if names.by_program:
            if not names.inside_as_ever:
                message = "a program of others is the inside resolver: it gives no other answers than the true ones"
                raise LabError(message)
            return
        odd = names.everything or names.delay_s or names.truncates or names.ipv6_answer
        special = odd or not all(_dnsmasq_can(lie) for lie in names.answers.values())
        if special:
            self._misbehaving()
        addresses = [SECOND_RESOLVER] if special else [ROUTER_ADDRESS, SECOND_RESOLVER]
        addresses += [ROUTER_ADDRESS_6] if self._plan.link.ipv6 and not special else []
        self._dnsmasq([], [*inside, *(f"--listen-address={address}" for address in addresses)])

    def _truth(self) -> str:
        """The public names as lines of a hosts file, in the families that there are."""
        how = self._plan.link.ipv6
        public = {name: addresses for name, addresses in self._plan.zone.names.items() if name not in OFFICE}
        rows = [(address, name) for name, addresses in public.items() for address in (*addresses, *(beside(addresses, how) if how else ()))]
        return "".join(f"{address} {name}\n" for address, name in rows)

    def _dnsmasq(self, prefix: list[str], options: list[str]) -> None:
        """Start one; it says that it started once its sockets are bound."""
        command = [*prefix, *_DNSMASQ, *options]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={"PATH": PATH, "LC_ALL": "C"})
        self._resolving.append(process)
        told = process.stderr.readline() if process.stderr else ""
        if "started" not in told:
            message = f"{' '.join(command)}: {told.strip()}"
            raise LabError(message)

    def _misbehaving(self) -> None:
        names = self._plan.names
        config = {
            "listen": ROUTER_ADDRESS,
            "upstream": SECOND_RESOLVER,
            "everything": names.everything,
            "answers": names.answers,
            "delay_s": names.delay_s,
            "truncates": names.truncates,
            "ipv6_answer": names.ipv6_answer,
        }
        self._python([], "resolver", "resolver", config)


def _dnsmasq_can(lie: str) -> bool:
    """Whether dnsmasq has an option for the lie: NXDOMAIN and addresses."""
    return lie not in {"servfail", "refused", "silent"}
