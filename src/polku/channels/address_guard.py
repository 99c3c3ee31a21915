"""Which addresses of the network an outgoing request may go to, asked after the name was resolved.

A webhook's address is written by a user, so it must not reach what only this machine or network can: the
cloud's metadata, a database on loopback, a router. The name is resolved once and the connection goes to the
very address that was checked, so a name that answers differently the second time gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket

from polku.channels.channel import DeliveryError

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv6 forms that carry an IPv4 address which the network may unwrap: NAT64 and 6to4.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
_LOOKUP_SECONDS = 5.0


def is_public(address: Ip) -> bool:
    """Whether the address belongs to the open internet, also when it is wrapped in another."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None or address in _NAT64_LOCAL or address.is_site_local:
            return False
        if wrapped is None and address in _NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(wrapped)
    return address.is_global and not address.is_multicast and not address.is_reserved


async def resolve(host: str, port: int, *, allow_private: bool) -> str:
    """The one address to connect to, as text.

    Raises DeliveryError: `channel.unknown-host`, or `channel.address-refused` when any of the
    addresses of the name is not public (a name with both kinds is a trick).
    """
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(_LOOKUP_SECONDS):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        raise DeliveryError("channel.unknown-host", params={"host": host}) from None
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if not addresses:
        raise DeliveryError("channel.unknown-host", params={"host": host})
    if not allow_private and not all(map(is_public, addresses)):
        raise DeliveryError("channel.address-refused", permanent=True, params={"host": host})
    return str(addresses[0])
