"""The vocabulary of faults: one frozen struct a fault, told apart by its ``do`` key; an unknown key is an error.

Each changes the plan and does nothing else; the stage makes the plan real.
"""

from __future__ import annotations

from tests.lab.faults.http import Answer, ClockOff, SignInPage
from tests.lab.faults.link import GatewaySilent, LinkDown, LinkLocalOnly, NoDefaultRoute
from tests.lab.faults.names import HostsFile, InternalNamesOnly, Name, NoResolvers, Resolver, Resolvers
from tests.lab.faults.packets import Drop, Lose, NoDirectEgress, NoInternet, Prohibit, Refuse, Unreachable
from tests.lab.faults.proxy import ProxyFault
from tests.lab.faults.tls import Cut, Present

AnyFault = (
    LinkDown
    | LinkLocalOnly
    | NoDefaultRoute
    | GatewaySilent
    | Drop
    | Refuse
    | Prohibit
    | Unreachable
    | Lose
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
    | Cut
    | ProxyFault
)
