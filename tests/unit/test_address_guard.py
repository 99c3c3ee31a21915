"""Outgoing requests reach the open internet and nothing else, whatever form the address has."""

from __future__ import annotations

import asyncio
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.channels.address_guard import is_public, resolve
from polku.channels.channel import DeliveryError

CLOSED = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
]
CLOSED_6 = [
    "::/128",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
    "2001:db8::/32",
    "64:ff9b:1::/48",
]


def within(networks: list[str]) -> st.SearchStrategy[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    return st.sampled_from(networks).flatmap(
        lambda text: st.integers(
            int(ipaddress.ip_network(text)[0]), int(ipaddress.ip_network(text)[-1])
        ).map(type(ipaddress.ip_network(text)[0]))
    )


@given(within(CLOSED))
def test_no_form_of_a_closed_ipv4_address_is_public(address: ipaddress.IPv4Address) -> None:
    """Plain, mapped into IPv6, by NAT64 and by 6to4."""
    number = int(address)
    assert not is_public(address)
    assert not is_public(ipaddress.IPv6Address(f"::ffff:{address}"))
    assert not is_public(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number))
    assert not is_public(ipaddress.IPv6Address((0x2002 << 112) | (number << 80)))


@given(within(CLOSED_6))
def test_no_closed_ipv6_address_is_public(address: ipaddress.IPv6Address) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("text", ["1.1.1.1", "193.166.3.2", "2a00:1190::1", "64:ff9b::101:101"])
def test_addresses_of_the_open_internet_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "::1", "169.254.169.254"],
)
def test_each_way_to_write_this_machine_is_refused(host: str) -> None:
    """The check comes after the name was resolved, so odd spellings gain nothing."""
    with pytest.raises(DeliveryError) as refused:
        asyncio.run(resolve(host, 80, allow_private=False))
    assert refused.value.code == "channel.address-refused"
    assert refused.value.permanent


def test_one_s_own_network_may_be_allowed() -> None:
    assert asyncio.run(resolve("127.0.0.1", 80, allow_private=True)) == "127.0.0.1"


def test_a_name_that_is_nobody_s_is_said_so() -> None:
    with pytest.raises(DeliveryError) as refused:
        asyncio.run(resolve("nobody.invalid", 443, allow_private=True))
    assert refused.value.code == "channel.unknown-host"
    assert not refused.value.permanent
