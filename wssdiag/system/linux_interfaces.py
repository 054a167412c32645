"""The kind of a Linux interface, from its name and what /sys says of it. Must not ask whether it works."""

from __future__ import annotations

from pathlib import Path

from wssdiag.model.facts import InterfaceType

#: Names that tell the kind, read top to bottom. Virtual machines' and containers' ends are "other": they lead to no network outside.
_NAMES: tuple[tuple[tuple[str, ...], InterfaceType], ...] = (
    (("docker", "br-", "virbr", "veth", "vmnet", "vboxnet", "vnet", "lxc", "lxd", "podman", "cni", "flannel", "cali"), InterfaceType.OTHER),
    (("dummy", "ifb", "nlmon", "vcan", "can"), InterfaceType.OTHER),
    (("tun", "tap", "wg", "ppp", "utun", "ipsec", "vti", "xfrm", "gre", "sit", "ip6tnl"), InterfaceType.TUNNEL),
    (("tailscale", "zt", "CloudflareWARP", "cscotun", "gpd", "nordlynx", "proton", "mullvad"), InterfaceType.TUNNEL),
    (("wwan", "wwp", "rmnet"), InterfaceType.CELLULAR),
    (("wlan", "wlp", "wlx", "wlo"), InterfaceType.WIFI),
)

#: include/uapi/linux/if_arp.h, as /sys/class/net/<name>/type gives it.
_HARDWARE = {
    "1": InterfaceType.ETHERNET,
    "772": InterfaceType.LOOPBACK,
    "801": InterfaceType.WIFI,
    "512": InterfaceType.TUNNEL,  # PPP
    "519": InterfaceType.CELLULAR,  # raw IP: modems
    "768": InterfaceType.TUNNEL,  # IP in IP
    "769": InterfaceType.TUNNEL,  # IPv6 in IPv6
    "776": InterfaceType.TUNNEL,  # IPv6 in IPv4
    "778": InterfaceType.TUNNEL,  # GRE
    "65534": InterfaceType.TUNNEL,  # none: TUN, WireGuard
}

_SYSFS = Path("/sys/class/net")


def interface_type(name: str, sysfs: Path = _SYSFS) -> InterfaceType:
    """The kind: by name where names are a convention, else by the driver, else ethernet.

    /sys may show another network namespace than the one that this program is in: then it says nothing of the interface, and an
    interface without a telling name counts as ethernet, which is what people connect with.
    """
    if name == "lo":
        return InterfaceType.LOOPBACK
    for prefixes, kind in _NAMES:
        if name.startswith(prefixes):
            return kind
    folder = sysfs / name
    if (folder / "phy80211").exists() or (folder / "wireless").exists():
        return InterfaceType.WIFI
    if (folder / "tun_flags").exists():
        return InterfaceType.TUNNEL
    return _HARDWARE.get(_word(folder / "type"), InterfaceType.OTHER) if folder.exists() else InterfaceType.ETHERNET


def _word(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
