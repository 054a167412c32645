"""A list of the service in the vendor's own shape, as far as that is known, and parts of it that a test changes."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from wssdiag.catalogue.servicepoints import parse

if TYPE_CHECKING:
    from wssdiag.model.service_list import ServiceList

TODAY = date(2026, 11, 26)
FETCHED = "2026-11-26T12:00:00+00:00"

#: Every container shape that public sources describe. Its addresses are the vendor's in no particular order; names are made up.
#: What is not in force yet will be in a hundred years: some tests have the clock of the machine.
DOCUMENT: dict[str, Any] = {
    "wss_management": [
        {"name": "Portal", "hostname": "portal.threatpulse.com", "ips": ["35.245.151.224", {"ip": "34.82.146.64"}]},
        {"name": "CTC", "hostname": "ctc.threatpulse.com", "ips": ["130.211.30.2"]},
        {"name": "Auth", "hostname": "auth.threatpulse.com", "ips": ["35.245.151.226"]},
    ],
    "wss_datapath": [
        {
            "cluster": "GCATO2",
            "location": "Toronto, Canada",
            "ingress_ips": ["168.149.136.2", {"ip": "168.149.136.3"}],
            "auth_ips": ["168.149.136.9"],
            "ingress_egress_ranges": [
                {"range": "168.149.136.0/24", "go_live_date": "2026-09-12 00:00:00", "shutdown_date": None},
                {"range": "168.149.137.0/24", "go_live_date": "2020-01-01", "shutdown_date": "2026-11-25"},
                {"range": "168.149.138.0/24", "go_live_date": "2126-11-27", "shutdown_date": None},
                {"range": "168.149.139.0/24", "go_live_date": "soon", "shutdown_date": "never"},
            ],
            "ingress_egress_ranges_ipv6": [{"range": "2607:f8b0:4000::/48", "go_live_date": "2025-05-01", "shutdown_date": ""}],
        },
        {"cluster": "GCAMO1", "location": "Montréal, Canada", "ingress_ips": ["168.149.140.2"], "ingress_egress_ranges": []},
    ],
    "wss_egress_routing": [
        {
            "location": "Toronto",
            "dedicated_egress_ranges": [{"country": "CA", "ranges": ["148.64.1.0/25"]}],
            "shared_egress_ranges": [{"country": "US", "ranges": ["148.64.2.0/24"]}],
        }
    ],
    "wss_kps": [{"cluster": "K1", "country_egress_ranges": [{"country": "CA", "ranges": ["168.149.168.0", "2607:f8b0:5000::1"]}]}],
    "web_isolation": [{"location": "Oregon, US", "ranges": [{"range": "148.64.3.0/24", "go_live_date": "2024-02-03"}]}],
    "news": {"of": ["another", {"year": 2027}]},
}


def data(**sections: object) -> bytes:
    """The document as bytes, with other sections."""
    return json.dumps(DOCUMENT | sections).encode()


def read(document: bytes, today: date = TODAY) -> ServiceList:
    """Parsed as on the day."""
    return parse(document, "list.json", FETCHED, today)


def full(**sections: object) -> ServiceList:
    """The document, parsed."""
    return read(data(**sections))
