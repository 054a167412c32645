"""The vocabulary of real peers: one frozen struct a program, told apart by its ``run`` key; an unknown key is an error.

Each adds its program to the plan, in place of the lab's own server; the stage starts it.
"""

from __future__ import annotations

from tests.lab.peers.squid import Squid

AnyPeer = Squid
