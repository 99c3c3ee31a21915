"""A running server with a form, an offer and a known person: for tests of the public pages."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa

from polku.app import Workspace
from polku.delivery.links import Link, Links
from polku.events.identity import identity_hash
from polku.starting import make_workspace
from tests.running_api import TOKEN, running_api

FORM = """
key: guide
name: {fi: Ostajan opas, en: Buyer's guide}
title: {fi: Lataa ostajan opas, en: Get the buyer's guide}
text:
  fi: "Kymmenen kysymystä, jotka kannattaa esittää ennen ostoa.\\n\\nOpas tulee sähköpostiisi."
  en: "Ten questions to ask before you buy.\\n\\nThe guide comes to your inbox."
fields: [first_name, company, phone, {field: question, label: {fi: Mitä mietit?, en: What is on your mind?}}]
interest: guide
campaign: spring
consent:
  text: {fi: "Kyllä, minulle saa lähettää vinkkejä sähköpostilla.", en: "Yes, you may send me tips by e-mail."}
asset: {file: opas.pdf, name: {fi: Lataa opas, en: Download the guide}}
thank_you:
  next: {text: {fi: Katso myös kauppa, en: Visit the shop}, url: "https://kauppa.example/"}
referral: true
"""
OFFER = """
key: spring
name: {fi: Kevätpaketti, en: Spring package}
text: {fi: Kaikki mitä kevät vaatii., en: All that spring needs.}
price: 490.50
terms: {fi: Maksuaika 14 päivää., en: Payment in 14 days.}
valid_days: 14
acceptors:
  - {key: buyer, name: {fi: Ostaja, en: Buyer}}
  - {key: ceo, name: {fi: Toimitusjohtaja, en: CEO}}
"""
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Mobile Safari/537.36"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class PublicSite:
    """A workspace being served; `client` is nobody in particular."""

    workspace: Workspace
    client: httpx.Client

    @property
    def url(self) -> str:
        return str(self.client.base_url).rstrip("/")

    @property
    def links(self) -> Links:
        return Links(self.url, self.workspace.control.link_key)

    def path(self, link: Link) -> str:
        return self.links.url(link).removeprefix(self.url)

    def person(self, user: str, **traits: Any) -> int:
        """Somebody known by a user id."""
        control, now = self.workspace.control, self.workspace.clock()
        number = identity_hash(control.identity_key, "user", user)
        row = {
            "identity": pa.array([number], pa.int64()),
            "kind": ["user"],
            "value": [user],
            "first_seen": pa.array([round(now.timestamp() * 1e6)], pa.int64()),
        }
        control.identities.remember(pa.table(row))
        control.traits.set(number, traits, now)
        return number

    def ticket(self, page: str = "/p/form/guide") -> str:
        """A ticket that is old enough for a person."""
        found = ticket_of(self.client.get(page).text)
        time.sleep(1.6)
        return found

    def events(self, *names: str, least: int = 0, patience: float = 10.0) -> list[dict[str, Any]]:
        """The newest events first, of these names; waits until there are `least`."""
        until = time.monotonic() + patience
        while True:
            answer = self.client.get(
                "/api/events/recent?limit=200", headers={"Authorization": f"Bearer {TOKEN}"}
            )
            rows = [e for e in answer.json()["events"] if not names or e["event"] in names]
            if len(rows) >= least or time.monotonic() > until:
                return rows
            time.sleep(0.05)

    def confirmation(self) -> str:
        """The path of the link in the newest message that asks for a confirmation."""
        newest = max(self.confirmations(), key=lambda each: each.wanted)
        link = str(newest.params["links"]["confirm"])
        return link[link.index("/p/") :]

    def confirmations(self) -> Sequence[Any]:
        queued = self.workspace.control.deliveries.page(limit=200)
        return [each for each in queued if each.intent.startswith("confirm:")]


def ticket_of(html: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', html)
    assert found is not None, html[:500]
    return found[1]


def publish(workspace: Workspace, kind: Any, key: str, body: str) -> None:
    workspace.outreach.save(kind, key, body, edition=None, who="test")
    workspace.outreach.publish(kind, key, who="test", as_new=True)


@contextmanager
def public_site(folder: Path, settings: str = "") -> Iterator[PublicSite]:
    """Served until the end of the block. `settings` are the rest of polku.toml."""
    make_workspace(folder, template="shop", language="fi", name="Kauppa")
    if settings:
        (folder / "polku.toml").write_text(f'[workspace]\nname = "Kauppa"\n{settings}', "utf-8")
    (folder / "files").mkdir()
    (folder / "files" / "opas.pdf").write_bytes(PDF)
    with Workspace.open(folder) as workspace:
        publish(workspace, "form", "guide", FORM)
        publish(workspace, "offer", "spring", OFFER)
        with running_api(workspace) as client:
            client.headers["User-Agent"] = PHONE  # a program that names itself is not a person
            yield PublicSite(workspace, client)
