"""The demo's form and its offer: shown to people in two versions, so that what freezing means can be seen; by
hand to some, by a programme's message to the rest."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from polku.events.identity import uid_hash
from polku.forms.load import load_form
from polku.offers.model import load_offer
from polku.programmes.steps.offer import OfferStep
from polku.store.micros import to_micros

if TYPE_CHECKING:
    from polku.app import Workspace

HERE = resources.files("polku.demo") / "outreach"
WHO = "demo"
KINDS = ("shop", "b2b")
FILES = "files"
MICROSECOND = timedelta(microseconds=1)
NEW_PRICE = "540.00"
FIRST, SECOND = (
    timedelta(days=75),
    timedelta(days=6),
)  # before the end: when each version was published
# When they were shown it, in days before the end, and how many people: the first group's time has run out.
SHOWN = ((1, 70, 35, 24), (1, 26, 7, 38), (2, 5, 0, 12))


def write(workspace: Workspace, kind: str, end: datetime) -> None:
    """Publishes both as of the past and shows the offer to known people. `kind` is the demo's: "shop" or "b2b".
    Done again it changes nothing, nor when the workspace has a form or an offer of the same name."""
    control = workspace.control
    form, first = ((HERE / f"{kind}-{each}.yaml").read_text("utf-8") for each in ("form", "offer"))
    key, asset = load_form(form).key, load_form(form).asset
    offer = load_offer(first).key
    second = first.replace('price: "490.00"', f'price: "{NEW_PRICE}"')
    forms = {each.key for each in control.definitions.all("form")}
    offers = {each.key for each in control.definitions.all("offer")}
    if key in forms or offer in offers:
        return
    if asset and asset.file:
        _file(workspace.directory / FILES / asset.file, load_form(form).name.in_("en"))
    _publish(workspace, "form", key, [(form, end - FIRST)])
    _publish(workspace, "offer", offer, [(first, end - FIRST), (second, end - SECOND)])
    _show(workspace, offer, end)
    _show_by_message(workspace, offer)


def remove(workspace: Workspace) -> None:
    """Takes away what was written, with who was shown it."""
    control = workspace.control
    for kind in KINDS:
        form = load_form((HERE / f"{kind}-form.yaml").read_text("utf-8"))
        offer = load_offer((HERE / f"{kind}-offer.yaml").read_text("utf-8"))
        with control.write() as connection:
            for what, key in (("form", form.key), ("offer", offer.key)):
                ours = connection.exec_driver_sql(
                    "SELECT 1 FROM versions WHERE kind = ? AND key = ? AND who = ?",
                    (what, key, WHO),
                ).first()
                if ours is None:
                    continue
                if what == "offer":
                    connection.exec_driver_sql(
                        "DELETE FROM acceptances WHERE shown IN (SELECT id FROM offers_shown WHERE offer = ?)",
                        (key,),
                    )
                    connection.exec_driver_sql("DELETE FROM offers_shown WHERE offer = ?", (key,))
                elif form.asset and form.asset.file:
                    (workspace.directory / FILES / form.asset.file).unlink(missing_ok=True)
                for table in ("definitions", "versions"):
                    connection.exec_driver_sql(
                        f"DELETE FROM {table} WHERE kind = ? AND key = ?", (what, key)
                    )
    control.definitions.changes += 1


def _publish(
    workspace: Workspace, kind: str, key: str, versions: list[tuple[str, datetime]]
) -> None:
    newest, at = versions[-1][0], to_micros(versions[-1][1])
    with workspace.control.write() as connection:
        connection.exec_driver_sql(
            """INSERT INTO definitions (kind, key, body, edition, state, details, created, updated, who)
            VALUES (?, ?, ?, 1, 'live', '{}', ?, ?, ?)""",
            (kind, key, newest, to_micros(versions[0][1]), at, WHO),
        )
        connection.exec_driver_sql(
            "INSERT INTO versions (kind, key, version, body, published, who, note) VALUES (?, ?, ?, ?, ?, ?, '')",
            [
                (kind, key, number, body, to_micros(published), WHO)
                for number, (body, published) in enumerate(versions, 1)
            ],
        )
    workspace.control.definitions.changes += 1


def _show(workspace: Workspace, offer: str, end: datetime) -> None:
    """To people known since before the offer, one showing each; some have answered."""
    control = workspace.control
    wanted = sum(people for *_, people in SHOWN)
    with control.read() as connection:
        found = connection.exec_driver_sql(
            """SELECT person FROM identities WHERE kind = 'user'
            GROUP BY person HAVING min(first_seen) < ? ORDER BY min(value) LIMIT ?""",
            (to_micros(end - FIRST), wanted),
        ).all()
    people = [int(person) for (person,) in found]
    shown_offer = load_offer(control.definitions.get("offer", offer).body)
    valid = timedelta(days=shown_offer.valid_days)
    rows, answers, at = [], [], 0
    for version, earliest, latest, count in SHOWN:
        ones, at = people[at : at + count], at + count
        for place, person in enumerate(ones):
            days = latest + (earliest - latest) * (place + 0.5) / count
            shown = end - timedelta(days=days)
            id = uid_hash("demo-offer", f"{offer}|{person}")
            rows.append((id, person, offer, version, to_micros(shown), to_micros(shown + valid)))
            if place % 6 == 0:
                accepted = int(place % 12 == 0)
                said = to_micros(shown + timedelta(hours=2))
                answers += [(id, each.key, "", said, accepted) for each in shown_offer.acceptors]
    with control.write() as connection:
        connection.exec_driver_sql(
            """INSERT OR IGNORE INTO offers_shown (id, identity, offer, version, shown, expires)
            VALUES (?, ?, ?, ?, ?, ?)""",
            rows,
        )
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO acceptances VALUES (?, ?, ?, ?, ?)", answers
        )


def _show_by_message(workspace: Workspace, offer: str) -> None:
    """To whom a programme sent it, under the id of the message: the version that was the newest then. Whoever had
    been shown it keeps what they were shown."""
    from polku.care.texts import parsed_or_none

    control = workspace.control
    valid = load_offer(control.definitions.get("offer", offer).body).valid_days
    for each in control.definitions.all("programme"):
        loaded = parsed_or_none(each.body)
        steps = loaded.programme.steps if loaded else ()
        nodes = [s.key for s in steps if isinstance(s, OfferStep) and s.offer.offer == offer]
        with control.write() as connection:
            connection.exec_driver_sql(
                """INSERT OR IGNORE INTO offers_shown (id, identity, offer, version, shown, expires)
                SELECT d.id, d.person, ?1, max(v.version), d.sent, d.sent + ?2 FROM deliveries d
                JOIN versions v ON v.kind = 'offer' AND v.key = ?1 AND v.published <= d.sent
                WHERE d.programme = ?3 AND d.node IN (SELECT value FROM json_each(?4)) AND d.state = 'sent'
                AND NOT EXISTS (SELECT 1 FROM offers_shown s WHERE s.offer = ?1 AND s.identity = d.person)
                GROUP BY d.id""",
                (offer, timedelta(days=valid) // MICROSECOND, each.key, json.dumps(nodes)),
            )


def _file(path: Path, title: str) -> None:
    """A PDF of one page that says what it is."""
    stream = f"BT /F1 24 Tf 72 720 Td ({title}) Tj ET".encode("latin-1")
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(out))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + end)
