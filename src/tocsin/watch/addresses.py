"""Where a host name leads, and whether one may go there: names are resolved once, here, and the connection is made to what was found and judged."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.request import getproxies, proxy_bypass


class Refused(Exception):
    """An address that is not asked, or a name that leads nowhere; `lasting` where trying again is of no use."""

    def __init__(self, words: str, lasting: bool) -> None:
        super().__init__(words)
        self.lasting = lasting


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet: not to a private, loopback, link-local or reserved net, also where IPv6 wraps an IPv4 address."""
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        teredo = ip.teredo
        inner = ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


async def resolved(host: str, port: int, allow_private: bool) -> list[str]:
    """The IP addresses of a host; raises Refused where there are none, or where any of them is not public and that is not allowed."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Refused(
            f"the name {host} cannot be resolved ({getattr(fault, 'strerror', None) or fault})", lasting=False
        ) from fault
    addresses = list(dict.fromkeys(str(f[4][0]) for f in found))
    if not allow_private and (inside := next((a for a in addresses if not is_public(a)), None)):
        raise Refused(f"{host} is a private address ({inside}); give --allow-private where that is meant", lasting=True)
    return addresses


def proxy_of(scheme: str, host: str) -> str | None:
    """The proxy that the environment names for a host (HTTPS_PROXY, NO_PROXY), None where there is none."""
    found = getproxies()
    proxy = found.get(scheme) or found.get("all")
    return None if proxy is None or proxy_bypass(host) else proxy


def literally_private(host: str) -> bool:
    """Whether a host says without being resolved that it is not public; behind a proxy no more can be told."""
    try:
        return not is_public(host.strip("[]"))
    except ValueError:
        return host.rstrip(".").lower().rpartition(".")[2] in ("localhost", "local", "internal")
