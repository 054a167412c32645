"""What a :class:`tests.fakes.Peer` shows in its handshake, as a plain value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.observation import Certificate, TlsDetail

if TYPE_CHECKING:
    from tests.fakes import Peer

PUBLIC_ROOT = "CN=Public Root"


def shown_chain(name: str | None, peer: Peer) -> TlsDetail:
    """A leaf for the name and its root, as two stores judge them; none where the handshake is cut."""
    if peer.cut:
        return TlsDetail(server_name=name, received_bytes=peer.received, alert=peer.alert)
    leaf = _certificate(f"CN={name}", peer.issuer, peer.sha256, (name or "",))
    root = _certificate(peer.issuer, peer.issuer, f"{peer.sha256}-root")
    return TlsDetail(server_name=name, version="TLSv1.3", chain=(leaf, root), system_code=peer.system, mozilla_code=peer.mozilla)


def _certificate(subject: str, issuer: str, sha256: str, names: tuple[str, ...] = ()) -> Certificate:
    begun, ended = "2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z"
    return Certificate(subject=subject, issuer=issuer, names=names, not_before=begun, not_after=ended, sha256=sha256)
