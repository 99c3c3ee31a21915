"""The readiness page says when a channel that is set up cannot be had."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from polku.delivery.openings import channels_set_up
from tests.care_shop import Shop, make_shop, open_shop

pytestmark = pytest.mark.slow

ROW = """INSERT INTO deliveries (id, seq, person, programme, version, node, entry, kind, intent, purpose,
    priority, wanted, state, reason, params, channel, not_before, attempts, updated, sent)
    VALUES (?, ?, 1, '', 0, '', 0, 'send', 'x', 'service', 50, 1, ?, ?, ?, 'email', 1, 1, ?, ?)"""
TLS = """{"host": "smtp.kauppa.fi", "said": "certificate has expired"}"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("shop") / "w", people=50)


@pytest.fixture
def shop(template: Path, tmp_path: Path) -> Iterator[Shop]:
    with open_shop(template, tmp_path / "w") as opened:
        yield opened


def card(shop: Shop) -> dict[str, Any]:
    cards = {card["key"]: card for card in shop.care.readiness(language="en")["cards"]}
    found: dict[str, Any] = cards["email"]
    return found


def keep(shop: Shop, id: int, state: str, reason: str, at: int) -> None:
    sent = at if state == "sent" else None
    params = TLS if reason.startswith("mail.tls") else "{}"
    with shop.workspace.control.write() as connection:
        connection.exec_driver_sql(ROW, (id, id, state, reason, params, at, sent))


def test_a_server_that_cannot_be_had_stops_sending_until_something_goes(shop: Shop) -> None:
    """Set up is not the same as working: an expired certificate is told on the page, with its words."""
    keep(shop, 1, "sent", "", 100)
    assert not card(shop)["stops_sending"]
    keep(shop, 2, "ready", "mail.tls", 200)
    told = card(shop)
    assert (told["state"], told["stops_sending"]) == ("warning", True)
    assert told["problems"][0]["code"] == "mail.tls"
    assert "certificate has expired" in told["problems"][0]["what"]
    keep(shop, 3, "sent", "", 300)
    assert not card(shop)["stops_sending"]


def test_one_full_mailbox_is_not_the_channel(shop: Shop) -> None:
    keep(shop, 1, "ready", "mail.later", 100)
    assert not card(shop)["stops_sending"]


def test_a_signing_key_that_is_not_there_stops_e_mail_alone(shop: Shop) -> None:
    """It is told on the page; the other channels open, so their messages go."""
    at = shop.care.at
    mail = at.settings.email.model_copy(
        update={"host": "127.0.0.1", "dkim_domain": "kauppa.fi", "dkim_key": "nowhere.pem"}
    )
    settings = at.settings.model_copy(update={"email": mail})
    opened = channels_set_up(settings, at.control, at.directory)
    assert ("email" in opened, "webhook" in opened) == (False, True)
    object.__setattr__(at, "settings", settings)
    told = card(shop)
    assert (told["state"], told["stops_sending"]) == ("warning", True)
    assert told["problems"][0]["code"] == "mail.bad-key"
