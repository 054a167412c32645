"""The vocabulary of faults: one frozen struct a fault, told apart by its ``do`` key; an unknown key is an error.

Each changes the plan and does nothing else; the stage makes the plan real.
"""

from __future__ import annotations

from tests.lab.faults.http import Answer, ClockOff, SignInPage
from tests.lab.faults.laptop import ClockShift, LocalFilter, NoLocalPorts
from tests.lab.faults.link import GatewaySilent, Ipv6, LinkDown, LinkLocalOnly, NoDefaultRoute, SecondRoute, Vpn
from tests.lab.faults.names import HostsFile, InternalNamesOnly, Name, NoResolvers, Resolver, Resolvers
from tests.lab.faults.packets import (
    Delay,
    Drop,
    IcmpFiltered,
    Lose,
    NoDirectEgress,
    NoInternet,
    Prohibit,
    Refuse,
    SmallMtu,
    Unreachable,
)
from tests.lab.faults.proxy import ProxyFault
from tests.lab.faults.tls import Cut, Handshake, Present

AnyFault = (
    LinkDown
    | LinkLocalOnly
    | NoDefaultRoute
    | GatewaySilent
    | SecondRoute
    | Vpn
    | Ipv6
    | LocalFilter
    | NoLocalPorts
    | ClockShift
    | Drop
    | Refuse
    | Prohibit
    | Unreachable
    | Lose
    | Delay
    | SmallMtu
    | IcmpFiltered
    | NoInternet
    | NoDirectEgress
    | NoResolvers
    | Resolvers
    | Resolver
    | Name
    | InternalNamesOnly
    | HostsFile
    | Answer
    | ClockOff
    | SignInPage
    | Present
    | Handshake
    | Cut
    | ProxyFault
)
