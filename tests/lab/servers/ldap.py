"""A domain controller: LDAP and an endpoint mapper that answer, and the other ports, which listen and wait for the client to speak.

Run as ``python -m tests.lab.servers.ldap CONFIG.json``: ``{"listeners": [[host, address, port, speaks]], "certificates": {host: PEM}}``,
``speaks`` being ``ldap``, ``ldap-refused``, ``ldaps``, ``mapper HOW``, ``mute``, ``http`` or nothing.
"""

from __future__ import annotations

import json
import socket
import ssl
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.lab.servers.ber import MAX_MESSAGE, IncompleteError, MalformedError, element
from tests.lab.servers.ldap_answers import answers, refusals
from tests.lab.servers.mapper_answers import MalformedError as NoPacketError
from tests.lab.servers.mapper_answers import answer as mapper_answer
from tests.lab.servers.mapper_answers import size_of

_PATIENCE_S = 30.0
_CHUNK = 4096

#: Elements begin with a tag and at most five bytes of length.
_HEAD = 6


def converse(connection: socket.socket, host: str, *, refused: bool = False) -> None:
    """Answer message by message until one side ends it; never holds more than one message and a chunk."""
    data = b""
    say = refusals if refused else answers
    while True:
        try:
            _tag, _content, rest = element(data)
        except IncompleteError:
            more = connection.recv(_CHUNK)
            if not more or len(data) > MAX_MESSAGE + _HEAD:
                return
            data += more
            continue
        except MalformedError:
            connection.sendall(answers(b"", host)[0])
            return
        answer, goes_on = say(data[: len(data) - len(rest)], host)
        connection.sendall(answer)
        if not goes_on:
            return
        data = rest


def map_ports(connection: socket.socket, how: str) -> None:
    """Answer packet by packet; what is none ends it."""
    data = b""
    with suppress(NoPacketError):
        while True:
            size = size_of(data)
            if size is None or len(data) < size:
                more = connection.recv(_CHUNK)
                if not more:
                    return
                data += more
                continue
            connection.sendall(mapper_answer(data[:size], how))
            data = data[size:]


def serve(connection: socket.socket, host: str, speaks: str, context: ssl.SSLContext | None) -> None:
    """One connection to its end. What a client does wrong ends it, and no more."""
    with suppress(OSError), connection:
        connection.settimeout(_PATIENCE_S)
        if speaks == "ldaps" and context:
            with context.wrap_socket(connection, server_side=True) as secured:
                converse(secured, host)
        elif speaks in {"ldap", "ldap-refused"}:
            converse(connection, host, refused=speaks == "ldap-refused")
        elif speaks.startswith("mapper "):
            map_ports(connection, speaks.removeprefix("mapper "))
        elif speaks == "mute":
            while connection.recv(_CHUNK):
                pass
        elif speaks == "http":
            connection.recv(1)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
        else:
            connection.recv(1)


def _listen(row: list[Any], context: ssl.SSLContext | None) -> None:
    host, address, port, speaks = row
    listener = socket.create_server((address, port))

    def accept() -> None:
        while True:
            connection, _peer = listener.accept()
            threading.Thread(target=serve, args=(connection, host, speaks, context), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def _context(path: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def main(arguments: list[str]) -> None:
    """Listen, say so, and serve until killed."""
    config = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    contexts = {host: _context(path) for host, path in config["certificates"].items()}
    for row in config["listeners"]:
        _listen(row, contexts.get(row[0]))
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
