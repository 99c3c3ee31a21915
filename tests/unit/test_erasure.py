"""Erasure, data requests and consent files, in real stores."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from polku.care.records import Records
from polku.delivery.consenting import say
from polku.delivery.receipts import Receipts
from polku.errors import NotFound, RequestRefused
from polku.store.accept_log import AcceptLog
from polku.store.consents import Consent
from polku.store.mover import Mover, offset_of
from polku.store.push import PushSubscription
from tests.delivery_rows import NOON, Desk, Recorder, desk, send

SECRET = "anna.salainen@yritys.example"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as found:
        yield found


def move(at: Desk) -> None:
    log = AcceptLog(at.control.db, moved_to=offset_of(at.warehouse))
    mover = Mover(log, at.warehouse, at.control, clock=at.clock)
    while mover.move():
        pass
    log.close()


def records(at: Desk) -> Records:
    receipts = Receipts(at.control, at.clock)
    return Records(
        at.control, at.warehouse, at.settings, receipts=receipts, settle=lambda: move(at),
        wake=lambda: None,
    )  # fmt: skip


def lived(at: Desk) -> int:
    """Somebody with everything there can be of a person."""
    person = at.person(SECRET, first_name="Annasalainen", phone="+358401112233")
    at.programme("p", [send(), {"key": "t", "task": {"title": "Soita"}}])
    at.want(person, "p", "hello")
    at.want(person, "p", "t")
    asyncio.run(at.once({"email": Recorder()}))
    at.control.deliveries.queue(
        5, person, intent="confirm:x", step={"email": {"subject": "a", "body": "b"}}, address=SECRET
    )
    subscription = PushSubscription(f"https://push.example/{SECRET}", "k", "a")
    at.control.push.add(person, subscription, NOON)
    receipts = Receipts(at.control, at.clock)
    receipts.tell(
        person, "Survey Answered", NOON, {"score": 3, "text": f"Terveisin {SECRET}"}, "s1"
    )
    receipts.tell(("anonymous", "a1"), "Page Viewed", NOON, {}, "p1")
    return person


def test_nothing_that_names_the_person_is_left_in_the_files(at: Desk) -> None:
    other = at.person("toinen@yritys.example", first_name="Toinen")
    person = lived(at)
    move(at)
    before = records(at).person_data(SECRET)
    assert {one["event"] for one in before["events"]} >= {"Message Sent", "Survey Answered"}
    assert before["traits"]["first_name"] == "Annasalainen"
    done = records(at).erase(SECRET, who="owner")
    assert done["events_kept"] == len(before["events"])
    with at.warehouse.read() as con:
        (count,) = con.execute("SELECT count(*) FROM events").fetchall()
        rows = con.execute("SELECT properties FROM events").fetchall()
    assert count[0] == len(before["events"]) + 1
    assert not any(SECRET in (properties or "") for (properties,) in rows)
    with pytest.raises(NotFound):
        records(at).find(SECRET)
    assert at.control.deliveries.get(5).reason == "delivery.erased"
    assert at.control.identities.find(SECRET) is None
    assert at.control.traits.of(other)["first_name"] == "Toinen"
    assert [entry.what for entry in at.control.audit.list(1)] == ["people.erase"]
    at.control.db.checkpoint()
    at.control.db.engine.dispose()
    for file in at.control.db.path.parent.glob("control.db*"):
        content = file.read_bytes()
        assert SECRET.encode() not in content, file.name
        assert b"Annasalainen" not in content, file.name
    assert person == int(done["person"])


def test_an_erased_address_gets_no_marketing_from_an_old_list_until_the_person_comes_again(
    at: Desk,
) -> None:
    lived(at)
    records(at).erase(SECRET, who="owner")
    person = at.person(
        SECRET, first_name="Uusi"
    )  # the list is imported again, with its old consent
    refused = at.want(person, "p", "hello", entry=2)
    asyncio.run(at.once({"email": (mail := Recorder())}))
    assert at.delivery(refused).reason == "delivery.suppressed"
    at.clock.forward(days=1)
    own = Consent(person, "marketing", "email", "consent", True, "form:guide", at.clock.now)
    say(at.control, Receipts(at.control, at.clock), [own])
    again = at.want(person, "p", "hello", entry=3)
    asyncio.run(at.once({"email": mail}))
    assert at.delivery(again).state == "sent"


def test_the_mover_goes_on_after_entries_were_rewritten(at: Desk) -> None:
    lived(at)
    move(at)
    records(at).erase(SECRET, who="owner")
    Receipts(at.control, at.clock).tell(("user", "x"), "Page Viewed", NOON, {}, "later")
    move(at)
    with at.warehouse.read() as con:
        (count,) = con.execute("SELECT count(*) FROM tail").fetchall()
    assert count[0] == 5  # sent, task opened, survey, and two pages


def test_consents_come_from_a_file_with_source_and_time(at: Desk) -> None:
    text = (
        "person;purpose;channel;basis;given;source;at\n"
        "a@b.fi;marketing;email;consent;kyllä;vanha-crm;2024-05-01\n"
        "a@b.fi;marketing;email;consent;ei;vanha-crm;2024-06-01\n"
        "c@d.fi;marketing;*;consent;yes;vanha-crm;2024-05-01\n"
        "c@d.fi;marketing;fax;consent;yes;vanha-crm;2024-05-01\n"
        ";marketing;email;consent;yes;vanha-crm;2024-05-01\n"
    )
    found = records(at).import_consents(text, who="owner")
    assert (found["rows"], found["new"]) == (5, 3)
    assert [each["row"] for each in found["rejected"]] == [5, 6]
    assert records(at).import_consents(text, who="owner")["new"] == 0
    at.programme("p", [send()])
    a, c = (at.control.identities.find(name) for name in ("a@b.fi", "c@d.fi"))
    assert a is not None
    assert c is not None
    first, second = at.want(a, "p", "hello", entry=1), at.want(c, "p", "hello", entry=2)
    asyncio.run(at.once({"email": Recorder()}))
    assert at.delivery(first).reason == "delivery.withdrawn"
    assert at.delivery(second).state == "sent"
    events = [each["event"] for each in at.told() if each["event"].startswith("Consent")]
    assert sorted(events) == ["Consent Given", "Consent Given", "Consent Withdrawn"]


def test_a_file_without_its_columns_is_refused(at: Desk) -> None:
    with pytest.raises(RequestRefused) as refused:
        records(at).import_consents("person,purpose\na,b\n", who="owner")
    assert refused.value.problems[0].code == "delivery.bad-consents"


def test_a_customer_may_be_told_of_similar_products_when_refusal_was_offered(at: Desk) -> None:
    at.programme("p", [send()])
    receipts = Receipts(at.control, at.clock)
    ids = []
    for number, properties in enumerate([{"refusal_offered": True}, {}, None]):
        person = at.person(f"c{number}@b.fi", consent=())
        if properties is not None:
            receipts.tell(person, "Order Completed", NOON, properties, f"o{number}")
        ids.append(at.want(person, "p", "hello", entry=number))
    move(at)
    asyncio.run(at.once({"email": Recorder()}))
    assert [at.delivery(id_).state for id_ in ids] == ["sent", "refused", "refused"]
    objected = Consent(at.person("c0@b.fi", consent=()), "marketing", "email", "customer", False,
                       "preferences", NOON + timedelta(hours=1))  # fmt: skip
    say(at.control, receipts, [objected])
    at.clock.forward(days=2)
    again = at.want(at.person("c0@b.fi", consent=()), "p", "hello", entry=9)
    asyncio.run(at.once({"email": Recorder()}))
    assert at.delivery(again).reason == "delivery.withdrawn"


def test_company_addresses_may_be_written_to_when_the_workspace_says_so(tmp_path: Path) -> None:
    with desk(tmp_path, policy={"legitimate_interest": True}) as at:
        at.programme("p", [send()])
        company = at.want(at.person("a@yritys.fi", consent=()), "p", "hello", entry=1)
        private = at.want(at.person("a@gmail.com", consent=()), "p", "hello", entry=2)
        asyncio.run(at.once({"email": Recorder()}))
        assert at.delivery(company).state == "sent"
        assert at.delivery(private).reason == "delivery.no-consent-email"
