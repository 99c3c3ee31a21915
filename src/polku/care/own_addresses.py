"""Whose letterboxes a test may go to: the team's and the sender's own, never a customer's."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr

from polku.settings import Settings
from polku.store.control import Control

PUBLIC = frozenset(
    (
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com"),
        *("yahoo.com", "proton.me", "protonmail.com", "gmx.com", "luukku.com", "kolumbus.fi"),
        *("elisanet.fi", "saunalahti.fi", "welho.com", "netti.fi", "suomi24.fi"),
    )
)
"""Domains where everybody may have an address: writing from one does not make the others one's own."""


def own_addresses(control: Control, settings: Settings) -> list[str]:
    """Verified one by one: of users who have signed in, of the sender and of the company."""
    users = [
        each.email
        for each in control.users.all()
        if each.email and each.seen is not None and each.disabled is None
    ]
    said = [settings.email.sender, settings.email.reply_to, settings.company.email]
    found = [parseaddr(each)[1].lower() for each in said if each]
    return list(dict.fromkeys(each for each in (*users, *found) if each))


def own_domains(settings: Settings) -> list[str]:
    """Domains that the workspace sends from, so all their addresses are its own."""
    sender = parseaddr(settings.email.sender)[1].rpartition("@")[2].lower()
    found = dict.fromkeys(each for each in (sender, settings.email.dkim_domain.lower()) if each)
    return [each for each in found if each not in PUBLIC]


def strangers(addresses: Sequence[str], control: Control, settings: Settings) -> list[str]:
    """Those of the addresses that are not one's own."""
    own, domains = set(own_addresses(control, settings)), set(own_domains(settings))
    return [
        each
        for each in addresses
        if each.lower() not in own and each.rpartition("@")[2].lower() not in domains
    ]
