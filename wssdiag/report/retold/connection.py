"""By what the connection is known, and its protection: made by ``wssdiag.detection``.

What an agent's trace means stands in the catalogue, and is translated from there.
"""

from __future__ import annotations

from wssdiag.report.texts import to_translate

MODE = to_translate(
    "could not be read",
    "named by {who}; by itself this computer shows {method}",
    "no proxy and no PAC file is set",
    "none of the running programs is an agent of the service",
    "the organisation's profile",
    "the PAC file sends ordinary web addresses past every proxy",
    "web traffic is protected, and nothing on this computer does it: the office's own tunnel",
    "web traffic went through a proxy that the PAC file names",
    "whoever started the check",
    "{method} is in use, and {other} runs as well",
    "{method} is in use, and {source} also sets {setting}",
    "{method} is installed, but its service is {state}",
    "{source} sets it for {programs}",
    "{source} sets {setting} for {programs} alone, and everything else goes directly",
)

PROTECTION = to_translate(
    "a sign-in page stops web traffic, which outdates this: {evidence}",
    "but this speaks against it: {evidence}",
    "by the PAC file web sites are reached directly",
    "by the settings of this computer web sites are reached directly",
    "no method is set on this computer, and web sites are reached directly",
    "nothing that was seen proves it either way",
    "the agent holds a connection to the data centre at {address}",
    "the agent's log says that it is not connected, and web sites are reached with their own certificates",
    "the agent's log says that its tunnel stands: {line}",
    "the service's proxy {host} carries web traffic",
    "web certificates lead to the service's own authority: {subject}",
    "web traffic leaves from {address}, which is in none of the service's own networks",
    "web traffic leaves from {address}, which is in the service's network {network}",
    "{method} is not in use on this computer",
)
