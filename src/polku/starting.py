"""Making workspace folders: from a template, or filled with demo data."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from polku.clock import Moved, system_clock
from polku.documents import DATA, JOURNEY
from polku.errors import Language, PolkuError, Problem
from polku.settings import FILE as SETTINGS

if TYPE_CHECKING:
    from polku.journey.diff import Change

PORT = 8321  # as in the settings
DEMOS = {"shop": "Kaislaranta", "b2b": "Pohjantie"}  # kind → name of the workspace
# Names under .invalid and .example lead nowhere (RFC 2606): a demo writes messages and sends none.
_SENDER = {
    "[public]": 'url = "http://127.0.0.1:{port}"',
    "[company]": """name = "{name} Oy"
address = "Rantatie 1, 00100 Helsinki"
email = "asiakaspalvelu@demo.example\"""",
    "[email]": """host = "mail.demo.invalid"
sender = "{name} <posti@demo.example>"
reply_to = "asiakaspalvelu@demo.example\"""",
}

# Of the shop's price a quarter is left after VAT, goods, freight and the warehouse; a company's contract leaves more.
_MONEY = {
    "shop": """vat = 25.5
margin = 0.25
team_per_month = 2500.0
lead_price = 6.0
customer_price = 20.0
customer_value = 60.0""",
    "b2b": """margin = 0.6
team_per_month = 9000.0
lead_price = 80.0
customer_price = 1500.0
customer_value = 12000.0""",
}


def make_workspace(
    directory: Path,
    *,
    template: str = "lifecycle",
    language: Language = "fi",
    name: str | None = None,
) -> None:
    """Write journey.yaml and polku.toml and make data/.

    Raises PolkuError when the folder already holds a workspace or the template is not known.
    """
    from polku.journey.templates import template as template_text
    from polku.journey.templates import template_names

    if template not in template_names():
        known = ", ".join(template_names())
        raise PolkuError(
            Problem("cli.unknown-template", "--template", {"name": template, "known": known})
        )
    _write(
        directory, template_text(template, language), language, name or directory.absolute().name
    )


def make_demo(
    directory: Path,
    *,
    kind: str = "shop",
    people: int | None = None,
    end: datetime | None = None,
    care: bool = True,
    team: bool = True,
    port: int | None = None,
    language: Language = "fi",
) -> None:
    """A workspace filled with demo data that ends at `end` (now when not given); with `care` it has care
    programmes that have run through its twelve months, and with `team` a team that has worked with them. Links in its
    messages lead to `port` of this machine. What the team has written is in `language`.

    Raises PolkuError when the kind is not known or the folder already holds a workspace.
    """
    from polku import demo
    from polku.app import Workspace
    from polku.care.demo import publish_past
    from polku.studio.demo import live_year

    if kind not in DEMOS:
        params = {"name": kind, "known": ", ".join(DEMOS)}
        raise PolkuError(Problem("cli.unknown-template", "--kind", params))
    which: Literal["shop", "b2b"] = "b2b" if kind == "b2b" else "shop"
    ended = end or system_clock()
    make, usual = (demo.b2b_demo, 6_000) if which == "b2b" else (demo.shop_demo, 20_000)
    if directory.exists() and any(directory.iterdir()):
        raise PolkuError(Problem("cli.not-empty", str(directory), {"path": directory}))
    # Made beside and moved into place whole: a demo that was interrupted is no demo.
    unfinished = directory.absolute().with_name(f".{directory.absolute().name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    _write(unfinished, demo.journey_text(which, ended), language, DEMOS[which])
    _name_sender(unfinished, DEMOS[which], port or PORT)
    _price(unfinished, _MONEY[which])
    data = make(people or usual, end=ended)
    clock = Moved(ended)
    with Workspace.open(unfinished, clock) as workspace:
        if care:
            publish_past(workspace, data, clock)
            clock.at = ended
        workspace.load_demo(data)
        if care and team:
            live_year(workspace, data, clock)
    directory.absolute().parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        directory.rmdir()  # an empty folder made beforehand
    unfinished.rename(directory)


def move_demo_in(made: Path, directory: Path) -> None:
    """Puts a demo, made in a folder of its own, in place of an empty workspace that nobody has open. Who is signed
    in stays signed in, and what polku.toml says stays; the journey that was there is kept beside the demo's."""
    new, old = made / DATA, directory / DATA
    _carry_over(old / "control.db", new / "control.db")
    _add_settings(made / SETTINGS, directory / SETTINGS)
    shutil.copy2(directory / JOURNEY, directory / f"{JOURNEY}.before-demo")
    # The journey last: until it is there the workspace is the empty one, with other data at most.
    before = directory / f".{DATA}.before-demo"
    shutil.rmtree(before, ignore_errors=True)
    old.rename(before)
    new.rename(old)
    (made / JOURNEY).replace(directory / JOURNEY)
    shutil.rmtree(before)
    shutil.rmtree(made, ignore_errors=True)


def _carry_over(before: Path, after: Path) -> None:
    import sqlite3

    with sqlite3.connect(after) as con:
        con.execute("ATTACH ? AS before", (str(before),))
        con.execute(
            "INSERT OR REPLACE INTO secrets SELECT * FROM before.secrets WHERE name = 'session_key'"
        )
        for table in ("users", "choices", "write_keys", "audit"):
            con.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM before.{table}")
    con.close()


def _add_settings(made: Path, own: Path) -> None:
    """What the demo's settings say and the workspace's own do not."""
    import tomlkit

    ours, theirs = (tomlkit.parse(path.read_text("utf-8")) for path in (own, made))
    for section in ("public", "company", "email", "money"):
        table = ours.setdefault(section, tomlkit.table())
        for key, value in theirs.get(section, {}).items():
            table.setdefault(key, value)
    own.write_text(tomlkit.dumps(ours), "utf-8")


def changes(before: Path, after: Path) -> list[Change]:
    """What changed between two documents."""
    from polku.journey import load_journey
    from polku.journey.diff import diff

    old, new = (
        load_journey(path.read_text("utf-8"), where=str(path)).journey for path in (before, after)
    )
    return list(diff(old, new))


def _name_sender(directory: Path, name: str, port: int) -> None:
    """Who writes the demo's messages, so that its programmes can be looked at and published anew."""
    file = directory / SETTINGS
    text = file.read_text("utf-8")
    for section, lines in _SENDER.items():
        text = text.replace(f"{section}\n", f"{section}\n{lines.format(name=name, port=port)}\n", 1)
    file.write_text(text, "utf-8")


def _price(directory: Path, lines: str) -> None:
    """What the demo's sales leave, and what its leads and customers may cost."""
    file = directory / SETTINGS
    text = file.read_text("utf-8")
    file.write_text(text.replace("[money]\n", f"[money]\n{lines}\n", 1), "utf-8")


def _write(directory: Path, journey: str, language: Language, name: str) -> None:
    from polku.settings import settings_text

    if (directory / JOURNEY).exists():
        raise PolkuError(Problem("cli.exists", str(directory), {"path": directory}))
    (directory / DATA).mkdir(parents=True, exist_ok=True)
    (directory / SETTINGS).touch(mode=0o600)  # passwords are written here: for the owner's eyes
    (directory / SETTINGS).write_text(settings_text(name, language), "utf-8")
    (directory / JOURNEY).write_text(journey, "utf-8")
