"""The vocabulary of real peers: one frozen struct a program, told apart by its ``run`` key; an unknown key is an error.

Each adds its program to the plan, in place of the lab's own server; the stage starts it.
"""

from __future__ import annotations

from tests.lab.peers.auth_connector import AuthConnector
from tests.lab.peers.charon import Charon
from tests.lab.peers.directory import Directory
from tests.lab.peers.mitmproxy import Mitmproxy
from tests.lab.peers.pac_host import PacHost
from tests.lab.peers.quic import Quic
from tests.lab.peers.squid import Squid
from tests.lab.peers.tinyproxy import Tinyproxy
from tests.lab.peers.unbound import Unbound

AnyPeer = Squid | Tinyproxy | Mitmproxy | Unbound | Charon | Quic | Directory | AuthConnector | PacHost
