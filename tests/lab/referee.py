"""Beside every step of the program, what another program says of the same place: nmap, kdig, curl, ike-scan.

Run on the laptop as ``python tests/lab/referee.py PROGRAM...``, where the program is wssdiag's own command line. Prints one JSON list of
rows: kind, place, what the program's report says there, what the referee says, and its own words. Knows nothing of wssdiag's code.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Observation = dict[str, Any]

#: kind, place, the program's word, the referee's word, the referee's own words.
Row = tuple[str, str, str, str, str]

#: Where IKE stands behind a marker (RFC 3948).
_NAT_PORT = 4500

#: As the program waits for the same.
_LIMIT_S = 4

#: What a connect came to, in nmap's words; what this computer itself refused says nothing of the network.
_TCP = {None: "open", "refused": "closed", "timed_out": "filtered", "unreachable": "filtered"}

#: The same of datagrams. Silence is all that nmap sees of a service that says nothing to it.
_UDP = {
    None: "open",
    "refused": "closed",
    "timed_out": "open|filtered",
    "quic_no_answer": "open|filtered",
    "ike_no_answer": "open|filtered",
    "unreachable": "filtered",
}

#: What an answer of a DNS server came to, in kdig's words.
_DNS = {None: "NOERROR", "dns_timeout": "timeout", "no_address": "NOERROR", "dns_bogon": "NOERROR"}

_STATUS = re.compile(r"status: (\w+)")
_IKE = re.compile(r"(\d+) returned handshake; (\d+) returned notify")


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120).stdout


def scan(kind: str, places: set[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """State and reason of each place by nmap, ``kind`` S (half-open TCP) or U (UDP); one scan a family."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for version in (4, 6):
        wanted = {(address, port) for address, port in places if ip_address(address).version == version}
        if not wanted:
            continue
        ports = ",".join(sorted({str(port) for _, port in wanted}))
        timing = ("--max-retries", "2", "--max-rtt-timeout", "400ms", "--min-parallelism", "20")
        family = ("-6",) if version == 6 else ()
        addresses = sorted({address for address, _ in wanted})
        text = _run("nmap", *family, f"-s{kind}", "-Pn", "-n", "--disable-arp-ping", *timing, "-p", ports, "-oX", "-", *addresses)
        for host in ET.fromstring(text).iter("host"):  # noqa: S314 - of nmap itself
            address = next(row.get("addr", "") for row in host.iter("address") if row.get("addrtype") != "mac")
            for port in host.iter("port"):
                state = next(port.iter("state"))
                found[address, int(port.get("portid", "0"))] = (state.get("state", ""), state.get("reason", ""))
    return found


def ports(seen: list[Observation], step: str, kind: str, words: dict[str | None, str]) -> Iterator[Row]:
    """Every connect, or every exchange of datagrams, beside one scan of all the places."""
    wanted = [row for row in seen if row["step"] == step and row["target"].get("address") and row["failure"] in words]
    # what nmap sends to 4500 is ESP to a responder, whose kernel then says "port unreachable" (xfrm): there ike-scan judges
    wanted = [row for row in wanted if row["failure"] or step != "udp" or row["target"]["port"] != _NAT_PORT]
    states = scan(kind, {(row["target"]["address"], row["target"]["port"]) for row in wanted})
    for row in wanted:
        place = (row["target"]["address"], row["target"]["port"])
        state, reason = states.get(place, ("", "not scanned"))
        if reason == "port-unreach":  # from another machine on the way nmap calls it filtered
            state = "closed"
        yield ("tcp" if kind == "S" else "udp"), f"{place[0]}:{place[1]}", words[row["failure"]], state, reason


def names(seen: list[Observation]) -> Iterator[Row]:
    """Every question to a DNS server: the code of the answer, and the addresses of it."""
    for row in seen:
        detail, target = row["detail"], row["target"]
        if row["step"] != "resolve" or not detail.get("server"):
            continue
        ours = detail.get("rcode") or _DNS.get(row["failure"], str(row["failure"]))
        addresses: list[str] = []
        told = ""
        for kind in ("A", "AAAA"):
            asked = (f"@{detail['server']}", target["host"], kind)
            said = _run("kdig", *asked, "+time=2", "+retry=1")
            addresses += [line.split()[-1] for line in said.splitlines() if line and line[0] != ";" and line.split()[3] == kind]
            told = told or (found[1] if (found := _STATUS.search(said)) else "timeout")
        ours_all = " ".join([ours, *sorted(detail.get("addresses", ()))])
        yield "dns", f"{target['host']} at {detail['server']}", ours_all, " ".join([told, *sorted(addresses)]), ""


def pages(seen: list[Observation]) -> Iterator[Row]:
    """Every page that was asked for directly, at the very address: its status."""
    for row in seen:
        detail, target = row["detail"], row["target"]
        if row["step"] != "http" or row["via"] == "proxy" or not target.get("address"):
            continue
        address = f"[{target['address']}]" if ":" in target["address"] else target["address"]
        place = ("--resolve", f"{target['host']}:{target['port']}:{address}")
        said = _curl(*place, "--noproxy", "*", "--insecure", "--write-out", "%{http_code}", detail["url"])
        yield "http", f"{detail['url']} at {address}", str(detail.get("status") or row["failure"]), said, ""


def tunnels(seen: list[Observation]) -> Iterator[Row]:
    """Every CONNECT: the status of the proxy's answer."""
    for row in seen:
        detail, target = row["detail"], row["target"]
        if row["step"] == "proxy":
            place = ("--proxytunnel", "--proxy", f"http://{detail['proxy']}", "--insecure", "--write-out", "%{http_connect}")
            said = _curl(*place, f"https://{target['host']}:{target['port']}/")
            yield "proxy", f"{target['host']}:{target['port']} by {detail['proxy']}", str(detail.get("status") or row["failure"]), said, ""


def _curl(*arguments: str) -> str:
    return _run("curl", "--silent", "--output", "/dev/null", "--max-time", str(_LIMIT_S), *arguments)


def gateways(seen: list[Observation]) -> Iterator[Row]:
    """Every IKE gateway: whether a responder is there."""
    for row in seen:
        target = row["target"]
        if row["step"] != "udp" or row["detail"].get("protocol") != "ike":
            continue
        nat = ("--nat-t",) if target["port"] == _NAT_PORT else ("--sport=0",)
        said = _run("ike-scan", "--ikev2", *nat, f"--dport={target['port']}", "--retry=2", "--timeout=800", target["address"])
        counts = _IKE.search(said)
        answered = counts is not None and counts.groups() != ("0", "0")
        ours, theirs = ("answers" if heard else "silent" for heard in (row["failure"] is None, answered))
        yield "ike", f"{target['address']}:{target['port']}", ours, theirs, said


REFEREES: tuple[Callable[[list[Observation]], Iterator[Row]], ...] = (
    lambda seen: ports(seen, "connect", "S", _TCP),
    lambda seen: ports(seen, "udp", "U", _UDP),
    names,
    pages,
    tunnels,
    gateways,
)


def main(program: list[str]) -> None:
    """The program first, then its referees: the network does not change meanwhile."""
    report = json.loads(_run(*program))
    seen = [row for check in report["checks"] for row in check["observations"]]
    print(json.dumps([row for referee in REFEREES for row in dict.fromkeys(referee(seen))]))


if __name__ == "__main__":
    main(sys.argv[1:])
