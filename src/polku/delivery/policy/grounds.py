"""What the consent ledger and the address itself say about a legal basis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from polku.delivery.policy.cases import CHANNELS, Flags

# Whatever was given no later than the last withdrawal does not count: an objection wins a tie.
_LEDGER = """
SELECT c.i, d.channel,
max(CASE WHEN d.given = 0 THEN d.at END),
max(CASE WHEN d.given = 1 AND d.basis IN ('consent', 'contract') THEN d.at END),
max(CASE WHEN d.given = 1 AND d.basis = 'customer' THEN d.at END)
FROM temp.chunk c JOIN consents d USING (identity)
WHERE d.purpose IN (?, '*') GROUP BY c.i, d.channel"""

_NEVER = np.iinfo(np.int64).min

FREE_MAIL = frozenset(
    """gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com
    mac.com aol.com gmx.com gmx.net gmx.de web.de mail.com proton.me protonmail.com pm.me tutanota.com
    tuta.io zoho.com yandex.com yandex.ru mail.ru hey.com fastmail.com hotmail.fi outlook.fi live.fi yahoo.fi
    luukku.com suomi24.fi kolumbus.fi elisanet.fi saunalahti.fi welho.com netti.fi dnainternet.net phnet.fi
    pp.inet.fi inet.fi sonera.inet.fi jippii.fi surffi.fi mbnet.fi nic.fi iki.fi hotmail.se yahoo.se
    hotmail.co.uk yahoo.co.uk yahoo.de yahoo.fr hotmail.fr laposte.net orange.fr free.fr wanadoo.fr
    t-online.de libero.it telia.com spray.se bredband.net online.no mail.ee hot.ee qq.com 163.com""".split()  # noqa: SIM905 - seventy quoted words read worse
)
"""Domains where people, not companies, have their mail."""


@dataclass(frozen=True)
class LedgerGround:
    """(p,) of one purpose and channel: a consent or contract that holds; a refusal offered to a
    customer and not used; a withdrawal with nothing given after it."""

    consent: Flags
    customer: Flags
    withdrawn: Flags


def ledger(connection: Connection, purpose: str, n: int) -> dict[str, LedgerGround]:
    """What the ledger says of the people of temp.chunk: channel → ground."""
    last = {channel: np.full((3, n), _NEVER, np.int64) for channel in CHANNELS}
    rows = connection.exec_driver_sql(_LEDGER, (purpose,)).all()
    for place, channel, *moments in rows:
        for each in CHANNELS if channel == "*" else (channel,):
            if each in last:
                newest = [_NEVER if at is None else at for at in moments]
                last[each][:, place] = np.maximum(last[each][:, place], newest)
    found = {}
    for channel, (withdrawn, consent, customer) in last.items():
        given = consent > withdrawn
        asked = customer > withdrawn
        found[channel] = LedgerGround(given, asked, (withdrawn > _NEVER) & ~given & ~asked)
    return found


def company_address(email: str) -> bool:
    """Whether an address is of a company's own domain."""
    domain = email.rpartition("@")[2].lower()
    return bool(domain) and domain not in FREE_MAIL
