"""The proxy and CA variables of this process. Must not read any other variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.codec import encode
from wssdiag.system.secrets import server_without_credentials

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Compared in lower case. They may carry a password.
_PROXY = frozenset({"http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy", "auto_proxy"})

#: Where programs with a store of their own look for CA certificates: variables that name one file, compared in lower case.
CA_FILES = frozenset(
    {
        "aws_ca_bundle",
        "cargo_http_cainfo",
        "curl_ca_bundle",
        "deno_cert",
        "git_ssl_cainfo",
        "grpc_default_ssl_roots_file_path",
        "node_extra_ca_certs",
        "npm_config_cafile",
        "pip_cert",
        "requests_ca_bundle",
        "ssl_cert_file",
    }
)

#: And one that names folders.
_CA_FOLDERS = frozenset({"ssl_cert_dir"})


def environment_json(environment: Mapping[str, str]) -> bytes:
    """``environment.json``: the variables by their own names, user names and passwords of proxies replaced."""
    kept = {name: server_without_credentials(value) for name, value in environment.items() if name.lower() in _PROXY}
    kept |= {name: value for name, value in environment.items() if name.lower() in CA_FILES | _CA_FOLDERS}
    # A name or value that is no UTF-8 holds lone surrogates, which are no JSON.
    return encode({clean(name): clean(value) for name, value in kept.items()})


def clean(text: str) -> str:
    """The text without what no UTF-8 can hold: a name or a path of this system may have it."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
