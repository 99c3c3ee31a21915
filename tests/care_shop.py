"""A small shop whose clock the test moves: the demo's people, settings that can send, and a programme."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from polku.app import Workspace
from polku.starting import make_demo

END = datetime(2026, 11, 20, 9, tzinfo=UTC)  # a Friday, 11 o'clock in Helsinki

SETTINGS = """
[workspace]
name = "Kauppa"
[company]
name = "Kauppa Oy"
address = "Katu 1, 00100 Helsinki"
email = "posti@kauppa.fi"
[email]
host = "127.0.0.1"
port = {port}
tls = "none"
sender = "Kauppa <posti@kauppa.fi>"
[public]
url = "https://polku.kauppa.fi"
"""

PROGRAMME = """
key: {key}
name: {{fi: Kiitos ja vinkki, en: Thanks and a tip}}
description: {{fi: Kiittää ja auttaa alkuun., en: Thanks and helps to begin.}}
stage: first-time
entry: {entry}
goal: {{event: Order Completed, within: 30d}}
exits: [{{stage: left}}]
steps:
  - {{key: rest, wait: 1d}}
  - key: thanks
    send:
      intent: {key}-thanks
      email:
        subject: {{fi: Kiitos tilauksesta, en: Thank you}}
        body: {{fi: "Hei {{{{ person.first_name | default: 'sinä' }}}}!", en: "Hi!"}}
  - key: again
    wait:
      event: Order Completed
      at_most: 3d
      else: [{{key: tip, send: {{email: {{subject: Vinkki, body: Katso}}}}}}]
"""


def programme(key: str = "care", entry: str = "{stage: first-time}") -> str:
    """The text of a programme: wait, send, wait for an order, send a tip."""
    return PROGRAMME.format(key=key, entry=entry)


def make_shop(directory: Path, people: int = 800) -> Path:
    """The demo's folder, without programmes of its own."""
    make_demo(directory, people=people, end=END, care=False)
    return directory


class Shop:
    """An open workspace and its clock."""

    def __init__(self, directory: Path) -> None:
        self.now = END + timedelta(hours=1)
        self.workspace = Workspace.open(directory, clock=lambda: self.now)
        self.care = self.workspace.care

    def pass_days(self, days: float) -> None:
        """The clock moves at once."""
        self.now += timedelta(days=days)

    def publish(self, key: str, **choices: object) -> int:
        """With what the command line takes when nothing is said."""
        asked = {
            "note": "Testi",
            "inside": "stay",
            "groups": {},
            "enrol": "forward",
            "mode": "live",
            "recipients": None,
        }
        return self.care.publish(key, **{**asked, **choices}, who="test")  # type: ignore[arg-type]

    def count(self, table: str, like: str) -> int:
        """Rows of a table of the engine at places such as "care@%:enter>%"."""
        with self.workspace.warehouse.read() as con:
            return int(
                con.execute(
                    f"""SELECT count(*) FROM {table} t JOIN names n
                    ON n.kind = 'place' AND n.code = t.place WHERE n.name LIKE ?""",
                    [like],
                ).fetchall()[0][0]
            )


@contextmanager
def open_shop(template: Path, directory: Path, port: int = 2525) -> Iterator[Shop]:
    """A copy of the folder, opened."""
    shutil.copytree(template, directory)
    (directory / "polku.toml").write_text(SETTINGS.format(port=port), "utf-8")
    shop = Shop(directory)
    try:
        yield shop
    finally:
        shop.workspace.close()
