"""What is wrong with a catalogue, a profile, a guide or a list of the service: made by ``wssdiag.catalogue``.

What a TOML file gets wrong in its signs, Python's own reader says, in English.
"""

from __future__ import annotations

from wssdiag.report.texts import to_translate

#: Where in a file, if that is no name and no key.
PLACES = to_translate(
    "line {count}",
    "line {count}, at the end",
    "line {count}, column {column}",
)

#: What a value is, and what it should be.
TYPES = to_translate(
    "a date",
    "a datetime",
    "a list",
    "a number",
    "a table",
    "a time",
    "a whole number",
    "nothing",
    "text",
    "true or false",
)

VALUES = to_translate(
    "'{given}' has no port (host:port)",
    "'{given}' is neither an address nor a network",
    "'{given}' is none of the words that stand here",
    "'{given}' is not '{only}'",
    "'{given}' is not a SHA-256 (64 hex digits)",
    "'{given}' is not a host name",
    "'{given}' is not a placeholder: small letters and '_' only",
    "'{given}' is not a range of ports (49152-65535)",
    "'{given}' is not a version (9.7.1)",
    "'{given}' is not a web address ({words})",
    "'{given}' is not an IP address",
    "'{given}' is not an address, nor address:port/tcp or address:port/udp",
    "'{given}' is not an age recipient (age1...)",
    "'{given}' is not an id (letters, digits, '.', '_', '-', at most 300)",
    "'{given}' is not host:port (an IPv6 address stands in brackets)",
    "'{given}' is not one of: {words}",
    "'{given}' is not the name of a protocol (small letters, digits, '-')",
    "'{given}' is not the name of the file",
    "'{given}' stands here already, at [{count}]",
    "a brace without its partner",
    "a path begins with '/' and holds no blank",
    "a web address with a user name or password does not belong into a file",
    "empty",
    "expected {wanted}, not {found}",
    "holds a line break or a hidden character",
    "is no date",
    "is no host name",
    "is no time",
    "longer than {most} characters",
    "not an e-mail address",
    "{count} is less than nothing",
    "{name} has no ports",
    "{port} is not a port (1 to 65535)",
    "{ports} does not go upwards",
    "{status} is not an HTTP status (100 to 599)",
)

ROWS = to_translate(
    "a location has a host or a placeholder, not both",
    "a location has a port or a range of ports, not both",
    "has no range and no address",
    "holds more than {most} values",
    "holds what the program does not write: a value twice, spelt otherwise, or one that is no service's",
    "is no JSON: {reason}",
    "is no list of the service that wssdiag kept: {reason}",
    "is no list of the service: it names no site, no host and no network that is in force",
    "its networks together hold more of the internet than one service can",
    "missing",
    "missing: a guide has at least one step",
    "missing: a location has a host or a placeholder",
    "missing: a location has a port or a range of ports",
    "missing: an alternative belongs to a group",
    "more than {most} hosts, addresses and networks",
    "the parts are of different versions: {versions}",
    "unknown key",
    "{host} has more than {most} addresses",
)

#: Networks that a list of the service names, and that nobody believes.
LEFT_OUT = to_translate(
    "and {count} more",
    "{address} (a network, where an address is wanted)",
    "{address} (larger than a /{bits})",
    "{address} (private, local, multicast or reserved)",
)

#: Instead of these files something else holds, which is a warning and no error.
WARNINGS = to_translate(
    "{problem} - the list of the service is not used; take it again with: wssdiag catalogue update",
    "{problem} - the profile is not used, and only the service's own hosts are contacted",
)
